// The door of the optimizer: an input is accepted whole, or refused with every fault named at once.
// Knows what can be planned, not how.
import { OptimizationInput } from '../../contracts/optimization.ts'
import type { Fault } from '../../contracts/references.ts'
import { shapeFaults } from '../../territory/areas.ts'
import { createPlaces } from '../../travel/places.ts'
import { DEFAULT_PROFILE, tableFaults, travelFaults } from '../../travel/travel.ts'

/** The contract, and what cannot be planned whatever is at hand. */
const Plannable = OptimizationInput.superRefine((input, context) => {
  for (const fault of shapeFaults(input.areas ?? [])) context.addIssue(issue(fault))
  for (const fault of travelFaults(input.travel, profilesOf(input))) context.addIssue(issue(fault))
})

/** To be optimized: every way between any two places is measured. */
export const AcceptedInput = Plannable.superRefine((input, context) => {
  const places = createPlaces()
  for (const { location } of [...input.tickets, ...(input.depots ?? [])]) places.rowOf(location)
  for (const { start, end = start, shifts = [] } of input.techs)
    for (const { from = start, to = end } of [{}, ...shifts]) for (const place of [from, to]) places.rowOf(place)
  for (const fault of tableFaults(places.locations.length, profilesOf(input))) context.addIssue(issue(fault))
})

/** To be kept and asked: only the ways that somebody drives are measured. */
export const AcceptedPlan = Plannable

export const profilesOf = ({ techs }: OptimizationInput) => techs.map(({ profile }) => profile ?? DEFAULT_PROFILE)

export const issue = ({ path, message, code }: Fault) => ({ code: 'custom' as const, path, message, params: { code } })
