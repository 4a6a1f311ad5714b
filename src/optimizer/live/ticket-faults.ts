// What a ticket names that the plan does not have: found before anything is worked out. Knows no solver.

import type { Issue } from '../../contracts/problem-details.ts'
import { pointer } from '../../contracts/problem-details.ts'
import { placeKey } from '../../contracts/references.ts'
import type { Location } from '../../contracts/scalars.ts'
import type { Ticket } from '../../contracts/ticket.ts'

/** A set, or a map by id. */
type Ids = Pick<ReadonlySet<string>, 'has'>

export interface Known {
  readonly techIds: Ids
  /** Undefined where areas are labels, which nobody has to list. */
  readonly areaIds: Ids | undefined
  readonly ticketIds: Ids
  /** Does the plan's travel say anything of this place? */
  readonly isPlace: (location: Location) => boolean
}

export function ticketFaults(ticket: Ticket, { techIds, areaIds, ticketIds, isPlace }: Known): Issue[] {
  const issues: Issue[] = []
  const check = (path: (string | number)[], id: string, ids: Ids, what: string) => {
    if (!ids.has(id))
      issues.push({ path: pointer(['ticket', ...path]), code: 'UNKNOWN_ID', message: `names no ${what} of this plan` })
  }
  const lists = ['requiredTechs', 'excludedTechs', 'preferredTechs', 'durations'] as const
  for (const list of lists)
    for (const [index, named] of (ticket[list] ?? []).entries())
      if (typeof named === 'string') check([list, index], named, techIds, 'technician')
      else check([list, index, 'techId'], named.techId, techIds, 'technician')
  if (areaIds)
    for (const [index, area] of (ticket.areas ?? []).entries()) check(['areas', index], area, areaIds, 'area')
  for (const [index, { ticketId }] of (ticket.links ?? []).entries())
    check(['links', index, 'ticketId'], ticketId, ticketIds, 'ticket')
  if (!isPlace(ticket.location))
    issues.push({
      path: pointer(['ticket', 'location']),
      code: 'UNKNOWN_PLACE',
      message: `is not among the places of the travel matrix (${placeKey(ticket.location)})`,
    })
  return issues
}
