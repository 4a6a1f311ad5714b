// From single latencies and looks at memory to the figures of a table. Plain arithmetic.

export interface Latency {
  readonly kind: string
  readonly ms: number
  /** In the second half of the time. */
  readonly isLate: boolean
}

export interface Figures {
  readonly kind: string
  readonly count: number
  readonly perSecond: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly p99First: number
  readonly p99Second: number
}

export function figuresOf(latencies: readonly Latency[], seconds: number): Figures[] {
  const of = (kind: string, some: readonly Latency[]): Figures => {
    const all = some.map(({ ms }) => ms)
    return {
      kind,
      count: some.length,
      perSecond: some.length / seconds,
      p50: quantile(all, 0.5),
      p95: quantile(all, 0.95),
      p99: quantile(all, 0.99),
      p99First: quantile(
        some.filter(({ isLate }) => !isLate).map(({ ms }) => ms),
        0.99,
      ),
      p99Second: quantile(
        some.filter(({ isLate }) => isLate).map(({ ms }) => ms),
        0.99,
      ),
    }
  }
  const byKind = Map.groupBy(latencies, ({ kind }) => kind)
  return [
    ...[...byKind].sort(([a], [b]) => a.localeCompare(b)).map(([kind, some]) => of(kind, some)),
    of('all', latencies),
  ]
}

/** The smallest that so large a part is not above; 0 of nothing. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0
}

/** Of the straight line that lies closest by least squares. */
export function slopePerMinute(looks: readonly { readonly minute: number; readonly mb: number }[]): number {
  const mean = (read: (look: (typeof looks)[number]) => number) =>
    looks.reduce((sum, look) => sum + read(look), 0) / looks.length
  const [minute, mb] = [mean((look) => look.minute), mean((look) => look.mb)]
  const spread = looks.reduce((sum, look) => sum + (look.minute - minute) ** 2, 0)
  return spread === 0 ? 0 : looks.reduce((sum, look) => sum + (look.minute - minute) * (look.mb - mb), 0) / spread
}
