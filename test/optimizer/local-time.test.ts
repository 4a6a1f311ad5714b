// Instants and durations as answers write them: always the same moment, on the clock of the zone.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { durationSeconds, Instant } from '../../src/contracts/scalars.ts'
import { createLocalInstant, isoDuration } from '../../src/optimizer/answer/local-time.ts'
import { offsetZone } from '../../src/optimizer/question/zones.ts'

const ZONES = [
  'UTC',
  'Europe/Vienna',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  '-03:30',
]
/** From 1990 to 2090. */
const second = () => fc.integer({ min: 631_152_000, max: 3_786_912_000 })

test('an instant is the same moment in every zone, and valid on the wire', () => {
  const localInstant = createLocalInstant()
  fc.assert(
    fc.property(second(), fc.constantFrom(...ZONES), (at, zone) => {
      const written = localInstant(at, zone)
      expect(Date.parse(written)).toBe(at * 1000)
      expect(Instant.safeParse(written).success).toBe(true)
      const clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeStyle: 'medium' }).format(at * 1000)
      expect(written.slice(11, 19)).toBe(clock)
    }),
  )
})

test('the offset changes in the very second in which clocks do', () => {
  const localInstant = createLocalInstant()
  const change = Date.parse('2026-10-25T01:00:00Z') / 1000
  expect(localInstant(change - 1, 'Europe/Vienna')).toBe('2026-10-25T02:59:59+02:00')
  expect(localInstant(change, 'Europe/Vienna')).toBe('2026-10-25T02:00:00+01:00')
})

test('a duration is read back as it was', () => {
  fc.assert(fc.property(fc.nat(100_000_000), (seconds) => durationSeconds(isoDuration(seconds)) === seconds))
  expect([0, 59, 3600, 5430].map(isoDuration)).toEqual(['PT0S', 'PT59S', 'PT1H', 'PT1H30M30S'])
})

test('an instant’s own offset is a zone to write in', () => {
  expect(offsetZone('2026-03-03T09:00:00-08:00')).toBe('-08:00')
  expect(offsetZone('2026-03-03T09:00:00Z')).toBe('UTC')
})
