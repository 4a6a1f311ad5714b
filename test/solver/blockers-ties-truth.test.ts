// What is said of ties to visits that nobody serves is true: with the tie there is no way to serve the visit with that
// technician, however those who have to come along are placed, and without it there is. Tried by code that knows nothing
// of the search, everybody else staying in their turns; the judge decides.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { blockersOf, unservedVisits } from '../../solver/blockers.ts'
import { judge } from '../../solver/check/judge.ts'
import { sequencesOf } from '../../solver/day.ts'
import type { Blocker } from '../../solver/finding.ts'
import type { LinkModel, Model } from '../../solver/model.ts'
import type { Plan } from '../../solver/plan.ts'
import { compile } from '../../solver/problem.ts'
import { search } from '../../solver/search.ts'
import { tinyDay } from '../arbitraries/rich-day.ts'
import type { RuleName } from '../arbitraries/rich-rules.ts'
import { dayOf } from './enumerate-bounds.ts'
import { ShiftClock } from './enumerate-clock.ts'
import type { Course } from './enumerate-course.ts'
import { coursesOf } from './enumerate-courses.ts'
import { linksAllow, settle, standingOf } from './enumerate-links.ts'

type Orders = readonly (readonly number[])[]

/** The visit with this technician, whoever has to come along with anybody else. */
function isPossible(model: Model, orders: Orders, visit: number, tech: number): boolean {
  const missing = companyOf(model, orders, visit)
  return [...placed(model, orders, visit, (own) => own === tech)].some((withIt) => areSeated(model, withIt, missing))
}

function areSeated(model: Model, orders: Orders, [visit, ...others]: readonly number[]): boolean {
  if (visit === undefined) return isKept(model, orders)
  return [...placed(model, orders, visit, () => true)].some((withIt) => areSeated(model, withIt, others))
}

function* placed(model: Model, orders: Orders, visit: number, isAllowed: (tech: number) => boolean): Generator<Orders> {
  for (const [route, { tech }] of model.routes.entries())
    for (let position = 0; isAllowed(tech) && position <= orders[route]!.length; position++)
      yield orders.map((order, of) => (of === route ? order.toSpliced(position, 0, visit) : order))
}

/** Who begins with it, or with one of those. */
function companyOf({ links = [] }: Model, orders: Orders, visit: number): number[] {
  const company = [visit]
  for (const one of company)
    for (const link of links)
      if (link.kind === 'same-time' && link.visits.includes(one))
        company.push(...link.visits.filter((other) => !company.includes(other) && !orders.flat().includes(other)))
  return company.slice(1)
}

/** Is there a course for each of these orders, such that all of them together are a plan? */
function isKept(model: Model, orders: Orders): boolean {
  const clocks = model.routes.map((_, route) => new ShiftClock(model, route))
  const choices = orders.flatMap((order, route) => {
    if (order.length === 0) return []
    const inOrder = order.slice(1).map((second, turn): LinkModel => ({ kind: 'order', first: order[turn]!, second }))
    const courses = coursesOf({ ...model, links: inOrder }, route, clocks[route]!, order)
    return [courses.filter(({ ways }) => ways.length === order.length)]
  })
  return [...combined(choices)].some(
    (courses) =>
      linksAllow(model, standingOf(model, courses)) &&
      settle(model, clocks, courses).some((timed) => judge(model, dayOf(model, timed)).violations.length === 0),
  )
}

function* combined([first, ...others]: readonly (readonly Course[])[]): Generator<Course[]> {
  if (first === undefined) yield []
  else for (const course of first) for (const rest of combined(others)) yield [course, ...rest]
}

/** Who has agreed on a second with others keeps to it, unless those are tied to the visit itself. */
function asAgreed(model: Model, { problem, appointments }: Plan, visit: number): Model {
  const isBound = (other: number) =>
    problem.bondOf[other] !== problem.bondOf[visit] && appointments!.notBefore[other] === appointments!.notAfter[other]
  const visits = model.visits.map((of, other) => {
    const start = appointments === undefined || !isBound(other) ? undefined : appointments.notBefore[other]!
    return start === undefined ? of : { ...of, windows: [{ opens: start, closes: start }] }
  })
  return { ...model, visits }
}

