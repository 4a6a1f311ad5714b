// Shifts as the day goes on: where a technician is now, the shift goes on from there. Knows no roads.
import { placeKey } from '../../contracts/references.ts'
import { durationSeconds, type Location } from '../../contracts/scalars.ts'
import type { Shift, Tech } from '../../contracts/tech.ts'
import type { Ticket } from '../../contracts/ticket.ts'
import { legEstimator } from '../../travel/estimate.ts'
import { rowsByPlace } from '../../travel/matrix.ts'
import { DEFAULT_PROFILE, travelSource } from '../../travel/travel.ts'
import { isoDuration } from '../answer/local-time.ts'
import type { Input } from './input.ts'
import { withTech } from './input.ts'
import { refuse } from './refused.ts'

/** A shift has to be longer than nothing, also when only its overtime is left. */
const LEAST_MS = 60_000

export const shiftsOf = ({ shifts }: Tech, { horizon }: Input): readonly Shift[] => shifts ?? [horizon]

/** Which of the shifts is meant by a moment: the one that holds it, overtime included, else the nearest of the day around. */
export function shiftAt(tech: Tech, input: Input, at: string, path: string): number {
  const second = Date.parse(at)
  const off = shiftsOf(tech, input).map(({ start, end, overtimeUntil = end }) =>
    Math.max(0, Date.parse(start) - second, second - Date.parse(overtimeUntil)),
  )
  const least = Math.min(...off)
  if (least > DAY_MS) return refuse(path, 'NO_SHIFT', 'lies on no day on which the technician has a shift')
  // Where one ends another may begin: nothing is left of the first.
  return off.lastIndexOf(least)
}
const DAY_MS = 86_400_000

/** From that moment on the shift begins where the technician is; `begun`: when work began there. */
export function goesOnFrom(
  input: Input,
  tech: Tech,
  { location }: Ticket,
  at: string,
  path: string,
  begun = at,
): Input {
  const shifts = [...shiftsOf(tech, input)]
  const begins = Date.parse(at)
  const soon = shifts.findIndex(({ start }) => Date.parse(start) >= begins && Date.parse(start) < begins + LEAST_MS)
  const number = soon >= 0 ? soon : shiftAt(tech, input, at, path)
  const shift = shifts[number]
  if (shift === undefined) return input
  const end = Date.parse(shift.end) < begins + LEAST_MS ? laterBy(at, LEAST_MS) : shift.end
  const overtime = shift.overtimeUntil
  const { maxDuration } = shift
  const gone = Math.max(0, Math.floor((begins - Date.parse(shift.start)) / 1000))
  shifts[number] = {
    ...shift,
    start: at,
    end,
    from: location,
    ...workedUntil(input, tech, shift, location, begun, at),
    ...(overtime !== undefined && { overtimeUntil: Date.parse(overtime) < Date.parse(end) ? end : overtime }),
    ...(maxDuration !== undefined && { maxDuration: isoDuration(Math.max(0, durationSeconds(maxDuration) - gone)) }),
  }
  return withTech(input, { ...tech, shifts })
}

/**
 * Of somebody who may work only so long: what they did at the door, and the way there, as long as it is thought to be and no
 * longer than they had. Waiting is no work.
 */
function workedUntil(
  input: Input,
  tech: Tech,
  shift: Shift,
  there: Location,
  begun: string,
  at: string,
): Pick<Shift, 'worked'> {
  if (tech.maxWorkPerDay === undefined && tech.maxWorkPerWeek === undefined) return {}
  const [from, until] = [Date.parse(shift.start), Date.parse(at)]
  const arrived = Math.min(Math.max(from, Date.parse(begun)), Math.max(from, until))
  const driven = Math.min(waySeconds(input, tech, shift.from ?? tech.start, there), Math.floor((arrived - from) / 1000))
  const atWork = Math.max(0, Math.floor((until - arrived) / 1000))
  const before = shift.worked === undefined ? 0 : durationSeconds(shift.worked)
  const seconds = before + driven + atWork
  return seconds > 0 ? { worked: isoDuration(seconds) } : {}
}

/** As the caller's own tables have it; roads are asked by nobody here, and estimated. */
function waySeconds({ travel }: Input, { profile = DEFAULT_PROFILE }: Tech, from: Location, to: Location): number {
  const matrix = travelSource(travel) === 'matrix' && travel?.matrices?.find((table) => table.profile === profile)
  if (!matrix) return legEstimator(profile, [from, to])(0, 1).seconds
  const rows = rowsByPlace(matrix)
  return Math.round(matrix.seconds[rows.get(placeKey(from)) ?? -1]?.[rows.get(placeKey(to)) ?? -1] ?? 0)
}

/** The same clock, so much later. */
export function laterBy(at: string, ms: number): string {
  const offset = /(Z|[+-]\d{2}:\d{2})$/.exec(at)?.[0] ?? 'Z'
  const ahead =
    offset === 'Z'
      ? 0
      : (offset.startsWith('-') ? -1 : 1) * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4))) * 60_000
  const local = new Date(Date.parse(at) + ms + ahead).toISOString().replace('.000Z', '').replace('Z', '')
  return `${local}${offset}`
}
