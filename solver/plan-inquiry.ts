// What is in the way of a visit for a technician who may go: what even an empty day would not allow, else what the plan as
// it is does not. Cheap questions come first; the dear ones are asked as long as there is patience for them, shared out
// evenly over the visits. Imports solver/ only.
import { BondInquiry } from './bond-inquiry.ts'
import type { Blocker } from './finding.ts'
import { FreeTurns } from './free-turns.ts'
import { HINDRANCES } from './hindrances.ts'
import type { Model, Span } from './model.ts'
import { OneMore, type Terms, type Turn } from './one-more.ts'
import type { Plan } from './plan.ts'
import type { Problem } from './problem.ts'
import { clockBlockers } from './rules/clock.ts'
import type { AskedVisit } from './rules/hindrance.ts'
import { startSpans } from './rules/windows.ts'
import { linksOfVisits, rulesInTheWay } from './suspects.ts'

/** Stops to go through for all visits together. */
const PATIENCE = 150_000

const NO_GAP: Blocker[] = [{ code: 'NO_GAP' }]
const SEARCH_LIMIT: Blocker[] = [{ code: 'SEARCH_LIMIT' }]

export class PlanInquiry {
  visit = 0
  private readonly model: Model
  private readonly plan: Plan
  private readonly oneMore: OneMore
  private readonly share: number
  private readonly linksOf: readonly (readonly number[])[]
  private readonly onEmptyDay: Problem
  private readonly onPlan: Problem
  private freeTurns: FreeTurns | undefined
  private bonds: BondInquiry | undefined
  private patience = 0
  private spans: readonly Span[] = []
  private asked: AskedVisit
  private isPossibleAlone = new Map<number, boolean>() // by kind of route

  constructor(model: Model, plan: Plan, visits: number) {
    this.model = model
    this.plan = plan
    this.oneMore = new OneMore(model, plan)
    this.asked = { model, visit: this.visit }
    this.share = PATIENCE / Math.max(1, visits)
    this.linksOf = linksOfVisits(model)
    // Two objects: on an empty day nobody has agreed on anything.
    this.onEmptyDay = { ...this.oneMore.withBusyLeft(plan.problem, true) }
    this.onPlan = this.oneMore.withBusyLeft(plan.problem, false)
    // Who stands nowhere has agreed on nothing.
    for (const visit of plan.problem.bondVisits) if (plan.routeOf(visit) < 0) plan.appointments?.release(visit)
  }

  /** All questions are about this visit now. */
  turnTo(visit: number): void {
    this.visit = visit
    this.asked = { model: this.model, visit }
    this.spans = startSpans(this.model.visits[visit]!)
    this.isPossibleAlone = new Map()
    // What one visit leaves of it the others have.
    this.patience += this.share
  }

  blockers(shifts: readonly number[]): Blocker[] {
    return this.plan.isBonded(this.visit) ? this.bondedBlockers(shifts) : this.plainBlockers(shifts)
  }

  private plainBlockers(shifts: readonly number[]): Blocker[] {
    const onEmptyDay = this.emptyDayBlockers(shifts)
    if (onEmptyDay.length > 0) return onEmptyDay
    // No turn as the plan is, and no patience to find out more.
    if (this.isImpatient) return NO_GAP
    const inPlan = this.planBlockers(shifts, this.linksOf[this.visit]!)
    // There is a turn for it, and the search did not see it.
    return inPlan.length > 0 ? inPlan : SEARCH_LIMIT
  }

  /** Ties of time come last: what is in the way without them is so with them too. */
  private bondedBlockers(shifts: readonly number[]): Blocker[] {
    if (this.isImpatient) {
      const onEmptyDay = this.emptyDayBlockers(shifts)
      return onEmptyDay.length > 0 ? onEmptyDay : SEARCH_LIMIT
    }
    // The plan before the empty day here too.
    const inPlan = this.planBlockers(shifts, [])
    if (inPlan.length > 0) {
      const onEmptyDay = this.emptyDayBlockers(shifts)
      return onEmptyDay.length > 0 ? onEmptyDay : inPlan
    }
    this.bonds ??= new BondInquiry(this.model, this.plan)
    return this.bonds.blockers(this.visit, shifts, this.linksOf[this.visit]!)
  }