/** The visit is not tied by these any more. */
function without({ links = [], ...model }: Model, visit: number, isLifted: (link: number) => boolean): Model {
  const kept = links.flatMap((link, index): LinkModel[] => {
    if (!isLifted(index)) return [link]
    return 'visits' in link ? [{ ...link, visits: link.visits.filter((other) => other !== visit) }] : []
  })
  return { ...model, links: kept }
}

const tiesOf = (visit: number, { links = [] }: Model): number[] =>
  [...links.keys()].filter((index) => {
    const link = links[index]!
    return ('visits' in link ? link.visits : [link.first, link.second]).includes(visit)
  })

function expectTrue(model: Model, orders: Orders, visit: number, tech: number, blockers: readonly Blocker[]): void {
  const codes = blockers.map(({ code }) => code)
  const isDone = isPossible(model, orders, visit, tech)
  if (codes.includes('NOT_WORTH_IT') || codes.includes('SEARCH_LIMIT')) {
    expect(isDone).toBe(true)
    return
  }
  expect(isDone).toBe(false)
  const ties = tiesOf(visit, model)
  const isOfPartners = (link: number) =>
    codes.includes('PARTNER_UNAVAILABLE') && model.links![link]!.kind === 'same-time'
  const named = blockers.flatMap((blocker) => (blocker.code === 'TIE_UNMET' ? [blocker.link] : []))
  const blamed = ties.filter((link) => named.includes(link) || isOfPartners(link))
  // An empty day would not do, whatever lies beside it in the plan.
  if (codes.some((code) => code === 'JOB_LONGER_THAN_SHIFT' || code === 'UNREACHABLE_IN_WINDOW')) return
  if (blamed.length === 0) {
    // Whatever it is, it is in the way without any ties too.
    expect(
      isPossible(
        without(model, visit, () => true),
        orders,
        visit,
        tech,
      ),
    ).toBe(false)
    return
  }
  const isFree = (lifted: readonly number[]) =>
    isPossible(
      without(model, visit, (link) => lifted.includes(link)),
      orders,
      visit,
      tech,
    )
  if (codes.some((code) => code !== 'TIE_UNMET' && code !== 'PARTNER_UNAVAILABLE')) return
  const alone = blamed.filter((link) => isFree([link]))
  expect([0, blamed.length]).toContain(alone.length)
  expect(isFree(blamed)).toBe(true)
}

const TIES: readonly RuleName[] = ['sameTime', 'after', 'sameTech', 'otherTech', 'otherRoute', 'otherTime', 'order']
/** Everybody should be served, and ties and windows are in the way. */
const days = fc
  .tuple(
    fc.shuffledSubarray([...TIES], { minLength: 1, maxLength: 3 }),
    fc.shuffledSubarray<RuleName>(['windows', 'requiredTechs', 'excludedTechs', 'setup', 'visitCount'], {
      maxLength: 3,
    }),
  )
  .chain(([ties, others]) => tinyDay({ rules: [...others, ...ties], visits: { min: 4, max: 6 } }))
  .map((model) => ({ ...model, visits: model.visits.map((visit) => ({ ...visit, unservedCents: 1_000_000 })) }))
/** Always the same days, so that whoever changes the search sees what it changes. */
const SEED = 20_261_121

test('on tiny days', () => {
  const seen = new Map<string, number>()
  fc.assert(
    fc.property(days, fc.nat(), (model, seed) => {
      const { plan } = search(compile(model), { seed, iterations: 100, stop: () => false })
      for (const { visit, blockers } of unservedVisits(blockersOf(model, plan)))
        for (const { tech, blockers: inTheWay } of blockers) {
          for (const { code } of inTheWay) seen.set(code, (seen.get(code) ?? 0) + 1)
          expectTrue(asAgreed(model, plan, visit), sequencesOf(plan), visit, tech, inTheWay)
        }
    }),
    { numRuns: 500, seed: SEED },
  )
  expect(seen.get('TIE_UNMET')).toBeGreaterThan(50)
  expect(seen.get('PARTNER_UNAVAILABLE')).toBeGreaterThan(20)
}, 120_000)
