// The routes of the wire v1 in the OpenAPI document, from the tables and schemas that serve them. What is said here is not
// checked by the framework: this wire looks at a request in an order of its own. Knows no store.
import type { TSchema } from '@sinclair/typebox'
import type { FastifySchema } from 'fastify'
import { z } from 'zod'
import { ACTOR_TYPES } from '../../contracts/v0.ts'
import { ALIASES, V1_ROLES, type V1Role } from './actor.ts'
import { SwitchTurned, V1ErrorAnswer, V1Ticket } from './answers.ts'
import { V1_STATUS } from './errors.ts'
import { AutonomyScope, V1_SCHEMAS } from './schemas.ts'
import { V1_TABLE, type V1Tool } from './tools.ts'

/** A schema in TypeBox is JSON Schema as it stands. */
const asIs = (schema: TSchema) => z.unknown().meta({ ...schema })

const told = (description: string) => z.string().optional().meta({ description })
const actor = {
  'x-actor-type': told(`One of ${ACTOR_TYPES.join(', ')}, in any case; without it HUMAN`),
  'x-account-scope': told('UUIDs of the accounts that the actor reaches, separated by commas, or *; without it all'),
  'x-site-scope': told('UUIDs of the sites that the actor reaches, separated by commas, or *; without it all'),
  'x-correlation-id': told('Kept with the event; without it one is made'),
  'x-trace-id': told('For whoever has no traceparent'),
}
const roleText = `One of ${V1_ROLES.join(', ')}, in any case; ${Object.entries(ALIASES)
  .map(([alias, role]) => `${alias} means ${role}`)
  .join(', ')}. The token must speak for it`
const id = told('Who acts; part of what a key stands for')
const named = {
  'x-actor-id': z.string().meta({ description: 'Who acts; part of what a key stands for' }),
  'x-actor-role': z.string().meta({ description: roleText }),
  ...actor,
}
/** A person at the desk may leave them out. */
const maybeNamed = { 'x-actor-id': id, 'x-actor-role': told(roleText), ...actor }
const key = {
  'idempotency-key': z.uuid().meta({ description: 'The same key with the same body is done once' }),
  'x-tool-name': told('The tool of this route and no other'),
}
const OnTicket = z.object({ ticketId: z.uuid() })

const REFUSED: Readonly<Record<number, string>> = {
  400: 'The request is not valid.',
  401: 'A bearer token is needed, or the role is not known.',
  403: 'The role, the tool or the scope does not allow it.',
  404: 'There is no such ticket, or no such route.',
  409: 'The ticket or a pause does not allow it, or the key belongs to another body.',
  413: 'The body is too large.',
  415: 'The content type cannot be read.',
  429: 'Your tenant asks too often; `Retry-After` says when to come again.',
  500: 'The fault is on our side; `reference` finds it in the log.',
  503: 'The service is shutting down, or its database is away.',
}
const ERRORS = Object.fromEntries(
  Object.entries(REFUSED).map(([status, description]) => [
    status,
    { description: withCodes(description, Number(status)), content: { 'application/json': { schema: V1ErrorAnswer } } },
  ]),
)

function withCodes(description: string, status: number): string {
  const codes = Object.entries(V1_STATUS).flatMap(([code, of]) => (of === status ? [code] : []))
  return codes.length === 0 ? description : `${description} ${codes.join(', ')}.`
}

const rolesText = (roles: readonly V1Role[]) => `Roles: ${roles.join(', ')}.`

export function documentedCommand(tool: V1Tool): FastifySchema {
  const { roles, from, to, status, answers = V1Ticket } = V1_TABLE[tool]
  const makes = from.length === 0
  const leads = to === null ? 'restores the state before' : `leads to ${to}`
  return {
    summary: `${tool}, on the wire v1`,
    description: [makes ? `Makes a ticket in ${to}.` : `Works in ${from.join(', ')}; ${leads}.`, rolesText(roles)].join(
      ' ',
    ),
    tags: ['wire v1'],
    headers: z.looseObject({ ...named, ...key }),
    ...(makes ? {} : { params: OnTicket }),
    body: asIs(V1_SCHEMAS[tool]),
    response: { ...ERRORS, [status]: answers },
  }
}

export interface DocumentedRead {
  readonly summary: string
  readonly roles: readonly V1Role[]
  readonly answer: z.ZodType
  readonly onTicket?: true
  readonly query?: z.ZodType
  /** May it be asked without an actor? */
  readonly atDesk?: true
}

export function documentedRead({ summary, roles, answer, onTicket, query, atDesk }: DocumentedRead): FastifySchema {
  const { 409: _conflict, 413: _large, 415: _type, ...errors } = ERRORS
  return {
    summary,
    description: rolesText(roles),
    tags: [atDesk ? 'autonomy' : 'wire v1'],
    headers: z.looseObject(atDesk ? maybeNamed : named),
    ...(onTicket && { params: OnTicket }),
    ...(query && { querystring: query }),
    response: { ...errors, 200: answer },
  }
}

export function documentedTurn(summary: string, roles: readonly V1Role[]): FastifySchema {
  return {
    summary,
    description: rolesText(roles),
    tags: ['autonomy'],
    headers: z.looseObject({ ...maybeNamed, ...key }),
    body: asIs(AutonomyScope),
    response: { ...ERRORS, 200: SwitchTurned },
  }
}
