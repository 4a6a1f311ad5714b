// What can be decided about the course of a shift, in plain words: where it leads, and where its breaks are taken.
// The clock in enumerate-clock.ts turns it into times. Imports nothing.

/** To a visit, by way of a depot if one is named. */
export interface Way {
  readonly visit: number
  readonly depot: { readonly entry: number; readonly breaks: readonly number[] } | undefined
  /** Entries of the route's breaks, taken on the way (from the depot) before the work. */
  readonly breaks: readonly number[]
  /** Breaks within the work. */
  readonly inside: readonly number[]
  /** Work does not begin before this second, on purpose. */
  readonly waitFor: number | undefined
}

export interface Course {
  readonly route: number
  /** Nobody sets out before this second. */
  readonly leaveFrom: number
  readonly ways: readonly Way[]
  /** Breaks taken on the way home. */
  readonly homeBreaks: readonly number[]
}

export const visitsOf = ({ ways }: Course): number[] => ways.map(({ visit }) => visit)

export const breaksOf = ({ ways, homeBreaks }: Course): number[] => [
  ...ways.flatMap(({ depot, breaks, inside }) => [...(depot?.breaks ?? []), ...breaks, ...inside]),
  ...homeBreaks,
]
