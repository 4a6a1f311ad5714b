// RFC 0001: states, transitions, roles, permissions, audit events and the closed tools, as the tables dispatch-api enforces.
// The transitions that none of its tools makes (lead → intake, dispatched → onsite, onsite → work_performed, invoice_ready →
// paid, every cancellation) belong to the toolset `lifecycle` of toolsets.ts. Imports zod only.
import { z } from 'zod'
import { Id, Instant, Location, TimeZone, Window } from './scalars.ts'
import { Priority } from './ticket.ts'

export const TRANSITIONS = {
  lead: ['intake', 'canceled'],
  intake: ['scheduled', 'canceled'],
  scheduled: ['scheduled', 'dispatched', 'canceled'],
  dispatched: ['onsite'],
  onsite: ['work_performed'],
  work_performed: ['closeout_ready'],
  closeout_ready: ['invoice_ready'],
  invoice_ready: ['paid'],
  paid: [],
  canceled: [],
} as const
export type TicketState = keyof typeof TRANSITIONS
export const TICKET_STATES = Object.keys(TRANSITIONS) as [TicketState, ...TicketState[]]

export const ROLES = [
  'system_intake_agent',
  'system_scheduler_agent',
  'system_tech_liaison_agent',
  'system_closeout_agent',
  'operator_admin',
  'technician',
  'customer',
] as const
export type Role = (typeof ROLES)[number]
export const ACTOR_TYPES = ['HUMAN', 'AGENT', 'SERVICE', 'SYSTEM'] as const

export const TOOL_NAMES = [
  'ticket.create',
  'ticket.add_message',
  'schedule.propose_slots',
  'schedule.confirm',
  'schedule.reschedule',
  'dispatch.assign_tech',
  'dispatch.set_eta',
  'closeout.add_note',
  'closeout.add_photo',
  'closeout.checklist_complete',
  'billing.compile_closeout_packet',
] as const
export type ToolName = (typeof TOOL_NAMES)[number]
export const OPTIONAL_TOOLS: readonly ToolName[] = ['schedule.reschedule', 'dispatch.set_eta']

/** Where a tool works, and the states it may leave behind. `from` empty: it makes the ticket. `to` empty: the state stays. */
export const STATE_CHANGES: Readonly<Record<ToolName, { from: readonly TicketState[]; to: readonly TicketState[] }>> = {
  'ticket.create': { from: [], to: ['lead', 'intake'] },
  // Every inbound message is kept, so there is no state in which one could be refused.
  'ticket.add_message': { from: TICKET_STATES, to: [] },
  'schedule.propose_slots': { from: ['intake', 'scheduled'], to: [] },
  'schedule.confirm': { from: ['intake'], to: ['scheduled'] },
  'schedule.reschedule': { from: ['scheduled'], to: ['scheduled'] },
  'dispatch.assign_tech': { from: ['scheduled'], to: ['dispatched'] },
  'dispatch.set_eta': { from: ['dispatched'], to: [] },
  'closeout.add_note': { from: ['onsite', 'work_performed'], to: [] },
  'closeout.add_photo': { from: ['onsite', 'work_performed'], to: [] },
  'closeout.checklist_complete': { from: ['work_performed'], to: ['closeout_ready'] },
  'billing.compile_closeout_packet': { from: ['closeout_ready'], to: ['invoice_ready'] },
}

type Grants = Readonly<Partial<Record<ToolName, Grant>>>
/** The states in which a role may use a tool; `any`: wherever the tool works. */
export type Grant = readonly TicketState[] | 'any'
const EVERYTHING: Grants = Object.fromEntries(TOOL_NAMES.map((tool) => [tool, 'any' as const]))

