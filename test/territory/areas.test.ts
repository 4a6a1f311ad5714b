// Which areas hold a place, for shapes as people draw them.
import { expect, test } from 'vitest'
import { Area } from '../../src/contracts/area.ts'
import { indexAreas, shapeFaults } from '../../src/territory/areas.ts'
import { square } from './square.ts'

const areas = [
  { id: 'ring', shape: { type: 'Polygon', coordinates: [square(0, 0, 10), square(4, 4, 2)] } },
  { id: 'two', shape: { type: 'MultiPolygon', coordinates: [[square(20, 0, 2)], [square(-5, -5, 2)]] } },
  { id: 'overlap', shape: { type: 'Polygon', coordinates: [square(1, 1, 2)] } },
  { id: 'label' },
].map((area) => Area.parse(area))
const at = (lon: number, lat: number) => indexAreas(areas).areasAt({ lat, lon })

test('a place lies in every area that holds it', () => {
  expect(at(2, 2)).toEqual(['ring', 'overlap'])
  expect(at(8, 8)).toEqual(['ring'])
  expect(at(50, 50)).toEqual([])
})

test('a hole is outside', () => expect(at(5, 5)).toEqual([]))

test('the boundary is inside, that of a hole too', () => {
  expect(at(0, 5)).toEqual(['ring'])
  expect(at(10, 10)).toEqual(['ring'])
  expect(at(4, 5)).toEqual(['ring'])
})

test('each part of an area in several parts counts', () => {
  expect(at(21, 1)).toEqual(['two'])
  expect(at(-4, -4)).toEqual(['two'])
  expect(at(10.5, 0.5)).toEqual([])
})

test('without any shape, where a place lies is unknown', () => {
  expect(indexAreas([{ id: 'label' }]).knowsShapes).toBe(false)
  expect(indexAreas(areas).knowsShapes).toBe(true)
})

test('a ring that does not end where it begins is named', () => {
  const open = Area.parse({
    id: 'open',
    shape: { type: 'MultiPolygon', coordinates: [[square(0, 0, 9), [...square(1, 1, 2).slice(0, 4), [9, 9]]]] },
  })
  expect([...shapeFaults([...areas, open])]).toMatchObject([
    { code: 'RING_NOT_CLOSED', path: ['areas', 4, 'shape', 'coordinates', 0, 1] },
  ])
})
