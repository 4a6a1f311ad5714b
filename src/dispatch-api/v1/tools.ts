// The commands of the wire v1 on the one ticket that both wires share: where each works, who may send it, and what it does.
import { v7 as timeOrderedId } from 'uuid'
import type { z } from 'zod'
import type { AnyTool, EventType } from '../../contracts/toolsets.ts'
import type { Hold } from '../../contracts/v0.ts'
import type { StoredTicket, Ticket } from '../ticket.ts'
import { newTicket } from '../tools/ticket-tools.ts'
import type { V1Role } from './actor.ts'
import { V1Held, V1Released, V1RolledBack } from './answers.ts'
import { holdFault, invalidRequest } from './errors.ts'
import { plain } from './redact.ts'
import type { V1_SCHEMAS, V1Payload } from './schemas.ts'
import { v1Snapshot, v1Window } from './snapshot.ts'
import { type V1State, v1StateOf } from './states.ts'

export type V1Tool = keyof typeof V1_SCHEMAS

export interface V1Change {
  readonly ticket: Ticket
  /** Beside the request in the event. */
  readonly facts?: Readonly<Record<string, unknown>>
  /** The answer; without it, the ticket. */
  readonly answer?: (after: StoredTicket) => V1Held | V1Released | V1RolledBack
}

interface Row {
  /** Behind /tickets/{ticketId}; empty for the one that makes tickets. */
  readonly path: string
  readonly roles: readonly V1Role[]
  readonly from: readonly V1State[]
  /** Of the refusal; where it leads is up to the command. */
  readonly to: V1State | null
  readonly status: 200 | 201
  /** The tool of the RFC that it amounts to, which tells whether a pause stops it. */
  readonly as: AnyTool
  readonly emits: EventType
  /** Refused under a pause whoever sends it, as this wire does. */
  readonly stopsEveryone?: true
  /** Without it, the ticket. */
  readonly answers?: z.ZodType
}

const DA = ['dispatcher', 'agent'] as const
const D = ['dispatcher'] as const
const HELD = ['PENDING_CUSTOMER_CONFIRMATION'] as const
const DONE = { from: ['IN_PROGRESS'], to: 'COMPLETED_PENDING_VERIFICATION', status: 200, stopsEveryone: true } as const

export const V1_TABLE: Readonly<Record<V1Tool, Row>> = {
  'ticket.create': {
    path: '',
    roles: DA,
    from: [],
    to: 'NEW',
    status: 201,
    as: 'ticket.create',
    emits: 'ticket.created',
  },
  'ticket.triage': {
    ...{ path: '/triage', roles: DA, from: ['NEW', 'NEEDS_INFO', 'TRIAGED'], to: 'TRIAGED', status: 200 },
    ...{ as: 'ticket.triage', emits: 'ticket.triaged' },
  },
  'schedule.propose': {
    ...{ path: '/schedule/propose', roles: DA, from: ['READY_TO_SCHEDULE'], to: 'SCHEDULE_PROPOSED', status: 200 },
    ...{ as: 'schedule.propose_slots', emits: 'schedule.slots_proposed' },
  },
  'schedule.confirm': {
    ...{ path: '/schedule/confirm', roles: D, from: ['SCHEDULE_PROPOSED'], to: 'SCHEDULED', status: 200 },
    ...{ as: 'schedule.confirm', emits: 'schedule.confirmed' },
  },
  'schedule.hold': {
    ...{ path: '/schedule/hold', roles: D, from: ['SCHEDULE_PROPOSED', 'SCHEDULED'], to: HELD[0], status: 201 },
    ...{ as: 'schedule.hold', emits: 'schedule.hold_placed', answers: V1Held },
  },
  'schedule.release': {
    ...{ path: '/schedule/release', roles: D, from: HELD, to: null, status: 200 },
    ...{ as: 'schedule.release', emits: 'schedule.hold_released', answers: V1Released },
  },
  'schedule.rollback': {
    ...{ path: '/schedule/rollback', roles: D, from: HELD, to: null, status: 200 },
    ...{ as: 'schedule.rollback', emits: 'schedule.hold_rolled_back', answers: V1RolledBack },
  },
  'tech.complete': {
    ...{ path: '/tech/complete', roles: ['dispatcher', 'technician'], ...DONE },
    ...{ as: 'tech.complete', emits: 'tech.work_completed' },
  },
  'closeout.candidate': {
    ...{ path: '/closeout/candidate', roles: ['dispatcher', 'agent', 'technician'], ...DONE },
    ...{ as: 'tech.complete', emits: 'tech.work_completed' },
  },
}

export function v1NewTicket(payload: V1Payload<'ticket.create'>): Ticket {
  const { summary, description, account_id, site_id, asset_id, nte_cents } = payload
  const ticket = newTicket({
    request_id: '',
    actor: { id: '', role: 'operator_admin', type: 'HUMAN' },
    payload: { summary: plain(summary), ...(description === undefined ? {} : { description: plain(description) }) },
  })
  const facts = { account_id, site_id, ...(asset_id && { asset_id }), ...(nte_cents !== undefined && { nte_cents }) }
  return { ...ticket, v1: facts }
}

type Apply<N extends V1Tool> = (before: StoredTicket, payload: V1Payload<N>, now: string) => V1Change
type Changing = Exclude<V1Tool, 'ticket.create'>

