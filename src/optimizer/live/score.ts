// A plan that was made elsewhere, as it stands: what it costs, which rules it breaks, and the few figures that plans are
// compared by. Each shift is driven in the order of the starts that the plan states.
import { judgedWhole, type PlannedRoute } from '../../../workers/client.ts'
import type { PlanScore } from '../../contracts/evaluation.ts'
import type { OptimizationInput } from '../../contracts/optimization.ts'
import type { Roads } from '../../travel/roads.ts'
import { answerOf, entry } from '../answer/answer.ts'
import { costOf } from '../answer/cost.ts'
import { kpisOf } from '../answer/kpis.ts'
import { isoDuration } from '../answer/local-time.ts'
import { linesOf } from '../answer/route-lines.ts'
import { routesOf } from '../answer/routes.ts'
import { secondFrom } from '../question/clock.ts'
import { questionOf } from '../question/question.ts'
import { policyHashOf } from './advice.ts'
import { brokenRule, missingPartners } from './evaluate.ts'
import { LivePlan } from './live-plan.ts'

export async function planScore(input: OptimizationInput, roads?: Roads): Promise<PlanScore> {
  const { told, moment } = (await LivePlan.open(input, roads)).asGiven()
  const question = await questionOf(input, roads)
  const served = new Set(told.flatMap(({ visits }) => visits.map(({ visit }) => visit)))
  const unserved = [...question.model.visits.keys()].filter((visit) => !served.has(visit))
  const plan = { routes: told.toSorted((one, other) => one.route - other.route), unserved }
  const { cost, violations } = judgedWhole(question.model, plan)
  const answer = answerOf(question, { plan, cost, options: [], unserved: [], iterations: 0 })
  const broken = [...violations.map((of) => brokenRule(moment.layout, of)), ...missingPartners(moment)]
  const { options, policy } = input
  const isAssigned = new Set([...served].map((visit) => answer.ticketOf(visit).id))
  return {
    feasible: broken.length === 0,
    violations: broken.filter((one, index) => broken.findIndex((other) => isSame(one, other)) === index),
    cost: costOf(cost),
    kpis: kpisOf(answer),
    routes: routesOf(answer, await linesOf(answer, roads)),
    unassigned: input.tickets.filter(({ id }) => !isAssigned.has(id)).map(({ id }) => id),
    startsOff: startsOff(input, answer, told),
    meta: {
      engine: options.engine,
      policy: { name: policy.name, version: policy.version, hash: policyHashOf({ input }) },
      travel: question.travel.meta,
      checked: true,
    },
  }
}

type Broken = PlanScore['violations'][number]

const isSame = (one: Broken, other: Broken) =>
  one.code === other.code && one.ticketId === other.ticketId && one.techId === other.techId

function startsOff(
  { plan = [] }: OptimizationInput,
  answer: ReturnType<typeof answerOf>,
  told: readonly PlannedRoute[],
): PlanScore['startsOff'] {
  const stated = new Map(plan.map((one) => [JSON.stringify([one.ticketId, one.techId]), one.start]))
  return told.flatMap(({ route, visits }) => {
    const tech = answer.techOf(entry(answer.shifts, route, 'route').tech)
    return visits.flatMap(({ visit, start }) => {
      const ticket = answer.ticketOf(visit)
      const said = stated.get(JSON.stringify([ticket.id, tech.id]))
      const seconds = said === undefined ? 0 : answer.clock.origin + start - secondFrom(said)
      if (said === undefined || seconds === 0) return []
      return [
        {
          ticketId: ticket.id,
          techId: tech.id,
          stated: said,
          start: answer.instant(start, answer.zoneOf(ticket, tech)),
          by: isoDuration(Math.abs(seconds)),
          later: seconds > 0,
        },
      ]
    })
  })
}
