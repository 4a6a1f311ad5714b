// The estimate against a textbook formula, and what any travel table must be.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TRAVEL_PROFILES } from '../../src/contracts/tech.ts'
import { estimateTables, legEstimator, legsEstimator, MANNERS } from '../../src/travel/estimate.ts'

const place = () =>
  fc.record({
    lat: fc.double({ min: -90, max: 90, noNaN: true }),
    lon: fc.double({ min: -180, max: 180, noNaN: true }),
  })

/** Haversine, on purpose another formula than the one under test. */
function haversineMetres(a: { lat: number; lon: number }, b: { lat: number; lon: number }): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180
  const north = Math.sin(radians(b.lat - a.lat) / 2) ** 2
  const east = Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(radians(b.lon - a.lon) / 2) ** 2
  return 2 * 6_371_008.8 * Math.asin(Math.sqrt(Math.min(1, north + east)))
}

test('metres are the great circle times the detour factor, anywhere on earth', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(place(), { minLength: 2, maxLength: 6 }),
      fc.constantFrom(...TRAVEL_PROFILES),
      async (places, profile) => {
        const [table] = await estimateTables(places, [profile])
        for (const [from, a] of places.entries())
          for (const [to, b] of places.entries()) {
            const expected = from === to ? 0 : haversineMetres(a, b) * MANNERS[profile].detour
            expect(Math.abs(table!.metres[from * places.length + to]! - expected)).toBeLessThanOrEqual(1)
          }
      },
    ),
  )
})

test('asked leg by leg or row by row the figures are those of the table, near and far, also of places that join later', async () => {
  const near = fc.record({
    lat: fc.double({ min: 48, max: 48.4, noNaN: true }),
    lon: fc.double({ min: 16, max: 16.5, noNaN: true }),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(near, place()), { minLength: 2, maxLength: 8 }),
      fc.constantFrom(...TRAVEL_PROFILES),
      async (places, profile) => {
        const known = places.slice(0, 1)
        const [rows, leg] = [legsEstimator(profile, known), legEstimator(profile, known)]
        expect(rows([0], [0])).toEqual({ seconds: new Int32Array(1), metres: new Int32Array(1) })
        known.push(...places.slice(1))
        const all = [...places.keys()]
        const [table] = await estimateTables(places, [profile])
        const { seconds, metres } = rows(all, all)
        expect({ seconds, metres }).toEqual({
          seconds: new Int32Array(table!.seconds),
          metres: new Int32Array(table!.metres),
        })
        for (const from of all)
          for (const to of all) {
            const cell = from * all.length + to
            expect(leg(from, to)).toEqual({ seconds: seconds[cell], metres: metres[cell] })
          }
      },
    ),
  )
})

test('a leg takes as long back as forth, nothing to where one stands, and at least the access time elsewhere', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(place(), { minLength: 2, maxLength: 6 }), async (places) => {
      for (const [index, { seconds }] of (await estimateTables(places, TRAVEL_PROFILES)).entries())
        for (const from of places.keys())
          for (const to of places.keys()) {
            const there = seconds[from * places.length + to]!
            expect(there).toBe(seconds[to * places.length + from])
            if (from === to) expect(there).toBe(0)
            else expect(there).toBeGreaterThanOrEqual(MANNERS[TRAVEL_PROFILES[index]!].accessSeconds)
          }
    }),
  )
})

test('ten kilometres across a town take a car some twenty minutes and a walker two hours and a half', async () => {
  const places = [
    { lat: 48.2, lon: 16.37 },
    { lat: 48.2, lon: 16.505 },
  ]
  const [car, foot] = await estimateTables(places, ['car', 'foot'])
  expect(car!.metres[1]! / 1000).toBeCloseTo(13.5, 1)
  expect(car!.seconds[1]! / 60).toBeCloseTo(23.3, 0)
  expect(foot!.seconds[1]! / 3600).toBeCloseTo(2.5, 1)
})

test('tables lie in shared memory, so that search threads read one copy', async () => {
  const [table] = await estimateTables([{ lat: 0, lon: 0 }], ['car'])
  expect(table!.seconds.buffer).toBeInstanceOf(SharedArrayBuffer)
  expect(table!.metres.buffer).toBeInstanceOf(SharedArrayBuffer)
})

test('a big table gives way to whatever else the thread has to do', async () => {
  const places = Array.from({ length: 3000 }, (_, index) => ({ lat: 40 + index / 1000, lon: 10 }))
  let turns = 0
  const count = setInterval(() => turns++, 0)
  await estimateTables(places, ['car'])
  clearInterval(count)
  expect(turns).toBeGreaterThan(0)
})
