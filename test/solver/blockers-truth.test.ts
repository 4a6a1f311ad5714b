// What is said to be in the way of a visit is in the way, and nothing less than that is: every course of every shift that
// could take it is tried, with the rule and without, by code that knows nothing of the search, and the judge decides.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { blockersOf, unservedVisits } from '../../solver/blockers.ts'
import { judge } from '../../solver/check/judge.ts'
import { plannedDayOf } from '../../solver/day.ts'
import type { Blocker } from '../../solver/finding.ts'
import type { LinkModel, Model, PlannedDay, RouteModel, Span, TechModel, VisitModel } from '../../solver/model.ts'
import { compile } from '../../solver/problem.ts'
import { search } from '../../solver/search.ts'
import { tinyDay } from '../arbitraries/rich-day.ts'
import { RULE_NAMES, type RuleName } from '../arbitraries/rich-rules.ts'
import { plannedRoute, ShiftClock } from './enumerate-clock.ts'
import { coursesOf } from './enumerate-courses.ts'

/** One visit left out and one technician. */
interface Case {
  readonly day: PlannedDay
  readonly visit: number
  readonly tech: number
}

/** Could the technician take it, all others staying in their turns, or on an empty day, were it not for some rules? */
function isPossible(model: Model, which: Case, where: 'plan' | 'empty day', lifts: readonly Lifting[] = []): boolean {
  const { day, visit, tech } = which
  const others = where === 'plan' ? day.routes : []
  return model.routes.some((shift, route) => {
    if (shift.tech !== tech || !mayBring(model, visit, shift)) return false
    const freer = lifts.reduce((changed, [lift, by]) => lift(changed, { visit, tech, route }, by), model)
    const own = others.find((planned) => planned.route === route)?.visits.map((stop) => stop.visit) ?? []
    return Array.from({ length: own.length + 1 }, (_, position) => own.toSpliced(position, 0, visit)).some((order) =>
      dayWith(freer, others, route, order),
    )
  })
}

/** A shift that passes by no depot has on board what it begins with. */
function mayBring({ visits, techs }: Model, visit: number, { tech, reloads = [] }: RouteModel): boolean {
  const { load, tools = [] } = visits[visit]!
  const { capacity, tools: held = [] } = techs[tech]!
  if (reloads.length > 0) return true
  const holds = (unit: string, amount: number) => capacity.every((of) => of.unit !== unit || of.amount >= amount)
  return tools.every((tool) => held.includes(tool)) && load.every(({ unit, amount }) => holds(unit, amount))
}

function dayWith(model: Model, others: PlannedDay['routes'], route: number, order: readonly number[]): boolean {
  const clock = new ShiftClock(model, route)
  const inOrder = order.slice(1).map((second, turn): LinkModel => ({ kind: 'order', first: order[turn]!, second }))
  return coursesOf({ ...model, links: inOrder }, route, clock, order).some((course) => {
    if (course.ways.length < order.length) return false
    const soon = clock.earliest(course)
    const timed = soon && clock.sparing(soon, new Set())
    if (timed === undefined || !clock.restsEnough(timed)) return false
    const routes = [...others.filter((planned) => planned.route !== route), plannedRoute(timed)]
    const served = new Set(routes.flatMap(({ visits }) => visits.map((stop) => stop.visit)))
    const unserved = [...model.visits.keys()].filter((other) => !served.has(other))
    const day = { routes: routes.toSorted((a, b) => a.route - b.route), unserved }
    return judge(model, day).violations.length === 0
  })
}

type Lift = (model: Model, which: { visit: number; tech: number; route: number }, by: number) => Model
/** By how much a limit is wider; FAR where there is none. */
type Lifting = readonly [Lift, number]

const inModel = {
  visit: (model: Model, visit: number, change: (of: VisitModel) => VisitModel): Model => ({
    ...model,
    visits: model.visits.map((of, index) => (index === visit ? change(of) : of)),
  }),
  tech: (model: Model, tech: number, change: (of: TechModel) => TechModel): Model => ({
    ...model,
    techs: model.techs.map((of, index) => (index === tech ? change(of) : of)),
  }),
  shift: (model: Model, route: number, change: (of: RouteModel) => RouteModel): Model => ({
    ...model,
    routes: model.routes.map((of, index) => (index === route ? change(of) : of)),
  }),
}
const wider = (limit: number | undefined, by: number) => (limit === undefined ? undefined : limit + by)
const without = <T extends object>(of: T, key: keyof T): T =>
  Object.fromEntries(Object.entries(of).filter(([name]) => name !== key)) as T
const withLimit = <T extends object>(of: T, key: keyof T, by: number): T => {
  const limit = wider(of[key] as number | undefined, by)
  return limit === undefined ? of : { ...of, [key]: limit }
}

