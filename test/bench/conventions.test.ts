import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkRoutes } from '../../bench/instances/check.ts'
import { modelOf } from '../../bench/instances/dimacs.ts'
import type { Instance } from '../../bench/instances/instance.ts'
import { parseInstance } from '../../bench/instances/read.ts'
import { formatSolution } from '../../bench/instances/sol.ts'
import { NEVER } from '../../bench/instances/units.ts'
import { instanceText } from './files.ts'
import { legsOf } from './optimum.ts'

const tenDoors = parseInstance(await instanceText('ten-doors.txt'), 'ten-doors')
const oneWay = parseInstance(await instanceText('one-way-streets.vrp'), 'one-way-streets')
const C101 = parseInstance(await instanceText('C101.txt'), 'C101')

/** Found by others, printed with the instance's best known value. */
const C101_BEST_KNOWN = [
  [5, 3, 7, 8, 10, 11, 9, 6, 4, 2, 1, 75],
  [13, 17, 18, 19, 15, 16, 14, 12],
  [20, 24, 25, 27, 29, 30, 28, 26, 23, 22, 21],
  [32, 33, 31, 35, 37, 38, 39, 36, 34],
  [43, 42, 41, 40, 44, 46, 45, 48, 51, 50, 52, 49, 47],
  [57, 55, 54, 53, 56, 58, 60, 59],
  [67, 65, 63, 62, 74, 72, 61, 64, 68, 66, 69],
  [81, 78, 76, 71, 70, 73, 77, 79, 80],
  [90, 87, 86, 83, 82, 84, 85, 88, 89, 91],
  [98, 96, 95, 94, 92, 93, 97, 100, 99],
]

describe('the DIMACS convention', () => {
  test('counts Euclidean distance in tenths, cut off, for time and cost alike', () => {
    const { travel } = modelOf(tenDoors)
    const [table] = travel.profiles
    const at = (from: number, to: number) => table?.metres[from * travel.placeCount + to]
    // Depot (50, 50); √(3²+4²) is 5 sharp, √(12²+5²) is 13 sharp, √(20²+5²) is 20.6155…
    expect([at(0, 1), at(0, 2), at(0, 8), at(8, 0), at(4, 4)]).toEqual([50, 130, 206, 206, 0])
    expect(table?.seconds).toEqual(table?.metres)
  })

  test('makes one metre cost one cent and nothing else cost anything', () => {
    const [route] = modelOf(tenDoors).routes
    expect(route).toMatchObject({
      centsPerKm: 1000,
      centsPerHour: 0,
      waitingCentsPerHour: 0,
      overtimeCentsPerHour: 0,
      centsPerShift: 0,
    })
  })

  test('counts times in tenths beside Euclidean distance and takes them as they are beside a matrix', () => {
    expect(modelOf(tenDoors).visits[1]).toMatchObject({
      id: '2',
      place: 2,
      seconds: 150,
      windows: [{ opens: 400, closes: 1200 }],
      load: [{ unit: 'load', amount: 5 }],
      unservedCents: 100_000_000,
    })
    expect(modelOf(oneWay).visits[2]).toMatchObject({ seconds: 360, windows: [{ opens: 900, closes: 2700 }] })
    expect(modelOf(oneWay).travel.profiles[0]?.seconds[9]).toBe(330)
  })

  test('has one route for each vehicle, back before the depot closes', () => {
    const { routes, techs } = modelOf(tenDoors)
    expect(routes.map(({ tech, opens, closes, latest }) => ({ tech, opens, closes, latest }))).toEqual(
      [0, 1, 2, 3].map((tech) => ({ tech, opens: 0, closes: 3000, latest: 3000 })),
    )
    expect(techs.map(({ capacity }) => capacity)).toEqual(Array(4).fill([{ unit: 'load', amount: 30 }]))
  })

  test('has no more routes than customers, however large the fleet', () => {
    expect(modelOf({ ...oneWay, vehicles: 1_000_000_000 }).routes).toHaveLength(8)
  })

  test('keeps a time that never comes within what the solver counts', () => {
    const endless = oneWay.nodes.map((node) => ({ ...node, closes: Number.POSITIVE_INFINITY }))
    const { visits, routes } = modelOf({ ...oneWay, nodes: endless })
    expect(visits[0]?.windows).toEqual([{ opens: 0, closes: NEVER }])
    expect(routes[0]?.latest).toBe(NEVER)
  })
})

