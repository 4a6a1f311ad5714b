// What can become of a question to a road service, apart from its answer: data, not exceptions, as each of it is to be
// expected of a server on a network.

/** `resting`: it failed so often that it is not asked for a while. `refused`: it understood the question and said no. */
export const ROAD_FAILURES = ['down', 'slow', 'garbage', 'refused', 'resting', 'absent'] as const

export interface RoadFailure {
  readonly kind: (typeof ROAD_FAILURES)[number]
  /** For whoever runs the service: a name or a code, never a coordinate. */
  readonly detail: string
}

export type Asked<T> =
  | { readonly kind: 'answered'; readonly answer: T }
  | { readonly kind: 'failed'; readonly failure: RoadFailure }

export const answered = <T>(answer: T): Asked<T> => ({ kind: 'answered', answer })

export const failed = (kind: RoadFailure['kind'], detail: string): Asked<never> => ({
  kind: 'failed',
  failure: { kind, detail },
})

/** Roads were asked for by name, and there is no answer. Whoever can do without says `onFailure: "estimate"`. */
export class RoadsUnavailableError extends Error {
  override readonly name = 'RoadsUnavailableError'
  readonly failure: RoadFailure
  constructor(failure: RoadFailure) {
    super(
      `The road service gave no answer (${failure.kind}: ${failure.detail}). Maybe it is down, or OSRM_URL is wrong.`,
    )
    this.failure = failure
  }
}