const LIFTS = {
  PART_ARRIVES_LATER: (model, { visit }) => inModel.visit(model, visit, (of) => without(of, 'release')),
  BREAK_BLOCKED: (model, { route }) => inModel.shift(model, route, (of) => without(of, 'breaks')),
  LEG_TRAVEL_CAP: (model, { route }, by) => inModel.shift(model, route, (of) => withLimit(of, 'mostLegSeconds', by)),
  TRAVEL_CAP: (model, { route }, by) => inModel.shift(model, route, (of) => withLimit(of, 'mostTravelSeconds', by)),
  SPAN_CAP: (model, { route }, by) => inModel.shift(model, route, (of) => withLimit(of, 'mostSeconds', by)),
  ROOM_KEPT: (model, { route }, by) =>
    inModel.shift(model, route, (of) => ({ ...of, reserveSeconds: Math.max(0, (of.reserveSeconds ?? 0) - by) })),
  MAX_JOBS: (model, { route }) => inModel.shift(model, route, (of) => ({ ...of, maxVisits: 100 })),
  REST_NEEDED: (model, { tech }) => inModel.tech(model, tech, (of) => without(of, 'rest')),
  'OVERTIME_CAP day': (model, { tech }, by) => inModel.tech(model, tech, (of) => withLimit(of, 'mostBusyPerDay', by)),
  'OVERTIME_CAP week': (model, { tech }, by) => inModel.tech(model, tech, (of) => withLimit(of, 'mostBusyPerWeek', by)),
  TOOL_MISSING: (model, { visit }) => inModel.visit(model, visit, (of) => without(of, 'tools')),
  LOAD_TOO_LARGE: (model, { visit }) => inModel.visit(model, visit, (of) => ({ ...of, load: [] })),
  PROMISE_WOULD_BREAK: (model, { visit }) => inModel.visit(model, visit, (of) => without(of, 'promised')),
} satisfies Record<string, Lift>
type LiftName = keyof typeof LIFTS
const ALL_LIFTS = Object.keys(LIFTS) as LiftName[]
/** Of the clock: by how much later work may begin, or the shift may end. */
/** No work, and home is where it is. */
const QUICK: Lift = (model, { visit, route }) => {
  const { place } = model.visits[visit]!
  const done = inModel.visit(model, visit, (of) => ({ ...of, seconds: 0, secondsByTech: [], setupSeconds: 0 }))
  return inModel.shift(done, route, (of) => ({ ...of, endPlace: place }))
}
const longer = ({ opens, closes }: Span, by: number): Span => ({ opens, closes: closes + by })
const CLOCK_LIFTS = {
  JOB_LONGER_THAN_SHIFT: (model, { route }, by) =>
    inModel.shift(model, route, (of) => ({ ...of, latest: of.latest + by })),
  UNREACHABLE_IN_WINDOW: (model, { visit }, by) =>
    inModel.visit(model, visit, (of) => ({ ...of, windows: of.windows.map((window) => longer(window, by)) })),
} satisfies Record<string, Lift>

const FAR = 10_000_000
/** Always the same days, so that whoever changes the search sees what it changes. */
const SEED = 20_261_121
const nameOf = (blocker: Blocker): string =>
  blocker.code === 'OVERTIME_CAP' ? `OVERTIME_CAP ${blocker.period}` : blocker.code
const isLift = (name: string): name is LiftName => name in LIFTS
const OTHERS: readonly RuleName[] = ['pins', 'planned', 'approval', 'closedRoads', 'snap', 'movablePromises']
const isUntied = (name: RuleName) =>
  !['sameTime', 'after', 'daysBetween', 'sameTech', 'otherTech', 'otherRoute', 'otherTime', 'order'].includes(name)
const RULES = RULE_NAMES.filter((name) => isUntied(name) && !OTHERS.includes(name))
const BINDING: readonly RuleName[] = [
  ...(['breaks', 'paidBreaks', 'pausable', 'spanLimit', 'travelLimit', 'legLimit', 'reserve', 'busyPerDay'] as const),
  ...(['busyPerWeek', 'rest', 'release', 'reloads', 'tools', 'visitCount', 'promises', 'windows'] as const),
]

/**
 * Ways that no search looks for: by a depot only because that way is made of shorter drives; a break at a depot while a part
 * is waited for; a second break on the first way, the first one having been had at home. And where the hour decides how
 * long a drive is, the time out is a second off now and then.
 */
function isWhollyTried({ routes, visits }: Model): boolean {
  const hasReleases = visits.some(({ release }) => release !== undefined)
  return routes.every(({ breaks = [], reloads = [], mostLegSeconds, mostSeconds, rushHours }) => {
    if (breaks.length > 1 || (rushHours !== undefined && mostSeconds !== undefined)) return false
    return reloads.length === 0 || (mostLegSeconds === undefined && !(hasReleases && breaks.length > 0))
  })
}

/** Everybody should be served, and there is too little time for that. */
const days = fc
  .tuple(
    fc.shuffledSubarray([...BINDING], { minLength: 1, maxLength: 4 }),
    fc.shuffledSubarray(RULES, { maxLength: 2 }),
  )
  .chain(([binding, rules]) => tinyDay({ rules: [...new Set([...rules, ...binding])], visits: { min: 4, max: 7 } }))
  .filter(isWhollyTried)
  .map((model) => ({ ...model, visits: model.visits.map((visit) => ({ ...visit, unservedCents: 10_000_000 })) }))

