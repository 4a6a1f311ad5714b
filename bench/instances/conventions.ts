// How a set of vehicle routing instances counts: into which whole units distances and times are made, and in which units
// its costs are told. Figures alone; whoever uses them does the arithmetic.
import type { SetName } from '../arguments.ts'
import type { Instance } from './instance.ts'

export interface Convention {
  /** So many whole units are one of a file with points. The numbers of a matrix are taken as they are. */
  readonly scale: number
  /** What becomes of the rest of a distance. */
  readonly rest: 'cut off' | 'rounded'
  /** So many whole units are one of the cost that is told. */
  readonly unitsPerCost: number
}

/** Of the 12th DIMACS challenge: tenths, cut off and never rounded. */
export const DIMACS: Convention = { scale: 10, rest: 'cut off', unitsPerCost: 10 }
/** The same, told in tenths. */
export const DIMACS_TENTHS: Convention = { ...DIMACS, unitsPerCost: 1 }
export const THOUSANDTHS: Convention = { scale: 1000, rest: 'rounded', unitsPerCost: 1 }

const BY_SET: Partial<Record<SetName, Convention>> = {
  solomon: DIMACS,
  'gehring-homberger': DIMACS,
  ortec: DIMACS,
  mdvrptw: THOUSANDTHS,
  sdvrptw: THOUSANDTHS,
  pcvrptw: DIMACS_TENTHS,
  mtvrptwr: DIMACS_TENTHS,
}

/** Of its set or, where that is not said, of the set in which instances have what this one has. */
export function conventionOf({ nodes, fleet }: Instance, set?: SetName): Convention {
  const named = set && BY_SET[set]
  if (named) return named
  const isLimited = fleet?.some(({ mayServe, longest }) => mayServe !== undefined || Number.isFinite(longest))
  if (isLimited || fleet?.some(({ depot }) => depot > 0)) return THOUSANDTHS
  if (fleet || nodes.some(({ prize, release }) => prize !== undefined || release !== undefined)) return DIMACS_TENTHS
  return DIMACS
}
