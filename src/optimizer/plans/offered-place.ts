// What is kept of a proposal so that it can be held and booked: who comes, and on which shift. A technician and the start of
// a shift name a route, whatever happens to its order.
import type { OptimizationInput } from '../../contracts/optimization.ts'
import type { AdvisedProposal } from '../../contracts/recommendation.ts'
import type { OfferedPlace } from '../live/wire.ts'

type Proposal = Pick<AdvisedProposal, 'optionId' | 'techId' | 'start' | 'window' | 'with'>

export function offeredPlace(input: OptimizationInput, proposal: Proposal): OfferedPlace {
  const { optionId, techId, start, window, with: others } = proposal
  const shiftStart = shiftStartOf(input, techId, start)
  if (others === undefined) return { optionId, techId, start, window, shiftStart }
  const together = others.map(({ end: _, ...other }) => ({
    ...other,
    shiftStart: shiftStartOf(input, other.techId, other.start),
  }))
  return { optionId, techId, start, window, shiftStart, with: together }
}

/** As the input writes it; technicians without shifts have one over the whole horizon. */
function shiftStartOf({ techs, horizon }: OptimizationInput, techId: string, start: string): string {
  const shifts = techs.find(({ id }) => id === techId)?.shifts ?? [horizon]
  const begun = shifts.filter((shift) => Date.parse(shift.start) <= Date.parse(start))
  if (begun.length === 0) throw new RangeError(`No shift of ${techId} has begun at ${start}.`)
  return begun.reduce((latest, shift) => (Date.parse(shift.start) > Date.parse(latest.start) ? shift : latest)).start
}
