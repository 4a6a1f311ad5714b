// Where travel figures come from: the caller's tables or the estimate, and what each answer says about itself.
import { expect, test } from 'vitest'
import { Travel } from '../../src/contracts/travel.ts'
import { estimateTables } from '../../src/travel/estimate.ts'
import { createPlaces } from '../../src/travel/places.ts'
import { measureTravel, tableFaults, travelFaults } from '../../src/travel/travel.ts'
import { UNREACHABLE } from '../../workers/client.ts'

const A = { lat: 47.1, lon: 9.5 }
const B = { lat: 47.2, lon: 9.5 }
const C = { lat: 47.2, lon: 9.6 }

const matrixOf = (more: object = {}) =>
  Travel.parse({
    matrices: [
      {
        places: [C, A, B],
        seconds: [
          [0, 100.4, 200],
          [300.5, 0, 400],
          [500, null, 7],
        ],
        ...more,
      },
    ],
  })

test('rows and columns of a table are found by place, whatever their order', async () => {
  const { tables, meta } = await measureTravel(matrixOf(), [A, B, C], ['car'])
  expect(meta.source).toBe('matrix')
  expect([...tables[0]!.seconds]).toEqual([0, 400, 301, UNREACHABLE, 7, 500, 100, 200, 0])
})

test('metres that the caller leaves out are estimated, and the answer says so', async () => {
  const { tables, meta } = await measureTravel(matrixOf(), [A, B, C], ['car'])
  const [estimate] = await estimateTables([A, B, C], ['car'])
  expect(meta.estimatedMetres).toBe(true)
  expect(tables[0]!.metres[1]).toBe(estimate!.metres[1])
  expect(tables[0]!.metres[3]).toBe(UNREACHABLE)
})

test('metres that the caller brings are used', async () => {
  const metres = [
    [0, 10, 20],
    [30, 0, 40],
    [50, 60, null],
  ]
  const { tables, meta } = await measureTravel(matrixOf({ metres }), [A, B, C], ['car'])
  expect(meta.estimatedMetres).toBe(false)
  expect([...tables[0]!.metres]).toEqual([0, 40, 30, UNREACHABLE, 0, 50, 10, 20, 0])
})

test('a source of estimate comes before tables, and no tables mean an estimate', async () => {
  for (const travel of [undefined, Travel.parse({}), { ...matrixOf(), source: 'estimate' as const }])
    expect(await measureTravel(travel, [A, B], ['car', 'foot'])).toMatchObject({
      meta: { source: 'estimate', estimatedMetres: true },
    })
})

test('places that agree to the seventh decimal are one', () => {
  const { rowOf, locations } = createPlaces()
  expect([
    rowOf(A),
    rowOf(B),
    rowOf({ lat: 47.100_000_000_4, lon: 9.5 }),
    rowOf({ lat: 47.100_000_4, lon: 9.5 }),
  ]).toEqual([0, 1, 0, 2])
  expect(locations).toHaveLength(3)
})

test('a profile without a table, two tables for one profile and too many places are named before anything is measured', () => {
  const twice = Travel.parse({ matrices: [...matrixOf().matrices!, ...matrixOf().matrices!] })
  expect([...travelFaults(twice, ['car', 'van'])]).toMatchObject([
    { code: 'DUPLICATE_PROFILE', path: ['travel', 'matrices', 1, 'profile'] },
    { code: 'MATRIX_MISSING', path: ['techs', 1, 'profile'] },
  ])
  expect([...tableFaults(9000, ['car', 'van', 'car'])]).toMatchObject([{ code: 'TOO_MANY_PLACES' }])
  expect([...tableFaults(9000, ['car', 'car'])]).toEqual([])
})
