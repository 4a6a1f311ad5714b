// The card of differences between a plan as it stands and as changes would make it: money line by line, who moves, which rule
// would be broken. Works on copies: nothing becomes of the plan itself.
import {
  COST_LINES,
  type CostLines,
  judgedAsItStands,
  type Violation,
  type ViolationCode,
} from '../../../workers/client.ts'
import { type BrokenRule, type Evaluation, VIOLATIONS } from '../../contracts/evaluation.ts'
import type { Consequences } from '../../contracts/plan-patch.ts'
import { settingOf, totalOf } from '../answer/cost.ts'
import { isoDuration } from '../answer/local-time.ts'
import { secondFrom } from '../question/clock.ts'
import type { Moment, PlacedOn } from './consequences.ts'
import type { Layout } from './layout.ts'

export type ToldEvaluation = Omit<Evaluation, 'planId' | 'planVersion' | 'meta'>

/** Each code of the judge has its sentence, and no other one has. */
const TEXTS: Readonly<Record<ViolationCode, string>> = VIOLATIONS

export interface Evaluated {
  readonly before: Moment
  readonly after: Moment
  readonly placedBefore: readonly PlacedOn[]
  readonly placedAfter: readonly PlacedOn[]
  readonly consequences: Consequences
  /** Where somebody cannot stand: the shifts as they would be if nobody minded. */
  readonly laid?: {
    readonly cost: CostLines
    readonly violations: readonly Violation[]
    readonly routes: readonly number[]
  }
}

export function evaluationOf(evaluated: Evaluated): ToldEvaluation {
  const { before, after, consequences, laid } = evaluated
  const [was, is] = [linesOf(before), linesOf(after, laid)]
  const lines = COST_LINES.filter((line) => was[line] !== 0 || is[line] !== 0).map((line) => ({
    code: line,
    setting: settingOf(line, {}),
    before: was[line],
    after: is[line],
    difference: is[line] - was[line],
  }))
  const broken = [...(laid?.violations ?? []).map((of) => brokenRule(after.layout, of)), ...missingPartners(after)]
  const [unservedBefore, unservedAfter] = [before, after].map(unservedIn)
  return {
    ...consequences,
    feasible: broken.length === 0 && laid === undefined,
    violations: broken,
    cost: { before: totalOf(was), after: totalOf(is), difference: totalOf(is) - totalOf(was), lines },
    moved: movedIn(evaluated),
    unassigned: {
      before: unservedBefore?.size ?? 0,
      after: unservedAfter?.size ?? 0,
      more: [...(unservedAfter ?? [])].filter((id) => !unservedBefore?.has(id)),
      fewer: [...(unservedBefore ?? [])].filter((id) => !unservedAfter?.has(id)),
    },
  }
}

/** Of the whole plan, what is left out included. */
function linesOf(moment: Moment, laid?: Evaluated['laid']): Record<(typeof COST_LINES)[number], number> {
  const { day } = moment
  const others = new Set(laid?.routes)
  const { cost } = judgedAsItStands(
    day,
    [...day.model.routes.keys()].filter((route) => !others.has(route)),
  )
  const lines = { ...cost, UNSERVED: cost.UNSERVED + unservedCents(moment) }
  if (laid) for (const line of COST_LINES) lines[line] += laid.cost[line]
  return lines
}

function unservedCents({ layout, standing, input }: Moment): number {
  return input.tickets.reduce((sum, ticket) => {
    if (standing.has(ticket.id)) return sum
    const visits = layout.visitsOf(ticket, layout.factsOf(ticket), [])
    return sum + visits.reduce((all, { model }) => all + model.unservedCents, 0)
  }, 0)
}

const unservedIn = ({ input, standing }: Moment): Set<string> =>
  new Set(input.tickets.filter(({ id }) => !standing.has(id)).map(({ id }) => id))

export function brokenRule({ duties, tickets, ground, input }: Layout, { code, route, visit }: Violation): BrokenRule {
  const duty = visit === undefined ? undefined : duties[visit]
  const ticket = duty && tickets[duty.ticket]
  const shift = route === undefined ? undefined : ground.shifts[route]
  const tech = shift && input.techs[shift.tech]
  return { code, ...(ticket && { ticketId: ticket.id }), ...(tech && { techId: tech.id }), text: TEXTS[code] }
}

/** A shift is judged with those who stand somewhere; who ought to be beside them and is not has to be asked for here. */
export function missingPartners({ input, standing }: Pick<Moment, 'input' | 'standing'>): BrokenRule[] {
  const known = new Set(input.tickets.map(({ id }) => id))
  return input.tickets.flatMap(({ id, links = [] }) =>
    links.flatMap(({ kind, ticketId }): BrokenRule[] => {
      if (!known.has(ticketId)) return []
      const [own, other] = [standing.has(id), standing.has(ticketId)]
      if (kind === 'same-time' && own !== other)
        return [{ code: 'SAME_TIME_BROKEN', ticketId: own ? id : ticketId, text: TEXTS.SAME_TIME_BROKEN }]
      if (kind === 'after' && own && !other) return [{ code: 'AFTER_BROKEN', ticketId: id, text: TEXTS.AFTER_BROKEN }]
      return []
    }),
  )
}

function movedIn({ placedBefore, placedAfter }: Evaluated): Evaluation['moved'] {
  const was = Map.groupBy(placedBefore, ({ ticketId }) => ticketId)
  const moved = placedAfter.flatMap((now) => {
    const all = was.get(now.ticketId) ?? []
    const before = all.find(({ techId }) => techId === now.techId) ?? all[0]
    if (before === undefined) return []
    const seconds = secondFrom(now.start) - secondFrom(before.start)
    const isOther = before.techId !== now.techId
    if (seconds === 0 && !isOther) return []
    const { ticketId, techId, start } = now
    const by = { by: isoDuration(Math.abs(seconds)), later: seconds > 0 }
    return [{ seconds, told: { ticketId, techId, ...(isOther && { fromTechId: before.techId }), start, ...by } }]
  })
  return moved.sort((one, other) => Math.abs(other.seconds) - Math.abs(one.seconds)).map(({ told }) => told)
}
