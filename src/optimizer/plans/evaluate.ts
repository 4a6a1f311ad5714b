// What changes would make of a live plan: asked of the desk, and told with the plan's own name and version.
import type { Area } from '../../contracts/area.ts'
import type { Evaluation, EvaluationRequest } from '../../contracts/evaluation.ts'
import { asking } from './asking.ts'
import type { PlanKey } from './plan-store.ts'
import type { Planning } from './recommend.ts'

/** `areas`: kept ones that the changes name. */
export function evaluate(
  { plans, desk }: Planning,
  key: PlanKey,
  asked: EvaluationRequest,
  areas: readonly Area[] = [],
): Promise<Evaluation> {
  return asking(plans, key, async ({ opening, version }) => {
    const { told, changes } = await desk.ask.evaluate({ opening, asked, areas })
    return { planId: key.planId, planVersion: version + changes, ...told }
  })
}
