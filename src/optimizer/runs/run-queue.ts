// Which run's turn it is: so many at one time, so many waiting, first come first served. Lives in memory and knows ids
// only; what must survive a restart is in the store.

export interface RunQueueOptions {
  readonly maxRunning: number
  readonly maxQueued: number
  /** Never throws: when it is over, it has stored what became of the run. */
  readonly execute: (runId: string, signal: AbortSignal) => Promise<void>
}

/** Room for one run that is not stored yet. */
export interface ReservedPlace {
  take(runId: string): void
  giveBack(): void
}

export class RunQueue {
  readonly #options: RunQueueOptions
  readonly #waiting: string[] = []
  readonly #running = new Map<string, AbortController>()
  readonly #settled = new Map<string, PromiseWithResolvers<void>>()
  #reserved = 0
  #closed = false

  constructor(options: RunQueueOptions) {
    this.#options = options
  }

  /** Nothing when the queue is full. */
  reserve(): ReservedPlace | undefined {
    const { maxRunning, maxQueued } = this.#options
    if (this.#running.size + this.#waiting.length + this.#reserved >= maxRunning + maxQueued) return undefined
    this.#reserved++
    let isOpen = true
    const giveBack = () => {
      if (isOpen) this.#reserved--
      isOpen = false
    }
    const take = (runId: string) => {
      giveBack()
      this.add(runId)
    }
    return { take, giveBack }
  }

  /** Without asking for room: what was accepted before a restart keeps its place. */
  add(runId: string): void {
    if (this.#closed) return
    this.#settled.set(runId, Promise.withResolvers())
    this.#waiting.push(runId)
    this.#startNext()
  }

  /** Resolves when the run is over here, whatever became of it; at once for a run that is not here. */
  async settled(runId: string): Promise<void> {
    await this.#settled.get(runId)?.promise
  }

  cancel(runId: string): void {
    const place = this.#waiting.indexOf(runId)
    if (place >= 0) {
      this.#waiting.splice(place, 1)
      this.#settle(runId)
    }
    this.#running.get(runId)?.abort()
  }

  /** Stops what runs and forgets what waits; both are still in the store for the next start. */
  async close(): Promise<void> {
    this.#closed = true
    for (const runId of this.#waiting.splice(0)) this.#settle(runId)
    const running = [...this.#running.keys()].map((runId) => this.settled(runId))
    for (const controller of this.#running.values()) controller.abort()
    await Promise.all(running)
  }

  #startNext(): void {
    if (this.#closed || this.#running.size >= this.#options.maxRunning) return
    const runId = this.#waiting.shift()
    if (runId === undefined) return
    const controller = new AbortController()
    this.#running.set(runId, controller)
    void this.#options.execute(runId, controller.signal).finally(() => {
      this.#running.delete(runId)
      this.#settle(runId)
      this.#startNext()
    })
  }

  #settle(runId: string): void {
    this.#settled.get(runId)?.resolve()
    this.#settled.delete(runId)
  }
}
