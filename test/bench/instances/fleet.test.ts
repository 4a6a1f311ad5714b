import { describe, expect, test } from 'vitest'
import { checkRoutes } from '../../../bench/instances/check.ts'
import { conventionOf, DIMACS, DIMACS_TENTHS, THOUSANDTHS } from '../../../bench/instances/conventions.ts'
import { parseInstance } from '../../../bench/instances/read.ts'
import { routingModelOf } from '../../../bench/instances/routing-model.ts'
import { instanceText } from '../files.ts'
import { CLIENTELES, DEPOTS, PRIZES, TRIPS } from './tiny.ts'

const depots = parseInstance(DEPOTS.text, 'depots')
const clienteles = parseInstance(CLIENTELES.text, 'clienteles')
const prizes = parseInstance(PRIZES.text, 'prizes')
const trips = parseInstance(TRIPS.text, 'trips')
const plain = parseInstance(await instanceText('ten-doors.txt'), 'plain')

describe('a file that tells vehicles apart', () => {
  test('gives each its depot, and all the longest time', () => {
    expect(depots).toMatchObject({ vehicles: 3, capacity: 5, depotCount: 2 })
    expect(depots.fleet).toEqual([0, 0, 1].map((depot) => ({ depot, capacity: 5, longest: 30, loadsAgain: false })))
  })

  test('gives each its capacity and its customers', () => {
    expect(clienteles.fleet?.map(({ capacity, mayServe }) => [capacity, mayServe])).toEqual([
      [4, new Set([1, 2, 3])],
      [9, new Set([2, 3])],
      [4, new Set([1, 2, 3])],
    ])
  })

  test('gives customers their prize or release, and the depot none', () => {
    expect(prizes.nodes.map(({ prize }) => prize)).toEqual([undefined, 30, 30, 3])
    expect(trips.nodes.map(({ release }) => release)).toEqual([undefined, 10, 0])
    expect(trips.fleet).toMatchObject([{ loadsAgain: true }])
  })

  test.each([
    [
      'a vehicle of another depot',
      DEPOTS.text.replace('3\t2\nDEPOT', '3\t3\nDEPOT'),
      /the depot 3 is not between 1 and 2$/,
    ],
    ['a vehicle too few', DEPOTS.text.replace('\n3\t2\nDEPOT', '\nDEPOT'), /has 2 rows for 3 vehicles$/],
    [
      'a client who is a depot',
      CLIENTELES.text.replace('2 3 4\n3 2 3', '2 1 4\n3 2 3'),
      /the client 1 is not between 2 and 4$/,
    ],
    [
      'several depots and nobody in them',
      DEPOTS.text.replace('DEPOT_SEC', 'RELOAD_DEPOT_SEC'),
      /^VEHICLES_DEPOT_SECTION is missing/,
    ],
    [
      'loading at no depot',
      TRIPS.text.replace('1 1\nDEPOT', '1 2\nDEPOT'),
      /loading again at depot 2 instead of 1 is not/,
    ],
    [
      'no prizes where its type promises some',
      PRIZES.text.replace(/PRIZE_SECTION\n[^A-Z]*/, ''),
      /^PRIZE_SECTION is missing/,
    ],
    ['a fleet beyond counting', TRIPS.text.replace('VEHICLES: 1', 'VEHICLES: 999999'), /^999999 vehicles that differ/],
  ])('with %s is refused by name', (_, text, message) => {
    expect(() => parseInstance(text, 'faulty')).toThrow(message)
  })
})

describe('the convention', () => {
  test('is that of the set in which such instances are found', () => {
    const found = [depots, clienteles, prizes, trips, plain].map((instance) => conventionOf(instance))
    expect(found).toEqual([THOUSANDTHS, THOUSANDTHS, DIMACS_TENTHS, DIMACS_TENTHS, DIMACS])
  })

  test('is that of the set which was named, whatever the file has', () => {
    expect(conventionOf(plain, 'mdvrptw')).toBe(THOUSANDTHS)
    expect(conventionOf(depots, 'solomon')).toBe(DIMACS)
  })
})

