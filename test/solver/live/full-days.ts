// Generated days with too little time for all, each with a visit that is left out and a technician who is asked; and
// whether there is a place for it, found by code that knows nothing of the search: every course of every shift in question
// is tried, and the judge decides.
import fc from 'fast-check'
import { judge } from '../../../solver/check/judge.ts'
import { plannedDayOf } from '../../../solver/day.ts'
import type { LiveDay } from '../../../solver/live/live-day.ts'
import type { LinkModel, Model, PlannedDay, RouteModel, TechModel, VisitModel } from '../../../solver/model.ts'
import { compile } from '../../../solver/problem.ts'
import { search } from '../../../solver/search.ts'
import { tinyDay } from '../../arbitraries/rich-day.ts'
import { RULE_NAMES, type RuleName } from '../../arbitraries/rich-rules.ts'
import { plannedRoute, ShiftClock } from '../enumerate-clock.ts'
import { coursesOf } from '../enumerate-courses.ts'
import { liveCopy } from './a-live-day.ts'

/** One visit left out and one technician; visits as the whole model numbers them. */
export interface FullDay {
  readonly model: Model
  readonly planned: PlannedDay
  readonly visit: number
  readonly tech: number
  readonly day: LiveDay
  /** The visit of the whole model, by its number on the live day. */
  visitOf(number: number): number
}

const TIES: readonly RuleName[] = [
  ...(['sameTime', 'after', 'daysBetween', 'sameTech', 'otherTech', 'otherRoute', 'otherTime', 'order'] as const),
]
/** What stands already, and what cannot be had otherwise. */
const OTHERS: readonly RuleName[] = [
  'pins',
  'planned',
  'approval',
  'closedRoads',
  'snap',
  'movablePromises',
  'promises',
]
const RULES = RULE_NAMES.filter((name) => !TIES.includes(name) && !OTHERS.includes(name))
const BINDING: readonly RuleName[] = [
  ...(['breaks', 'paidBreaks', 'pausable', 'spanLimit', 'travelLimit', 'reserve', 'busyPerDay', 'rest'] as const),
  ...(['release', 'tools', 'visitCount', 'windows', 'skills', 'areas', 'load'] as const),
]

/** Ways that no search looks for, and hours on which a second is lost now and then, as in the tests of the blockers. */
function isWhollyTried({ routes, visits }: Model): boolean {
  const hasReleases = visits.some(({ release }) => release !== undefined)
  return routes.every(({ breaks = [], reloads = [], mostLegSeconds, mostSeconds, rushHours }) => {
    if (breaks.length > 1 || (rushHours !== undefined && mostSeconds !== undefined)) return false
    return reloads.length === 0 || (mostLegSeconds === undefined && !(hasReleases && breaks.length > 0))
  })
}

export const fullDays: fc.Arbitrary<FullDay> = fc
  .tuple(
    fc.shuffledSubarray([...BINDING], { minLength: 1, maxLength: 3 }),
    fc.shuffledSubarray(RULES, { maxLength: 2 }),
  )
  // Good plans, and some in which a visit stands in the way of another.
  .chain(([binding, rules]) => daysWith([...new Set([...rules, ...binding])], [0, 1, 60]))

/** Nothing but windows is in the way, and the first plan that was made stands. */
export const hastyDays: fc.Arbitrary<FullDay> = daysWith(['windows'], [0])

function daysWith(rules: readonly RuleName[], efforts: readonly number[]): fc.Arbitrary<FullDay> {
  const model = tinyDay({ rules, visits: { min: 5, max: 8 } }).filter(isWhollyTried)
  return fc
    .tuple(model, fc.nat(), fc.constantFrom(...efforts), fc.nat(), fc.nat())
    .map(([generated, seed, iterations, pick, who]) => fullDayOf(generated, { seed, iterations }, pick, who))
    .filter(({ visit, day }) => visit >= 0 && day.unplaced.length === 0)
}

function fullDayOf(
  generated: Model,
  { seed, iterations }: { readonly seed: number; readonly iterations: number },
  pick: number,
  who: number,
): FullDay {
  const model = {
    ...generated,
    visits: generated.visits.map((visit) => ({ ...visit, unservedCents: 10_000_000 })),
  }
  const { plan } = search(compile(model), { seed, iterations, stop: () => false })
  const planned = plannedDayOf(plan)
  const { day, visitOf } = liveCopy(model, plan, new Set())
  const visit = planned.unserved[pick % Math.max(1, planned.unserved.length)] ?? -1
  const tech = who % model.techs.length
  return { model, planned, visit, tech, day, visitOf: (number: number) => visitOf(number, visit) }
}

export type Where = 'plan' | 'empty day'

/**
 * Could the technician take it, all others staying in their turns, or on an empty day? `changed` is how the model would be
 * for whoever takes it on that shift.
 */
export function isPossible(
  { model: asItIs, planned, visit, tech }: FullDay,
  where: Where,
  changed: (model: Model, route: number) => Model = (model) => model,
): boolean {
  const others = where === 'plan' ? planned.routes : []
  return asItIs.routes.some((shift, route) => {
    if (shift.tech !== tech) return false
    const model = changed(asItIs, route)
    if (!mayBring(model, visit, shift)) return false
    const own = others.find((told) => told.route === route)?.visits.map((stop) => stop.visit) ?? []
    return Array.from({ length: own.length + 1 }, (_, position) => own.toSpliced(position, 0, visit)).some(
      (order) => dayWith(model, others, route, order) !== undefined,
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

/** The shift in this order, as the judge lets it pass; the others are as they were. */
export function dayWith(
  model: Model,
  others: PlannedDay['routes'],
  route: number,
  order: readonly number[],
): PlannedDay | undefined {
  const clock = new ShiftClock(model, route)
  const inOrder = order.slice(1).map((second, turn): LinkModel => ({ kind: 'order', first: order[turn]!, second }))
  for (const course of coursesOf({ ...model, links: inOrder }, route, clock, order)) {
    if (course.ways.length < order.length) continue
    const soon = clock.earliest(course)
    const timed = soon && clock.sparing(soon, new Set())
    if (timed === undefined || !clock.restsEnough(timed)) continue
    const routes = [...others.filter((told) => told.route !== route), plannedRoute(timed)]
    const served = new Set(routes.flatMap(({ visits }) => visits.map((stop) => stop.visit)))
    const unserved = [...model.visits.keys()].filter((other) => !served.has(other))
    const day = { routes: routes.toSorted((one, other) => one.route - other.route), unserved }
    if (judge(model, day).violations.length === 0) return day
  }
  return undefined
}

export const inModel = {
  visit: (model: Model, visit: number, change: (of: VisitModel) => VisitModel): Model => ({
    ...model,
    visits: model.visits.with(visit, change(model.visits[visit]!)),
  }),
  tech: (model: Model, tech: number, change: (of: TechModel) => TechModel): Model => ({
    ...model,
    techs: model.techs.with(tech, change(model.techs[tech]!)),
  }),
  shift: (model: Model, route: number, change: (of: RouteModel) => RouteModel): Model => ({
    ...model,
    routes: model.routes.with(route, change(model.routes[route]!)),
  }),
}
