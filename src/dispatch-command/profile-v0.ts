// The wire of RFC 0001 and of the toolsets beside it: one door for each tool, the envelope as body, problem details as
// errors. Knows no network.
import { z } from 'zod'
import { DispatchCommand } from '../contracts/command.ts'
import { isTool, statesPermitted, TOOLBOX } from '../contracts/toolsets.ts'
import { ROLES } from '../contracts/v0.ts'
import { faultsOf, jsonOf, plain } from './answer-text.ts'
import type { Outcome } from './outcome.ts'
import type { Encoded, Profile, Verdict, WireAnswer, WireRequest } from './profile.ts'

export const profileV0: Profile = { encode, read }

function encode(command: DispatchCommand): Encoded {
  const { requestId } = command
  const refused = (code: string, detail: string): Encoded => ({
    kind: 'refused',
    finding: { outcome: 'refused', judged: true, requestId, code, detail },
  })
  const valid = DispatchCommand.safeParse(command)
  if (!valid.success) return refused('INVALID_COMMAND', faultsOf(valid.error))
  const { toolName, ticketId, actor, correlationId, payload } = valid.data
  if (!isTool(toolName)) return refused('UNKNOWN_TOOL', 'The list of tools is closed.')
  const role = ROLES.find((known) => known === actor.role)
  if (role === undefined || statesPermitted(role, toolName) === undefined)
    return refused('FORBIDDEN_ROLE', `${actor.role} may not use ${toolName}.`)
  const envelope = TOOLBOX[toolName].input.safeParse({
    request_id: requestId,
    ...(ticketId === undefined ? {} : { ticket_id: ticketId }),
    actor,
    correlation_id: correlationId,
    payload: payload ?? {},
  })
  if (!envelope.success) {
    const ofTicket = envelope.error.issues.some(({ path }) => path[0] === 'ticket_id')
    return refused(ofTicket ? 'INVALID_TICKET_ID' : 'INVALID_INPUT', faultsOf(envelope.error))
  }
  const { data } = envelope
  return {
    kind: 'request',
    request: {
      requestId,
      toolName,
      ...(data.ticket_id === undefined ? {} : { ticketId: data.ticket_id }),
      path: `/v0/tools/${toolName}`,
      headers: { 'content-type': 'application/json', accept: 'application/json', 'idempotency-key': requestId },
      body: JSON.stringify(data),
    },
  }
}

function read(request: WireRequest, answer: WireAnswer): Verdict {
  const json = jsonOf(answer.text)
  return answer.status >= 200 && answer.status < 300
    ? readSuccess(request, answer, json)
    : readProblem(request, answer, json)
}

/** Only what is needed here: whatever else an answer holds may change without doing harm. */
const Success = z.object({
  request_id: z.string(),
  ticket: z.object({ id: z.string() }),
  emitted_event_ids: z.array(z.uuid()),
})

function readSuccess({ requestId, ticketId }: WireRequest, { status, headers }: WireAnswer, json: unknown): Verdict {
  const answer = Success.safeParse(json)
  if (!answer.success) {
    const detail = 'The answer is not what the contract says.'
    const finding = {
      outcome: 'unreachable',
      judged: false,
      requestId,
      status,
      code: 'UNREADABLE_ANSWER',
      detail,
    } as const
    return { again: true, finding }
  }
  const { request_id, ticket, emitted_event_ids: eventIds } = answer.data
  const judged = { judged: true, requestId, status }
  // Whoever answers for another ticket has not done what was asked, whatever else it did.
  const fault = (code: string, detail: string): Verdict => ({
    again: false,
    finding: { ...judged, outcome: 'mismatch', code, detail },
  })
  if (request_id !== requestId) return fault('WRONG_REQUEST', `The answer is to request ${plain(request_id)}.`)
  if (ticketId !== undefined && ticket.id.toLowerCase() !== ticketId)
    return fault('WRONG_TICKET', `The answer is about ticket ${plain(ticket.id)}, asked was ${ticketId}.`)
  const outcome = headers.get('idempotency-replayed') === 'true' ? 'replayed' : 'applied'
  return { again: false, finding: { ...judged, outcome, eventIds } }
}

const Problem = z.object({
  code: z.string().regex(/^[A-Z][A-Z\d_]{0,63}$/),
  detail: z.string().optional().catch(undefined),
})

function readProblem({ requestId }: WireRequest, { status }: WireAnswer, json: unknown): Verdict {
  const passing = status === 408 || status === 429 || (status >= 500 && status !== 501)
  const { data: problem } = Problem.safeParse(json)
  if (!problem) {
    const detail = 'The answer is none of dispatch-api.'
    const finding = { outcome: 'unreachable', judged: false, requestId, status, code: 'NOT_A_PROBLEM', detail } as const
    return { again: passing, finding }
  }
  const { code, detail } = problem
  const said = { requestId, status, ...(detail !== undefined && { detail: plain(detail) }) }
  if (NO_DOOR.has(code))
    return { again: false, finding: { ...said, outcome: 'unreachable', judged: false, code: 'WRONG_ADDRESS' } }
  const outcome = OUTCOME_BY_CODE[code] ?? (status === 409 ? 'conflict' : passing ? 'unreachable' : 'refused')
  // Without a token that it accepts, dispatch-api looks at nothing: not even whether the command was done before.
  const judged = outcome !== 'unreachable' && status !== 401
  return { again: outcome === 'unreachable', finding: { ...said, outcome, judged, code } }
}

const OUTCOME_BY_CODE: Readonly<Record<string, Outcome>> = {
  IDEMPOTENCY_PAYLOAD_MISMATCH: 'mismatch',
  AUTONOMY_DISABLED: 'paused',
  NOT_SUPPORTED_YET: 'refused',
}
/** Said of an address, and not of a command: whatever answers, it is not the door of dispatch-api. */
const NO_DOOR: ReadonlySet<string> = new Set(['NOT_FOUND', 'METHOD_NOT_ALLOWED'])
