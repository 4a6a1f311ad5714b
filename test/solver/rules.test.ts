import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Model } from '../../solver/model.ts'
import { compile } from '../../solver/problem.ts'
import { Random, seedOf } from '../../solver/random.ts'
import { legSeconds } from '../../solver/rules/by-depots.ts'
import { centsFor, legPrice, MOST_CENTS } from '../../solver/rules/money.ts'
import { NEVER } from '../../solver/rules/never.ts'
import { legCents, legMetres } from '../../solver/rules/roads.ts'
import { lastStartBy, startAt } from '../../solver/rules/windows.ts'
import { sharedInts } from '../../solver/shared.ts'
import { day } from '../arbitraries/day.ts'
import { aDay, aRoute, aTech, aVisit } from './a-day.ts'

describe('money', () => {
  test('rounds half a cent up, never down', () => {
    expect([1799, 1800, 1801, 5400].map((seconds) => centsFor(seconds, 1))).toEqual([0, 1, 1, 2])
    expect(legPrice(0, 0, 1, 499)).toBe(0)
    expect(legPrice(0, 0, 1, 500)).toBe(1)
    // Rounded once for the leg, not once for time and once for way: 0.4 + 0.4 cents are one.
    expect(legPrice(1, 1440, 1, 400)).toBe(1)
  })

  test('is exact up to the largest price that is accepted', () => {
    const seconds = 3600
    const exact = (BigInt(MOST_CENTS) * BigInt(seconds) + 1800n) / 3600n
    expect(BigInt(centsFor(seconds, MOST_CENTS))).toBe(exact)
  })
})

describe('the roads', () => {
  test('say of every leg what the model says, in whatever order the tables are kept', () =>
    fc.assert(
      fc.property(day(), (model) => {
        const problem = compile(model)
        const places = [
          ...model.visits.map(({ place }) => place),
          ...model.routes.map(({ startPlace }) => startPlace),
          ...model.routes.map(({ endPlace }) => endPlace),
        ]
        for (const [route, { profile }] of model.routes.entries())
          for (const [from, fromPlace] of places.entries())
            for (const [to, toPlace] of places.entries()) {
              const cell = fromPlace * model.travel.placeCount + toPlace
              const table = model.travel.profiles[profile]!
              expect(legSeconds(problem, route, from, to)).toBe(table.seconds[cell])
              expect(legMetres(problem, route, from, to)).toBe(table.metres[cell])
            }
      }),
    ))

  test('are not copied where a copy would take much memory', () => {
    const placeCount = 4097
    const seconds = sharedInts(placeCount * placeCount)
    const problem = compile({
      ...aDay(),
      travel: { placeCount, profiles: [{ name: 'car', seconds, metres: seconds }] },
    })
    expect(problem.travelSeconds[0]).toBe(seconds)
    expect(problem.travelMetres[0]).toBe(seconds)
  })
})

describe('the clock', () => {
  const spans = fc
    .uniqueArray(fc.integer({ min: -50, max: 50 }), { maxLength: 6 })
    .map((edges) => edges.sort((a, b) => a - b))
    .map((edges) =>
      Array.from({ length: Math.floor(edges.length / 2) }, (_, at) => ({
        opens: edges[2 * at] ?? 0,
        closes: edges[2 * at + 1] ?? 0,
      })),
    )
    .filter((windows) => windows.length > 0)

  test('begins work at the first second after arrival that a window allows', () => {
    fc.assert(
      fc.property(spans, fc.integer({ min: -60, max: 60 }), (windows, arrival) => {
        const problem = compile(aDay({ visits: [aVisit({ windows })] }))
        const seconds = Array.from({ length: 130 }, (_, index) => index - 65)
        const allowed = seconds.filter((second) =>
          windows.some(({ opens, closes }) => opens <= second && second <= closes),
        )
        expect(startAt(problem, 0, arrival)).toBe(allowed.find((second) => second >= arrival) ?? NEVER)
        expect(lastStartBy(problem, 0, arrival)).toBe(allowed.findLast((second) => second <= arrival) ?? -NEVER)
      }),
    )
  })

  test('knows that whoever arrives by the last start still begins by then', () => {
    fc.assert(
      fc.property(
        spans,
        fc.integer({ min: -60, max: 60 }),
        fc.integer({ min: -60, max: 60 }),
        (windows, arrival, bound) => {
          const problem = compile(aDay({ visits: [aVisit({ windows })] }))
          expect(startAt(problem, 0, arrival) <= bound).toBe(arrival <= lastStartBy(problem, 0, bound))
        },
      ),
    )
  })

  test('takes a visit without windows at any time, and windows beyond all shifts as never', () => {
    expect(startAt(compile(aDay()), 0, 12_345)).toBe(12_345)
    const beyond = compile(aDay({ visits: [aVisit({ windows: [{ opens: 0x3000_0000, closes: 0x3fff_ffff }] })] }))
    expect(startAt(beyond, 0, 0)).toBe(NEVER)
  })
})

test('legs cost the same with and without a table of prices', () => {
  fc.assert(
    fc.property(day(), (model) => {
      const problem = compile(model)
      const leg = { ...problem, tariffCents: problem.tariffCents.map(() => null) }
      const stops = problem.visitCount + 2 * problem.routeCount
      for (let route = 0; route < problem.routeCount; route++)
        for (let from = 0; from < stops; from++)
          expect(legCents(leg, route, from, from === 0 ? stops - 1 : 0)).toBe(
            legCents(problem, route, from, from === 0 ? stops - 1 : 0),
          )
    }),
    { numRuns: 30 },
  )
})

describe('routes of one kind', () => {
  const kinds = (model: Model) => [...compile(model).kindOf]
  test('are alike in everything', () => {
    const techs = [aTech(), aTech(), aTech({ anySkill: true })]
    const routes = [aRoute(), aRoute({ tech: 1 }), aRoute({ tech: 2 }), aRoute({ opens: 1 }), aRoute({ endPlace: 1 })]
    expect(kinds(aDay({ techs, routes }))).toEqual([0, 0, 1, 2, 3])
  })

  test('are not those of a technician whom a visit names', () => {
    const model = aDay({ techs: [aTech(), aTech()], routes: [aRoute(), aRoute({ tech: 1 })] })
    expect(kinds({ ...model, visits: [aVisit({ preferredTechs: [{ tech: 1, cents: 0 }] })] })).toEqual([0, 1])
  })
})

describe('random numbers', () => {
  test('are the same for the same seed on every machine', () => {
    const random = new Random(42)
    expect(Array.from({ length: 4 }, () => random.next())).toEqual([1993190987, 4072157077, 2129827487, 149584286])
  })

  test('spread evenly', () => {
    const random = new Random(7)
    const drawn = Array.from({ length: 100_000 }, () => random.below(10))
    const counts = Array.from({ length: 10 }, (_, value) => drawn.filter((of) => of === value).length)
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400)
  })

  test('differ from thread to thread, the first keeping its seed', () => {
    const seeds = Array.from({ length: 64 }, (_, thread) => seedOf(1, thread))
    expect(seeds[0]).toBe(1)
    expect(new Set(seeds).size).toBe(64)
  })
})
