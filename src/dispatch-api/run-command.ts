// The one way a ticket changes: validated input → permitted? → applied → audited → answered, in one transaction.
// A command that was answered before gets that answer again. Knows no tool by name and no HTTP.
import {
  STATE_CHANGES,
  type TicketSnapshot,
  TOOLS,
  type ToolName,
  type ToolRequest,
  type ToolResponse,
} from '../contracts/v0.ts'
import type { Connection, Database } from '../platform/database.ts'
import { fingerprint } from '../platform/fingerprint.ts'
import type { TraceContext } from '../platform/trace.ts'
import { type AnswerKey, findAnswer, insertAnswer, lockKey, type StoredAnswer } from './answer-store.ts'
import { appendEvent } from './audit-store.ts'
import { assertMove, refuseRole, refuseState } from './permit.ts'
import { payloadMismatch, ticketExists, ticketNotFound } from './refusals.ts'
import { insertTicket, lockTicket, updateTicket } from './ticket-store.ts'
import type { Change, Tool } from './tools.ts'

export interface Command {
  readonly tenant: string
  readonly name: ToolName
  readonly tool: Tool
  readonly request: ToolRequest
  readonly trace: TraceContext
}

export type Answer = Pick<StoredAnswer, 'status' | 'body'> & { readonly replayed: boolean }

/** Throws the refusal as an HttpProblem; then nothing is stored, and the request id is free for another try. */
export async function runCommand(database: Database, command: Command): Promise<Answer> {
  const { tenant, name, request } = command
  const refusal = refuseRole(request.actor.role, name)
  if (refusal) throw refusal
  const makesTicket = STATE_CHANGES[name].from.length === 0
  const scope = makesTicket ? '' : (request.ticket_id ?? '')
  const key: AnswerKey = { tenant, tool: name, scope, requestId: request.request_id }
  // Not the correlation id: whoever sends a command again may do so for another reason.
  const contentHash = fingerprint([request.ticket_id ?? null, request.actor, request.payload])

  return database.transaction(async (connection) => {
    await lockKey(connection, key)
    const earlier = await findAnswer(connection, key)
    if (earlier && earlier.contentHash !== contentHash) throw payloadMismatch(request.request_id)
    if (earlier) return { status: earlier.status, body: earlier.body, replayed: true }
    const { before, after, change } = await (makesTicket ? make : alter)(connection, command)
    assertMove(name, before?.state, after.state)
    const eventIds = await record(connection, command, { before, after, change })
    const response: ToolResponse = {
      request_id: request.request_id,
      ticket: after,
      emitted_event_ids: eventIds,
      data: change.data,
    }
    const body = JSON.stringify(response)
    const { status } = command.tool
    await insertAnswer(connection, key, { contentHash, status, body })
    return { status, body, replayed: false }
  })
}

interface Step {
  readonly before: TicketSnapshot | undefined
  readonly after: TicketSnapshot
  readonly change: Change
}

async function make(on: Connection, { tenant, tool, request }: Command): Promise<Step> {
  const change = tool.apply(undefined, request)
  const after = await insertTicket(on, tenant, change.ticket)
  if (!after) throw ticketExists(change.ticket.id)
  return { before: undefined, after, change }
}

async function alter(on: Connection, { tenant, name, tool, request }: Command): Promise<Step> {
  const id = request.ticket_id ?? ''
  const before = await lockTicket(on, tenant, id)
  if (!before) throw ticketNotFound(id)
  const refusal = refuseState(request.actor.role, name, before.state)
  if (refusal) throw refusal
  const change = tool.apply(before, request)
  return { before, after: await updateTicket(on, tenant, change.ticket), change }
}

async function record(on: Connection, command: Command, { before, after, change }: Step): Promise<string[]> {
  const { tenant, name, request, trace } = command
  const ids: string[] = []
  for (const type of TOOLS[name].emits)
    ids.push(
      await appendEvent(on, tenant, {
        type,
        ticket_id: after.id,
        actor: request.actor,
        tool: name,
        channel: change.channel ?? null,
        request_id: request.request_id,
        correlation_id: request.correlation_id ?? trace.correlationId,
        trace_id: trace.traceId ?? null,
        previous_state: before?.state ?? null,
        next_state: after.state,
        payload: request.payload as Record<string, unknown>,
      }),
    )
  return ids
}
