// Why nobody serves a visit: for each technician, all that is in the way. Who may go comes first, then what an empty day
// would allow, then the plan as it is. Every rule brings its own finding. Imports solver/ only.
import type { Blocker, UnservedVisit } from './finding.ts'
import { hasTime, priceInsertion } from './insertion.ts'
import type { Model, RouteModel, Span, VisitModel } from './model.ts'
import type { Plan } from './plan.ts'
import type { Problem } from './problem.ts'
import { clockBlockers } from './rules/clock.ts'
import { fitBlockers, NO_SHIFT } from './rules/fit.ts'
import { loadBlockers } from './rules/load.ts'
import { startOf } from './rules/roads.ts'
import { lossOfServing } from './rules/serve.ts'
import { compileWindows, startSpans } from './rules/windows.ts'
import { sharedInts } from './shared.ts'

/**
 * Thousands of visits times hundreds of technicians, most of them for one of a few reasons: the reasons once, and which
 * of them holds where. Small enough to hand from thread to thread without anybody waiting for it.
 */
export interface BlockerTable {
  readonly visits: readonly number[]
  readonly techCount: number
  readonly reasons: readonly (readonly Blocker[])[]
  readonly reasonOf: Int32Array // entry of `visits` × tech: which of `reasons`
}

export function blockersOf(model: Model, plan: Plan): BlockerTable {
  const shifts = model.techs.map(() => [] as number[])
  for (const [route, { tech }] of model.routes.entries()) shifts[tech]!.push(route)
  const techCount = model.techs.length
  const visits = [...plan.unserved.slice(0, plan.unservedCount).sort()]
  const reasons = new Map<string, { readonly index: number; readonly blockers: readonly Blocker[] }>()
  const reasonOf = sharedInts(visits.length * techCount)
  for (const [entry, visit] of visits.entries())
    for (let tech = 0; tech < techCount; tech++) {
      const blockers = techBlockers(model, plan, visit, tech, shifts[tech]!)
      const key = JSON.stringify(blockers)
      const reason = reasons.get(key) ?? { index: reasons.size, blockers }
      reasons.set(key, reason)
      reasonOf[entry * techCount + tech] = reason.index
    }
  return { visits, techCount, reasons: Array.from(reasons.values(), ({ blockers }) => blockers), reasonOf }
}

/** The same, visit by visit, each worked out when it is looked at. */
export function unservedVisits({ visits, techCount, reasons, reasonOf }: BlockerTable): UnservedVisit[] {
  return visits.map((visit, entry) => ({
    visit,
    get blockers() {
      const row = reasonOf.subarray(entry * techCount, (entry + 1) * techCount)
      return Array.from(row, (reason, tech) => ({ tech, blockers: reasons[reason]! }))
    },
  }))
}

function techBlockers(model: Model, plan: Plan, visit: number, tech: number, shifts: readonly number[]): Blocker[] {
  const { problem } = plan
  const asked = model.visits[visit]!
  const standing = standingBlockers(model, visit, tech, shifts)
  if (standing.length > 0) return [...standing, ...emptyDayBlockers(problem, model, visit, shifts)]
  // The plan before the empty day: over one-way streets another visit may lie on the only way there.
  const cents = cheapestOn(plan, visit, shifts)
  if (cents < Number.POSITIVE_INFINITY) return [{ code: 'NOT_WORTH_IT', cents: lossOfServing(problem, visit, cents) }]
  const untimely = emptyDayBlockers(problem, model, visit, shifts)
  return untimely.length > 0 ? untimely : [planBlocker(asked, plan, visit, shifts)]
}

/** Whatever the day looks like: on the shift on which the least stands against it. */
function standingBlockers(model: Model, visit: number, tech: number, shifts: readonly number[]): Blocker[] {
  const asked = model.visits[visit]!
  const on = (shift: RouteModel) => [
    ...fitBlockers(asked, { model, tech: model.techs[tech]!, index: tech, shift }),
    ...loadBlockers(asked, model.techs[tech]!, (shift.reloads ?? []).length > 0),
  ]
  const [first = on(NO_SHIFT), ...others] = shifts.map((route) => on(model.routes[route]!))
  return others.reduce((least, own) => (own.length < least.length ? own : least), first)
}

/** What even an empty day does not allow; put down to the promise or the pin where the windows alone would do. */
function emptyDayBlockers(problem: Problem, model: Model, visit: number, shifts: readonly number[]): Blocker[] {
  const asked = model.visits[visit]!
  const blockersWithin = (spans: readonly Span[]) => clockBlockers(problem, visit, spans, shifts)
  const blockers = blockersWithin(startSpans(asked))
  if (blockers.length === 0 || (!asked.pinned && !asked.promised)) return blockers
  if (asked.pinned && blockersWithin(startSpans(asked, { promise: true, pin: false })).length === 0)
    return [{ code: 'PIN_CONFLICT' }]
  if (asked.promised && blockersWithin(startSpans(asked, { promise: false, pin: true })).length === 0)
    return [{ code: 'PROMISE_WOULD_BREAK' }]
  return blockers
}

/** An empty day would do: so it is what else is planned. */
function planBlocker(asked: VisitModel, plan: Plan, visit: number, shifts: readonly number[]): Blocker {
  if (asked.pinned) return { code: 'PIN_CONFLICT' }
  const untold = startSpans(asked, { promise: false, pin: true })
  return asked.promised && hasGapWithin(plan, visit, shifts, untold)
    ? { code: 'PROMISE_WOULD_BREAK' }
    : { code: 'NO_GAP' }
}

function cheapestOn(plan: Plan, visit: number, shifts: readonly number[]): number {
  let cheapest = Number.POSITIVE_INFINITY
  for (const after of positionsOn(plan, visit, shifts))
    cheapest = Math.min(cheapest, priceInsertion(plan, visit, after, cheapest))
  return cheapest
}

/** Is there a position for it when work may begin in other spans than it has? */
function hasGapWithin(plan: Plan, visit: number, shifts: readonly number[], spans: readonly Span[]): boolean {
  const freer = compileWindows(Array.from({ length: visit + 1 }, (_, other) => (other === visit ? spans : [])))
  for (const after of positionsOn(plan, visit, shifts)) if (hasTime(plan, visit, after, freer)) return true
  return false
}

function* positionsOn(plan: Plan, visit: number, shifts: readonly number[]): Generator<number> {
  for (const route of shifts) {
    if (!plan.admits(route, visit)) continue
    for (let stop = startOf(plan.problem, route); ; stop = plan.next(stop)) {
      yield stop
      if (plan.next(stop) >= plan.problem.visitCount) break
    }
  }
}
