// One command of the wire v1: stored answer → contract → ticket → scope → pause → state → change, in one transaction, on
// the same tickets, chains and answers as the door of the RFC. As on that wire, whoever sends a key again while the first is
// underway is judged by the ticket as the first left it, and finds the stored answer a moment later.
import { rowOf } from '../../contracts/toolsets.ts'
import type { Connection, Database, Transaction } from '../../platform/database.ts'
import { fingerprint } from '../../platform/fingerprint.ts'
import { type AnswerKey, lookUp, sendAnswer } from '../answer-store.ts'
import { type ChainHead, linkEvent, NEW_CHAIN } from '../audit-store.ts'
import { controlsOf, shareAutonomy } from '../autonomy/control-store.ts'
import { type Control, isAutomatic, pausedBy } from '../autonomy/decision.ts'
import { Lanes } from '../lanes.ts'
import { assertMove } from '../permit.ts'
import type { StoredTicket } from '../ticket.ts'
import { lockTicket } from '../ticket-store.ts'
import { writeChange } from '../write-change.ts'
import { mustReach, type V1Actor } from './actor.ts'
import { contractViolation, keyReused, paused, ticketMissing, wrongState } from './errors.ts'
import { redacted } from './redact.ts'
import { faultsOf, V1_SCHEMAS, type V1Payload } from './schemas.ts'
import { v1Snapshot } from './snapshot.ts'
import { v1StateOf } from './states.ts'
import { V1_APPLY, V1_TABLE, type V1Change, type V1Tool, v1NewTicket } from './tools.ts'

export interface V1Call {
  readonly tenant: string
  readonly actor: V1Actor
  /** As the template of its path says it: the ticket is not part of a key on this wire. */
  readonly endpoint: string
  readonly requestId: string
  readonly correlationId: string
  readonly traceId: string | null
  readonly body: unknown
}

export interface V1Command extends V1Call {
  readonly tool: V1Tool
  readonly ticketId: string
}

export interface V1Answer {
  readonly status: number
  readonly body: string
}

export interface V1Commands {
  run(command: V1Command): Promise<V1Answer>
}

/** `pauseStopsProposals` false: as the server behaves that this wire was seen on, where a pause leaves proposals alone. */
export function openV1Commands(
  database: Database,
  { pauseStopsProposals }: { pauseStopsProposals: boolean },
): V1Commands {
  const lanes = new Lanes()
  return {
    async run(command) {
      const lane = `${command.tenant} ${command.ticketId || command.requestId}`
      return lanes.run(lane, () => database.transaction((on) => transact(on, command, pauseStopsProposals)))
    },
  }
}

export const keyOfCall = ({ tenant, endpoint, actor, requestId }: V1Call): AnswerKey => ({
  tenant,
  tool: `v1 ${endpoint}`,
  scope: actor.id,
  requestId,
})

/** The stored answer, or the moment at which there is none. */
export async function answered(on: Connection, call: V1Call): Promise<V1Answer | { now: string }> {
  const { earlier, now } = await lookUp(on, keyOfCall(call))
  if (!earlier) return { now }
  if (earlier.contentHash !== fingerprint(call.body ?? null)) throw keyReused()
  return { status: earlier.status, body: earlier.body }
}

export function keepAnswer(on: Transaction, call: V1Call, answer: V1Answer): V1Answer {
  sendAnswer(on, keyOfCall(call), { contentHash: fingerprint(call.body ?? null), ...answer })
  return answer
}

async function transact(on: Transaction, command: V1Command, pauseStopsProposals: boolean): Promise<V1Answer> {
  const { tenant, tool, ticketId, actor, body } = command
  const row = V1_TABLE[tool]
  const makes = row.from.length === 0
  const known = await answered(on, command)
  if ('status' in known) return known
  const faults = faultsOf(V1_SCHEMAS[tool], body ?? {})
  if (faults.length > 0) throw contractViolation(tool, faults)

  const stops = pauseStopsProposals && isAutomatic(actor.role === 'agent' ? { ...actor, type: 'AGENT' } : actor)
  const stoppable = row.stopsEveryone === true || (stops && !rowOf(row.as).evenPaused)
  // Sent together and taken in this order; the clock is read behind the lock, so that the times of a chain do not run backwards.
  const [, locked, { now }, controls] = await Promise.all([
    stoppable && shareAutonomy(on, tenant),
    makes ? undefined : lockTicket(on, tenant, ticketId),
    makes ? known : lookUp(on, keyOfCall(command)),
    stoppable && !makes ? controlsOf(on, tenant, ticketId) : [],
  ])
  if (!makes && !locked) throw ticketMissing()
  const before = locked?.ticket
  const change = before
    ? changed(command, before, { controls, now })
    : { ticket: reached(actor, v1NewTicket(body as V1Payload<'ticket.create'>)) }
  if (!(before && row.as === 'ticket.triage' && before.state === 'intake'))
    assertMove(row.as, before?.state, change.ticket.state)
  const after = await write(on, command, { before, change, head: locked?.head ?? NEW_CHAIN, now })
  const answer = change.answer?.(after) ?? v1Snapshot(after)
  return keepAnswer(on, command, { status: row.status, body: JSON.stringify(answer) })
}

function reached<T extends { readonly v1: { account_id?: string; site_id?: string } | null }>(
  actor: V1Actor,
  ticket: T,
): T {
  mustReach(actor, { account_id: ticket.v1?.account_id ?? null, site_id: ticket.v1?.site_id ?? null })
  return ticket
}

/** The controls are those that may stop the command. */
function changed(
  { tool, actor, body }: V1Command,
  before: StoredTicket,
  { controls, now }: { controls: readonly Control[]; now: string },
): V1Change {
  reached(actor, before)
  const scope = pausedBy(controls, { ticketId: before.id, incidentType: before.incident_type })
  if (scope) throw paused({ ...scope, incident_type: before.incident_type, ticket_id: before.id })
  const { from, to } = V1_TABLE[tool]
  const state = v1StateOf(before)
  if (!from.includes(state)) throw wrongState(state, from, to)
  const apply = V1_APPLY[tool as keyof typeof V1_APPLY] as (b: StoredTicket, p: unknown, now: string) => V1Change
  return apply(before, body, now)
}

interface Step {
  readonly before: StoredTicket | undefined
  readonly change: V1Change
  readonly head: ChainHead
  readonly now: string
}

async function write(on: Transaction, command: V1Command, { before, change, head, now }: Step): Promise<StoredTicket> {
  const { tenant, tool, actor, requestId, correlationId, traceId, endpoint, body } = command
  const { ticket } = change
  const linked = linkEvent(
    tenant,
    {
      type: V1_TABLE[tool].emits,
      ticket_id: ticket.id,
      actor,
      tool,
      channel: null,
      request_id: requestId,
      correlation_id: correlationId,
      trace_id: traceId,
      previous_state: before?.state ?? null,
      next_state: ticket.state,
      v1States: [before ? v1StateOf(before) : null, v1StateOf(ticket)],
      payload: { endpoint, requested_at: new Date(now).toISOString(), request: redacted(body ?? {}), ...change.facts },
    },
    { head, now },
  )
  const after = await writeChange(on, tenant, { before, ticket, events: [linked], head, now })
  if (!after) throw new Error(`Ticket ${ticket.id} was made twice.`)
  return after
}
