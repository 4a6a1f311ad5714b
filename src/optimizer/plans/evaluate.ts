// What changes would make of a live plan: asked of the desk, and told with the plan's own name and version.
import type { Evaluation, EvaluationRequest } from '../../contracts/evaluation.ts'
import { asking } from './asking.ts'
import type { PlanKey } from './plan-store.ts'
import type { Planning } from './recommend.ts'

export function evaluate({ plans, desk }: Planning, key: PlanKey, asked: EvaluationRequest): Promise<Evaluation> {
  return asking(plans, key, async ({ opening, version }) => {
    const { told, changes } = await desk.ask.evaluate({ opening, asked })
    return { planId: key.planId, planVersion: version + changes, ...told }
  })
}
