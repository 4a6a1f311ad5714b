// Gaps to the best known cost, and how far figures lie apart. Pure arithmetic; knows no run.

/** In per cent; below zero when the plan is better than what is known. */
export const gapPercent = (cost: number, best: number): number => 100 * (cost / best - 1)

export interface Spread {
  readonly mean: number
  readonly min: number
  readonly max: number
  /** Of a sample, hence n − 1; undefined for a single figure. */
  readonly deviation: number | undefined
}

/** Undefined for no figure at all. */
export function spreadOf(figures: readonly number[]): Spread | undefined {
  const mean = meanOf(figures)
  if (mean === undefined) return undefined
  const squares = figures.reduce((sum, figure) => sum + (figure - mean) ** 2, 0)
  return {
    mean,
    min: Math.min(...figures),
    max: Math.max(...figures),
    deviation: figures.length > 1 ? Math.sqrt(squares / (figures.length - 1)) : undefined,
  }
}

export function meanOf(figures: readonly number[]): number | undefined {
  if (figures.length === 0) return undefined
  return figures.reduce((sum, figure) => sum + figure, 0) / figures.length
}
