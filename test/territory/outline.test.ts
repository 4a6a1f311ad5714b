// The ground around places: it holds them all, and does not reach beyond the map.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Polygon } from '../../src/contracts/area.ts'
import { outlineOf } from '../../src/territory/outline.ts'

const place = fc.record({
  lat: fc.oneof(fc.constantFrom(-90, 90), fc.double({ min: -90, max: 90, noNaN: true })),
  lon: fc.oneof(fc.constantFrom(-180, 180), fc.double({ min: -180, max: 180, noNaN: true })),
})

test('the ground around places lies on the map and reaches as far as they do', () => {
  fc.assert(
    fc.property(fc.array(place, { minLength: 1, maxLength: 20 }), (places) => {
      const [ring = []] = Polygon.parse(outlineOf(places)).coordinates
      for (const axis of [0, 1] as const) {
        const own = places.map(({ lat, lon }) => (axis === 0 ? lon : lat))
        const around = ring.map((corner) => corner[axis] ?? Number.NaN)
        expect(Math.min(...around)).toBeLessThanOrEqual(Math.min(...own))
        expect(Math.max(...around)).toBeGreaterThanOrEqual(Math.max(...own))
      }
    }),
  )
})
