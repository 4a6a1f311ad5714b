import { describe, expect, test } from 'vitest'
import { judgeVerolog, type VerologDay } from '../../../bench/instances/verolog/judge.ts'
import { verologModelOf } from '../../../bench/instances/verolog/model.ts'
import { readVerolog } from '../../../bench/instances/verolog/read.ts'
import { mostTrucksOn, shiftsOf } from '../../../bench/instances/verolog/shifts.ts'
import { MACHINES } from './tiny.ts'

const instance = readVerolog(MACHINES.text, 'machines')
const day = (trucks: readonly (readonly number[])[], ...technicians: [technician: number, requests: number[]][]) => ({
  trucks,
  technicians: technicians.map(([technician, requests]) => ({ technician, requests })),
})
const plan: readonly VerologDay[] = [day([[2, 0, 1]]), day([[3]], [1, [2, 1]]), day([]), day([], [2, [3]])]
const changed = (at: number, other: VerologDay) => plan.map((one, index) => (index === at ? other : one))

describe('a VeRoLog file', () => {
  test('gives costs, machines, requests and technicians', () => {
    expect(instance).toMatchObject({ title: 'Machines', days: 4 })
    expect(instance.truck).toEqual({ distanceCost: 2, dayCost: 5, cost: 50, capacity: 10, longest: 100 })
    expect(instance.requests[1]).toEqual({ location: 3, first: 1, last: 1, machine: 2, quantity: 2 })
    expect(instance.technicians[1]).toEqual({ home: 2, longest: 20, mostInstallations: 1, machines: [2] })
  })

  test.each([
    ['a key missing', MACHINES.text.replace(/TRUCK_COST.*\n/, ''), /^TRUCK_COST is missing\. Maybe/],
    ['a row missing', MACHINES.text.replace(' 2 2 20 1  0 1\n', ''), /^line \d+: TECHNICIANS has 1 rows, not 2$/],
    ['rows out of order', MACHINES.text.replace('2 3 1 1 2 2', '4 3 1 1 2 2'), /row 2 of REQUESTS expected, not 4$/],
    ['no such location', MACHINES.text.replace('2 3 1 1 2 2', '2 9 1 1 2 2'), /the location 9 is not between 1 and 4$/],
    ['days that end before they begin', MACHINES.text.replace('3 2 2 3 2 1', '3 2 3 2 2 1'), /the last day 2 is not/],
    ['a key twice', MACHINES.text.replace('DAYS = 4', 'DAYS = 4\nDAYS = 5'), /^line 5: DAYS stands there twice$/],
  ])('with %s is refused with its cause', (_, text, message) => {
    expect(() => readVerolog(text, 'faulty')).toThrow(message)
  })
})

