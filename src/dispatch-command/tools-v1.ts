// The commands of the v1 wire that we send, as a table to read: where each goes, who may, what it needs, and where its answer
// names the ticket. Closed: what is not here is not sent. Knows no network.
import { z } from 'zod'

/** Of the wire; whoever is none of them may do nothing. */
export const ROLES_V1 = [
  'dispatcher',
  'agent',
  'technician',
  'customer',
  'approver',
  'qa',
  'finance',
  'admin',
  'audit',
  'system',
] as const
export type RoleV1 = (typeof ROLES_V1)[number]

/** Hex in 8-4-4-4-12: the wire checks no version bits. */
export const UuidShape = z.string().regex(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i, 'a UUID')

/** Without an offset it would be read in the zone of the server; shorter than 20 characters it is refused. */
const Moment = z.iso.datetime({ offset: true }).min(20)
const Span = z
  .looseObject({ start: Moment, end: Moment })
  .refine(({ start, end }) => Date.parse(end) > Date.parse(start), {
    path: ['end'],
    message: 'must be after start',
    params: { code: 'END_BEFORE_START' },
  })
const Filled = z.string().min(1)
const Priority = z.enum(['EMERGENCY', 'URGENT', 'ROUTINE'])
const Percent = z.number().min(0).max(100)
const Scope = z
  .strictObject({
    scope_type: z.enum(['GLOBAL', 'INCIDENT', 'TICKET']).optional(),
    incident_type: Filled.optional(),
    ticket_id: UuidShape.optional(),
    reason: Filled.optional(),
  })
  .default({})

export interface ToolV1 {
  /** `:ticketId` is the ticket that it is about; without one it makes the ticket, or is about none. */
  readonly path: string
  readonly roles: readonly RoleV1[]
  /** Members that are not named are kept and sent: the wire stores them with the event. */
  readonly payload: z.ZodType
  /** Where its answer names the ticket: in the answer itself, in its member `ticket`, or nowhere. */
  readonly ticketIn: 'itself' | 'ticket' | 'nowhere'
}

export const TOOLS_V1 = {
  'ticket.create': {
    path: '/tickets',
    roles: ['dispatcher', 'agent'],
    payload: z.looseObject({ account_id: UuidShape, site_id: UuidShape, summary: Filled }),
    ticketIn: 'itself',
  },
  'ticket.blind_intake': {
    path: '/tickets/intake',
    roles: ['dispatcher', 'agent'],
    payload: z
      .looseObject({
        account_id: UuidShape,
        site_id: UuidShape,
        summary: Filled,
        incident_type: Filled,
        customer_name: Filled,
        priority: Priority,
        identity_confidence: Percent,
        classification_confidence: Percent,
        contact_phone: Filled.optional(),
        contact_email: Filled.optional(),
      })
      .refine(({ contact_phone, contact_email }) => (contact_phone ?? contact_email) !== undefined, {
        message: 'needs contact_phone or contact_email',
        params: { code: 'CONTACT_MISSING' },
      }),
    ticketIn: 'itself',
  },
  'ticket.triage': {
    path: '/tickets/:ticketId/triage',
    roles: ['dispatcher', 'agent'],
    payload: z.looseObject({ priority: Priority, incident_type: Filled }),
    ticketIn: 'itself',
  },
  'schedule.propose': {
    path: '/tickets/:ticketId/schedule/propose',
    roles: ['dispatcher', 'agent'],
    payload: z.looseObject({ options: z.array(Span).min(1) }),
    ticketIn: 'itself',
  },
  'schedule.confirm': {
    path: '/tickets/:ticketId/schedule/confirm',
    roles: ['dispatcher'],
    payload: Span,
    ticketIn: 'itself',
  },
  'schedule.hold': {
    path: '/tickets/:ticketId/schedule/hold',
    roles: ['dispatcher'],
    payload: z.looseObject({
      hold_reason: z.enum(['CUSTOMER_PENDING', 'CUSTOMER_UNREACHABLE', 'CUSTOMER_CONFIRMATION_STALE']),
      confirmation_window: Span,
    }),
    ticketIn: 'ticket',
  },
  'schedule.release': {
    path: '/tickets/:ticketId/schedule/release',
    roles: ['dispatcher'],
    payload: z.looseObject({ customer_confirmation_id: UuidShape }),
    ticketIn: 'ticket',
  },
  'schedule.rollback': {
    path: '/tickets/:ticketId/schedule/rollback',
    roles: ['dispatcher'],
    payload: z.looseObject({ confirmation_id: UuidShape, reason: Filled.optional() }),
    ticketIn: 'ticket',
  },
  'assignment.recommend': {
    path: '/tickets/:ticketId/assignment/recommend',
    roles: ['dispatcher', 'agent'],
    payload: z.looseObject({ service_type: Filled, recommendation_limit: z.int().min(1).max(20).optional() }),
    ticketIn: 'nowhere',
  },
  'assignment.dispatch': {
    path: '/tickets/:ticketId/assignment/dispatch',
    roles: ['dispatcher'],
    payload: z.looseObject({
      tech_id: UuidShape,
      recommendation_snapshot_id: UuidShape.optional(),
      dispatch_mode: z.enum(['STANDARD', 'EMERGENCY_BYPASS']).optional(),
    }),
    ticketIn: 'itself',
  },
  'dispatch.force_unassign': {
    path: '/tickets/:ticketId/dispatch/force-unassign',
    roles: ['dispatcher'],
    payload: z.looseObject({ reason: Filled.optional() }),
    ticketIn: 'itself',
  },
  'tech.complete': {
    path: '/tickets/:ticketId/tech/complete',
    roles: ['dispatcher', 'technician'],
    payload: z.looseObject({ checklist_status: z.looseObject({}) }),
    ticketIn: 'itself',
  },
  'closeout.candidate': {
    path: '/tickets/:ticketId/closeout/candidate',
    roles: ['dispatcher', 'agent', 'technician'],
    payload: z.looseObject({ checklist_status: z.looseObject({}) }),
    ticketIn: 'itself',
  },
  'ops.autonomy.pause': {
    path: '/ops/autonomy/pause',
    roles: ['dispatcher'],
    payload: Scope,
    ticketIn: 'nowhere',
  },
  'ops.autonomy.rollback': {
    path: '/ops/autonomy/rollback',
    roles: ['dispatcher'],
    payload: Scope,
    ticketIn: 'nowhere',
  },
} as const satisfies Record<string, ToolV1>
export type ToolNameV1 = keyof typeof TOOLS_V1

export const toolV1 = (name: string): ToolV1 | undefined =>
  Object.hasOwn(TOOLS_V1, name) ? TOOLS_V1[name as ToolNameV1] : undefined
