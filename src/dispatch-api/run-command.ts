// The one way a ticket changes: validated input → permitted? → applied → audited → answered, in one transaction.
// A command that was answered before gets that answer again. Knows no tool by name but the one that makes tickets, and no HTTP.
import { type AnyTool, type RequestTo, rowOf, TOOLBOX } from '../contracts/toolsets.ts'
import type { ToolRequest, ToolResponse } from '../contracts/v0.ts'
import type { Connection, Database } from '../platform/database.ts'
import { fingerprint } from '../platform/fingerprint.ts'
import type { TraceContext } from '../platform/trace.ts'
import { type AnswerKey, insertAnswer, lockKey, lookUp, type StoredAnswer } from './answer-store.ts'
import { type ChainHead, headAt, insertEvent, type LinkedEvent, linkEvent, NEW_CHAIN } from './audit-store.ts'
import { controlsOf, shareAutonomy } from './autonomy/control-store.ts'
import { isAutomatic, pausedBy } from './autonomy/decision.ts'
import { Lanes, Underway } from './lanes.ts'
import type { ObjectStore } from './objects/object-store.ts'
import { assertMove, refuseHeld, refuseRole, refuseState, refuseStranger } from './permit.ts'
import { autonomyDisabled, payloadMismatch, ticketExists, ticketNotFound } from './refusals.ts'
import { type StoredTicket, snapshotOf } from './ticket.ts'
import { insertTicket, lockTicket, updateTicket } from './ticket-store.ts'
import { newTicket } from './tools/ticket-tools.ts'
import type { Change } from './tools/tool.ts'
import { CHANGING_TOOLS } from './tools/toolbox.ts'
import { v1StateOf } from './v1/states.ts'

export interface Command {
  readonly tenant: string
  readonly name: AnyTool
  readonly request: ToolRequest
  readonly trace: TraceContext
}

export type Answer = Pick<StoredAnswer, 'status' | 'body'> & { readonly replayed: boolean }

export interface Commands {
  /** Throws the refusal as an HttpProblem; then nothing is stored, and the request id is free for another try. */
  run(command: Command): Promise<Answer>
}

export function openCommands(database: Database, objects: ObjectStore): Commands {
  const lanes = new Lanes()
  const underway = new Underway<Answer>()
  return {
    async run(command) {
      const { tenant, name, request } = command
      const refusal = refuseRole(request.actor.role, name)
      if (refusal) throw refusal
      const scope = makesTicket(name) ? '' : (request.ticket_id ?? '')
      const key: AnswerKey = { tenant, tool: name, scope, requestId: request.request_id }
      // Not the correlation id: whoever sends a command again may do so for another reason.
      const contentHash = fingerprint([request.ticket_id ?? null, request.actor, request.payload])
      const lane = JSON.stringify(scope === '' ? key : [tenant, scope])
      const { result, joined } = await underway.run(JSON.stringify([key, contentHash]), () =>
        lanes.run(lane, () =>
          database.transaction((connection) => transact(connection, objects, { ...command, key, contentHash })),
        ),
      )
      return joined ? { ...result, replayed: true } : result
    },
  }
}

const makesTicket = (name: AnyTool) => rowOf(name).from.length === 0

type Keyed = Command & { readonly key: AnswerKey; readonly contentHash: string }

async function transact(on: Connection, objects: ObjectStore, command: Keyed): Promise<Answer> {
  const { tenant, name, request, key, contentHash } = command
  const stoppable = isAutomatic(request.actor) && !rowOf(name).evenPaused
  if (stoppable) await shareAutonomy(on, tenant)
  const locked = makesTicket(name) ? await lockKey(on, key) : await lockTicket(on, tenant, key.scope)
  const { earlier, now } = await lookUp(on, key)
  if (earlier && earlier.contentHash !== contentHash) throw payloadMismatch(request.request_id)
  if (earlier) return { status: earlier.status, body: earlier.body, replayed: true }

  if (!makesTicket(name) && !locked) throw ticketNotFound(key.scope)
  const before = locked?.ticket
  if (before) await permit(on, command, before, stoppable)
  const change: Change = before
    ? await CHANGING_TOOLS[name as keyof typeof CHANGING_TOOLS](before, request, {
        tenant,
        connection: on,
        objects,
        now,
      })
    : made(request as RequestTo<'ticket.create'>)
  assertMove(name, before?.state, change.ticket.state)

  const events = record(command, { before, change, head: locked?.head ?? NEW_CHAIN, now })
  const last = events.at(-1)
  const stamp = { now, head: last ? headAt(last) : (locked?.head ?? NEW_CHAIN) }
  const after = await (before ? updateTicket : insertTicket)(on, tenant, change.ticket, stamp)
  if (!after) throw ticketExists(change.ticket.id)
  for (const event of events) await insertEvent(on, event)
  await change.keep?.(on)
  const response: ToolResponse = {
    request_id: request.request_id,
    ticket: snapshotOf(after),
    emitted_event_ids: events.map(({ row }) => row.event_id),
    data: change.data ?? {},
  }
  const answer = { status: before ? 200 : 201, body: JSON.stringify(response) }
  await insertAnswer(on, key, { contentHash, ...answer })
  return { ...answer, replayed: false }
}

function made(request: RequestTo<'ticket.create'>): Change {
  const ticket = newTicket(request)
  return { ticket, channel: ticket.channel ?? undefined }
}

async function permit(
  on: Connection,
  { tenant, name, request: { actor } }: Command,
  ticket: StoredTicket,
  stoppable: boolean,
): Promise<void> {
  const refusal = refuseStranger(actor, ticket)
  if (refusal) throw refusal
  if (stoppable) {
    const subject = { ticketId: ticket.id, incidentType: ticket.incident_type }
    const paused = pausedBy(await controlsOf(on, tenant, subject), subject)
    if (paused) throw autonomyDisabled(paused)
  }
  const conflict = refuseState(actor.role, name, ticket.state) ?? refuseHeld(name, ticket)
  if (conflict) throw conflict
}

interface Step {
  readonly before: StoredTicket | undefined
  readonly change: Change
  readonly head: ChainHead
  readonly now: string
}

function record({ tenant, name, request, trace }: Command, { before, change, head, now }: Step): LinkedEvent[] {
  const events: LinkedEvent[] = []
  for (const type of TOOLBOX[name].emits) {
    const last = events.at(-1)
    const event = {
      type,
      ticket_id: change.ticket.id,
      actor: request.actor,
      tool: name,
      channel: change.channel ?? null,
      request_id: request.request_id,
      correlation_id: request.correlation_id ?? trace.correlationId,
      trace_id: trace.traceId ?? null,
      previous_state: before?.state ?? null,
      next_state: change.ticket.state,
      v1States: [before ? v1StateOf(before) : null, v1StateOf(change.ticket)],
      payload: { ...(request.payload as object), ...change.data },
    } as const
    events.push(linkEvent(tenant, event, { head: last ? headAt(last) : head, now }))
  }
  return events
}
