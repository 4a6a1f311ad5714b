// The wire of the production server: an address for each tool, who acts and the key in headers, and an answer that does not
// say whether it is one of an earlier day. Knows no network.
import { z } from 'zod'
import { DispatchCommand } from '../contracts/command.ts'
import { faultsOf, jsonOf, plain } from './answer-text.ts'
import { roleInV1, toldInV1 } from './from-v0-to-v1.ts'
import type { Finding, Outcome } from './outcome.ts'
import type { Encoded, Profile, Verdict, WireAnswer, WireRequest } from './profile.ts'
import { ROLES_V1, toolV1, UuidShape } from './tools-v1.ts'

export const profileV1: Profile = { encode, read, story: { path: storyPath, headers: storyHeaders, tells } }

function encode(command: DispatchCommand): Encoded {
  const { requestId } = command
  const refused = (code: string, detail: string): Encoded => ({
    kind: 'refused',
    finding: { outcome: 'refused', judged: true, requestId, code, detail },
  })
  const valid = DispatchCommand.safeParse(command)
  if (!valid.success) return refused('INVALID_COMMAND', faultsOf(valid.error))
  const { actor, correlationId } = valid.data
  const { toolName, payload } = toldInV1(valid.data.toolName, valid.data.payload)
  const tool = toolV1(toolName)
  if (tool === undefined) return refused('UNKNOWN_TOOL', 'The list of tools is closed.')
  const role = ROLES_V1.find((known) => known === roleInV1(actor.role))
  if (role === undefined || !tool.roles.includes(role))
    return refused('FORBIDDEN_ROLE', `${actor.role} may not use ${toolName}.`)
  if (!UuidShape.safeParse(requestId).success)
    return refused('INVALID_COMMAND', 'On this wire the request id is a UUID.')
  if (!/^[\x21-\x7e]+$/.test(actor.id))
    return refused('INVALID_COMMAND', 'On this wire the id of the actor is printable ASCII without spaces.')
  const isOnTicket = tool.path.includes(':ticketId')
  const ticketId = valid.data.ticketId?.toLowerCase()
  if (isOnTicket && !UuidShape.safeParse(ticketId).success)
    return refused('INVALID_TICKET_ID', 'On this wire a ticket is named by its UUID.')
  const told = tool.payload.safeParse(payload ?? {})
  if (!told.success) return refused('INVALID_INPUT', faultsOf(told.error))
  return {
    kind: 'request',
    request: {
      requestId,
      toolName,
      ...(isOnTicket && ticketId !== undefined && { ticketId }),
      path: tool.path.replace(':ticketId', ticketId ?? ''),
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        'idempotency-key': requestId,
        'x-actor-id': actor.id,
        'x-actor-role': role,
        'x-actor-type': actor.type,
        'x-tool-name': toolName,
        'x-correlation-id': correlationId,
      },
      body: JSON.stringify(told.data),
    },
  }
}

function read(request: WireRequest, answer: WireAnswer): Verdict {
  const json = jsonOf(answer.text)
  return answer.status >= 200 && answer.status < 300
    ? readSuccess(request, answer, json)
    : readError(request, answer, json)
}

const Named = z.object({ id: UuidShape })
const TICKET_IN = {
  itself: Named,
  ticket: z.object({ ticket: Named }).transform(({ ticket }) => ticket),
  // A ranking, or a pause: each has an id of its own, by which it is told from any other JSON.
  nowhere: z
    .union([z.object({ snapshot_id: UuidShape }), z.object({ history_id: UuidShape })])
    .transform(() => undefined),
} as const

function readSuccess({ requestId, toolName, ticketId }: WireRequest, { status }: WireAnswer, json: unknown): Verdict {
  const said = { requestId, status }
  const answer = TICKET_IN[toolV1(toolName)?.ticketIn ?? 'itself'].safeParse(json)
  if (!answer.success) {
    const detail = 'The answer is not what the wire promises.'
    const finding = { ...said, outcome: 'unreachable', judged: false, code: 'UNREADABLE_ANSWER', detail } as const
    return { again: true, finding }
  }
  const named = answer.data?.id
  // The key is looked up without the ticket: used twice, it brings the answer that the first ticket got.
  if (ticketId !== undefined && named !== undefined && named.toLowerCase() !== ticketId) {
    const detail = `The answer is about ticket ${plain(named)}, asked was ${ticketId}.`
    return { again: false, finding: { ...said, outcome: 'mismatch', judged: true, code: 'WRONG_TICKET', detail } }
  }
  return { again: false, finding: { ...said, outcome: 'applied', judged: true } }
}

const ErrorAnswer = z.object({
  error: z.object({
    code: z.string().regex(/^[A-Z][A-Z\d_]{0,63}$/),
    message: z.string().optional().catch(undefined),
    from_state: z.string().optional().catch(undefined),
    to_state: z.string().optional().catch(undefined),
  }),
})

function readError({ requestId }: WireRequest, { status }: WireAnswer, json: unknown): Verdict {
  const passing = status === 408 || status === 429 || status >= 500
  const { data } = ErrorAnswer.safeParse(json)
  if (!data) {
    const detail = 'The answer is none of dispatch-api.'
    const finding = { outcome: 'unreachable', judged: false, requestId, status, code: 'NOT_A_PROBLEM', detail } as const
    return { again: passing, finding }
  }
  const { code, message, from_state: from, to_state: to } = data.error
  const detail = plain([message, from && to && `It is ${from}, and was to become ${to}.`].filter(Boolean).join('. '))
  const said = { requestId, status, code, ...(detail !== '' && { detail }) }
  if (code === 'NOT_FOUND')
    return { again: false, finding: { ...said, outcome: 'unreachable', judged: false, code: 'WRONG_ADDRESS' } }
  const outcome = OUTCOME_BY_CODE[code] ?? (status === 409 ? 'conflict' : passing ? 'unreachable' : 'refused')
  const finding: Finding = { ...said, outcome, judged: outcome !== 'unreachable' && status !== 401 }
  // Two equal commands at one time are not joined there: the second is refused for the state that the first has made.
  const inDoubt = code === 'INVALID_STATE_TRANSITION' && from !== undefined && from === to
  return { again: outcome === 'unreachable', finding, ...(inDoubt && { inDoubt }) }
}

const OUTCOME_BY_CODE: Readonly<Record<string, Outcome>> = {
  IDEMPOTENCY_PAYLOAD_MISMATCH: 'mismatch',
  AUTONOMY_DISABLED: 'paused',
}

function storyPath({ ticketId }: WireRequest): string {
  return `/tickets/${ticketId}/timeline`
}

/** As the same actor, who may read what it may change. */
function storyHeaders({ headers }: WireRequest): Readonly<Record<string, string>> {
  const { 'content-type': _type, 'idempotency-key': _key, 'x-tool-name': _tool, ...others } = headers
  return others
}

const Story = z.object({
  ticket_id: UuidShape,
  events: z.array(z.object({ id: z.string(), tool_name: z.string().nullable(), request_id: z.string().nullable() })),
})

function tells(
  { requestId, ticketId, toolName }: WireRequest,
  { status, text }: WireAnswer,
): Finding | 'untold' | 'unread' {
  const story = status === 200 ? Story.safeParse(jsonOf(text)) : undefined
  if (!story?.success || story.data.ticket_id.toLowerCase() !== ticketId) return 'unread'
  const event = story.data.events.find(
    ({ tool_name, request_id }) => tool_name === toolName && request_id?.toLowerCase() === requestId.toLowerCase(),
  )
  return event ? { outcome: 'replayed', judged: true, requestId, eventIds: [event.id] } : 'untold'
}