describe('the model', () => {
  const { visits, techs, routes, links } = verologModelOf(instance)

  test('has trucks on the days on which something may be delivered, technicians on the days after the first', () => {
    expect(routes.map(({ tech, day }) => [tech, day])).toEqual([
      ...[1, 2, 3].map((day) => [0, day]),
      ...[2, 3, 4].flatMap((day) => [1, 2].map((tech) => [tech, day])),
    ])
    expect(techs.map(({ id }) => id)).toEqual(['truck-1', 'technician-1', 'technician-2'])
  })

  test('has as many trucks as could be of use, told by how far they might have to drive', () => {
    const withLongest = (longest: number) => ({ ...instance, truck: { ...instance.truck, longest } })
    // Day 1: to and from both customers 30 at most, of m trucks more than m/2 times the longest.
    expect([100, 30, 20].map((longest) => mostTrucksOn(withLongest(longest), 1))).toEqual([1, 1, 2])
    expect(shiftsOf(withLongest(20)).filter(({ kind, day }) => kind === 'truck' && day === 1)).toHaveLength(2)
  })

  test('makes a delivery and an installation of a request, with a price for each day between', () => {
    expect(visits.map(({ id }) => id)).toEqual(
      ['deliver', 'install'].flatMap((what) => [1, 2, 3].map((n) => `${what}-${n}`)),
    )
    // A day is 101 long: one more than anybody may drive.
    expect(visits[2]).toMatchObject({ place: 1, windows: [{ opens: 202, closes: 403 }], load: [{ amount: 4 }] })
    expect(visits[5]).toMatchObject({ place: 1, windows: [], skills: [{ skill: 'install-2' }], load: [] })
    expect(links?.[1]).toEqual({
      ...{ kind: 'after', first: 1, second: 4, since: 'end', least: 0 },
      ...{ leastDays: 1, centsPerDay: 2 },
    })
  })

  test('prices way, day and head, and gives technicians their rest', () => {
    expect(routes[0]).toMatchObject({
      centsPerKm: 2000,
      centsPerShift: 5,
      mostTravelSeconds: 100,
      reloads: [{ place: 0 }],
    })
    expect(routes[4]).toMatchObject({ centsPerKm: 1000, centsPerShift: 7, mostTravelSeconds: 20, maxVisits: 1 })
    expect(techs.map(({ centsPerHead, rest }) => [centsPerHead, rest?.afterDays])).toEqual([
      [50, undefined],
      [30, 5],
      [30, 5],
    ])
  })
})

describe('the judge', () => {
  test('adds up ways, days, heads and idle machines', () => {
    expect(judgeVerolog(instance, plan)).toMatchObject({
      ...{ cost: 234, faults: [], truckDistance: 40, truckDays: 2, trucksUsed: 1 },
      ...{ technicianDistance: 19, technicianDays: 2, techniciansUsed: 2, idleCost: 1 },
    })
  })

  test.each([
    ['too much on a truck', changed(0, day([[2, 1]])), 'day 1: load 14 for capacity 10'],
    ['a delivery on the wrong day', changed(0, day([[2, 0, 1, 0, 3]])), 'request 3 delivered on day 1'],
    ['a delivery twice', changed(1, day([[3, 1]], [1, [2, 1]])), 'request 1 delivered twice'],
    ['a delivery left out', changed(1, day([], [1, [2, 1]])), 'request 3 not delivered'],
    ['an installation left out', changed(3, day([])), 'request 3 not installed'],
    [
      'an installation before the delivery',
      [...plan.slice(0, 1), day([[3]], [1, [2, 3]])],
      'request 3 installed before it is there',
    ],
    ['a technician who has not learned it', changed(1, day([[3]], [2, [1]])), 'day 2, technician 2: cannot install 1'],
    ['too many installations', changed(3, day([], [2, [3, 2]])), 'day 4, technician 2: 2 installations, 1 at most'],
    ['nobody', changed(3, day([], [3, [3]])), 'day 4: no technician 3'],
    ['a day too many', [...plan, day([])], '5 days for 4'],
  ])('finds %s', (_, days, fault) => {
    expect(judgeVerolog(instance, days).faults).toContainEqual(fault)
  })

  test('finds who drives too far', () => {
    const near = { ...instance, truck: { ...instance.truck, longest: 29 } }
    expect(judgeVerolog(near, plan).faults).toEqual(['day 1: a truck drives 30, 29 at most'])
  })

  test('wants two days of rest after five of work', () => {
    const long = { ...instance, days: 9 }
    const idle = (days: readonly number[]) =>
      Array.from({ length: 9 }, (_, index) =>
        day([], ...(days.includes(index + 1) ? [[1, []] as [number, number[]]] : [])),
      )
    const restOf = (...days: number[]) =>
      judgeVerolog(long, idle(days)).faults.filter((fault) => fault.includes('rest'))
    expect(restOf(1, 2, 3, 4, 5, 8)).toEqual([])
    expect(restOf(1, 2, 3, 4, 6, 7)).toEqual([])
    expect(restOf(2, 3, 4, 5, 6, 8)).toEqual(['technician 1: no rest after day 6'])
  })
})
