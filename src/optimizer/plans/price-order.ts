// In which order several tickets are asked for: who is dearest to leave out chooses first, then who is due first.
import type { OptimizationInput } from '../../contracts/optimization.ts'
import { factsOf } from '../question/facts.ts'

export type PriceOrder =
  | { readonly kind: 'ordered'; readonly ticketIds: readonly string[] }
  | { readonly kind: 'unknown' | 'planned'; readonly ticketIds: readonly string[] }

/** `unplaced`: tickets that the plan of the input names, and that hold no place. */
export function inPriceOrder(
  input: OptimizationInput,
  unplaced: Iterable<string>,
  wanted: readonly string[] | 'unplanned',
): PriceOrder {
  const numbers = new Map(input.tickets.map(({ id }, number) => [id, number]))
  const planned = new Set((input.plan ?? []).map(({ ticketId }) => ticketId))
  for (const ticketId of unplaced) planned.delete(ticketId)
  const named = wanted === 'unplanned' ? [...numbers.keys()].filter((id) => !planned.has(id)) : [...new Set(wanted)]

  const unknown = named.filter((id) => !numbers.has(id))
  if (unknown.length > 0) return { kind: 'unknown', ticketIds: unknown }
  const alreadyPlanned = named.filter((id) => planned.has(id))
  if (alreadyPlanned.length > 0) return { kind: 'planned', ticketIds: alreadyPlanned }

  const facts = factsOf(input)
  const keys = named.map((id) => {
    const { unserved, due = Infinity } = facts[numbers.get(id) ?? -1] ?? {}
    return { id, cents: unserved?.value ?? 0, due }
  })
  keys.sort((a, b) => b.cents - a.cents || earlier(a.due, b.due) || (a.id < b.id ? -1 : 1))
  return { kind: 'ordered', ticketIds: keys.map(({ id }) => id) }
}

/** Two that are due never are due together, and infinity minus itself is no number. */
const earlier = (a: number, b: number): number => (a === b ? 0 : a - b)
