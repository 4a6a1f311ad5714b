// How often a tenant may ask: a bucket for each that fills as time goes by, with room for a minute's worth. By hand, as what
// there is in libraries counts by windows, at whose edge twice as much gets through. Knows no route.
import { HttpProblem } from './problem.ts'
import type { LimitOf } from './tenant-limits.ts'

interface Bucket {
  tokens: number
  at: number
}

/** Whoever has not asked for so long has a full bucket, which is as good as none. */
const FORGET_AFTER_MS = 60_000

export class RequestRate {
  readonly #limitOf: LimitOf
  readonly #now: () => number
  readonly #buckets = new Map<string, Bucket>()
  #sweptAt = 0

  constructor(limitOf: LimitOf, now: () => number = () => performance.now()) {
    this.#limitOf = limitOf
    this.#now = now
  }

  /** Throws the refusal, with the seconds after which one more is taken. */
  take(tenant: string): void {
    const { requestsPerMinute } = this.#limitOf(tenant)
    if (requestsPerMinute === undefined) return
    const now = this.#now()
    this.#sweep(now)
    const bucket = this.#buckets.get(tenant) ?? { tokens: requestsPerMinute, at: now }
    const tokens = Math.min(requestsPerMinute, bucket.tokens + ((now - bucket.at) / 60_000) * requestsPerMinute)
    if (tokens < 1) throw tooMany(Math.ceil(((1 - tokens) * 60) / requestsPerMinute))
    this.#buckets.set(tenant, { tokens: tokens - 1, at: now })
  }

  #sweep(now: number): void {
    if (now - this.#sweptAt < FORGET_AFTER_MS) return
    this.#sweptAt = now
    for (const [tenant, { at }] of this.#buckets) if (now - at > FORGET_AFTER_MS) this.#buckets.delete(tenant)
  }
}

const tooMany = (seconds: number) =>
  new HttpProblem({
    status: 429,
    code: 'TOO_MANY_REQUESTS',
    title: 'Your tenant asks more often than it may',
    headers: { 'retry-after': String(seconds) },
  })