/** Known before any day is looked at, and told beside what the clock says. */
function isStanding({ routes, techs, visits }: Model, { tech, visit }: Case, names: readonly string[]): boolean {
  const hasDepot = routes.every((shift) => shift.tech !== tech || (shift.reloads ?? []).length > 0)
  const mayHold = (unit: string, amount: number) =>
    techs[tech]!.capacity.every((of) => of.unit !== unit || Math.max(of.amount, of.reloaded ?? 0) >= amount)
  const isTooMuch = visits[visit]!.load.some(({ unit, amount }) => !mayHold(unit, amount))
  return names.some((name) => STANDING.includes(name) || ((!hasDepot || isTooMuch) && CARRIED.includes(name)))
}
const CARRIED: readonly string[] = ['TOOL_MISSING', 'LOAD_TOO_LARGE']
const STANDING: readonly string[] = [
  ...['SKILL_MISSING', 'SKILL_LEVEL_LOW', 'CERT_EXPIRED', 'TECH_PROHIBITED', 'TECH_NOT_AMONG_REQUIRED'],
  ...['AREA_OUTSIDE', 'APPROVAL_PENDING'],
]

function expectTrue(model: Model, which: Case, blockers: readonly Blocker[]): void {
  const names = blockers.map(nameOf)
  if (names.includes('NOT_WORTH_IT') || names.includes('SEARCH_LIMIT')) {
    expect(isPossible(model, which, 'plan')).toBe(true)
    return
  }
  expect(isPossible(model, which, 'plan')).toBe(false)
  if (isStanding(model, which, names)) return
  // A van that is too full as planned is no gap either.
  const all = ALL_LIFTS.filter((name) => !CARRIED.includes(name)).map((name): Lifting => [LIFTS[name], FAR])
  if (names.includes('NO_GAP')) expect(isPossible(model, which, 'plan', all)).toBe(false)
  for (const blocker of blockers) expectClockTrue(model, which, blocker)
  const lifts = blockers.flatMap((blocker): Lifting[] => {
    const name = nameOf(blocker)
    return isLift(name) ? [[LIFTS[name], 'overBySeconds' in blocker ? blocker.overBySeconds : FAR]] : []
  })
  if (lifts.length === blockers.length) expectRulesTrue(model, which, [...new Map(lifts).entries()])
}

/** Either each would be enough, or all of them are needed; and no limit has to be wider than is said. */
function expectRulesTrue(model: Model, which: Case, lifts: readonly Lifting[]): void {
  const where = isPossible(model, which, 'empty day') ? 'plan' : 'empty day'
  const isDone = (some: readonly Lifting[]) => isPossible(model, which, where, some)
  const alone = lifts.filter((lift) => isDone([lift]))
  expect([0, lifts.length]).toContain(alone.length)
  expect(isDone(lifts)).toBe(true)
  for (const lift of lifts) {
    const others = alone.length > 0 ? [] : lifts.filter((other) => other !== lift)
    if (others.length > 0) expect(isDone(others)).toBe(false)
    if (lift[1] < FAR) expect(isDone([...others, [lift[0], lift[1] - 1]])).toBe(false)
  }
}

function expectClockTrue(model: Model, which: Case, blocker: Blocker): void {
  if (blocker.code !== 'JOB_LONGER_THAN_SHIFT' && blocker.code !== 'UNREACHABLE_IN_WINDOW') return
  const by = 'overBySeconds' in blocker ? blocker.overBySeconds : blocker.lateBySeconds
  const rules = ALL_LIFTS.filter((name) => name !== 'PROMISE_WOULD_BREAK').map((name): Lifting => [LIFTS[name], FAR])
  const isLate = blocker.code === 'UNREACHABLE_IN_WINDOW'
  if (isLate && model.visits[which.visit]!.promised) return
  // Who comes too late may have too little time left as well.
  if (isLate) rules.push([QUICK, FAR])
  const isDone = (wider: number) =>
    isPossible(model, which, 'empty day', [...rules, [CLOCK_LIFTS[blocker.code], wider]])
  expect(isDone(by)).toBe(true)
  // A wider window may also meet another shift, which comes too late for it as it is.
  if (!isLate || model.routes.filter(({ tech }) => tech === which.tech).length === 1) expect(isDone(by - 1)).toBe(false)
}

test('on tiny days of any rules', () => {
  const seen = new Map<string, number>()
  fc.assert(
    fc.property(days, fc.nat(), (model, seed) => {
      const { plan } = search(compile(model), { seed, iterations: 200, stop: () => false })
      const day = plannedDayOf(plan)
      for (const { visit, blockers } of unservedVisits(blockersOf(model, plan)))
        for (const { tech, blockers: inTheWay } of blockers) {
          for (const blocker of inTheWay) seen.set(nameOf(blocker), (seen.get(nameOf(blocker)) ?? 0) + 1)
          expectTrue(model, { day, visit, tech }, inTheWay)
        }
    }),
    { numRuns: 500, seed: SEED },
  )
  expect([...seen.keys()]).toEqual(expect.arrayContaining(ALL_LIFTS.filter((name) => name !== 'LOAD_TOO_LARGE')))
}, 240_000)
