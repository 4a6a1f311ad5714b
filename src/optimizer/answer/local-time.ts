// How instants and durations are written in an answer: on the clock of the zone they are read in. Knows no tickets.

/** Seconds since 1970 as ISO 8601 with the zone's offset of that moment, such as 2026-03-29T09:00:00+02:00. */
export type LocalInstant = (second: number, timeZone: string) => string

/** One for each answer, because it remembers what it has looked up. */
export function createLocalInstant(): LocalInstant {
  const zones = new Map<string, (second: number) => number>()
  return (second, timeZone) => {
    const offsetOf = zones.get(timeZone) ?? zoneOffsets(timeZone)
    zones.set(timeZone, offsetOf)
    const minutes = offsetOf(second)
    const local = new Date((second + minutes * 60) * 1000).toISOString().slice(0, 19)
    const clock = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60].map(twoDigits).join(':')
    return `${local}${minutes < 0 ? '-' : '+'}${clock}`
  }
}

/** The offset that an instant was written with, as a zone of its own: what to write in when no zone is known. */
export function offsetZone(instant: string): string {
  return /[+-]\d\d:\d\d$/.exec(instant)?.[0] ?? 'UTC'
}

/** PT1H30M for 5400. */
export function isoDuration(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 3600), 'H'],
    [Math.floor((seconds % 3600) / 60), 'M'],
    [seconds % 60, 'S'],
  ] as const
  const written = parts.filter(([amount]) => amount > 0).map(([amount, unit]) => `${amount}${unit}`)
  return `PT${written.join('') || '0S'}`
}

const twoDigits = (number: number) => String(number).padStart(2, '0')

/** Offsets change at whole quarter hours only, so each is asked for once per quarter hour: asking is slow. */
function zoneOffsets(timeZone: string): (second: number) => number {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
  const known = new Map<number, number>()
  return (second) => {
    const quarter = Math.floor(second / 900)
    const cached = known.get(quarter)
    if (cached !== undefined) return cached
    const name = format.formatToParts(quarter * 900_000).find(({ type }) => type === 'timeZoneName')?.value ?? ''
    const [, sign, hours = 0, minutes = 0] = /^GMT([+-])(\d\d):(\d\d)/.exec(name) ?? []
    const offset = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
    known.set(quarter, offset)
    return offset
  }
}