/** Role × tool × state. `any`: wherever the tool works. What is not granted is refused. */
export const PERMISSIONS: Readonly<Record<Role, Grants>> = {
  system_intake_agent: { 'ticket.create': 'any', 'ticket.add_message': 'any' },
  system_scheduler_agent: {
    'ticket.add_message': ['intake', 'scheduled'],
    'schedule.propose_slots': 'any',
    'schedule.confirm': 'any',
    'schedule.reschedule': 'any',
    'dispatch.assign_tech': 'any',
  },
  system_tech_liaison_agent: {
    'ticket.add_message': ['scheduled', 'dispatched', 'onsite', 'work_performed'],
    'dispatch.set_eta': 'any',
    'closeout.add_note': 'any',
    'closeout.add_photo': 'any',
  },
  system_closeout_agent: {
    'ticket.add_message': ['work_performed', 'closeout_ready'],
    'closeout.add_note': ['work_performed'],
    'closeout.add_photo': ['work_performed'],
    'closeout.checklist_complete': 'any',
    'billing.compile_closeout_packet': 'any',
  },
  operator_admin: EVERYTHING,
  // Acknowledgements are messages.
  technician: {
    'ticket.add_message': ['scheduled', 'dispatched', 'onsite', 'work_performed'],
    'closeout.add_note': 'any',
    'closeout.add_photo': 'any',
  },
  customer: { 'ticket.add_message': 'any', 'schedule.confirm': 'any' },
}

/** The states in which the role may use the tool, none for a tool that makes the ticket; undefined: it may never. */
export function permittedStates(role: Role, tool: ToolName): readonly TicketState[] | undefined {
  const granted = PERMISSIONS[role][tool]
  return granted === 'any' ? STATE_CHANGES[tool].from : granted
}

/** Both must be there before a ticket is ready for closeout; further keys are left to v0.1. */
export const CLOSEOUT_CHECKLIST = ['work_summary_note', 'onsite_photos_after'] as const

/** What a person may have written: lines of text, and nothing that a database or a terminal would choke on. */
export const Text = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^(?:[^\p{Cc}\p{Cs}]|[\t\n\r])+$/u, 'no control characters')

export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'SHA-256 in lower-case hex')
export const TicketId = z.uuid().toLowerCase().meta({ description: 'UUID of the ticket' })
export const RequestId = z
  .string()
  .regex(/^[\x21-\x7e]{1,200}$/, '1 to 200 printable ASCII characters, no spaces')
  .meta({ description: 'Names the intent: the same id with the same content is done once, however often it is sent' })
export const CorrelationId = z.string().regex(/^[\x20-\x7e]{1,200}$/, '1 to 200 printable ASCII characters')
export const Actor = z.strictObject({ id: Id, role: z.enum(ROLES), type: z.enum(ACTOR_TYPES) })
export type Actor = z.infer<typeof Actor>
export const Channel = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{0,31}$/, 'lower-case letters, digits, - and _')
  .meta({ description: 'Where it came from, such as sms, voice or email' })

export const Site = z
  .strictObject({ address: Text(500).optional(), location: Location.optional(), time_zone: TimeZone.optional() })
  .refine(({ address, location }) => address !== undefined || location !== undefined, {
    message: 'must have an address or a location',
    params: { code: 'SITE_WITHOUT_PLACE' },
  })

const windowFields = { window_start: Instant, window_end: Instant, time_zone: TimeZone.optional() }
type Ends = { window_start: string; window_end: string }
const endsAfterStart = <T extends z.ZodType<Ends>>(window: T) =>
  window.refine(({ window_start, window_end }) => Date.parse(window_end) > Date.parse(window_start), {
    path: ['window_end'],
    message: 'must be after window_start',
    params: { code: 'END_BEFORE_START' },
  })
export const TimeWindow = endsAfterStart(z.strictObject(windowFields))
export type TimeWindow = z.infer<typeof TimeWindow>

const Fact = z.union([z.number(), z.boolean(), Text(500), z.array(Text(200)).max(200)])
/** Open where `Reason` is closed: a code that is new to the reader is kept, and shown with its own text. */
const SlotReason = z.strictObject({
  code: Id,
  kind: Id.optional(),
  params: z.record(Id, Fact).optional(),
  text: Text(1000).optional(),
  amount: z.int().optional(),
  setting: Text(200).optional(),
})
export const Slot = endsAfterStart(
  z.strictObject({
    ...windowFields,
    technician_id: Id.optional(),
    rank: z.int().min(1).max(1000).optional(),
    score: z.number().optional(),
    reasons: z.array(SlotReason).max(100).optional(),
  }),
)
export type Slot = z.infer<typeof Slot>

export const HOLD_REASONS = ['CUSTOMER_PENDING', 'CUSTOMER_UNREACHABLE', 'CUSTOMER_CONFIRMATION_STALE'] as const
export const Hold = z.strictObject({
  hold_id: z.uuid(),
  reason: z.enum(HOLD_REASONS),
  /** Its end is the deadline for the answer of the customer. */
  confirmation_window: Window,
  held_at: Instant,
})
export type Hold = z.infer<typeof Hold>

