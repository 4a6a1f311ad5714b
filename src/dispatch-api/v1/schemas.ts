// What the commands of the wire v1 are sent. In TypeBox and not in zod, because the faults that this wire names are TypeBox's
// to the letter. Members that are not listed are taken, except where a schema is closed.
import { FormatRegistry, type Static, type TSchema, Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
export const isUuid = (text: string): boolean => UUID.test(text)
FormatRegistry.Set('uuid', isUuid)
FormatRegistry.Set('date-time', (text) => !Number.isNaN(Date.parse(text)))

const Uuid = Type.String({ minLength: 36, format: 'uuid' })
const DateTime = Type.String({ minLength: 20, format: 'date-time' })
const Span = Type.Object({ start: DateTime, end: DateTime })
const Line = Type.String({ minLength: 1, maxLength: 500 })

export const V1_SCHEMAS = {
  'ticket.create': Type.Object({
    account_id: Uuid,
    site_id: Uuid,
    summary: Line,
    description: Type.Optional(Type.String({ maxLength: 10_000 })),
    asset_id: Type.Optional(Uuid),
    nte_cents: Type.Optional(Type.Integer({ minimum: 0 })),
  }),
  'ticket.triage': Type.Object({
    priority: Type.Union([Type.Literal('EMERGENCY'), Type.Literal('URGENT'), Type.Literal('ROUTINE')]),
    incident_type: Type.String({ minLength: 1, maxLength: 128 }),
    workflow_outcome: Type.Optional(
      Type.Union([Type.Literal('TRIAGED'), Type.Literal('READY_TO_SCHEDULE'), Type.Literal('APPROVAL_REQUIRED')]),
    ),
    ready_to_schedule: Type.Optional(Type.Boolean()),
    requires_approval: Type.Optional(Type.Boolean()),
    nte_cents: Type.Optional(Type.Integer({ minimum: 0 })),
  }),
  'schedule.propose': Type.Object({ options: Type.Array(Span, { minItems: 1, maxItems: 100 }) }),
  'schedule.confirm': Span,
  'schedule.hold': Type.Object({
    hold_reason: Type.Union([
      Type.Literal('CUSTOMER_PENDING'),
      Type.Literal('CUSTOMER_UNREACHABLE'),
      Type.Literal('CUSTOMER_CONFIRMATION_STALE'),
    ]),
    confirmation_window: Span,
  }),
  'schedule.release': Type.Object({ customer_confirmation_id: Uuid }),
  'schedule.rollback': Type.Object({ confirmation_id: Uuid, reason: Type.Optional(Type.String({ maxLength: 1000 })) }),
  'tech.complete': Type.Object({ checklist_status: Type.Object({}) }),
  'closeout.candidate': Type.Object({ checklist_status: Type.Object({}) }),
} as const satisfies Record<string, TSchema>

const reason = Type.Optional(Type.String({ maxLength: 1000 }))
const closed = { additionalProperties: false }
export const AutonomyScope = Type.Union([
  Type.Object({ scope_type: Type.Optional(Type.Literal('GLOBAL')), reason }, closed),
  Type.Object(
    { scope_type: Type.Literal('INCIDENT'), incident_type: Type.String({ minLength: 1, maxLength: 128 }), reason },
    closed,
  ),
  Type.Object({ scope_type: Type.Literal('TICKET'), ticket_id: Uuid, reason }, closed),
])
export type AutonomyScope = Static<typeof AutonomyScope>

export type V1Payload<N extends keyof typeof V1_SCHEMAS> = Static<(typeof V1_SCHEMAS)[N]>

export interface V1Fault {
  readonly message: string
  readonly path: string
  /** Always this text: the server that this wire was seen on knows no better. */
  readonly schema_path: 'undefined'
}

export const faultsOf = (schema: TSchema, value: unknown): V1Fault[] =>
  [...Value.Errors(schema, value)].map(({ message, path }) => ({ message, path, schema_path: 'undefined' }))
