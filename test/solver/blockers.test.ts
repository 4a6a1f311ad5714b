import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { blockersOf, unservedVisits } from '../../solver/blockers.ts'
import type { Blocker } from '../../solver/finding.ts'
import { type Model, UNREACHABLE, type VisitModel } from '../../solver/model.ts'
import { optionsOf } from '../../solver/options.ts'
import { compile } from '../../solver/problem.ts'
import { FORBIDDEN, fitBlockers, likingOn, whoOn } from '../../solver/rules/fit.ts'
import { search } from '../../solver/search.ts'
import { day } from '../arbitraries/day.ts'
import { aDay, aRoute, aTech, aVisit, withoutRoad } from './a-day.ts'

const explained = (model: Model) => {
  const { plan } = search(compile(model), { seed: 1, iterations: 30, stop: () => false })
  return { plan, unserved: unservedVisits(blockersOf(model, plan)) }
}

/** What is in the way of the last visit, technician by technician. */
const inTheWay = (model: Model): (readonly Blocker[])[] => {
  const last = explained(model).unserved.find(({ visit }) => visit === model.visits.length - 1)
  return last?.blockers.map(({ blockers }) => blockers) ?? []
}

const asking = (visit: Partial<VisitModel>, rest: Parameters<typeof aDay>[0] = {}) =>
  aDay({ visits: [aVisit(visit)], ...rest })