/** The manifest names everything the invoice rests on by hash, the page for people among it. */
export const CloseoutPacket = z.strictObject({
  storage_key: z.string(),
  sha256: Sha256,
  pdf_storage_key: z.string(),
  pdf_sha256: Sha256,
})
export type CloseoutPacket = z.infer<typeof CloseoutPacket>

export const TicketSnapshot = z
  .strictObject({
    id: TicketId,
    state: z.enum(TICKET_STATES),
    /** Grows by one with each change. */
    version: z.int().min(1),
    summary: z.string(),
    description: z.string().nullable(),
    incident_type: z.string().nullable(),
    priority: Priority,
    site: Site.nullable(),
    customer_id: z.string().nullable(),
    channel: z.string().nullable(),
    /** Of the latest proposal, best first as it was sent; nobody has agreed to them yet. */
    proposed_slots: z.array(Slot),
    /** What customer and company agreed on. */
    confirmed_window: TimeWindow.nullable(),
    /** Who was sent. */
    technician_id: z.string().nullable(),
    eta: Instant.nullable(),
    /** While the customer is asked, nobody moves the visit. */
    hold: Hold.nullable(),
    /** The closeout requirements that there is evidence for. */
    checklist: z.array(z.enum(CLOSEOUT_CHECKLIST)),
    closeout_packet: CloseoutPacket.nullable(),
    created_at: Instant,
    updated_at: Instant,
  })
  .meta({ id: 'TicketSnapshot' })
export type TicketSnapshot = z.infer<typeof TicketSnapshot>

const envelope = { request_id: RequestId, actor: Actor, correlation_id: CorrelationId.optional() }
const making = <P extends z.ZodType>(payload: P) =>
  z.strictObject({ ...envelope, ticket_id: TicketId.optional(), payload })
export const onTicket = <P extends z.ZodType>(payload: P) =>
  z.strictObject({ ...envelope, ticket_id: TicketId, payload })
export const answering = <D extends z.core.$ZodShape>(data: D) =>
  z.strictObject({
    request_id: RequestId,
    ticket: TicketSnapshot,
    emitted_event_ids: z.array(z.uuid()),
    data: z.strictObject(data),
  })

const noteKey = z.literal(CLOSEOUT_CHECKLIST[0]).optional()
const photoKey = z.literal(CLOSEOUT_CHECKLIST[1]).optional()
export const CreateTicket = z.strictObject({
  summary: Text(500),
  description: Text(10_000).optional(),
  incident_type: Id.optional(),
  /** Without it, ROUTINE. */
  priority: Priority.optional(),
  site: Site.optional(),
  customer_id: Id.optional(),
  channel: Channel.optional(),
})
export const ProposeSlots = z.strictObject({
  slots: z.array(Slot).min(1).max(20),
  run_id: Id.optional(),
  engine: Id.optional(),
  policy_version: Id.optional(),
  policy_hash: Id.optional(),
  input_hash: Id.optional(),
})
export type ProposeSlots = z.infer<typeof ProposeSlots>

