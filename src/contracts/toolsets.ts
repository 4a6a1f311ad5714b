// Everything that changes a ticket, in one table: the eleven tools of RFC 0001, the toolset `vnext` (holds), and the toolset
// `lifecycle`, which makes the transitions that the RFC allows and has no tool for, under the names of the running wire.
// Imports zod only.
import { z } from 'zod'
import { Cents, Id, Instant, Window } from './scalars.ts'
import { Priority } from './ticket.ts'
import {
  answering,
  type Grant,
  HOLD_REASONS,
  onTicket,
  PERMISSIONS,
  ROLES,
  type Role,
  Site,
  STATE_CHANGES,
  Text,
  type TicketState,
  TOOLS,
} from './v0.ts'

interface Row {
  readonly toolset: 'v0' | 'vnext' | 'lifecycle'
  /** Empty: it makes the ticket. */
  readonly from: readonly TicketState[]
  /** Empty: the state stays. */
  readonly to: readonly TicketState[]
  /** Waits while the customer is asked about a hold. */
  readonly frozenByHold?: true
  /** Goes on while autonomy is paused, whoever sends it: it takes in what came, and decides nothing. */
  readonly evenPaused?: true
  readonly optional?: true
}

/** Tool by tool, where it works and what it leaves behind. Who may use it stands in PERMISSIONS and MORE_PERMISSIONS. */
export const TOOL_TABLE = {
  'ticket.create': { toolset: 'v0', ...STATE_CHANGES['ticket.create'], evenPaused: true },
  'ticket.add_message': { toolset: 'v0', ...STATE_CHANGES['ticket.add_message'], evenPaused: true },
  'schedule.propose_slots': { toolset: 'v0', ...STATE_CHANGES['schedule.propose_slots'], frozenByHold: true },
  'schedule.confirm': { toolset: 'v0', ...STATE_CHANGES['schedule.confirm'], frozenByHold: true },
  'schedule.reschedule': { toolset: 'v0', ...STATE_CHANGES['schedule.reschedule'], frozenByHold: true, optional: true },
  'dispatch.assign_tech': { toolset: 'v0', ...STATE_CHANGES['dispatch.assign_tech'], frozenByHold: true },
  'dispatch.set_eta': { toolset: 'v0', ...STATE_CHANGES['dispatch.set_eta'], optional: true },
  'closeout.add_note': { toolset: 'v0', ...STATE_CHANGES['closeout.add_note'], evenPaused: true },
  'closeout.add_photo': { toolset: 'v0', ...STATE_CHANGES['closeout.add_photo'], evenPaused: true },
  'closeout.checklist_complete': { toolset: 'v0', ...STATE_CHANGES['closeout.checklist_complete'] },
  'billing.compile_closeout_packet': { toolset: 'v0', ...STATE_CHANGES['billing.compile_closeout_packet'] },
  'schedule.hold': { toolset: 'vnext', from: ['intake', 'scheduled'], to: [], frozenByHold: true },
  'schedule.release': { toolset: 'vnext', from: ['intake', 'scheduled'], to: [] },
  'schedule.rollback': { toolset: 'vnext', from: ['intake', 'scheduled'], to: [] },
  'ticket.triage': { toolset: 'lifecycle', from: ['lead'], to: ['intake'], evenPaused: true },
  'tech.check_in': { toolset: 'lifecycle', from: ['dispatched'], to: ['onsite'] },
  'tech.complete': { toolset: 'lifecycle', from: ['onsite'], to: ['work_performed'] },
  'ticket.close': { toolset: 'lifecycle', from: ['invoice_ready'], to: ['paid'] },
  'ticket.cancel': { toolset: 'lifecycle', from: ['lead', 'intake', 'scheduled'], to: ['canceled'] },
} as const satisfies Record<string, Row>

export type AnyTool = keyof typeof TOOL_TABLE
export const ALL_TOOLS = Object.keys(TOOL_TABLE) as [AnyTool, ...AnyTool[]]
/** The row of a tool, in the widest words: what is not written there is undefined. */
export const rowOf = (tool: AnyTool): Row => TOOL_TABLE[tool]
export const isTool = (name: string): name is AnyTool => Object.hasOwn(TOOL_TABLE, name)

type Grants = Readonly<Partial<Record<AnyTool, Grant>>>