  /** What even an empty day does not allow, or what is fixed for good. */
  private emptyDayBlockers(shifts: readonly number[]): Blocker[] {
    const untimely = this.clockBlockers(shifts)
    const isPromise = untimely.some(({ code }) => code === 'PROMISE_WOULD_BREAK')
    if (untimely.length > 0 && (!isPromise || this.isImpatient)) return untimely
    if (this.model.visits[this.visit]!.pinned) return [{ code: 'PIN_CONFLICT' }]
    return this.isImpatient ? [] : (this.aloneBlockers(shifts) ?? untimely)
  }

  /** By the clock alone; put down to the promise or the pin where the windows alone would do. */
  clockBlockers(shifts: readonly number[]): Blocker[] {
    const { visit, plan } = this
    const asked = this.model.visits[visit]!
    const blockersWithin = (spans: readonly Span[]) => clockBlockers(plan.problem, visit, spans, shifts)
    const blockers = blockersWithin(this.spans)
    if (blockers.length === 0 || (!asked.pinned && !asked.promised)) return blockers
    if (asked.pinned && blockersWithin(startSpans(asked, { promise: true, pin: false })).length === 0)
      return [{ code: 'PIN_CONFLICT' }]
    if (asked.promised && blockersWithin(startSpans(asked, { promise: false, pin: true })).length === 0)
      return [{ code: 'PROMISE_WOULD_BREAK' }]
    return blockers
  }

  /** What the rules of an empty shift do not allow; undefined where that is not it. */
  private aloneBlockers(shifts: readonly number[]): Blocker[] | undefined {
    const { visit, oneMore, onEmptyDay: problem } = this
    const terms = { problem, ties: [], isAlone: true }
    const turns = shifts.map((route): Turn => ({ route, position: 0 }))
    const isPossible = (turn: Turn): boolean => {
      // Where no rule says anything the clock alone knows.
      if (!HINDRANCES.some(({ binds }) => binds(problem, turn.route, this.asked)))
        return clockBlockers(problem, visit, this.spans, [turn.route]).length === 0
      const kind = problem.kindOf[turn.route]!
      const known = this.isPossibleAlone.get(kind) ?? oneMore.take(visit, turn, terms) !== undefined
      this.isPossibleAlone.set(kind, known)
      return known
    }
    return turns.some(isPossible) ? undefined : rulesInTheWay(oneMore, { asked: this.asked, turns, terms })
  }

  /** Empty: there is a turn for it, whatever it is tied to beyond these. */
  private planBlockers(shifts: readonly number[], ties: readonly number[]): Blocker[] {
    const { visit, oneMore, model, plan, asked } = this
    this.freeTurns ??= new FreeTurns(model, plan)
    const { freeTurns } = this
    const freest = startSpans(model.visits[visit]!, { promise: false, pin: true })
    const turns = shifts.flatMap((route) => [...freeTurns.on(route, visit, freest)])
    if (turns.length === 0) return NO_GAP
    const terms = { problem: this.onPlan, ties, isAlone: false, agreed: plan.appointments }
    return rulesInTheWay(oneMore, { asked, turns, terms: { ...terms, ...this.looseTerms() } }) ?? NO_GAP
  }

  /** Those whom the visit is tied to by time may agree anew. */
  private looseTerms(): Partial<Terms> {
    const { plan, visit } = this
    const { appointments, problem } = plan
    if (appointments === undefined || !plan.isBonded(visit)) return {}
    // Another object, so that nobody takes it for the plan as it stands.
    return { problem: { ...this.onPlan }, agreed: appointments.without(problem.bondOf[visit]!) }
  }

  private get isImpatient(): boolean {
    return this.steps > this.patience
  }

  private get steps(): number {
    return this.oneMore.steps + (this.bonds?.steps ?? 0)
  }
}