describe('the model', () => {
  test('has a route from and to its depot for each vehicle, and a longest time', () => {
    const { routes, visits, travel } = routingModelOf(depots, THOUSANDTHS)
    expect(routes.map(({ startPlace, endPlace, mostSeconds }) => [startPlace, endPlace, mostSeconds])).toEqual([
      [0, 0, 30_000],
      [0, 0, 30_000],
      [1, 1, 30_000],
    ])
    expect(visits[1]).toMatchObject({ id: '2', place: 3, seconds: 2000, windows: [{ opens: 20_000, closes: 40_000 }] })
    // From (0, 0) to (10, 5): √125 is 11.1803…
    expect(travel.profiles[0]?.metres[3]).toBe(11_180)
  })

  test('tells by areas who may serve whom', () => {
    const { techs, visits } = routingModelOf(clienteles, THOUSANDTHS)
    expect(techs.map(({ areas }) => areas)).toEqual([['clientele-1'], ['clientele-2'], ['clientele-1']])
    expect(visits.map(({ areas }) => areas)).toEqual([
      ['clientele-1'],
      ...Array(2).fill(['clientele-1', 'clientele-2']),
    ])
    expect(visits.every(({ mayBePlanned }) => mayBePlanned)).toBe(true)
  })

  test('plans nobody whom no vehicle may serve', () => {
    const nobodys = clienteles.fleet?.map((vehicle) => ({ ...vehicle, mayServe: new Set([2, 3]) })) ?? []
    const { visits } = routingModelOf({ ...clienteles, fleet: nobodys }, THOUSANDTHS)
    expect(visits.map(({ mayBePlanned }) => mayBePlanned)).toEqual([false, true, true])
  })

  test('lets customers be left out for their prize, in the units of distances', () => {
    expect(routingModelOf(prizes, DIMACS_TENTHS).visits.map(({ unservedCents }) => unservedCents)).toEqual([
      300, 300, 30,
    ])
  })

  test('lets a van load again at its depot, and not serve anybody before what they get is there', () => {
    const { routes, visits } = routingModelOf(trips, DIMACS_TENTHS)
    expect(routes[0]?.reloads).toEqual([{ place: 0, seconds: 0, windows: [] }])
    expect(visits.map(({ release }) => release)).toEqual([100, 0])
  })
})

describe('the judge', () => {
  test.each([
    ['a vehicle on the road too long', depots, [[], [1, 2, 3], []], 'route 2: takes 40'],
    ['more routes than vehicles', depots, [[1], [], [2], [3]], 'route 4: no vehicle 4'],
    ['a customer of others', clienteles, [[], [1, 2], [3]], 'route 2: may not serve customer 1'],
    ['too much for a small van', clienteles, [[2], [3], [1]], 'route 1: load 9 for capacity 4'],
    ['a trip that sets out when it can', trips, [[1, 0, 2]], undefined],
    ['a customer visited twice', trips, [[2, 0, 1, 0, 1]], 'customer 1 visited 2 times'],
    ['too much between two loadings', trips, [[2, 1]], 'route 1: load 2 for capacity 1'],
    ['a return where nobody loads', prizes, [[1, 0, 2]], 'route 1: no customer 0'],
  ])('of %s says so, or that nothing is wrong', (_, instance, routes, fault) => {
    const { faults } = checkRoutes(instance, routes, conventionOf(instance))
    if (fault === undefined) expect(faults).toEqual([])
    else expect(faults).toContainEqual(expect.stringContaining(fault))
  })

  test('lets a trip wait for what it brings, and finds who is late by that', () => {
    const nodes = trips.nodes.map((node) => (node.release === 10 ? { ...node, release: 22 } : node))
    const late = checkRoutes(
      { ...trips, nodes },
      TRIPS.tours.map(({ stops }) => stops),
      DIMACS_TENTHS,
    )
    // Back at 21, out at 22, there at 27 for 26.
    expect(late.faults).toEqual(['route 1: at customer 1 10 too late'])
  })

  test('has a vehicle set out late rather than wait', () => {
    // There at 20 from the second depot, 5 away, home at 43.
    const limited = (longest: number) => ({
      ...depots,
      fleet: depots.fleet?.map((vehicle) => ({ ...vehicle, longest })) ?? [],
    })
    const routes = [[1], [], [2, 3]]
    expect(checkRoutes(limited(28), routes, THOUSANDTHS).faults).toEqual([])
    expect(checkRoutes(limited(27), routes, THOUSANDTHS).faults).toEqual(['route 3: takes 28000, 27000 at most'])
  })
})
