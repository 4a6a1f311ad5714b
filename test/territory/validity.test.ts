// What is wrong with shapes as people draw them, what is mended, and what is refused.
import { describe, expect, test } from 'vitest'
import { Shape } from '../../src/contracts/area.ts'
import { judgedShape } from '../../src/territory/validity.ts'

type Ring = [number, number][]
const square = (west: number, south: number, size: number): Ring => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
  [west, south],
]
const polygon = (...rings: Ring[]) => Shape.parse({ type: 'Polygon', coordinates: rings })
const parts = (...rings: Ring[]) => Shape.parse({ type: 'MultiPolygon', coordinates: rings.map((ring) => [ring]) })

describe('a sound shape', () => {
  test.each([
    ['a square', polygon(square(0, 0, 4))],
    ['a square with a hole', polygon(square(0, 0, 4), square(1, 1, 1))],
    ['two parts', parts(square(0, 0, 1), square(5, 5, 1))],
    ['two parts that touch in a corner', parts(square(0, 0, 1), square(1, 1, 1))],
  ])('%s stays as it is', (_, shape) => {
    expect(judgedShape(shape)).toEqual({ kind: 'valid', shape })
  })
})

describe('a shape that is not sound', () => {
  const bowTie = polygon([
    [0, 0],
    [2, 2],
    [2, 0],
    [0, 2],
    [0, 0],
  ])
  test.each([
    ['a bow tie, of which nobody knows which half is meant', bowTie, 'AREA_SELF_INTERSECTS'],
    [
      'a line there and back',
      polygon([
        [0, 0],
        [1, 0],
        [2, 0],
        [0, 0],
      ]),
      'AREA_SELF_INTERSECTS',
    ],
    ['a hole outside', polygon(square(0, 0, 4), square(6, 6, 1)), 'AREA_HOLE_OUTSIDE'],
    ['a large hole across the edge', polygon(square(0, 0, 4), square(3, 1, 2)), 'AREA_SELF_INTERSECTS'],
  ])('is refused by name: %s', (_, shape, code) => {
    expect(judgedShape(shape)).toMatchObject({ kind: 'refused', fault: { code } })
  })

  test('is told where', () => {
    expect(judgedShape(bowTie)).toMatchObject({ fault: { at: { lat: 1, lon: 1 } } })
  })

  test('with a crossing too small to matter is mended', () => {
    const shape = polygon([
      [0, 0],
      [4, 0],
      [4, 4],
      [2.001, 4],
      [2, 4.001],
      [2.001, 4.001],
      [2, 4],
      [0, 4],
      [0, 0],
    ])
    const judged = judgedShape(shape)
    expect(judged).toMatchObject({ kind: 'repaired', fault: { code: 'AREA_SELF_INTERSECTS' } })
    if (judged.kind !== 'repaired') return
    expect(judgedShape(judged.shape).kind).toBe('valid')
  })

  test('of parts that lie over each other is their union', () => {
    const judged = judgedShape(parts(square(0, 0, 4), square(2, 2, 4)))
    expect(judged).toMatchObject({
      kind: 'repaired',
      fault: { code: 'AREA_PARTS_OVERLAP' },
      shape: { type: 'Polygon' },
    })
  })
})
