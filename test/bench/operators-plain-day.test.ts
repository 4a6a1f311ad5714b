import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkRoutes } from '../../bench/instances/check.ts'
import { plainInstance } from '../../bench/operators/plain-day.ts'

const visits = fc.integer({ min: 10, max: 300 })
const seed = fc.integer({ min: 0, max: 0xffff_ffff })

describe('the plain day', () => {
  test('is the same for the same seed, and another one for another', () => {
    expect(plainInstance(50, 7)).toEqual(plainInstance(50, 7))
    expect(plainInstance(50, 7).nodes).not.toEqual(plainInstance(50, 8).nodes)
  })

  test('gives everybody time enough on a tour of their own', () => {
    fc.assert(
      fc.property(visits, seed, (count, seed) => {
        const instance = { ...plainInstance(count, seed), vehicles: count }
        const alone = Array.from({ length: count }, (_, index) => [index + 1])
        expect(checkRoutes(instance, alone).faults).toEqual([])
        for (const { opens, closes } of instance.nodes) expect(closes).toBeGreaterThanOrEqual(opens)
      }),
      { numRuns: 30 },
    )
  })

  test.each([100, 1000, 4000])('of %i visits is as dense and as full as a smaller one', (count) => {
    const { nodes, distances, capacity, vehicles } = plainInstance(count, 1)
    expect(nodes).toHaveLength(count + 1)
    const points = distances.kind === 'euclidean' ? distances.points : []
    const extent = (of: 'x' | 'y') => Math.max(...points.map((point) => point[of]))
    expect((extent('x') * extent('y')) / count).toBeGreaterThan(90)
    expect((extent('x') * extent('y')) / count).toBeLessThan(105)
    const load = nodes.reduce((sum, { demand }) => sum + demand, 0)
    expect((count * capacity) / load).toBeGreaterThan(9.5)
    expect((count * capacity) / load).toBeLessThan(13)
    expect(vehicles * capacity).toBeGreaterThan(2 * load)
    const narrow = nodes.filter(({ opens, closes }) => closes - opens <= 120)
    expect(narrow.length / count).toBeGreaterThan(0.65)
    expect(narrow.length / count).toBeLessThan(0.85)
  })
})