export const V1_APPLY: { readonly [N in Changing]: Apply<N> } = {
  'ticket.triage': (before, payload) => {
    const { priority, incident_type, nte_cents } = payload
    const outcome =
      payload.workflow_outcome ??
      (payload.requires_approval ? 'APPROVAL_REQUIRED' : payload.ready_to_schedule ? 'READY_TO_SCHEDULE' : 'TRIAGED')
    const { stage: _before, ...facts } = before.v1 ?? {}
    const stage = outcome === 'READY_TO_SCHEDULE' ? {} : { stage: outcome }
    const from = v1StateOf(before)
    return {
      ticket: {
        ...before,
        state: 'intake',
        priority,
        incident_type: plain(incident_type),
        v1: { ...facts, ...stage, ...(nte_cents !== undefined && { nte_cents }), sop_handoff_acknowledged: true },
      },
      facts: {
        workflow_outcome: outcome,
        derived_transitions: [
          ...(from === 'TRIAGED' ? [] : [`${from}->TRIAGED`]),
          ...(outcome === 'TRIAGED' ? [] : [`TRIAGED->${outcome}`]),
        ],
      },
    }
  },
  'schedule.propose': (before, { options }) => {
    const spans = options.map((option, index) => span(option, `options[${index}]`))
    const proposed_slots = spans.map(({ start, end }) => ({ window_start: start, window_end: end }))
    return { ticket: { ...before, proposed_slots }, facts: { options: spans, selected_window_hint: spans[0] } }
  },
  'schedule.confirm': (before, payload) => {
    const { start, end } = span(payload, 'schedule')
    return { ticket: { ...before, state: 'scheduled', confirmed_window: { window_start: start, window_end: end } } }
  },
  'schedule.hold': (before, { hold_reason, confirmation_window }, now) => {
    const window = span(confirmation_window, 'confirmation_window')
    const [hold_id, snapshot_id] = [timeOrderedId(), timeOrderedId()]
    const hold = { hold_id, reason: hold_reason, confirmation_window: window, held_at: now }
    return {
      ticket: { ...before, hold, v1: { ...before.v1, hold_snapshot_id: snapshot_id } },
      facts: {
        hold_reason,
        hold_sequence_id: hold_id,
        hold_snapshot_id: snapshot_id,
        confirmation_window: window,
      },
      answer: (after) => ({
        ticket: v1Snapshot(after),
        hold_id,
        snapshot_id,
        hold_state: v1StateOf(before),
        confirmation_window: window,
      }),
    }
  },
  'schedule.release': (before, { customer_confirmation_id }, now) => {
    const { hold, ids } = heldIn(before)
    if (hold.hold_id !== customer_confirmation_id.toLowerCase())
      throw holdFault('HOLD_CONFIRMATION_MISSING', 'Customer confirmation log does not match hold identifier', {
        ...ids,
        confirmation_log: customer_confirmation_id,
      })
    if (isLate(hold, now))
      throw holdFault('CUSTOMER_CONFIRMATION_STALE', 'Customer confirmation has expired', {
        ...ids,
        confirmation_window: hold.confirmation_window,
      })
    return unheld(before, hold)
  },
  'schedule.rollback': (before, { confirmation_id, reason }, now) => {
    const { hold, ids } = heldIn(before)
    if (hold.hold_id !== confirmation_id.toLowerCase())
      throw holdFault('SCHEDULE_HOLD_STATE_CONFLICT', 'Confirmation does not match hold identifier', {
        ...ids,
        confirmation_id,
      })
    if (isLate(hold, now)) throw holdFault('CUSTOMER_CONFIRMATION_STALE', 'Customer confirmation has expired', ids)
    return unheld(before, hold, { reason: reason ?? null })
  },
  'tech.complete': (before) => ({ ticket: { ...before, state: 'work_performed' } }),
  'closeout.candidate': (before) => ({ ticket: { ...before, state: 'work_performed' } }),
}

/** In UTC with milliseconds, as this wire stores them. */
function span({ start, end }: { start: string; end: string }, field: string) {
  const [from, to] = [new Date(start), new Date(end)]
  if (to <= from) throw invalidRequest(`Field '${field}' end must be after start`)
  return { start: from.toISOString(), end: to.toISOString() }
}

const isLate = ({ confirmation_window }: Hold, now: string) => Date.parse(now) > Date.parse(confirmation_window.end)

function heldIn({ hold, v1 }: StoredTicket) {
  if (!hold) throw holdFault('HOLD_SNAPSHOT_MISSING', 'Hold snapshot is missing', {})
  return { hold, ids: { snapshot_id: v1?.hold_snapshot_id ?? null, hold_id: hold.hold_id } }
}

function unheld(
  before: StoredTicket,
  hold: Hold,
  more: { reason: string | null } | Record<never, never> = {},
): V1Change {
  const { hold_snapshot_id, ...v1 } = before.v1 ?? {}
  const ticket = { ...before, hold: null, v1 }
  const restored_state = v1StateOf(ticket)
  return {
    ticket,
    facts: {
      ...more,
      restored_state,
      hold_sequence_id: hold.hold_id,
      hold_snapshot_id: hold_snapshot_id ?? null,
      confirmation_window: hold.confirmation_window,
    },
    answer: (after) => ({
      ticket: v1Snapshot(after),
      hold_id: hold.hold_id,
      snapshot_id: hold_snapshot_id ?? null,
      ...more,
      restored_state,
      restored_window: v1Window(ticket),
    }),
  }
}
