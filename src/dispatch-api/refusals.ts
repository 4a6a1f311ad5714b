// The ways a command is refused, as the problem its caller is told. Knows no table and no HTTP server.
import type { AnyTool } from '../contracts/toolsets.ts'
import type { Role, TicketState } from '../contracts/v0.ts'
import { HttpProblem, invalidInput } from '../platform/http.ts'

export const unknownTool = () =>
  new HttpProblem({
    status: 404,
    code: 'UNKNOWN_TOOL',
    title: 'There is no such tool',
    detail: 'The list is closed; GET /v0/tools shows it.',
  })

export const forbiddenRole = (role: Role, tool: AnyTool, state?: TicketState) =>
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

export const invalidTransition = (tool: AnyTool, from: TicketState, allowed: readonly TicketState[]) =>
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
  new HttpProblem(
    invalidInput([
      {
        path: '/headers/idempotency-key',
        code: 'IDEMPOTENCY_KEY_DIFFERS',
        message: 'must equal request_id, or be left out',
      },
    ]),
  )

export const notTheirs = (role: Role, ticketId: string) =>
  new HttpProblem({
    status: 403,
    code: 'FORBIDDEN_TICKET',
    title: 'The ticket is not theirs',
    detail: `${role} reaches only tickets that name them, and ${ticketId} does not.`,
  })

export const triageIncomplete = (missing: readonly string[]) =>
  new HttpProblem({
    status: 409,
    code: 'TRIAGE_INCOMPLETE',
    title: 'Too little is known to take the lead up',
    detail: `Neither the ticket nor the request says: ${missing.join(', ')}.`,
    facts: { missing: [...missing] },
  })

export const closeoutIncomplete = (missing: readonly string[]) =>
  new HttpProblem({
    status: 409,
    code: 'CLOSEOUT_REQUIREMENTS_INCOMPLETE',
    title: 'Closeout lacks evidence',
    detail: `There is nothing yet under: ${missing.join(', ')}.`,
    facts: { missing: [...missing] },
  })

export const attachmentNotFound = () =>
  new HttpProblem({
    status: 404,
    code: 'ATTACHMENT_NOT_FOUND',
    title: 'There is no such attachment',
    detail: 'Store it first: PUT /v0/attachments/{sha256}.',
  })

export const notAPhoto = (contentType: string) =>
  new HttpProblem({
    status: 409,
    code: 'NOT_A_PHOTO',
    title: 'The attachment is no photo',
    detail: `It is ${contentType}.`,
  })

const holdConflict = (detail: string) =>
  new HttpProblem({
    status: 409,
    code: 'SCHEDULE_HOLD_STATE_CONFLICT',
    title: 'The hold of the ticket stands in the way',
    detail,
  })
export const held = (tool: string, holdId: string) => holdConflict(`${tool} waits until hold ${holdId} is released.`)
export const holdMissing = (ticketId: string) => holdConflict(`Ticket ${ticketId} is not held.`)
export const nothingToHold = (ticketId: string) => holdConflict(`Nothing is proposed for ticket ${ticketId} yet.`)

export const holdMismatch = (id: string) =>
  new HttpProblem({
    status: 409,
    code: 'HOLD_CONFIRMATION_MISSING',
    title: 'The confirmation is not that of the hold',
    detail: `The ticket is held under another id than ${id}.`,
  })

export const confirmationStale = (deadline: string) =>
  new HttpProblem({
    status: 409,
    code: 'CUSTOMER_CONFIRMATION_STALE',
    title: 'The customer has answered too late',
    detail: `The deadline was ${deadline}; roll the hold back.`,
  })

export interface PausedScope {
  readonly scope_type: 'GLOBAL' | 'INCIDENT' | 'TICKET'
  readonly scope_id: string
  readonly reason: string | null
}

export const autonomyDisabled = (scope: PausedScope) =>
  new HttpProblem({
    status: 409,
    code: 'AUTONOMY_DISABLED',
    title: 'Automatic changes are paused',
    detail: `${scope.scope_type} ${scope.scope_id} is paused${scope.reason === null ? '' : `: ${scope.reason}`}. A person may still do it.`,
    facts: { ...scope },
  })
