// What the contract already names and the solver cannot honour yet: refused by name, because a rule that is silently left
// out is worse than an error. Whatever is not listed here is honoured; a test walks the contract and holds us to it.
import type { Fault } from '../../contracts/references.ts'

interface Unsupported {
  /** Where it stands in the input; `*` is any entry of a list. */
  readonly at: string
  /** When it asks for something; null and absent never do. */
  readonly asks: (value: unknown) => boolean
  readonly what: string
}

const always = () => true
const isTrue = (value: unknown) => value === true
const isFilled = (value: unknown) => typeof value === 'object' && value !== null && Object.keys(value).length > 0

export const UNSUPPORTED: readonly Unsupported[] = [
  { at: '/tickets/*/softWindows', asks: isFilled, what: 'a window that may be missed at a price' },
  { at: '/tickets/*/preferredWindows', asks: isFilled, what: 'a preferred window' },
  { at: '/tickets/*/history', asks: isFilled, what: 'continuity from earlier visits' },
  { at: '/tickets/*/parts', asks: isFilled, what: 'a need for parts' },
  { at: '/tickets/*/links', asks: isFilled, what: 'a tie between tickets' },
  {
    at: '/tickets/*/crew',
    asks: (crew) => typeof crew === 'number' && crew > 1,
    what: 'a crew of more than one technician',
  },
  { at: '/tickets/*/setup', asks: always, what: 'set-up once per address' },
  { at: '/tickets/*/pausable', asks: isTrue, what: 'work that pauses' },
  { at: '/tickets/*/worth', asks: always, what: 'an optional ticket' },
  { at: '/techs/*/skills/*/validFrom', asks: always, what: 'a skill that begins to be valid' },
  { at: '/techs/*/skills/*/validUntil', asks: always, what: 'a skill that ends to be valid' },
  { at: '/techs/*/areas/*/preferred', asks: isTrue, what: 'a preferred area' },
  { at: '/techs/*/shifts/*/breaks', asks: isFilled, what: 'a break' },
  { at: '/techs/*/shifts/*/maxTravel', asks: always, what: 'a limit on the travel of a shift' },
  { at: '/techs/*/maxWorkPerDay', asks: always, what: 'a limit on the work of a day' },
  { at: '/techs/*/maxWorkPerWeek', asks: always, what: 'a limit on the work of a week' },
  { at: '/techs/*/maxTravelPerLeg', asks: always, what: 'a limit on one leg of travel' },
  { at: '/techs/*/parts', asks: isFilled, what: 'parts on a van' },
  { at: '/techs/*/depots', asks: isFilled, what: 'loading again at a depot' },
  { at: '/techs/*/pastWork', asks: always, what: 'work of earlier weeks' },
  { at: '/depots', asks: isFilled, what: 'a depot' },
  { at: '/plan/*/pinned', asks: isFilled, what: 'fixing technician, start or order on its own' },
  { at: '/travel/source', asks: (source) => source === 'osrm', what: 'travel by OSRM' },
  { at: '/travel/onFailure', asks: always, what: 'a choice for when OSRM fails' },
  { at: '/travel/timeOfDay', asks: isFilled, what: 'travel that depends on the time of day' },
  { at: '/policy/promise/movedPerMinute', asks: always, what: 'a price for moving a promise' },
  { at: '/policy/promise/maxMove', asks: always, what: 'a limit on moving a promise' },
  { at: '/policy/promise/techChanged', asks: always, what: 'a price for another technician on a promise' },
  { at: '/policy/softWindowPerHour', asks: always, what: 'a price for missing a window' },
  { at: '/policy/preferredWindowMissed', asks: always, what: 'a price for missing a preferred window' },
  { at: '/policy/surplusSkillLevel', asks: always, what: 'a price for wasting a high skill' },
  { at: '/policy/continuity', asks: always, what: 'a price for continuity' },
  { at: '/policy/preferredAreaMissed', asks: always, what: 'a price for leaving the preferred area' },
  { at: '/policy/asapPerHour', asks: always, what: 'a price for waiting customers' },
  { at: '/policy/fairnessPerHour', asks: always, what: 'a price for unequal work' },
  { at: '/policy/compactnessPerKm', asks: always, what: 'a price for scattered routes' },
  { at: '/policy/emergencyReserve', asks: always, what: 'room kept for emergencies' },
  { at: '/policy/snap', asks: always, what: 'arrival at clean times' },
  { at: '/policy/strictPriorities', asks: isTrue, what: 'strict priorities' },
  { at: '/options/freezeBefore', asks: always, what: 'freezing all before a moment' },
]

/** Runs on inputs that have other faults too, and so trusts no shape. */
export function* unsupportedFaults(input: unknown): Generator<Fault> {
  for (const { at, asks, what } of UNSUPPORTED)
    for (const { path, value } of valuesAt(input, at.split('/').slice(1), [])) if (asks(value)) yield fault(path, what)
  yield* sharedTickets(input)
}

/** One ticket with several technicians in the plan is a crew, said another way. */
function* sharedTickets(input: unknown): Generator<Fault> {
  const techs = new Map<unknown, unknown>()
  for (const { path, value } of valuesAt(input, ['plan', '*'], [])) {
    const { ticketId, techId } = value as Record<string, unknown>
    if (techs.has(ticketId) && techs.get(ticketId) !== techId)
      yield fault([...path, 'ticketId'], 'a ticket planned with more than one technician')
    techs.set(ticketId, techId)
  }
}

const fault = (path: Fault['path'], what: string): Fault => ({
  path,
  message: `${what} is not supported yet`,
  code: 'NOT_SUPPORTED_YET',
})

function* valuesAt(
  value: unknown,
  steps: readonly string[],
  path: Fault['path'],
): Generator<{ path: Fault['path']; value: unknown }> {
  if (value === undefined || value === null) return
  const [step, ...rest] = steps
  if (step === undefined) yield { path, value }
  else if (step === '*') {
    if (Array.isArray(value))
      for (const [index, entry] of value.entries()) yield* valuesAt(entry, rest, [...path, index])
  } else if (typeof value === 'object') yield* valuesAt((value as Record<string, unknown>)[step], rest, [...path, step])
}