/** The closed surface of the RFC, with what each tool is sent and answers. */
export const TOOLS = {
  'ticket.create': {
    summary: 'Open a ticket: in intake when its incident type and site are known, else as a lead',
    input: making(CreateTicket),
    output: answering({}),
    emits: ['ticket.created'],
  },
  'ticket.add_message': {
    summary: 'Keep a message of the customer or to the customer, raw and normalized',
    input: onTicket(
      z.strictObject({
        channel: Channel,
        direction: z.enum(['inbound', 'outbound']),
        text: Text(10_000),
        peer: Id.optional(),
        raw: z.unknown().optional(),
        normalized: z.unknown().optional(),
        provider_meta: z.unknown().optional(),
      }),
    ),
    output: answering({ message_id: z.uuid() }),
    emits: ['ticket.message_added'],
  },
  'schedule.propose_slots': {
    summary: 'Propose windows and technicians, best first; the state stays, and nothing is promised',
    input: onTicket(ProposeSlots),
    output: answering({}),
    emits: ['schedule.slots_proposed'],
  },
  'schedule.confirm': {
    summary: 'Agree on a window',
    input: onTicket(TimeWindow),
    output: answering({ confirmed_window: TimeWindow }),
    emits: ['schedule.confirmed'],
  },
  'schedule.reschedule': {
    summary: 'Agree on another window',
    input: onTicket(z.strictObject({ window: TimeWindow, reason: Text(1000).optional() })),
    output: answering({ confirmed_window: TimeWindow }),
    emits: ['schedule.rescheduled'],
  },
  'dispatch.assign_tech': {
    summary: 'Send a technician',
    input: onTicket(z.strictObject({ technician_id: Id })),
    output: answering({ technician_id: Id }),
    emits: ['dispatch.tech_assigned'],
  },
  'dispatch.set_eta': {
    summary: 'Say when the technician will be there',
    input: onTicket(z.strictObject({ eta: Instant })),
    output: answering({ eta: Instant }),
    emits: ['dispatch.eta_set'],
  },
  'closeout.add_note': {
    summary: 'Add a note on the work',
    input: onTicket(z.strictObject({ note: Text(10_000), checklist_key: noteKey })),
    output: answering({ note_id: z.uuid() }),
    emits: ['closeout.note_added'],
  },
  'closeout.add_photo': {
    summary: 'Add a photo that is stored already, by its hash or its storage key',
    input: onTicket(
      z
        .strictObject({ sha256: Sha256.optional(), storage_key: Text(500).optional(), checklist_key: photoKey })
        .refine(({ sha256, storage_key }) => sha256 !== undefined || storage_key !== undefined, {
          message: 'must have sha256 or storage_key',
          params: { code: 'PHOTO_WITHOUT_STORAGE' },
        }),
    ),
    output: answering({ photo_id: z.uuid(), sha256: Sha256, storage_key: z.string() }),
    emits: ['closeout.photo_added'],
  },
  'closeout.checklist_complete': {
    summary: 'State that the closeout checklist is complete',
    input: onTicket(z.strictObject({ checklist: z.record(z.enum(CLOSEOUT_CHECKLIST), z.literal(true)) })),
    output: answering({}),
    emits: ['closeout.checklist_completed'],
  },
  'billing.compile_closeout_packet': {
    summary: 'Bind what the invoice rests on into one packet',
    input: onTicket(z.strictObject({})),
    output: answering(CloseoutPacket.shape),
    emits: ['billing.closeout_packet_compiled'],
  },
} as const satisfies Record<
  ToolName,
  { summary: string; input: z.ZodObject; output: z.ZodObject; emits: readonly string[] }
>

/** What any tool is sent; the tool's own input says more. */
export type ToolRequest<P = unknown> = {
  request_id: string
  ticket_id?: string | undefined
  actor: Actor
  correlation_id?: string | undefined
  payload: P
}
/** What any tool answers. */
export const ToolResponse = z.object({
  request_id: RequestId,
  ticket: TicketSnapshot,
  emitted_event_ids: z.array(z.uuid()),
  data: z.record(z.string(), z.unknown()),
})
export type ToolResponse = z.infer<typeof ToolResponse>

/** Of the tools of the RFC; what else can happen stands in toolsets.ts. */
export const EVENT_TYPES = TOOL_NAMES.flatMap((name): string[] => [...TOOLS[name].emits])

/** Append-only: written once, never changed, never removed. */
export const AuditEvent = z
  .strictObject({
    event_id: z.uuid(),
    /** One of the table of tools, or of the system: what a reader does not know yet is new, and no fault. */
    type: z.string().regex(/^[a-z_]+\.[a-z_]+$/, 'a word, a dot and what happened'),
    /** Null: the event belongs to the system. */
    ticket_id: TicketId.nullable(),
    actor: z.strictObject({ id: z.string(), role: z.string(), type: z.enum(ACTOR_TYPES) }),
    tool: z.string(),
    channel: z.string().nullable(),
    request_id: z.string().nullable(),
    correlation_id: z.string(),
    trace_id: z.string().nullable(),
    /** Null before there was a ticket. Both are equal when the state stayed. */
    previous_state: z.enum(TICKET_STATES).nullable(),
    next_state: z.enum(TICKET_STATES).nullable(),
    payload: z.record(z.string(), z.unknown()),
    occurred_at: Instant,
    /** Of this event, over everything it says and the hash before it: of its ticket, or of the events of the system. */
    hash: Sha256.nullable(),
    previous_hash: z.string().nullable(),
  })
  .meta({ id: 'AuditEvent' })
export type AuditEvent = z.infer<typeof AuditEvent>
