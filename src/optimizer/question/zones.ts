// Time zones: what the clock on the wall shows at a second since 1970, and when it is put forward or back.
// Knows no tickets and no technicians.

/** The offset that an instant was written with, as a zone of its own: what to go by when no zone is known. */
export function offsetZone(instant: string): string {
  return /[+-]\d\d:\d\d$/.exec(instant)?.[0] ?? 'UTC'
}

/** Seconds that the clock of the zone is ahead of UTC. */
export type OffsetAt = (second: number) => number

const DAY = 86_400
/** Offsets change at whole quarter hours only. */
const QUARTER = 900

/** One for each zone, because it remembers what it has looked up: asking is slow. */
export function zoneOffsets(timeZone: string): OffsetAt {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
  const known = new Map<number, number>()
  return (second) => {
    const quarter = Math.floor(second / QUARTER)
    const cached = known.get(quarter)
    if (cached !== undefined) return cached
    const name = format.formatToParts(quarter * QUARTER * 1000).find(({ type }) => type === 'timeZoneName')?.value
    const [, sign, hours = 0, minutes = 0] = /^GMT([+-])(\d\d):(\d\d)/.exec(name ?? '') ?? []
    const offset = (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60)
    known.set(quarter, offset)
    return offset
  }
}

/** The offsets of each zone, made when they are first asked for. */
export function createZones(): (timeZone: string) => OffsetAt {
  const zones = new Map<string, OffsetAt>()
  return (timeZone) => {
    const known = zones.get(timeZone)
    if (known !== undefined) return known
    const offsets = zoneOffsets(timeZone)
    zones.set(timeZone, offsets)
    return offsets
  }
}

/** The date on the wall, in days since 1970: numbers of consecutive days are consecutive, also over a year's end. */
export const localDay = (second: number, offsetAt: OffsetAt): number => Math.floor((second + offsetAt(second)) / DAY)

/** The second since 1970 at which the clock on the wall shows so many seconds since 1970. */
export const secondOnWall = (wall: number, offsetAt: OffsetAt): number => wall - offsetAt(wall - offsetAt(wall))

/** The ISO week of a day, which begins on Monday, counted through over the years: 1970 began on a Thursday. */
export const weekOf = (day: number): number => Math.floor((day + 3) / 7)

/** The hour of the day on the wall, from 0 to 23. */
export const localHour = (second: number, offsetAt: OffsetAt): number =>
  Math.floor(((((second + offsetAt(second)) % DAY) + DAY) % DAY) / 3600)

export interface ClockStretch {
  readonly from: number
  readonly until: number
  readonly offset: number
}

/** The time from `from` to `until`, cut where the clock changes. */
export function clockStretches(from: number, until: number, offsetAt: OffsetAt): ClockStretch[] {
  const stretches: ClockStretch[] = []
  let begins = from
  let offset = offsetAt(from)
  for (let day = from; day < until; day += DAY) {
    const next = Math.min(day + DAY, until)
    if (offsetAt(next) === offset) continue
    const change = changeBetween(day, next, offsetAt)
    stretches.push({ from: begins, until: change, offset })
    begins = change
    offset = offsetAt(change)
  }
  if (begins < until) stretches.push({ from: begins, until, offset })
  return stretches
}

/** The first quarter hour after `from` with the offset that holds at `until`. */
function changeBetween(from: number, until: number, offsetAt: OffsetAt): number {
  let [before, after] = [Math.floor(from / QUARTER), Math.floor(until / QUARTER)]
  const offset = offsetAt(until)
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (offsetAt(middle * QUARTER) === offset) after = middle
    else before = middle
  }
  return after * QUARTER
}
