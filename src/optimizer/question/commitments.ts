// What stands already: the entries of the plan, with what of each is fixed, by pin or because it is frozen.
// Knows no visits and no solver.
import type { OptimizationInput } from '../../contracts/optimization.ts'
import type { Window } from '../../contracts/scalars.ts'
import { secondFrom } from './clock.ts'

export interface Commitment {
  /** Which entry of the plan. */
  readonly entry: number
  readonly techId: string
  /** When it begins as planned, in seconds since 1970. */
  readonly start: number
  readonly fixed: { readonly tech: boolean; readonly start: boolean; readonly order: boolean }
  /** It begins before the moment up to which nothing is touched. */
  readonly isFrozen: boolean
  readonly promised?: true | Window
}

type Assignment = NonNullable<OptimizationInput['plan']>[number]

/** By ticket, in the order of the plan: more than one where a ticket takes a crew. */
export function commitmentsOf({ plan = [], options }: OptimizationInput): Map<string, Commitment[]> {
  const frozenBefore = options.freezeBefore === undefined ? -Infinity : secondFrom(options.freezeBefore)
  const ofTickets = new Map<string, Commitment[]>()
  for (const [entry, { ticketId, techId, start: instant, pinned, promised }] of plan.entries()) {
    const start = secondFrom(instant)
    const isFrozen = start < frozenBefore
    const ofTicket = ofTickets.get(ticketId) ?? []
    ofTickets.set(ticketId, ofTicket)
    ofTicket.push({
      entry,
      techId,
      start,
      isFrozen,
      fixed: isFrozen ? { tech: true, start: true, order: false } : fixedBy(pinned),
      ...(promised !== undefined && promised !== false && { promised }),
    })
  }
  return ofTickets
}

function fixedBy(pinned: Assignment['pinned']): Commitment['fixed'] {
  const {
    tech = false,
    start = false,
    order = false,
  } = typeof pinned === 'object' ? pinned : { tech: pinned === true, start: pinned === true }
  return { tech, start, order }
}

/** Something of it holds, so that leaving it out would break a word or a plan that is under way. */
export const isCommitted = ({ promised, fixed: { tech, start, order } }: Commitment): boolean =>
  promised !== undefined || tech || start || order
