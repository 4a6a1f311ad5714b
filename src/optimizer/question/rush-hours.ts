// Rush hours: the times of day at which one gets on slower or faster, laid out over the whole plan on the clock of each
// technician's zone, whose changes they follow. Knows no tickets.
import type { Model, RouteModel } from '../../../workers/client.ts'
import type { OptimizationInput } from '../../contracts/optimization.ts'
import type { TravelProfile } from '../../contracts/tech.ts'
import type { TimeOfDay } from '../../contracts/travel.ts'
import type { Clock } from './clock.ts'
import type { PlannableShift } from './shifts.ts'
import { clockStretches, createZones, type OffsetAt } from './zones.ts'

export type RushHours = NonNullable<Model['travel']['rushHours']>[number]

const DAY = 86_400

/** On the wall, in seconds of the day. */
interface Band {
  readonly from: number
  /** Not after `from` when it lasts over midnight. */
  readonly to: number
  readonly factor: number
}

export interface RushHoursByShift {
  readonly all: readonly RushHours[]
  /** By shift: which of them; undefined where the tables hold at any time. */
  readonly ofShifts: readonly RouteModel['rushHours'][]
}

/** One layout for all shifts of one zone that have the same. */
export function rushHoursOf(
  { travel }: OptimizationInput,
  shifts: readonly PlannableShift[],
  clock: Clock,
): RushHoursByShift {
  const timesOfDay = travel?.timeOfDay ?? []
  const all: RushHours[] = []
  const known = new Map<string, number | undefined>()
  const offsetsOf = createZones()
  // Who is under way at the end of the last shift is still a day from being lost.
  const until = shifts.reduce((last, { latest }) => Math.max(last, latest), clock.origin) + DAY
  const ofShifts = shifts.map(({ profile, timeZone }) => {
    const bands = bandsFor(profile, timesOfDay)
    const key = JSON.stringify([timeZone, bands])
    if (!known.has(key)) {
      const rushHours = layOut(bands, clock.origin, until, offsetsOf(timeZone), clock)
      known.set(key, rushHours.length > 0 ? all.push(rushHours) - 1 : undefined)
    }
    return known.get(key)
  })
  return { all, ofShifts }
}

const bandsFor = (profile: TravelProfile, timesOfDay: readonly TimeOfDay[]): Band[] =>
  timesOfDay
    .filter(({ profiles }) => profiles === undefined || profiles.includes(profile))
    .map(({ from, to, factor }) => ({ from: secondOfDay(from), to: secondOfDay(to), factor }))

const secondOfDay = (time: string): number => Number(time.slice(0, 2)) * 3600 + Number(time.slice(3, 5)) * 60

/** Where the clock jumps, its new time counts at once; an hour that comes twice is busy twice. */
function layOut(bands: readonly Band[], from: number, until: number, offsetAt: OffsetAt, clock: Clock): RushHours {
  const edges = [...new Set(bands.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b)
  const entries: { from: number; percent: number }[] = []
  let current = 100
  const note = (second: number, offset: number) => {
    const percent = percentAt(bands, (second + offset) % DAY)
    if (percent !== current) entries.push({ from: clock.toModel(second), percent })
    current = percent
  }
  if (edges.length === 0) return entries
  for (const stretch of clockStretches(from, until, offsetAt)) {
    const { offset } = stretch
    note(stretch.from, offset)
    for (let midnight = startOfDay(stretch.from, offset); midnight < stretch.until; midnight += DAY)
      for (const edge of edges) {
        const second = midnight + edge
        if (stretch.from < second && second < stretch.until) note(second, offset)
      }
  }
  return entries
}

const startOfDay = (second: number, offset: number): number => Math.floor((second + offset) / DAY) * DAY - offset

/** Where several hold at once, each makes it so much slower or faster. */
function percentAt(bands: readonly Band[], secondOfDay: number): number {
  const holds = ({ from, to }: Band) =>
    from < to ? from <= secondOfDay && secondOfDay < to : from <= secondOfDay || secondOfDay < to
  const factor = bands.filter(holds).reduce((product, band) => product * band.factor, 1)
  return Math.max(1, Math.round(factor * 100))
}
