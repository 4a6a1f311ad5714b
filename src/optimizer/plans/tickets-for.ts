// The inverse question on a live plan: asked of the desk, and told with the plan's own name and version.
import type { TicketsForTech } from '../../contracts/recommendation.ts'
import type { AskForTech } from '../live/wire.ts'
import { asking } from './asking.ts'
import type { PlanKey } from './plan-store.ts'
import type { Planning } from './recommend.ts'

export function ticketsFor({ plans, desk }: Planning, key: PlanKey, ask: AskForTech): Promise<TicketsForTech> {
  return asking(plans, key, async ({ opening, version }) => {
    const { tickets, changes } = await desk.ask.ticketsFor({ opening, ask })
    return { planId: key.planId, planVersion: version + changes, techId: ask.techId, tickets: [...tickets] }
  })
}
