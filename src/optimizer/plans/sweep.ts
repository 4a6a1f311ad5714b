// Every few seconds, what the database calls expired is given free on the desk, and what ended long ago is forgotten.
// Counts no time of its own: a wake-up that comes late or early changes nothing about who has expired.
import type { Logger } from '../../platform/log.ts'
import { forgetOldOffers, plansWithExpired } from './offer-store.ts'
import type { Planning } from './recommend.ts'

export interface Sweep {
  close(): Promise<void>
}

const EVERY_MS = 5000

export function openSweep({ database, plans }: Planning, log: Logger, everyMs = EVERY_MS): Sweep {
  let running: Promise<void> | undefined

  async function sweep(): Promise<void> {
    // Whoever has the plans has to hear of it.
    if (!plans.areHere) return
    for (const key of await plansWithExpired(database)) await plans.freeExpired(key)
    await forgetOldOffers(database)
  }

  const timer = setInterval(() => {
    running ??= sweep()
      .catch((error) => log.warn({ err: error }, 'Expired offers could not be given free'))
      .finally(() => {
        running = undefined
      })
  }, everyMs)
  timer.unref()

  return {
    close: async () => {
      clearInterval(timer)
      await running
    },
  }
}
