// How many cents of a rich set's model are one of the cost that the set tells, and how far apart the two may be: where a file
// counts in real numbers, the model rounds every way and every piece of work up.
import type { RICH_SETS } from '../../../bench/arguments.ts'

type RichSet = (typeof RICH_SETS)[number]

const EXACT = { cents: 1, most: 0 }

export const CENTS_PER_COST: Readonly<Record<RichSet, { readonly cents: number; readonly most: number }>> = {
  mdvrptw: EXACT,
  sdvrptw: EXACT,
  pcvrptw: EXACT,
  mtvrptwr: EXACT,
  trsp: { cents: 10_000, most: 0.05 },
  hhcrsp: { cents: 30_000, most: 0.05 },
  verolog2019: EXACT,
}
