// How the wire v1 refuses: a code, a message, the ids of the call, and which part of the policy said no.

type Dimension = 'role' | 'tool' | 'scope' | 'state' | 'policy' | 'scheduling'

export interface V1ErrorParts {
  readonly status: number
  readonly code: string
  readonly message: string
  readonly dimension?: Dimension
  readonly details?: Readonly<Record<string, unknown>>
}

export class V1Error extends Error {
  override readonly name = 'V1Error'
  readonly parts: V1ErrorParts
  constructor(parts: V1ErrorParts) {
    super(parts.message)
    this.parts = parts
  }
  body(requestId: string | null, correlationId: string | undefined): string {
    const { code, message, details, dimension } = this.parts
    return JSON.stringify({
      error: {
        code,
        message,
        request_id: requestId,
        ...details,
        ...(correlationId === undefined ? {} : { correlation_id: correlationId }),
        ...(dimension === undefined ? {} : { policy_error: { dimension } }),
      },
    })
  }
}

const error = (status: number, code: string, message: string, rest: Pick<V1ErrorParts, 'dimension' | 'details'> = {}) =>
  new V1Error({ status, code, message, ...rest })

export const invalidRequest = (message: string) => error(400, 'INVALID_REQUEST', message)
export const contractViolation = (tool_name: string, validation_errors: readonly unknown[]) =>
  error(400, 'INVALID_REQUEST', 'Request payload violates dispatch contract', {
    details: { tool_name, validation_errors },
  })
export const invalidJson = () => error(400, 'INVALID_JSON', 'Request body must be valid JSON')
export const missingKey = () =>
  error(400, 'MISSING_IDEMPOTENCY_KEY', "Header 'Idempotency-Key' is required for command endpoints")
export const invalidKey = () => error(400, 'INVALID_IDEMPOTENCY_KEY', "Header 'Idempotency-Key' must be a valid UUID")
export const missingActor = (header: string) =>
  error(400, 'MISSING_ACTOR_CONTEXT', `Header '${header}' is required`, { dimension: 'role' })
export const authRequired = () => error(401, 'AUTH_REQUIRED', 'Authorization header with a bearer token is required')
export const unknownRole = (role: string, known: readonly string[]) =>
  error(
    401,
    'INVALID_AUTH_CLAIMS',
    `Header 'X-Actor-Role' '${role}' is not a recognized role. Allowed roles: ${known.join(', ')}`,
    { dimension: 'role' },
  )
export const badActorType = () => error(401, 'INVALID_AUTH_CLAIMS', "Header 'X-Actor-Type' must be a valid actor type")
export const forbidden = (role: string) =>
  error(403, 'FORBIDDEN', `Actor role '${role}' is not allowed for endpoint`, { dimension: 'role' })
export const toolNotAllowed = (tool_name: string, endpoint: string) =>
  error(403, 'TOOL_NOT_ALLOWED', `Tool '${tool_name}' is not allowed for endpoint`, {
    dimension: 'tool',
    details: { endpoint, tool_name },
  })
export const outOfScope = (scope_field: string, target_id: string | null) =>
  error(403, 'FORBIDDEN_SCOPE', `Actor scope does not include ${scope_field}`, {
    dimension: 'scope',
    details: { scope_field, target_id },
  })
export const routeNotFound = () => error(404, 'NOT_FOUND', 'Route not found')
export const ticketMissing = () => error(404, 'TICKET_NOT_FOUND', 'Ticket not found')
export const invalidTicketId = () => error(400, 'INVALID_TICKET_ID', "Path parameter 'ticketId' must be a valid UUID")
export const keyReused = () =>
  error(409, 'IDEMPOTENCY_PAYLOAD_MISMATCH', 'Idempotency key reuse with different payload')
export const wrongState = (from_state: string, allowed_from_states: readonly string[], to_state: string | null) =>
  error(409, 'INVALID_STATE_TRANSITION', 'Transition is not allowed', {
    dimension: 'state',
    details: { from_state, allowed_from_states, to_state },
  })
export const paused = (details: Readonly<Record<string, unknown>>) =>
  error(409, 'AUTONOMY_DISABLED', 'Autonomy is paused for this ticket context', {
    dimension: 'policy',
    details: { dimension: 'policy', ...details },
  })
export const holdFault = (code: string, message: string, details: Readonly<Record<string, unknown>>) =>
  error(409, code, message, { dimension: 'scheduling', details })
