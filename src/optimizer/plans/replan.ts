// The plan that a run has found for a live plan is put back: at the version for which it was asked, and at no other, so that
// nothing that has happened meanwhile is forgotten.
import type { OptimizationInput, OptimizationOutput } from '../../contracts/optimization.ts'
import type { ReplanAnswer, ReplanRequest } from '../../contracts/replan.ts'
import { windowPromised } from '../changes/changed.ts'
import { keyOf } from '../changes/outcome.ts'
import type { Assignment } from '../live/wire.ts'
import { secondFrom } from '../question/clock.ts'
import { enqueue } from '../webhooks/webhook-store.ts'
import { asking } from './asking.ts'
import { inStep } from './in-step.ts'
import { replayed } from './plan-event.ts'
import { appendEvent, findPlan, type PlanKey } from './plan-store.ts'
import type { Planning } from './recommend.ts'
import { mustMatch } from './version.ts'

/** The question: the plan as it stands, to be mended at the price of its changes. */
export function replanInput(input: OptimizationInput, asked: ReplanRequest): OptimizationInput {
  const { seconds, iterations, seed, threads, freezeBefore, techChanged } = asked
  return {
    ...input,
    options: {
      ...input.options,
      ...(seconds !== undefined && { seconds }),
      ...(iterations !== undefined && { iterations }),
      ...(seed !== undefined && { seed }),
      ...(threads !== undefined && { threads }),
      ...(freezeBefore !== undefined && { freezeBefore }),
    },
    ...(techChanged !== undefined && { policy: { ...input.policy, techChanged } }),
  }
}

export async function putBack(
  planning: Planning,
  key: PlanKey,
  runId: string,
  { proposals }: Pick<OptimizationOutput, 'proposals'>,
  version: number,
): Promise<ReplanAnswer> {
  const { plans, desk, hasRoads } = planning
  // While a road service is waited for, no row is locked.
  if (hasRoads) {
    const plan = entriesOf(proposals, [])
    await asking(plans, key, ({ opening }) => desk.ask.learn({ opening, plan }))
  }
  return inStep(planning, key, async ({ on, plan, changeDesk }) => {
    mustMatch([version], plan.version)
    const stored = await findPlan(on, key)
    const before = stored ? (replayed(JSON.parse(stored.input), stored.events).plan ?? []) : []
    const found = entriesOf(proposals, before)
    const { outcome, consequences, offersLost } = await changeDesk((meant) =>
      planning.desk.ask.replan({ ...meant, plan: found }),
    )
    const isLost = new Set(outcome.lost.map(keyOf))
    const stands = found.filter((one) => !isLost.has(keyOf(one)))
    const next = await appendEvent(on, key, { kind: 'replanned', runId, plan: stands })
    await enqueue(on, key.tenant, 'plan.changed', { planId: key.planId, version: next })
    return { planId: key.planId, version: next, ...consequences, offersLost: [...offersLost] }
  })
}

/** Rank 1 of each ticket, and of each technician of a crew; what was fixed and promised stays so. */
function entriesOf(proposals: OptimizationOutput['proposals'], before: readonly Assignment[]): Assignment[] {
  const known = Map.groupBy(before, ({ ticketId }) => ticketId)
  return proposals
    .filter(({ rank }) => rank === 1)
    .map(({ ticketId, techId, start }) => {
      const own = known.get(ticketId) ?? []
      const was = own.find((one) => one.techId === techId) ?? own[0]
      const isSame = was !== undefined && was.techId === techId && secondFrom(was.start) === secondFrom(start)
      if (isSame) return was
      const promised = was && windowPromised(was)
      const { pinned } = was ?? {}
      return { ticketId, techId, start, ...(pinned !== undefined && { pinned }), ...(promised && { promised }) }
    })
}
