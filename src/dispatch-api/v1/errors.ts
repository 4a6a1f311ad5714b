// How the wire v1 refuses: a code, a message, the ids of the call, and which part of the policy said no.

export const DIMENSIONS = ['role', 'tool', 'scope', 'state', 'policy', 'scheduling'] as const
type Dimension = (typeof DIMENSIONS)[number]

/** Every code of this wire's own, and the status that it comes with. */
export const V1_STATUS = {
  INVALID_REQUEST: 400,
  INVALID_JSON: 400,
  INVALID_TICKET_ID: 400,
  MISSING_IDEMPOTENCY_KEY: 400,
  INVALID_IDEMPOTENCY_KEY: 400,
  MISSING_ACTOR_CONTEXT: 400,
  AUTH_REQUIRED: 401,
  INVALID_AUTH_CLAIMS: 401,
  FORBIDDEN: 403,
  TOOL_NOT_ALLOWED: 403,
  FORBIDDEN_SCOPE: 403,
  NOT_FOUND: 404,
  TICKET_NOT_FOUND: 404,
  IDEMPOTENCY_PAYLOAD_MISMATCH: 409,
  INVALID_STATE_TRANSITION: 409,
  AUTONOMY_DISABLED: 409,
  SCHEDULE_HOLD_STATE_CONFLICT: 409,
  HOLD_CONFIRMATION_MISSING: 409,
  HOLD_SNAPSHOT_MISSING: 409,
  CUSTOMER_CONFIRMATION_STALE: 409,
  INTERNAL_ERROR: 500,
} as const
export type V1Code = keyof typeof V1_STATUS
type HoldFault =
  | 'SCHEDULE_HOLD_STATE_CONFLICT'
  | 'HOLD_CONFIRMATION_MISSING'
  | 'HOLD_SNAPSHOT_MISSING'
  | 'CUSTOMER_CONFIRMATION_STALE'

export interface V1ErrorParts {
  readonly status: number
  readonly code: string
  readonly message: string
  readonly dimension?: Dimension
  readonly details?: Readonly<Record<string, unknown>>
  /** Of the answer, such as when to come again. */
  readonly headers?: Readonly<Record<string, string>>
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

const error = (code: V1Code, message: string, rest: Pick<V1ErrorParts, 'dimension' | 'details'> = {}) =>
  new V1Error({ status: V1_STATUS[code], code, message, ...rest })

export const invalidRequest = (message: string) => error('INVALID_REQUEST', message)
export const contractViolation = (tool_name: string, validation_errors: readonly unknown[]) =>
  error('INVALID_REQUEST', 'Request payload violates dispatch contract', {
    details: { tool_name, validation_errors },
  })
export const invalidJson = () => error('INVALID_JSON', 'Request body must be valid JSON')
export const missingKey = () =>
  error('MISSING_IDEMPOTENCY_KEY', "Header 'Idempotency-Key' is required for command endpoints")
export const invalidKey = () => error('INVALID_IDEMPOTENCY_KEY', "Header 'Idempotency-Key' must be a valid UUID")
export const missingActor = (header: string) =>
  error('MISSING_ACTOR_CONTEXT', `Header '${header}' is required`, { dimension: 'role' })
export const authRequired = () => error('AUTH_REQUIRED', 'Authorization header with a bearer token is required')
export const unknownRole = (role: string, known: readonly string[]) =>
  error(
    'INVALID_AUTH_CLAIMS',
    `Header 'X-Actor-Role' '${role}' is not a recognized role. Allowed roles: ${known.join(', ')}`,
    { dimension: 'role' },
  )
export const badActorType = () => error('INVALID_AUTH_CLAIMS', "Header 'X-Actor-Type' must be a valid actor type")
export const forbidden = (role: string) =>
  error('FORBIDDEN', `Actor role '${role}' is not allowed for endpoint`, { dimension: 'role' })
export const toolNotAllowed = (tool_name: string, endpoint: string) =>
  error('TOOL_NOT_ALLOWED', `Tool '${tool_name}' is not allowed for endpoint`, {
    dimension: 'tool',
    details: { endpoint, tool_name },
  })
export const outOfScope = (scope_field: string, target_id: string | null) =>
  error('FORBIDDEN_SCOPE', `Actor scope does not include ${scope_field}`, {
    dimension: 'scope',
    details: { scope_field, target_id },
  })
export const routeNotFound = () => error('NOT_FOUND', 'Route not found')
export const ticketMissing = () => error('TICKET_NOT_FOUND', 'Ticket not found')
export const invalidTicketId = () => error('INVALID_TICKET_ID', "Path parameter 'ticketId' must be a valid UUID")
export const keyReused = () => error('IDEMPOTENCY_PAYLOAD_MISMATCH', 'Idempotency key reuse with different payload')
export const wrongState = (from_state: string, allowed_from_states: readonly string[], to_state: string | null) =>
  error('INVALID_STATE_TRANSITION', 'Transition is not allowed', {
    dimension: 'state',
    details: { from_state, allowed_from_states, to_state },
  })
export const paused = (details: Readonly<Record<string, unknown>>) =>
  error('AUTONOMY_DISABLED', 'Autonomy is paused for this ticket context', {
    dimension: 'policy',
    details: { dimension: 'policy', ...details },
  })
export const holdFault = (code: HoldFault, message: string, details: Readonly<Record<string, unknown>>) =>
  error(code, message, { dimension: 'scheduling', details })
export const internalError = (reference: string) =>
  error('INTERNAL_ERROR', 'Internal server error', { details: { reference } })
