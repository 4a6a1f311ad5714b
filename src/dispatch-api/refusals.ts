// The ways a command is refused, as the problem its caller is told. Knows no table and no HTTP server.
import type { Role, TicketState, ToolName } from '../contracts/v0.ts'
import { HttpProblem } from '../platform/http.ts'

export const unknownTool = () =>
  new HttpProblem({
    status: 404,
    code: 'UNKNOWN_TOOL',
    title: 'There is no such tool',
    detail: 'The list is closed; GET /v0/tools shows it.',
  })

export const notSupportedYet = (tool: ToolName) =>
  new HttpProblem({
    status: 501,
    code: 'NOT_SUPPORTED_YET',
    title: 'This server does not do that yet',
    detail: `${tool} is part of the contract; nothing was changed.`,
  })

export const forbiddenRole = (role: Role, tool: ToolName, state?: TicketState) =>
  new HttpProblem({
    status: 403,
    code: 'FORBIDDEN_ROLE',
    title: 'The role may not do that',
    detail: `${role} may not use ${tool}${state === undefined ? '' : ` on a ticket in ${state}`}.`,
  })

export const foreignActor = (role: Role) =>
  new HttpProblem({
    status: 403,
    code: 'FORBIDDEN_ACTOR',
    title: 'The token may not speak for that actor',
    detail: `Its claim actor_roles does not name ${role}.`,
  })

export const invalidTransition = (tool: ToolName, from: TicketState, allowed: readonly TicketState[]) =>
  new HttpProblem({
    status: 409,
    code: 'INVALID_STATE_TRANSITION',
    title: 'The ticket is in a state that does not allow it',
    detail: `${tool} works in ${allowed.join(', ')}; the ticket is in ${from}.`,
    facts: { from, allowed: [...allowed] },
  })

export const ticketNotFound = (ticketId: string) =>
  new HttpProblem({
    status: 404,
    code: 'TICKET_NOT_FOUND',
    title: 'There is no such ticket',
    detail: `No ticket ${ticketId} is known here.`,
  })

export const ticketExists = (ticketId: string) =>
  new HttpProblem({
    status: 409,
    code: 'TICKET_EXISTS',
    title: 'There is such a ticket already',
    detail: `Ticket ${ticketId} was made by another request.`,
  })

export const payloadMismatch = (requestId: string) =>
  new HttpProblem({
    status: 409,
    code: 'IDEMPOTENCY_PAYLOAD_MISMATCH',
    title: 'The request id belongs to a command with other content',
    detail: `${requestId} was answered before, for another ticket_id, actor or payload. Nothing was changed.`,
  })

export const keyDiffers = () =>
  new HttpProblem({
    status: 400,
    code: 'INVALID_INPUT',
    title: 'The request is not valid',
    issues: [
      {
        path: '/headers/idempotency-key',
        code: 'IDEMPOTENCY_KEY_DIFFERS',
        message: 'must equal request_id, or be left out',
      },
    ],
  })
