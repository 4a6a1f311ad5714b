// Commands are thought in the words of RFC 0001; this retells them in those of the v1 wire. What is said in v1 already, and
// what v1 has no word for, stays as it is. Knows no network.
import { z } from 'zod'
import { ProposeSlots, type Role, type Slot, TOOLS } from '../contracts/v0.ts'
import type { RoleV1 } from './tools-v1.ts'

export interface ToldAnew {
  readonly toolName: string
  readonly payload: unknown
}

export const roleInV1 = (role: string): string => ROLES[role as Role] ?? role.toLowerCase()

/** Our agents are one role there: it may propose, and neither confirm nor dispatch. */
const ROLES: Readonly<Record<Role, RoleV1>> = {
  system_intake_agent: 'agent',
  system_scheduler_agent: 'agent',
  system_tech_liaison_agent: 'agent',
  system_closeout_agent: 'agent',
  operator_admin: 'dispatcher',
  technician: 'technician',
  customer: 'customer',
}

/** A payload that is not valid in v0 is passed on as it is: the check of the wire refuses it by name. */
export function toldInV1(toolName: string, payload: unknown): ToldAnew {
  const retell = RETOLD[toolName]
  return retell?.(payload) ?? { toolName, payload }
}

const RETOLD: Readonly<Record<string, (payload: unknown) => ToldAnew | undefined>> = {
  'schedule.propose_slots': (payload) => {
    const told = ProposeSlots.safeParse(payload)
    if (!told.success) return { toolName: 'schedule.propose', payload }
    const { slots, ...optimizer } = told.data
    return { toolName: 'schedule.propose', payload: { options: slots.map(optionOf), optimizer } }
  },
  'schedule.confirm': (payload) => {
    const told = WindowOfV0.safeParse(payload)
    return told.success ? { toolName: 'schedule.confirm', payload: spanOf(told.data) } : undefined
  },
  'dispatch.assign_tech': (payload) => {
    const told = TOOLS['dispatch.assign_tech'].input.shape.payload.safeParse(payload)
    return { toolName: 'assignment.dispatch', payload: told.success ? { tech_id: told.data.technician_id } : payload }
  },
}

const WindowOfV0 = z.object({ window_start: z.string(), window_end: z.string() })
const spanOf = ({ window_start, window_end }: z.infer<typeof WindowOfV0>) => ({ start: window_start, end: window_end })

/** Start and end are what the wire knows; the rest is kept with the event as it was sent. */
const optionOf = ({ technician_id, rank, score, reasons, ...slot }: Slot) => ({
  ...spanOf(slot),
  ...(slot.time_zone !== undefined && { time_zone: slot.time_zone }),
  ...(technician_id !== undefined && { tech_id: technician_id }),
  ...(rank !== undefined && { rank }),
  ...(score !== undefined && { score }),
  ...(reasons !== undefined && { reasons }),
})
