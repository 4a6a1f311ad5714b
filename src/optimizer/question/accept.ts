// The door of the optimizer: an input is accepted whole, or refused with every fault named at once.
// Knows what can be planned, not how.
import { OptimizationInput } from '../../contracts/optimization.ts'
import type { Fault } from '../../contracts/references.ts'
import { shapeFaults } from '../../territory/areas.ts'
import { createPlaces } from '../../travel/places.ts'
import { DEFAULT_PROFILE, tableFaults, travelFaults } from '../../travel/travel.ts'

/** The contract, and what this optimizer has at hand to honour it. */
const Plannable = OptimizationInput.superRefine(
  (input, context) => {
    for (const fault of roadServiceFaults(input)) context.addIssue(issue(fault))
  },
  // Also where the contract is broken already.
  { when: () => true },
).superRefine((input, context) => {
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

const profilesOf = ({ techs }: OptimizationInput) => techs.map(({ profile }) => profile ?? DEFAULT_PROFILE)

/** There is no road service to ask yet, and so none that could fail. Runs on broken inputs too, and trusts no shape. */
function* roadServiceFaults(input: unknown): Generator<Fault> {
  const source = partOf(partOf(input, 'travel'), 'source')
  const onFailure = partOf(partOf(input, 'travel'), 'onFailure')
  const message = 'this optimizer has no road service; leave it out for estimates, or send matrices'
  if (source === 'osrm') yield { path: ['travel', 'source'], message, code: 'NO_ROAD_SERVICE' }
  if (onFailure !== undefined) yield { path: ['travel', 'onFailure'], message, code: 'NO_ROAD_SERVICE' }
}

const partOf = (whole: unknown, name: string): unknown =>
  typeof whole === 'object' && whole !== null ? (whole as Record<string, unknown>)[name] : undefined

const issue = ({ path, message, code }: Fault) => ({ code: 'custom' as const, path, message, params: { code } })
