// One visit and one technician: the place there is for it, or everything that is in the way. Who may go at all comes first;
// then, as if they might, what even an empty day would not allow, and else what the plan as it is does not.
// Imports solver/ only.
import type { Blocker, PricedOption } from '../finding.ts'
import type { Model, RouteModel, VisitModel } from '../model.ts'
import { tellOption } from '../options.ts'
import { PlanInquiry } from '../plan-inquiry.ts'
import { standingBlockers } from '../standing.ts'
import { type AskedOf, Attempt, type Told, tell } from './attempt.ts'
import type { LiveDay } from './live-day.ts'

/**
 * How far it was shown: not even an empty day would do; every position was tried exactly; or there may be a place that
 * nobody saw.
 */
export type Proof = 'empty_route_bound' | 'exact_insertion' | 'search_limit'

export interface Inquired {
  /** Whatever the day looks like. */
  readonly standing: readonly Blocker[]
  /** If they might go, and nobody else stood on their shifts. */
  readonly onEmptyDay: readonly Blocker[]
  /** If they might go, as things are planned; not asked where an empty day would not do. */
  readonly inPlan: readonly Blocker[]
  readonly proof: Proof
  /** The cheapest there is, where nothing is in the way. */
  readonly place?: InquiredPlace
}

export interface InquiredPlace {
  /** Its route is that of the plan. */
  readonly option: PricedOption
  readonly attempt: Attempt
  readonly before: Told
  readonly after: Told
}

export function inquire(day: LiveDay, asked: AskedOf): Inquired {
  const { standing, freest } = standingBlockers(day.model, asked.visit, asked.tech, day.shiftsOf[asked.tech]!)
  if (freest.length === 0)
    return { standing, onEmptyDay: [{ code: 'NO_SHIFT_IN_WINDOW' }], inPlan: [], proof: 'empty_route_bound' }
  const attempt = new Attempt(day, { ...asked, visit: asIfTheyMight(asked, standing) })
  const shifts = attempt.shifts.filter((route) => freest.includes(attempt.excerpt.routes[route]!))
  const place = placeIn(attempt, shifts)
  if (place !== undefined)
    return standing.length === 0
      ? { standing, onEmptyDay: [], inPlan: [], proof: 'exact_insertion', place }
      : { standing, onEmptyDay: [], inPlan: [], proof: 'empty_route_bound' }
  const onEmptyDay = emptyDayBlockers(attempt, shifts)
  if (onEmptyDay.length > 0) return { standing, onEmptyDay, inPlan: [], proof: 'empty_route_bound' }
  const inPlan = blockersOn(attempt, attempt.model, attempt.excerpt.sequences, shifts)
  if (standing.length > 0) return { standing, onEmptyDay, inPlan, proof: 'empty_route_bound' }
  const isCut = inPlan.some(({ code }) => code === 'SEARCH_LIMIT')
  return { standing, onEmptyDay, inPlan, proof: isCut ? 'search_limit' : 'exact_insertion' }
}

/** The visit without what stands against this technician. */
function asIfTheyMight({ visit, tech }: AskedOf, standing: readonly Blocker[]): VisitModel {
  let freer = visit
  for (const blocker of standing) freer = { ...freer, ...without(freer, blocker, tech) }
  return freer
}

function without(visit: VisitModel, blocker: Blocker, tech: number): Partial<VisitModel> {
  switch (blocker.code) {
    case 'SKILL_MISSING':
    case 'SKILL_LEVEL_LOW':
    case 'CERT_EXPIRED':
      return { skills: visit.skills.filter(({ skill }) => skill !== blocker.skill) }
    case 'TOOL_MISSING':
      return { tools: (visit.tools ?? []).filter((tool) => tool !== blocker.tool) }
    case 'LOAD_TOO_LARGE':
      return { load: visit.load.filter(({ unit }) => unit !== blocker.unit) }
    case 'AREA_OUTSIDE':
      return { areas: [] }
    case 'TECH_PROHIBITED':
      return { excludedTechs: visit.excludedTechs.filter((other) => other !== tech) }
    case 'TECH_NOT_AMONG_REQUIRED':
      return { requiredTechs: [] }
    case 'APPROVAL_PENDING':
      return { mayBePlanned: true }
    default:
      return {}
  }
}

function placeIn(attempt: Attempt, shifts: readonly number[]): InquiredPlace | undefined {
  const { model, asked, excerpt } = attempt
  const taken = attempt.take(model, shifts)
  if (taken === undefined) return undefined
  const { plan, route, position } = taken
  const after = tell(model, plan)
  plan.remove(asked)
  const { option } = tellOption(plan, asked, route, plan.visitsOf(route), position)
  return { option: { ...option, route: excerpt.routes[route]! }, attempt, before: attempt.asItStands(), after }
}

/** The clock first; then, with as much more time as that takes, what the rules of an empty shift do not allow. */
function emptyDayBlockers(attempt: Attempt, shifts: readonly number[]): Blocker[] {
  const nobody = attempt.excerpt.sequences.map(() => [])
  const told: Blocker[] = []
  for (let model: Model | undefined = attempt.model; model !== undefined; ) {
    const blockers = blockersOn(attempt, model, nobody, shifts)
    const more = blockers.filter(({ code }) => code !== 'SEARCH_LIMIT' && code !== 'NO_GAP')
    told.push(...more)
    model = withMoreTime(model, attempt.asked, shifts, more)
  }
  return told
}

/** Undefined where it is not the clock that is in the way. */
function withMoreTime(
  model: Model,
  asked: number,
  shifts: readonly number[],
  blockers: readonly Blocker[],
): Model | undefined {
  const [blocker] = blockers
  const within = (windows: (of: VisitModel) => VisitModel['windows']): Model => ({
    ...model,
    visits: model.visits.map((of, visit) => (visit === asked ? { ...of, windows: windows(of) } : of)),
  })
  switch (blocker?.code) {
    case 'NO_SHIFT_IN_WINDOW':
      return within(() => [])
    case 'UNREACHABLE_IN_WINDOW':
      return within(({ windows }) => {
        const [last] = windows.toReversed()
        return last === undefined ? [] : [{ ...last, closes: last.closes + blocker.lateBySeconds }]
      })
    case 'JOB_LONGER_THAN_SHIFT': {
      const longer = (of: RouteModel) => ({ ...of, latest: of.latest + blocker.overBySeconds })
      return { ...model, routes: model.routes.map((of, route) => (shifts.includes(route) ? longer(of) : of)) }
    }
    default:
      return undefined
  }
}

/** Those of the plan, its other visits standing like this. SEARCH_LIMIT where there is a turn for it after all. */
function blockersOn(
  attempt: Attempt,
  model: Model,
  sequences: readonly (readonly number[])[],
  shifts: readonly number[],
): Blocker[] {
  const inquiry = new PlanInquiry(model, attempt.planUnder(model, sequences), 1)
  inquiry.turnTo(attempt.asked)
  return inquiry.blockers(shifts)
}