describe('the judge of the bench', () => {
  test('agrees with the published cost of a published solution', () => {
    expect(checkRoutes(C101, C101_BEST_KNOWN)).toEqual({ cost: 827.3, faults: [] })
  })

  test('adds up a matrix in the direction that is driven', () => {
    // 210 + 330 and 0 → 8 → 0: 260 + 150.
    expect(checkRoutes(oneWay, [[1], [8]]).cost).toBe(950)
  })

  test('and the model have the same distances and costs, to the tenth', () => {
    const coordinate = fc.integer({ min: -10_000, max: 10_000 }).map((units) => units / 10)
    const point = fc.record({ x: coordinate, y: coordinate })
    const whole = fc.record({ x: fc.integer({ min: -500, max: 500 }), y: fc.integer({ min: -500, max: 500 }) })
    fc.assert(
      fc.property(fc.array(fc.oneof(point, whole), { minLength: 2, maxLength: 6 }), (points) => {
        const nodes = points.map(() => ({ demand: 1, opens: 0, closes: Number.POSITIVE_INFINITY, service: 0 }))
        const instance: Instance = {
          ...{ name: 'points', vehicles: 1, capacity: 9, nodes },
          distances: { kind: 'euclidean', points },
        }
        const { seconds } = modelOf(instance).travel.profiles[0] ?? { seconds: new Int32Array() }
        const tour = points.slice(1).map((_, index) => index + 1)
        const driven = [0, ...tour].reduce(
          (sum, from, leg) => sum + seconds[from * points.length + (tour[leg] ?? 0)]!,
          0,
        )
        expect(checkRoutes(instance, [tour])).toEqual({ cost: driven / 10, faults: [] })
      }),
    )
  })

  test('knows whole-numbered distances exactly', () => {
    const leg = legsOf(C101)
    const { seconds } = modelOf(C101).travel.profiles[0] ?? { seconds: new Int32Array() }
    for (let from = 0; from < 101; from++)
      for (let to = 0; to < 101; to++) expect(seconds[from * 101 + to]).toBe(leg(from, to))
  })

  test.each([
    ['someone left out', C101_BEST_KNOWN.slice(1), ['customer 1 visited 0 times', 'customer 2 visited 0 times']],
    ['someone visited twice', [[5, 5], ...C101_BEST_KNOWN.slice(1)], ['customer 5 visited 2 times']],
    ['nobody there', [[101], ...C101_BEST_KNOWN], ['route 1: no customer 101']],
    ['the depot for a customer', [[0], ...C101_BEST_KNOWN], ['route 1: no customer 0']],
    ['half a customer', [[1.5], ...C101_BEST_KNOWN], ['route 1: no customer 1.5']],
    [
      'a tour driven backwards',
      [C101_BEST_KNOWN[0]?.toReversed() ?? [], ...C101_BEST_KNOWN.slice(1)],
      ['route 1: at customer 1 '],
    ],
    [
      'too much on board',
      [C101_BEST_KNOWN.slice(0, 2).flat(), ...C101_BEST_KNOWN.slice(2)],
      ['route 1: load 370 for capacity 200'],
    ],
  ])('finds %s', (_, routes, expected) => {
    const { faults } = checkRoutes(C101, routes)
    for (const fault of expected) expect(faults).toContainEqual(expect.stringContaining(fault))
  })

  test('finds more routes than vehicles, and passes over empty ones', () => {
    expect(checkRoutes({ ...C101, vehicles: 9 }, C101_BEST_KNOWN).faults).toEqual(['10 routes for 9 vehicles'])
    expect(checkRoutes({ ...C101, vehicles: 10 }, [[], ...C101_BEST_KNOWN]).faults).toEqual([])
  })

  test('finds who is back after the depot has closed', () => {
    const [depot, ...customers] = C101.nodes
    const early = { ...C101, nodes: [{ ...depot!, closes: 1200 }, ...customers] }
    expect(checkRoutes(early, C101_BEST_KNOWN).faults).toContainEqual(
      expect.stringMatching(/^route \d+: back \d+ too late$/),
    )
  })
})

test('a solution is written as VRPLIB has it', () => {
  expect(formatSolution([[3, 1], [2]], 827.3)).toBe('Route #1: 3 1\nRoute #2: 2\nCost 827.3\n')
  expect(formatSolution([[], [2]], 8, 'Cost:')).toBe('Route #1:\nRoute #2: 2\nCost: 8\n')
})
