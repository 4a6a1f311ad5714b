// The door of the optimizer: an input is accepted whole, or refused with every fault named at once.
// Knows what can be planned, not how.
import { OptimizationInput } from '../../contracts/optimization.ts'
import type { Fault } from '../../contracts/references.ts'
import { shapeFaults } from '../../territory/areas.ts'
import { createPlaces } from '../../travel/places.ts'
import { DEFAULT_PROFILE, travelFaults } from '../../travel/travel.ts'
import { unsupportedFaults } from './supported.ts'

/** The contract, and what we can honour of it today. */
export const AcceptedInput = OptimizationInput.superRefine(
  (input, context) => {
    for (const fault of unsupportedFaults(input)) context.addIssue(issue(fault))
  },
  // Also where the contract is broken already.
  { when: () => true },
).superRefine((input, context) => {
  for (const fault of shapeFaults(input.areas ?? [])) context.addIssue(issue(fault))
  const places = createPlaces()
  for (const { location } of input.tickets) places.rowOf(location)
  for (const { start, end = start, shifts = [] } of input.techs)
    for (const { from = start, to = end } of [{}, ...shifts]) for (const place of [from, to]) places.rowOf(place)
  const profiles = input.techs.map(({ profile }) => profile ?? DEFAULT_PROFILE)
  for (const fault of travelFaults(input.travel, places.locations.length, profiles)) context.addIssue(issue(fault))
})

const issue = ({ path, message, code }: Fault) => ({ code: 'custom' as const, path, message, params: { code } })
