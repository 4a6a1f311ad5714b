// Tickets that wait for each other in a circle can never be planned: that is a slip of the pen, not a hard day.
// Knows nothing of tickets but who waits for whom. Imports nothing.

export interface Wait {
  /** Where it is written. */
  readonly path: (string | number)[]
  readonly from: string
  readonly to: string
}

/** The waits that are part of a circle, or lead from one circle to another. */
export const linkCycles = (waits: readonly Wait[]): Wait[] => withoutEnd(withoutEnd(waits, 'from', 'to'), 'to', 'from')

/** Those that never come to an end, followed from `waiter` to `waited` (Kahn 1962). */
function withoutEnd(waits: readonly Wait[], waiter: 'from' | 'to', waited: 'from' | 'to'): Wait[] {
  const openOf = new Map<string, number>()
  for (const wait of waits) openOf.set(wait[waiter], (openOf.get(wait[waiter]) ?? 0) + 1)
  const behind = Map.groupBy(waits, (wait) => wait[waited])
  const free = [...behind.keys()].filter((ticket) => !openOf.has(ticket))
  // The list grows while it is walked.
  for (const ticket of free)
    for (const wait of behind.get(ticket) ?? []) {
      const open = (openOf.get(wait[waiter]) ?? 0) - 1
      openOf.set(wait[waiter], open)
      if (open === 0) free.push(wait[waiter])
    }
  const done = new Set(free)
  return waits.filter((wait) => !done.has(wait[waited]))
}
