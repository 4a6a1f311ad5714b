// A ticket leaves its plan, and its place is free.
import { inStep } from './in-step.ts'
import { appendEvent, type PlanKey } from './plan-store.ts'
import type { Planning } from './recommend.ts'

/** False when the plan has no such ticket. Throws PlanNotFoundError. */
export function cancelTicket(planning: Planning, key: PlanKey, ticketId: string): Promise<boolean> {
  return inStep(planning, key, async ({ on, changeDesk }) => {
    const isGone = await changeDesk((meant) => planning.desk.ask.cancel({ ...meant, ticketId }))
    if (isGone) await appendEvent(on, key, { kind: 'canceled', ticketId })
    return isGone
  })
}
