// What the wire v1 answers: a ticket, what holds and their ends add to it, its events, the kill switch, and every error.
// Of the document and of the code alike. Imports contracts and the words of this wire only.
import { z } from 'zod'
import { ACTOR_TYPES } from '../../contracts/v0.ts'
import { DIMENSIONS } from './errors.ts'
import { V1_STATES } from './states.ts'

/** In UTC with milliseconds, or as the ticket has it. */
const Time = z.string()
const Words = z.string().nullable()
const State = z.enum(V1_STATES)
const WindowTold = z.strictObject({ start: Time, end: Time })

export const V1Ticket = z
  .strictObject({
    id: z.uuid(),
    account_id: Words,
    site_id: Words,
    asset_id: Words,
    state: State,
    priority: z.string(),
    incident_type: Words,
    summary: z.string(),
    description: Words,
    customer_name: z.null(),
    customer_phone: z.null(),
    customer_email: z.null(),
    nte_cents: z.int(),
    scheduled_start: Time.nullable(),
    scheduled_end: Time.nullable(),
    identity_signature: z.null(),
    identity_confidence: z.int(),
    classification_confidence: z.int(),
    sop_handoff_required: z.boolean(),
    sop_handoff_acknowledged: z.boolean(),
    sop_handoff_prompt: z.null(),
    assigned_provider_id: z.null(),
    assigned_tech_id: Words,
    version: z.int().min(0),
    created_at: Time,
    updated_at: Time,
  })
  .meta({ id: 'V1Ticket' })
export type V1Ticket = z.infer<typeof V1Ticket>

export const V1Held = z.strictObject({
  ticket: V1Ticket,
  hold_id: z.uuid(),
  snapshot_id: z.uuid(),
  hold_state: State,
  confirmation_window: WindowTold,
})
export type V1Held = z.infer<typeof V1Held>
export const V1Released = z.strictObject({
  ticket: V1Ticket,
  hold_id: z.uuid(),
  snapshot_id: z.uuid().nullable(),
  restored_state: State,
  restored_window: WindowTold.nullable(),
})
export type V1Released = z.infer<typeof V1Released>
export const V1RolledBack = z.strictObject({ ...V1Released.shape, reason: Words })
export type V1RolledBack = z.infer<typeof V1RolledBack>

const V1Event = z.strictObject({
  id: z.uuid(),
  ticket_id: z.uuid(),
  actor_type: z.enum(ACTOR_TYPES),
  actor_id: z.string(),
  actor_role: z.string(),
  tool_name: z.string(),
  request_id: Words,
  correlation_id: z.string(),
  trace_id: Words,
  before_state: Words,
  after_state: Words,
  payload: z.unknown(),
  created_at: Time,
})
export type V1Event = z.infer<typeof V1Event>
export const V1Timeline = z.strictObject({ ticket_id: z.uuid(), events: z.array(V1Event) })

const scope = {
  scope_type: z.enum(['TICKET', 'INCIDENT', 'GLOBAL']),
  incident_type: Words,
  ticket_id: z.uuid().nullable(),
}
const said = {
  ...{ actor_type: z.string(), actor_id: z.string(), actor_role: z.string() },
  ...{ request_id: z.string(), correlation_id: z.string(), trace_id: Words },
}
const Control = z
  .strictObject({
    id: z.uuid(),
    ...scope,
    is_paused: z.boolean(),
    reason: Words,
    ...said,
    created_at: Time,
    updated_at: Time,
  })
  .meta({ id: 'AutonomyControl' })
const Decision = z.strictObject({ ...scope, is_paused: z.boolean(), reason: Words })
const Link = z.strictObject({ ...Decision.shape, actor_role: z.null(), created_at: z.null(), updated_at: z.null() })
const action = z.enum(['pause', 'rollback'])

export const SwitchTurned = z.strictObject({
  action,
  scope: Control,
  previous_is_paused: z.boolean(),
  current_is_paused: z.boolean(),
  history_id: z.uuid(),
})
export const SwitchState = z.strictObject({
  generated_at: Time,
  controls: z.array(Control),
  /** What holds for the ticket that was asked about; null when none was, or when nothing speaks of it. */
  decision: Decision.nullable(),
  /** The controls that speak of it, the deciding one first. */
  chain: z.array(Link),
  query: z.strictObject({ ticket_id: Words, incident_type: Words }),
})
export const SwitchReplay = z.strictObject({
  generated_at: Time,
  ticket_id: z.uuid(),
  incident_type: Words,
  decision: Decision.nullable(),
  chain: z.array(Link),
  controls: z.array(Control),
  /** The latest first within TICKET, INCIDENT and GLOBAL. */
  history: z.array(
    z.strictObject({
      id: z.uuid(),
      ...scope,
      action,
      previous_is_paused: z.boolean(),
      next_is_paused: z.boolean(),
      ...said,
      reason: Words,
      payload: z.strictObject({ action, reason: Words, ...scope }),
      created_at: Time,
    }),
  ),
})
export type SwitchTurned = z.infer<typeof SwitchTurned>
export type SwitchState = z.infer<typeof SwitchState>
export type SwitchReplay = z.infer<typeof SwitchReplay>

/** Open: a code may bring facts of its own. */
export const V1ErrorAnswer = z
  .strictObject({
    error: z.looseObject({
      code: z.string(),
      message: z.string(),
      request_id: Words.meta({ description: 'The key of the command, once it was looked at' }),
      correlation_id: z.string().optional(),
      policy_error: z.strictObject({ dimension: z.enum(DIMENSIONS) }).optional(),
    }),
  })
  .meta({ id: 'V1Error' })
