// A ticket that lacks nothing but the right state for a tool, without the way there.
import type { AnyTool } from '../../src/contracts/toolsets.ts'
import type { TicketState } from '../../src/contracts/v0.ts'
import { CUSTOMER, TECHNICIAN } from './inputs.ts'
import { creation, type Service, SLOT } from './service.ts'

export const HOLD = {
  hold_id: '0198c5a4-0000-7000-8000-00000000000a',
  reason: 'CUSTOMER_PENDING',
  confirmation_window: { start: '2026-11-30T08:00:00Z', end: '2099-11-30T08:00:00Z' },
  held_at: '2026-11-30T08:00:00.000000Z',
}

export async function readyFor(service: Service, tool: AnyTool, state: TicketState): Promise<string> {
  const { json } = await service.command('ticket.create', creation())
  const held = tool === 'schedule.release' || tool === 'schedule.rollback'
  await service.admin.query(
    `UPDATE tickets SET state = $2, technician_id = $3, customer_id = $4, proposed_slots = $5, checklist = $6, hold = $7
     WHERE id = $1`,
    [
      ...[json.ticket.id, state, TECHNICIAN.id, CUSTOMER.id, JSON.stringify([SLOT])],
      ...[JSON.stringify(['work_summary_note', 'onsite_photos_after']), held ? JSON.stringify(HOLD) : null],
    ],
  )
  return json.ticket.id
}
