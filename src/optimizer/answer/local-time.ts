// How instants and durations are written in an answer: on the clock of the zone they are read in. Knows no tickets.
import { createZones } from '../question/zones.ts'

/** Seconds since 1970 as ISO 8601 with the zone's offset of that moment, such as 2026-03-29T09:00:00+02:00. */
export type LocalInstant = (second: number, timeZone: string) => string

/** Of each zone; then it begins anew. Windows and shifts are told again and again. */
const MOST_REMEMBERED = 4096

/** One for each answer, because it remembers what it has looked up. */
export function createLocalInstant(): LocalInstant {
  const offsetsOf = createZones()
  const remembered = new Map<string, Map<number, string>>()
  return (second, timeZone) => {
    const ofZone = remembered.get(timeZone) ?? new Map<number, string>()
    remembered.set(timeZone, ofZone)
    const known = ofZone.get(second)
    if (known !== undefined) return known
    if (ofZone.size >= MOST_REMEMBERED) ofZone.clear()
    const instant = written(second, offsetsOf(timeZone)(second))
    ofZone.set(second, instant)
    return instant
  }
}

function written(second: number, offset: number): string {
  const minutes = Math.abs(offset) / 60
  const local = new Date((second + offset) * 1000).toISOString().slice(0, 19)
  return `${local}${offset < 0 ? '-' : '+'}${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`
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
