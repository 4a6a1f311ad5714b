// A whole day with a group that is asked about, for tests of live plans: put before the judge as offers tell it, and gone
// through the long way, every place of each with every place of the others.
import { draftOf, planOfDraft } from '../../../solver/draft.ts'
import { priceInsertion } from '../../../solver/insertion.ts'
import { askedNumber } from '../../../solver/live/told-group.ts'
import type { LinkModel, Model, PlannedDay, PlannedRoute } from '../../../solver/model.ts'
import type { Plan } from '../../../solver/plan.ts'
import { compile } from '../../../solver/problem.ts'
import { NO_BOND } from '../../../solver/rules/links.ts'
import { startOf } from '../../../solver/rules/roads.ts'
import type { Group, LiveGroup } from './a-group.ts'
import { within } from './asking.ts'

export const inWindow = ({ model, members }: Group, { asked }: LiveGroup, window: number): Model => ({
  ...model,
  visits: model.visits.map((visit, index) =>
    index === members[0] ? { ...visit, windows: within(visit, asked.windows[window]!) } : visit,
  ),
})

/** The same, whoever stands being planned where the live day has them: somebody else has a price. */
export function asPlanned(group: Group, { day, visitOf }: LiveGroup): Group {
  const visits = [...group.model.visits]
  for (const [number, { planned }] of day.model.visits.entries()) {
    const visit = visitOf(number, -1)
    if (planned !== undefined) visits[visit] = { ...visits[visit]!, planned }
  }
  return { ...group, model: { ...group.model, visits } }
}

/** The whole day, these shifts being as told. */
export function wholeDay(
  { model, members }: Group,
  { day, visitOf }: LiveGroup,
  planned: readonly PlannedRoute[],
): PlannedDay {
  const other = new Map(planned.map((told) => [told.route, told]))
  const memberOf = new Map(members.map((visit, member) => [askedNumber(member), visit]))
  const routes = model.routes
    .map((_, route) => other.get(route) ?? day.tellRoute(route))
    .filter(({ visits }) => visits.length > 0)
    .map((told) => ({
      ...told,
      visits: told.visits.map((of) => ({ ...of, visit: memberOf.get(of.visit) ?? visitOf(of.visit, -1) })),
    }))
  const served = new Set(routes.flatMap(({ visits }) => visits.map(({ visit }) => visit)))
  return { routes, unserved: [...model.visits.keys()].filter((visit) => !served.has(visit)) }
}

/** Who is not there ties nobody to anybody. */
function withoutAbsent(model: Model, plan: Plan, members: readonly number[]): Model {
  const isThere = (visit: number) => plan.routeOf(visit) >= 0 || members.includes(visit)
  const links = (model.links ?? []).flatMap((link): LinkModel[] => {
    if (!('visits' in link)) return isThere(link.first) && isThere(link.second) ? [link] : []
    const visits = link.visits.filter(isThere)
    return visits.length > 1 ? [{ ...link, visits }] : []
  })
  return { ...model, links }
}

/** Every turn of every route for each of them, and for one of the plan where one moves; the plan with all minus the plan as it is. */
export function cheapestOfAll(group: Group, live: LiveGroup, window: number, moving?: number): number | undefined {
  const { plan: bare, members } = group
  const model = withoutAbsent(inWindow(group, live, window), bare, members)
  if (model.visits[members[0]!]!.windows.length === 0) return undefined
  const problem = compile(model)
  const plan = planOfDraft(problem, draftOf(bare).next)
  const before = plan.cost - members.reduce((sum, member) => sum + problem.unservedCents[member]!, 0)
  const all = moving === undefined ? members : [...members, moving]
  const bonds = [...new Set(all.map((visit) => problem.bondOf[visit]!))].filter((bond) => bond !== NO_BOND)
  const loosen = () => {
    for (const bond of bonds) plan.appointments?.loosen(bond)
  }
  if (moving !== undefined) plan.remove(moving)
  let cheapest: number | undefined
  loosen()
  place(behindTheirFirst(model, all))
  return cheapest

  function place([visit, ...rest]: readonly number[]): void {
    if (visit === undefined) {
      const isServed = (other: number) => plan.routeOf(other) >= 0
      const suits = bonds.every((bond) => plan.appointments?.isWhole(bond, isServed) && plan.appointments.settle(bond))
      if (suits && plan.undrivable === 0) cheapest = Math.min(cheapest ?? Number.POSITIVE_INFINITY, plan.cost - before)
      loosen()
      return
    }
    for (let route = 0; route < problem.routeCount; route++) {
      if (!plan.admits(route, visit)) continue
      for (const after of [startOf(problem, route), ...plan.visitsOf(route)]) {
        if (priceInsertion(plan, visit, after, Number.POSITIVE_INFINITY) === Number.POSITIVE_INFINITY) continue
        plan.insert(visit, after)
        if (plan.undrivable === 0) place(rest)
        plan.remove(visit)
        loosen()
      }
    }
  }
}

/** Nobody before whom they wait for. */
function behindTheirFirst({ links = [] }: Model, members: readonly number[]): number[] {
  const left = new Set(members)
  const order: number[] = []
  while (left.size > 0) {
    const waits = (visit: number) =>
      links.some((link) => link.kind === 'after' && link.second === visit && left.has(link.first))
    const next = [...left].find((visit) => !waits(visit)) ?? [...left][0]!
    left.delete(next)
    order.push(next)
  }
  return order
}
