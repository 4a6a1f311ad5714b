// Is autonomy paused for a ticket? The most specific control that was ever set decides: TICKET, then INCIDENT, then GLOBAL,
// also when it says that nothing is paused. Knows no table.
import type { Actor } from '../../contracts/v0.ts'
import type { PausedScope } from '../refusals.ts'

export const SCOPE_TYPES = ['TICKET', 'INCIDENT', 'GLOBAL'] as const
export type ScopeType = (typeof SCOPE_TYPES)[number]

export interface Scope {
  readonly scope_type: ScopeType
  readonly incident_type: string | null
  readonly ticket_id: string | null
}

export interface Control extends Scope {
  readonly is_paused: boolean
  readonly reason: string | null
}

export interface Subject {
  readonly ticketId: string
  readonly incidentType: string | null
}

/** The controls that speak of the subject, the deciding one first. */
export function chainOf<C extends Control>(controls: readonly C[], { ticketId, incidentType }: Subject): C[] {
  const incident = incidentType?.toUpperCase() ?? null
  return SCOPE_TYPES.flatMap((type) =>
    controls.filter(
      ({ scope_type, ticket_id, incident_type }) =>
        scope_type === type &&
        (type !== 'TICKET' || ticket_id === ticketId) &&
        (type !== 'INCIDENT' || (incident !== null && incident_type === incident)),
    ),
  )
}

/** What stops the subject now, if anything does. */
export function pausedBy(controls: readonly Control[], subject: Subject): PausedScope | undefined {
  const [control] = chainOf(controls, subject)
  if (!control?.is_paused) return undefined
  const { scope_type, ticket_id, incident_type, reason } = control
  return { scope_type, scope_id: ticket_id ?? incident_type ?? 'GLOBAL', reason }
}

/** No person stands behind it: so a pause stops it. */
export const isAutomatic = ({ type, role }: Pick<Actor, 'type'> & { role: string }): boolean =>
  type !== 'HUMAN' || role.startsWith('system_')
