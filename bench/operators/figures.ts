// What repeated timings come to, and how time grows with the size of a day. Pure arithmetic; knows no clock.

export interface Timing {
  readonly min: number
  readonly median: number
  /** The middle half of the figures lies this far apart, in per cent of the median. */
  readonly spread: number
}

/** At least one figure. */
export function timingOf(figures: readonly number[]): Timing {
  const median = quantileOf(figures, 0.5)
  const middle = quantileOf(figures, 0.75) - quantileOf(figures, 0.25)
  return { min: Math.min(...figures), median, spread: median > 0 ? (100 * middle) / median : 0 }
}

/** Between two figures in proportion: the median of an even number is the mean of the middle two. */
export function quantileOf(figures: readonly number[], share: number): number {
  const sorted = figures.toSorted((a, b) => a - b)
  const at = share * (sorted.length - 1)
  const below = sorted[Math.floor(at)]
  const above = sorted[Math.ceil(at)]
  if (below === undefined || above === undefined) throw new RangeError('no figure to take a quantile of')
  return below + (above - below) * (at - Math.floor(at))
}

/** Null where there is nothing to compare with. */
export const ratioTo = (base: number | undefined, figure: number): number | null =>
  base === undefined || base <= 0 || !Number.isFinite(base) || !Number.isFinite(figure) ? null : figure / base
