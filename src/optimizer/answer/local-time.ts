// How instants and durations are written in an answer: on the clock of the zone they are read in. Knows no tickets.
import { createZones } from '../question/zones.ts'

/** Seconds since 1970 as ISO 8601 with the zone's offset of that moment, such as 2026-03-29T09:00:00+02:00. */
export type LocalInstant = (second: number, timeZone: string) => string

const DAY = 86_400

/** One for each answer, because it remembers what it has looked up. */
export function createLocalInstant(): LocalInstant {
  const offsetsOf = createZones()
  const dates = new Map<number, string>() // by days since 1970
  const dateOf = (day: number): string => {
    const known = dates.get(day)
    if (known !== undefined) return known
    const date = new Date(day * DAY * 1000).toISOString().slice(0, 10)
    dates.set(day, date)
    return date
  }
  const behinds = new Map<number, string>() // by offset
  const behindOf = (offset: number): string => {
    const known = behinds.get(offset)
    if (known !== undefined) return known
    const behind = `${offset < 0 ? '-' : '+'}${onClock(Math.floor(Math.abs(offset) / 60))}`
    behinds.set(offset, behind)
    return behind
  }
  return (second, timeZone) => {
    const offset = offsetsOf(timeZone)(second)
    const local = second + offset
    const day = Math.floor(local / DAY)
    const ofDay = Math.floor(local - day * DAY)
    return `${dateOf(day)}T${onClock(Math.floor(ofDay / 60))}:${twoDigits(ofDay % 60)}${behindOf(offset)}`
  }
}

/** 09:30 for 570. */
const onClock = (minutes: number): string => (CLOCK[minutes] ??= clockAt(minutes))
const clockAt = (minutes: number): string => `${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`

/** PT1H30M for 5400. */
export function isoDuration(seconds: number): string {
  const part = (amount: number, unit: string) => (amount > 0 ? `${amount}${unit}` : '')
  const hours = part(Math.floor(seconds / 3600), 'H')
  const minutes = part(Math.floor((seconds % 3600) / 60), 'M')
  return `PT${`${hours}${minutes}${part(seconds % 60, 'S')}` || '0S'}`
}

const CLOCK: string[] = [] // by minutes since midnight
const TWO_DIGITS = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'))
const twoDigits = (number: number) => TWO_DIGITS[number]
