// Explanations on a live plan: asked of the desk, and told with the plan's own name and version.
import type { Explanation, ExplanationRequest } from '../../contracts/explanation.ts'
import { asking } from './asking.ts'
import type { PlanKey } from './plan-store.ts'
import type { Planning } from './recommend.ts'

export function explain({ plans, desk }: Planning, key: PlanKey, asked: ExplanationRequest): Promise<Explanation> {
  return asking(plans, key, async ({ opening, version }) => {
    const { told, changes } = await desk.ask.explain({ opening, asked })
    return { planId: key.planId, planVersion: version + changes, ...told }
  })
}
