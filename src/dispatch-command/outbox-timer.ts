// The timer of the outbox: sends what is due, waits longer while nobody answers, gives up what is too old, and forgets what
// was settled long ago. Throws nothing: a database that is away comes back. Knows no command.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../platform/database.ts'
import type { Logger } from '../platform/log.ts'
import { forgetSettled, giveUpOld } from './outbox-store.ts'
import { withAdvice } from './outcome.ts'

export interface SendingOptions {
  readonly database: Database
  readonly log: Logger
  readonly keepDays: number
  readonly tickMs: number
  readonly waker: EventTarget
  readonly signal: AbortSignal
  readonly sendDue: () => Promise<{ count: number; answered: boolean; isMore: boolean }>
}

const LONGEST_PAUSE_MS = 60_000
const TIDY_EVERY_MS = 3_600_000

export async function keepSending(options: SendingOptions): Promise<void> {
  const { database, log, keepDays, tickMs, waker, signal, sendDue } = options
  let pauseMs = tickMs
  let tidiedAt = Number.NEGATIVE_INFINITY
  while (!signal.aborted) {
    try {
      if (performance.now() - tidiedAt > TIDY_EVERY_MS) {
        await tidy(database, log, keepDays)
        tidiedAt = performance.now()
      }
      const { count, answered, isMore } = await sendDue()
      if (count > 0) log.info({ count }, 'Sent what was due')
      pauseMs = answered ? (isMore ? 0 : tickMs) : Math.min(Math.max(pauseMs, tickMs) * 2, LONGEST_PAUSE_MS)
    } catch (error) {
      log.error({ err: error }, 'What is due could not be sent; it is tried again')
      pauseMs = Math.min(Math.max(pauseMs, tickMs) * 2, LONGEST_PAUSE_MS)
    }
    await untilWoken(pauseMs, waker, signal)
  }
}

async function tidy(database: Database, log: Logger, keepDays: number): Promise<void> {
  const { advice } = withAdvice({ outcome: 'unreachable', judged: true, requestId: '', code: 'GAVE_UP' })
  const givenUp = await giveUpOld(database, advice)
  if (givenUp > 0) log.warn({ count: givenUp }, 'Gave up commands that nobody could send for a day')
  const forgotten = await forgetSettled(database, keepDays)
  if (forgotten > 0) log.info({ count: forgotten }, 'Forgot commands that were settled long ago')
}

async function untilWoken(ms: number, waker: EventTarget, signal: AbortSignal): Promise<void> {
  const woken = new AbortController()
  const wake = () => woken.abort()
  waker.addEventListener('wake', wake, { once: true })
  await sleep(ms, undefined, { signal: AbortSignal.any([signal, woken.signal]) }).catch(() => undefined)
  waker.removeEventListener('wake', wake)
}
