// Who acts on the wire v1: as the X-Actor headers say, as far as the token lets its holder speak for that role.
import type { FastifyRequest } from 'fastify'
import { ACTOR_TYPES, type Role } from '../../contracts/v0.ts'
import { maySpeakFor } from '../../platform/identity.ts'
import { badActorType, forbidden, missingActor, outOfScope, unknownRole } from './errors.ts'

/** Each role of this wire, and the role of RFC 0001 that a token must be allowed to speak for. */
const ROLES = {
  admin: 'operator_admin',
  agent: 'system_scheduler_agent',
  approver: 'operator_admin',
  audit: 'operator_admin',
  customer: 'customer',
  dispatcher: 'operator_admin',
  finance: 'operator_admin',
  qa: 'operator_admin',
  system: 'operator_admin',
  technician: 'technician',
} as const satisfies Record<string, Role>
export type V1Role = keyof typeof ROLES
/** Other words for a role, as callers of this wire use them. */
export const ALIASES: Readonly<Record<string, V1Role>> = {
  tech: 'technician',
  dispatcher_admin: 'dispatcher',
  assistant: 'dispatcher',
  bot: 'dispatcher',
}
export const V1_ROLES = Object.keys(ROLES).sort() as V1Role[]

export interface V1Actor {
  readonly id: string
  readonly role: V1Role
  readonly type: (typeof ACTOR_TYPES)[number]
  /** Nothing: everything. */
  readonly accounts: readonly string[] | undefined
  readonly sites: readonly string[] | undefined
}

const LONGEST_ID = 128

export function actorOf({ headers, identity }: FastifyRequest, fallback?: V1Role): V1Actor {
  const said = (name: string) => {
    const value = headers[name]
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
  }
  const id = said('x-actor-id') ?? (fallback && identity.id)
  if (id === undefined) throw missingActor('X-Actor-Id')
  const named = said('x-actor-role') ?? fallback
  if (named === undefined) throw missingActor('X-Actor-Role')
  const lower = named.toLowerCase()
  const role = Object.hasOwn(ALIASES, lower) ? ALIASES[lower] : V1_ROLES.find((known) => known === lower)
  if (role === undefined) throw unknownRole(named, V1_ROLES)
  const type = ACTOR_TYPES.find((known) => known === (said('x-actor-type') ?? 'HUMAN').toUpperCase())
  if (type === undefined) throw badActorType()
  if (!maySpeakFor(identity, ROLES[role])) throw forbidden(role)
  return {
    id: id.slice(0, LONGEST_ID),
    role,
    type,
    accounts: scopeIn(said('x-account-scope')),
    sites: scopeIn(said('x-site-scope')),
  }
}

function scopeIn(header: string | undefined): string[] | undefined {
  const entries = header?.split(',').map((entry) => entry.trim().toLowerCase())
  return entries === undefined || entries.includes('*') ? undefined : entries
}

export function mustReach(actor: V1Actor, place: { account_id: string | null; site_id: string | null }): void {
  const { account_id, site_id } = place
  if (actor.accounts && !actor.accounts.includes(account_id ?? '')) throw outOfScope('account_id', account_id)
  if (actor.sites && !actor.sites.includes(site_id ?? '')) throw outOfScope('site_id', site_id)
}

/** Leniently, as this wire reads it: any version and what stands behind the flags are taken. */
export function v1TraceId(headers: FastifyRequest['headers']): string | null {
  const parent = /^[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}(?=$|-)/i.exec(
    String(headers.traceparent ?? ''),
  )
  if (parent?.[1] !== undefined) return parent[1].toLowerCase()
  const legacy = headers['x-trace-id']
  return typeof legacy === 'string' && /^[\x20-\x7e]{1,200}$/.test(legacy) ? legacy : null
}
