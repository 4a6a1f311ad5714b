// A circuit breaker: who fails again and again is not asked for a while, and then by one question that tries. Knows no
// network.

export interface BreakerSettings {
  /** So many failures one after the other open it. */
  readonly failures: number
  readonly restMs: number
}

export class Breaker {
  readonly #settings: BreakerSettings
  readonly #now: () => number
  #failures = 0
  #restsUntil = Number.NEGATIVE_INFINITY
  #isTrying = false

  constructor(settings: BreakerSettings, now: () => number = () => performance.now()) {
    this.#settings = settings
    this.#now = now
  }

  get isResting(): boolean {
    return this.#failures >= this.#settings.failures && (this.#isTrying || this.#now() < this.#restsUntil)
  }

  /** False: do not ask. Whoever is let in says how it went. */
  enter(): boolean {
    if (this.#failures < this.#settings.failures) return true
    if (this.isResting) return false
    this.#isTrying = true
    return true
  }

  succeeded(): void {
    this.#failures = 0
    this.#isTrying = false
  }

  failed(): void {
    this.#failures++
    this.#isTrying = false
    if (this.#failures >= this.#settings.failures) this.#restsUntil = this.#now() + this.#settings.restMs
  }

  /** Nobody knows how it would have gone. */
  gaveUp(): void {
    this.#isTrying = false
  }
}