/** Beside PERMISSIONS of the RFC, for the two other toolsets. The administrator may do everything there too. */
export const MORE_PERMISSIONS: Readonly<Partial<Record<Role, Grants>>> = {
  system_intake_agent: { 'ticket.triage': 'any' },
  system_scheduler_agent: { 'schedule.hold': 'any', 'schedule.release': 'any', 'schedule.rollback': 'any' },
  technician: { 'tech.check_in': 'any', 'tech.complete': 'any' },
}

/** Roles of people who reach only what is theirs, and the field of the ticket that must name them. */
export const OWN_TICKETS_ONLY = { technician: 'technician_id', customer: 'customer_id' } as const satisfies Partial<
  Record<Role, string>
>

/** The states in which the role may use the tool, none for a tool that makes the ticket; undefined: it may never. */
export function statesPermitted(role: Role, tool: AnyTool): readonly TicketState[] | undefined {
  const { from } = rowOf(tool)
  if (role === 'operator_admin') return from
  const granted = { ...PERMISSIONS[role], ...MORE_PERMISSIONS[role] }[tool]
  return granted === 'any' ? from : granted
}

export const rolesPermitted = (tool: AnyTool): Role[] =>
  ROLES.filter((role) => statesPermitted(role, tool) !== undefined)

const window = Window.meta({ description: 'Its end is the deadline for the answer of the customer' })

/** What the tools of the two other toolsets are sent and answer, and which events they leave, as TOOLS does for the RFC's. */
const MORE_TOOLS = {
  'schedule.hold': {
    summary: 'Freeze proposal or visit while the customer is asked, until the end of the confirmation window',
    input: onTicket(z.strictObject({ hold_reason: z.enum(HOLD_REASONS), confirmation_window: window })),
    output: answering({ hold_id: z.uuid() }),
    emits: ['schedule.hold_placed'],
  },
  'schedule.release': {
    summary: 'The customer said yes in time: the hold ends, and what was held stands',
    input: onTicket(z.strictObject({ customer_confirmation_id: z.uuid().toLowerCase() })),
    output: answering({ hold_id: z.uuid() }),
    emits: ['schedule.hold_released'],
  },
  'schedule.rollback': {
    summary: 'The customer said no, or nothing: the hold ends, and what was there before it stands',
    input: onTicket(z.strictObject({ confirmation_id: z.uuid().toLowerCase(), reason: Text(1000).optional() })),
    output: answering({ hold_id: z.uuid() }),
    emits: ['schedule.hold_rolled_back'],
  },
  'ticket.triage': {
    summary: 'A lead becomes work: its incident type and site are known',
    input: onTicket(
      z.strictObject({ incident_type: Id.optional(), site: Site.optional(), priority: Priority.optional() }),
    ),
    output: answering({}),
    emits: ['ticket.triaged'],
  },
  'tech.check_in': {
    summary: 'The technician is there',
    input: onTicket(z.strictObject({ timestamp: Instant.optional() })),
    output: answering({}),
    emits: ['tech.checked_in'],
  },
  'tech.complete': {
    summary: 'The work on site is done',
    input: onTicket(z.strictObject({ timestamp: Instant.optional() })),
    output: answering({}),
    emits: ['tech.work_completed'],
  },
  'ticket.close': {
    summary: 'The invoice is paid, as a person or a payment system says',
    input: onTicket(z.strictObject({ payment_reference: Id.optional(), amount_cents: Cents.optional() })),
    output: answering({}),
    emits: ['ticket.paid'],
  },
  'ticket.cancel': {
    summary: 'Nobody will come',
    input: onTicket(z.strictObject({ reason: Text(1000) })),
    output: answering({}),
    emits: ['ticket.canceled'],
  },
} as const

/** Summary, input, output and events of every tool. */
export const TOOLBOX = { ...TOOLS, ...MORE_TOOLS } as const satisfies Record<
  AnyTool,
  { summary: string; input: z.ZodObject; output: z.ZodObject; emits: readonly string[] }
>
export type RequestTo<N extends AnyTool> = z.infer<(typeof TOOLBOX)[N]['input']>

/** What happens beside tickets. */
export const SYSTEM_EVENTS = [
  'system.unknown_tool_refused',
  'autonomy.paused',
  'autonomy.rolled_back',
  'attachment.stored',
] as const
export type EventType = (typeof TOOLBOX)[AnyTool]['emits'][number] | (typeof SYSTEM_EVENTS)[number]
