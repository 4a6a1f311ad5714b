// The small words every contract is written in: ids, instants, durations, places on earth, money. Imports zod only.
import { z } from 'zod'

export const Id = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[^\p{C}]+$/u, 'no control characters')
  .meta({ description: "The caller's own id, opaque to us", examples: ['T-481'] })

/** An instant with its offset, such as 2026-03-03T09:00:00+01:00. Without an offset it would mean another moment elsewhere. */
export const Instant = z.iso
  .datetime({ offset: true })
  .meta({ description: 'ISO 8601 instant with offset', examples: ['2026-03-03T09:00:00+01:00'] })

/** Only units of fixed length: a month or a year is not a duration that a clock can measure. */
export const Duration = z
  .string()
  .max(40)
  .regex(
    /^P(?!$)(\d{1,4}W)?(\d{1,4}D)?(T(?=\d)(\d{1,6}H)?(\d{1,7}M)?(\d{1,8}S)?)?$/,
    'an ISO 8601 duration of weeks, days, hours, minutes and seconds',
  )
  .meta({ description: 'ISO 8601 duration without years and months; a day is 24 hours', examples: ['PT1H30M'] })

export const Location = z
  .strictObject({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) })
  .meta({ description: 'WGS 84, named so that the order cannot be mistaken' })
export type Location = z.infer<typeof Location>

/** A span of time. Where work is meant, it has to begin inside; both ends count. */
export const Window = z
  .strictObject({ start: Instant, end: Instant })
  .refine(({ start, end }) => Date.parse(end) > Date.parse(start), {
    path: ['end'],
    message: 'must be after start',
    params: { code: 'END_BEFORE_START' },
  })
export type Window = z.infer<typeof Window>

export const Cents = z.int().min(0).max(1_000_000_000).meta({ description: 'Whole cents of the company’s currency' })

export const TimeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, { message: 'no such IANA time zone', params: { code: 'UNKNOWN_TIME_ZONE' } })
  .meta({ description: 'IANA time zone', examples: ['Europe/Vienna'] })

/** Of which zones there are some hundred, however they are written; a plan of thousands of tickets names the same few. */
const MOST_ZONES = 2000
const zones = new Set<string>()

function isTimeZone(name: string): boolean {
  if (zones.has(name)) return true
  try {
    // Slow, and of a size that shows when it is made for every ticket.
    new Intl.DateTimeFormat('en', { timeZone: name })
  } catch {
    return false
  }
  if (zones.size < MOST_ZONES) zones.add(name)
  return true
}

/** Seconds in a duration that `Duration` has accepted. */
export function durationSeconds(duration: string): number {
  const [, weeks, days, hours, minutes, seconds] =
    /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(duration) ?? []
  const number = (digits: string | undefined) => Number(digits ?? 0)
  return ((number(weeks) * 7 + number(days)) * 24 + number(hours)) * 3600 + number(minutes) * 60 + number(seconds)
}
