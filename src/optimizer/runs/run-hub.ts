// Whoever listens to runs, however many: the store is asked once for all of them, and again as soon as something was told
// here. So a run is heard wherever it is computed, and whoever comes back hears what was missed.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../../platform/database.ts'
import type { Logger } from '../../platform/log.ts'
import { eventsAfter, type StoredEvent } from './event-store.ts'

export interface Listener {
  /** The last event that it has heard. */
  after: number
  hear(event: StoredEvent): void
}

export interface RunHub {
  /** Until `leave` is called. */
  listen(runId: string, listener: Listener): () => void
  /** Something was told of a run here. */
  wake(): void
  close(): Promise<void>
}

const LOOK_EVERY_MS = 500

export function openRunHub(database: Database, log: Logger): RunHub {
  const listeners = new Map<string, Set<Listener>>()
  let awake = Promise.withResolvers<void>()
  const closing = new AbortController()

  async function look(): Promise<void> {
    // Who joins while the store is asked has not heard what comes before its answer, and is asked for the next time.
    const asked = new Map([...listeners].map(([runId, all]) => [runId, [...all]]))
    const after = new Map([...asked].map(([runId, all]) => [runId, Math.min(...all.map((one) => one.after))]))
    if (after.size === 0) return
    for (const event of await eventsAfter(database, after))
      for (const listener of asked.get(event.runId) ?? []) {
        if (event.seq <= listener.after || listeners.get(event.runId)?.has(listener) !== true) continue
        listener.after = event.seq
        listener.hear(event)
      }
  }

  async function run(): Promise<void> {
    while (!closing.signal.aborted) {
      awake = Promise.withResolvers<void>()
      await look().catch((error) => log.warn({ err: error }, 'Events of runs could not be read'))
      // Without listeners there is nothing to look for until one comes.
      const pause = sleep(LOOK_EVERY_MS, undefined, { signal: closing.signal, ref: false }).catch(() => undefined)
      await Promise.race(listeners.size > 0 ? [awake.promise, pause] : [awake.promise])
    }
  }

  const running = run()
  return {
    listen: (runId, listener) => {
      const all = listeners.get(runId) ?? new Set()
      listeners.set(runId, all.add(listener))
      awake.resolve()
      return () => {
        all.delete(listener)
        if (all.size === 0 && listeners.get(runId) === all) listeners.delete(runId)
      }
    },
    wake: () => awake.resolve(),
    close: async () => {
      closing.abort()
      awake.resolve()
      await running
    },
  }
}
