// A process that applies intents and dies on the way, as a machine would: without a word, and without cleaning up.
// Started by the tests, which hand it what it needs as JSON.
import { kill, pid } from 'node:process'
import { openDispatchCommands } from '../../src/dispatch-command/commands.ts'
import { type Intent, openOutbox } from '../../src/dispatch-command/outbox.ts'
import { openDatabase } from '../../src/platform/database.ts'
import { createLog } from '../../src/platform/log.ts'

export interface Crash {
  readonly databaseUrl: string
  readonly baseUrl: string
  readonly token: string
  readonly intents: readonly Intent[]
  /** Counted from 1: with which of its requests. */
  readonly atRequest: number
  /** Before a byte of it is sent, or when its answer is there and has not been recorded. */
  readonly when: 'before' | 'after'
}

const { databaseUrl, baseUrl, token, intents, atRequest, when } = JSON.parse(process.argv[2] ?? '') as Crash
let requests = 0
const log = createLog('silent')
const outbox = openOutbox({
  database: openDatabase(databaseUrl, log, { searchPath: 'optimizer' }),
  commands: openDispatchCommands({
    baseUrl,
    token,
    fetch: async (...request) => {
      const isLast = ++requests === atRequest
      if (isLast && when === 'before') kill(pid, 'SIGKILL')
      const response = await fetch(...request)
      if (isLast) kill(pid, 'SIGKILL')
      return response
    },
  }),
  log,
})
await outbox.apply(intents)