describe('what keeps a technician from a visit', () => {
  test.each<[string, Model, Blocker[]]>([
    ['an open approval', asking({ mayBePlanned: false }), [{ code: 'APPROVAL_PENDING' }]],
    ['being excluded', asking({ excludedTechs: [0] }), [{ code: 'TECH_PROHIBITED' }]],
    [
      'somebody else being asked for',
      aDay({ visits: [aVisit({ requiredTechs: [1] })], techs: [aTech(), aTech()] }),
      [{ code: 'TECH_NOT_AMONG_REQUIRED' }],
    ],
    [
      'another area',
      asking({ areas: ['north'] }, { techs: [aTech({ areas: ['south'] })] }),
      [{ code: 'AREA_OUTSIDE' }],
    ],
    [
      'a skill not held',
      asking({ skills: [{ skill: 'glass', level: 1 }] }),
      [{ code: 'SKILL_MISSING', skill: 'glass' }],
    ],
    [
      'a skill held at too low a level',
      asking(
        { skills: [{ skill: 'glass', level: 3 }] },
        { techs: [aTech({ skills: [{ skill: 'glass', level: 2 }] })] },
      ),
      [{ code: 'SKILL_LEVEL_LOW', skill: 'glass', held: 2, needed: 3 }],
    ],
    [
      'a load that the empty van does not hold',
      asking({ load: [{ unit: 'kg', amount: 90 }] }, { techs: [aTech({ capacity: [{ unit: 'kg', amount: 80 }] })] }),
      [{ code: 'LOAD_TOO_LARGE', unit: 'kg', needed: 90, capacity: 80 }],
    ],
    [
      'a window without a shift',
      asking({ windows: [{ opens: 40_000, closes: 50_000 }] }),
      [{ code: 'NO_SHIFT_IN_WINDOW' }],
    ],
    ['having no shift at all', asking({}, { routes: [] }), [{ code: 'NO_SHIFT_IN_WINDOW' }]],
    ['no road', withoutRoad(asking({ place: 3 }), [[0, 3]], UNREACHABLE), [{ code: 'UNREACHABLE_PLACE' }]],
    ['no road home', withoutRoad(asking({ place: 3 }), [[3, 0]], UNREACHABLE), [{ code: 'UNREACHABLE_PLACE' }]],
    [
      'a window that closes before anybody can be there',
      asking({ place: 9, windows: [{ opens: 0, closes: 500 }] }),
      [{ code: 'UNREACHABLE_IN_WINDOW', lateBySeconds: 40 }],
    ],
    [
      'work longer than the shift',
      asking({ place: 2, seconds: 32_400 }),
      [{ code: 'JOB_LONGER_THAN_SHIFT', overBySeconds: 240 }],
    ],
    [
      'the nearest of several misses',
      asking(
        { place: 9, windows: [{ opens: 0, closes: 500 }] },
        { routes: [aRoute(), aRoute({ opens: 480 }), aRoute({ opens: 3600 })] },
      ),
      [{ code: 'UNREACHABLE_IN_WINDOW', lateBySeconds: 40 }],
    ],
    [
      'a promise that even an empty day cannot keep',
      asking({ place: 9, promised: { opens: 0, closes: 500 } }),
      [{ code: 'PROMISE_WOULD_BREAK' }],
    ],
    [
      'a pin that even an empty day cannot keep',
      asking({ place: 9, pinned: { tech: 0, start: 500 } }),
      [{ code: 'PIN_CONFLICT' }],
    ],
    [
      'a pin outside the windows',
      asking({ windows: [{ opens: 0, closes: 500 }], pinned: { tech: 0, start: 501 } }),
      [{ code: 'PIN_CONFLICT' }],
    ],
    [
      'a price above that of leaving it out',
      asking({ place: 9, unservedCents: 15 }),
      [{ code: 'NOT_WORTH_IT', cents: 3 }],
    ],
  ])('is %s', (_, model, blockers) => {
    expect(inTheWay(model)[0]).toEqual(blockers)
  })

  test('is everything at once where several things are', () => {
    const model = asking({
      excludedTechs: [0],
      areas: ['north'],
      skills: [{ skill: 'glass', level: 1 }],
      seconds: 40_000,
    })
    expect(inTheWay(model)[0]?.map(({ code }) => code)).toEqual([
      'TECH_PROHIBITED',
      'AREA_OUTSIDE',
      'SKILL_MISSING',
      'JOB_LONGER_THAN_SHIFT',
    ])
  })

  test('is told for every technician, each with their own reason', () => {
    const model = aDay({
      visits: [aVisit({ skills: [{ skill: 'glass', level: 1 }], excludedTechs: [1] })],
      techs: [aTech(), aTech({ anySkill: true })],
      routes: [aRoute(), aRoute({ tech: 1 })],
    })
    expect(inTheWay(model).map((blockers) => blockers.map(({ code }) => code))).toEqual([
      ['SKILL_MISSING'],
      ['TECH_PROHIBITED'],
    ])
  })

  const full = aVisit({ seconds: 28_000, unservedCents: 900_000 })
  test('is the rest of the plan when an empty day would have done', () => {
    expect(inTheWay(aDay({ visits: [full, aVisit({ seconds: 9000 })] }))).toEqual([[{ code: 'NO_GAP' }]])
  })

  test('is the promise when the plan has a gap at another time', () => {
    const promised = aVisit({ seconds: 600, promised: { opens: 1000, closes: 2000 } })
    const busy = { ...full, windows: [{ opens: 0, closes: 0 }] }
    expect(inTheWay(aDay({ visits: [busy, promised] }))).toEqual([[{ code: 'PROMISE_WOULD_BREAK' }]])
  })

  test('is the pin when somebody else is pinned there', () => {
    const pinned = aVisit({ pinned: { tech: 0, start: 1000 } })
    expect(inTheWay(aDay({ visits: [pinned, pinned] }))).toEqual([[{ code: 'PIN_CONFLICT' }]])
  })

  test('is never nothing, and agrees with the options that there are', () => {
    fc.assert(
      fc.property(day(), (model) => {
        const { plan, unserved } = explained(model)
        expect(unserved.map(({ visit }) => visit)).toEqual(
          [...plan.unserved.slice(0, plan.unservedCount)].sort((a, b) => a - b),
        )
        const options = optionsOf(plan, model.routes.length)
        for (const { visit, blockers } of unserved) {
          expect(blockers.map(({ tech }) => tech)).toEqual([...model.techs.keys()])
          for (const { tech, blockers: inTheWay } of blockers) {
            const possible = options[visit]?.some(({ route }) => model.routes[route]?.tech === tech)
            expect(inTheWay.length).toBeGreaterThan(0)
            expect(inTheWay.some(({ code }) => code === 'NOT_WORTH_IT')).toBe(possible)
            for (const blocker of inTheWay)
              if (blocker.code === 'NOT_WORTH_IT') expect(blocker.cents).toBeGreaterThan(0)
          }
        }
      }),
      { numRuns: 300 },
    )
  })
})

test('the search sends nobody whom the findings forbid, and everybody else may go', () => {
  fc.assert(
    fc.property(day(), (model) => {
      const problem = compile(model)
      for (const [visit, asked] of model.visits.entries())
        for (const route of model.routes.keys()) {
          const blockers = fitBlockers(asked, whoOn(model, route))
          expect(likingOn(problem, visit, route) === FORBIDDEN).toBe(blockers.length > 0)
        }
    }),
  )
})
