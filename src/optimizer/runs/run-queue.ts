// Which run's turn it is: so many at one time, so many waiting, fair between tenants and first come first served within one.
// Lives in memory and knows ids only; what must survive a restart is in the store.
import { FairTurns } from './fair-turns.ts'

/** What one tenant may have of the queue. */
export interface Share {
  /** Turns for each turn of a tenant of weight 1. */
  readonly weight: number
  readonly maxRunning: number
  readonly maxQueued: number
}

export interface RunQueueOptions {
  readonly maxRunning: number
  readonly maxQueued: number
  /** Without it, each tenant may have all there is. */
  readonly shareOf?: (tenant: string) => Partial<Share>
  /** Never throws: when it is over, it has stored what became of the run. */
  readonly execute: (runId: string, signal: AbortSignal) => Promise<void>
}

/** Room for one run that is not stored yet. */
export interface ReservedPlace {
  take(runId: string): void
  giveBack(): void
}

export interface QueueState {
  readonly running: number
  readonly waiting: number
  /** Of the run that has waited longest; 0 when none waits. */
  readonly oldestSeconds: number
  /** Who has something running or waiting. */
  readonly tenants: number
}

interface Running {
  readonly tenant: string
  readonly controller: AbortController
}

export class RunQueue {
  readonly #options: RunQueueOptions
  readonly #waiting: FairTurns<{ readonly runId: string; readonly since: number }>
  readonly #running = new Map<string, Running>()
  readonly #settled = new Map<string, PromiseWithResolvers<void>>()
  readonly #reserved = new Map<string, number>()
  #closed = false

  constructor(options: RunQueueOptions) {
    this.#options = options
    this.#waiting = new FairTurns((tenant) => this.#shareOf(tenant).weight)
  }

  /** Nothing when the queue is full, for everybody or for this tenant. */
  reserve(tenant: string): ReservedPlace | undefined {
    const { maxRunning, maxQueued } = this.#options
    const share = this.#shareOf(tenant)
    const reserved = this.#reserved.get(tenant) ?? 0
    const ofAll = this.#running.size + this.#waiting.size + this.#reservedByAll()
    const ofTenant = this.#runningOf(tenant) + this.#waiting.sizeOf(tenant) + reserved
    if (ofAll >= maxRunning + maxQueued || ofTenant >= share.maxRunning + share.maxQueued) return undefined
    this.#reserved.set(tenant, reserved + 1)
    let isOpen = true
    const giveBack = () => {
      if (isOpen) this.#unreserve(tenant)
      isOpen = false
    }
    const take = (runId: string) => {
      giveBack()
      this.add(runId, tenant)
    }
    return { take, giveBack }
  }

  /** Without asking for room: what was accepted before a restart keeps its place. */
  add(runId: string, tenant: string): void {
    if (this.#closed) return
    this.#settled.set(runId, Promise.withResolvers())
    this.#waiting.add(tenant, { runId, since: performance.now() })
    this.#startNext()
  }

  /** Resolves when the run is over here, whatever became of it; at once for a run that is not here. */
  async settled(runId: string): Promise<void> {
    await this.#settled.get(runId)?.promise
  }

  cancel(runId: string): void {
    if (this.#waiting.remove((waiting) => waiting.runId === runId)) this.#settle(runId)
    this.#running.get(runId)?.controller.abort()
  }

  state(): QueueState {
    const waiting = this.#waiting.all()
    const oldest = Math.min(...waiting.map(({ since }) => since), performance.now())
    const tenants = new Set([...this.#waiting.keys(), ...[...this.#running.values()].map(({ tenant }) => tenant)])
    return {
      running: this.#running.size,
      waiting: waiting.length,
      oldestSeconds: (performance.now() - oldest) / 1000,
      tenants: tenants.size,
    }
  }

  /** Stops what runs and forgets what waits; both are still in the store for the next start. */
  async close(): Promise<void> {
    this.#closed = true
    for (const { runId } of this.#waiting.clear()) this.#settle(runId)
    const running = [...this.#running.keys()].map((runId) => this.settled(runId))
    for (const { controller } of this.#running.values()) controller.abort()
    await Promise.all(running)
  }

  #startNext(): void {
    if (this.#closed || this.#running.size >= this.#options.maxRunning) return
    const next = this.#waiting.next((tenant) => this.#runningOf(tenant) < this.#shareOf(tenant).maxRunning)
    if (next === undefined) return
    const { runId } = next.item
    const controller = new AbortController()
    this.#running.set(runId, { tenant: next.key, controller })
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

  #shareOf(tenant: string): Share {
    const { maxRunning, maxQueued, shareOf } = this.#options
    return { weight: 1, maxRunning, maxQueued, ...shareOf?.(tenant) }
  }

  #runningOf(tenant: string): number {
    return [...this.#running.values()].filter((running) => running.tenant === tenant).length
  }

  #reservedByAll(): number {
    return [...this.#reserved.values()].reduce((sum, count) => sum + count, 0)
  }

  #unreserve(tenant: string): void {
    const left = (this.#reserved.get(tenant) ?? 1) - 1
    if (left > 0) this.#reserved.set(tenant, left)
    else this.#reserved.delete(tenant)
  }
}
