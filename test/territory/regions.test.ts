// Regions of about the same work, for any places.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { regionsOf } from '../../src/territory/regions.ts'

const places = (minLength = 0) =>
  fc.array(
    fc.record({
      location: fc.record({
        lat: fc.double({ min: 46, max: 48, noNaN: true }),
        lon: fc.double({ min: 8, max: 11, noNaN: true }),
      }),
      work: fc.integer({ min: 0, max: 1000 }),
    }),
    { minLength, maxLength: 80 },
  )
const counts = fc.integer({ min: 1, max: 12 })

describe('regions', () => {
  test('have each place in exactly one of them', () =>
    fc.assert(
      fc.property(places(), counts, (all, count) => {
        const regions = regionsOf(all, count)
        expect(regions).toHaveLength(all.length)
        for (const region of regions) expect(Number.isInteger(region) && region >= 0 && region < count).toBe(true)
      }),
    ))

  test('have no more than their share of the work and twice the largest of one place', () =>
    fc.assert(
      fc.property(places(1), counts, (all, count) => {
        const work = Array.from({ length: count }, () => 0)
        for (const [place, region] of regionsOf(all, count).entries()) work[region]! += all[place]!.work
        const share = all.reduce((sum, one) => sum + one.work, 0) / count
        expect(Math.max(...work)).toBeLessThanOrEqual(share + 2 * Math.max(...all.map((one) => one.work)) + 1e-6)
      }),
      { numRuns: 500 },
    ))

  test('hang together: two towns far apart are two regions', () => {
    const town = (lat: number) =>
      Array.from({ length: 10 }, (_, index) => ({ location: { lat: lat + index / 1000, lon: 9 }, work: 30 }))
    const regions = regionsOf([...town(47), ...town(46)], 2)
    expect(new Set(regions.slice(0, 10)).size).toBe(1)
    expect(new Set(regions.slice(10)).size).toBe(1)
    expect(regions[0]).not.toBe(regions[19])
  })

  test('are the same for the same places, and at least one', () => {
    const [all] = fc.sample(places(30), 1)
    expect(regionsOf(all!, 5)).toEqual(regionsOf(all!, 5))
    expect(() => regionsOf([], 0)).toThrow(RangeError)
  })
})
