// Why nobody serves a visit: for each technician, all that is in the way. Who may go comes first, then what an empty day
// would allow, then the plan as it is. Every rule brings its own finding. Imports solver/ only.
import type { Blocker, UnservedVisit } from './finding.ts'
import { priceInsertion } from './insertion.ts'
import type { Model } from './model.ts'
import type { Plan } from './plan.ts'
import { PlanInquiry } from './plan-inquiry.ts'
import { startOf } from './rules/roads.ts'
import { lossOfServing } from './rules/serve.ts'
import { sharedInts } from './shared.ts'
import { standingBlockers } from './standing.ts'

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
  const inquiry = new PlanInquiry(model, plan, visits.length)
  const reasons = new Map<string, { readonly index: number; readonly blockers: readonly Blocker[] }>()
  const reasonOf = sharedInts(visits.length * techCount)
  for (const [entry, visit] of visits.entries()) {
    inquiry.turnTo(visit)
    for (let tech = 0; tech < techCount; tech++) {
      const blockers = techBlockers(model, plan, inquiry, tech, shifts[tech]!)
      const key = JSON.stringify(blockers)
      const reason = reasons.get(key) ?? { index: reasons.size, blockers }
      reasons.set(key, reason)
      reasonOf[entry * techCount + tech] = reason.index
    }
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

function techBlockers(
  model: Model,
  plan: Plan,
  inquiry: PlanInquiry,
  tech: number,
  shifts: readonly number[],
): Blocker[] {
  const { visit } = inquiry
  const { standing, freest } = standingBlockers(model, model.visits[visit]!, tech, shifts)
  if (standing.length > 0) return [...standing, ...inquiry.clockBlockers(freest)]
  // The plan before the empty day: over one-way streets another visit may lie on the only way there.
  const cents = plan.isBonded(visit) ? Number.POSITIVE_INFINITY : cheapestOn(plan, visit, freest)
  if (cents < Number.POSITIVE_INFINITY)
    return [{ code: 'NOT_WORTH_IT', cents: lossOfServing(plan.problem, visit, cents) }]
  return inquiry.blockers(freest)
}

function cheapestOn(plan: Plan, visit: number, shifts: readonly number[]): number {
  let cheapest = Number.POSITIVE_INFINITY
  for (const route of shifts) {
    if (!plan.admits(route, visit)) continue
    for (let stop = startOf(plan.problem, route); ; stop = plan.next(stop)) {
      cheapest = Math.min(cheapest, priceInsertion(plan, visit, stop, cheapest))
      if (plan.next(stop) >= plan.problem.visitCount) break
    }
  }
  return cheapest
}
