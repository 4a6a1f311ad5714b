// When the shift began in which a technician begins some work: together they name a route, whatever happens to its order.
import type { OptimizationInput } from '../../contracts/optimization.ts'

/** As the input writes it; technicians without shifts have one over the whole horizon. */
export function shiftStartOf({ techs, horizon }: OptimizationInput, techId: string, start: string): string {
  const shifts = techs.find(({ id }) => id === techId)?.shifts ?? [horizon]
  const begun = shifts.filter((shift) => Date.parse(shift.start) <= Date.parse(start))
  if (begun.length === 0) throw new RangeError(`No shift of ${techId} has begun at ${start}.`)
  return begun.reduce((latest, shift) => (Date.parse(shift.start) > Date.parse(latest.start) ? shift : latest)).start
}
