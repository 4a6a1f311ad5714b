// The one way a ticket changes: validated input → permitted? → applied → audited → answered, in one transaction.
// A command that was answered before gets that answer again. Knows no tool by name but the one that makes tickets, and no HTTP.
import { type AnyTool, type RequestTo, rowOf, TOOLBOX } from '../contracts/toolsets.ts'
import type { ToolRequest, ToolResponse } from '../contracts/v0.ts'
import type { Database, Transaction } from '../platform/database.ts'
import { fingerprint } from '../platform/fingerprint.ts'
import type { TraceContext } from '../platform/trace.ts'
import { type AnswerKey, lockKey, lookUp, type StoredAnswer, sendAnswer } from './answer-store.ts'
import { type ChainHead, headAt, type LinkedEvent, linkEvent, NEW_CHAIN } from './audit-store.ts'
import { controlsOf, shareAutonomy } from './autonomy/control-store.ts'
import { type Control, isAutomatic, pausedBy, type Subject } from './autonomy/decision.ts'
import { Lanes, Underway } from './lanes.ts'
import type { ObjectStore } from './objects/object-store.ts'
import { assertMove, refuseHeld, refuseRole, refuseState, refuseStranger } from './permit.ts'
import { autonomyDisabled, payloadMismatch, ticketExists, ticketNotFound } from './refusals.ts'
import { type StoredTicket, snapshotOf } from './ticket.ts'
import { lockTicket } from './ticket-store.ts'
import { newTicket } from './tools/ticket-tools.ts'
import type { Change } from './tools/tool.ts'
import { CHANGING_TOOLS } from './tools/toolbox.ts'
import { v1StateOf } from './v1/states.ts'
import { writeChange } from './write-change.ts'

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
        lanes.run(lane, () => database.transaction((on) => transact(on, objects, { ...command, key, contentHash }))),
      )
      return joined ? { ...result, replayed: true } : result
    },
  }
}

const makesTicket = (name: AnyTool) => rowOf(name).from.length === 0

type Keyed = Command & { readonly key: AnswerKey; readonly contentHash: string }

async function transact(on: Transaction, objects: ObjectStore, command: Keyed): Promise<Answer> {
  const { tenant, name, request, key, contentHash } = command
  const stoppable = isAutomatic(request.actor) && !rowOf(name).evenPaused
  const makes = makesTicket(name)
  // Sent together and taken in this order: what is read behind a lock sees what the lock waited for.
  const [, locked, { earlier, now }, controls] = await Promise.all([
    stoppable && shareAutonomy(on, tenant),
    makes ? lockKey(on, key) : lockTicket(on, tenant, key.scope),
    lookUp(on, key),
    stoppable && !makes ? controlsOf(on, tenant, key.scope) : [],
  ])
  const before = locked?.ticket
  if (earlier && earlier.contentHash !== contentHash) throw payloadMismatch(request.request_id)
  if (earlier) return { status: earlier.status, body: earlier.body, replayed: true }

  if (!makes && !locked) throw ticketNotFound(key.scope)
  if (before) permit(command, before, controls)
  const change: Change = before
    ? await CHANGING_TOOLS[name as keyof typeof CHANGING_TOOLS](before, request, {
        tenant,
        connection: on,
        objects,
        now,
      })
    : made(request as RequestTo<'ticket.create'>)
  assertMove(name, before?.state, change.ticket.state)

  const head = locked?.head ?? NEW_CHAIN
  const events = record(command, { before, change, head, now })
  const after = await writeChange(on, tenant, { before, ticket: change.ticket, events, head, now })
  if (!after) throw ticketExists(change.ticket.id)
  await change.keep?.(on)
  const response: ToolResponse = {
    request_id: request.request_id,
    ticket: snapshotOf(after),
    emitted_event_ids: events.map(({ row }) => row.event_id),
    data: change.data ?? {},
  }
  const answer = { status: before ? 200 : 201, body: JSON.stringify(response) }
  sendAnswer(on, key, { contentHash, ...answer })
  return { ...answer, replayed: false }
}

function made(request: RequestTo<'ticket.create'>): Change {
  const ticket = newTicket(request)
  return { ticket, channel: ticket.channel ?? undefined }
}

const subjectOf = (ticket: StoredTicket): Subject => ({ ticketId: ticket.id, incidentType: ticket.incident_type })

/** The controls are those that may stop the command. */
function permit({ name, request: { actor } }: Command, ticket: StoredTicket, controls: readonly Control[]): void {
  const refusal = refuseStranger(actor, ticket)
  if (refusal) throw refusal
  const paused = pausedBy(controls, subjectOf(ticket))
  if (paused) throw autonomyDisabled(paused)
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
