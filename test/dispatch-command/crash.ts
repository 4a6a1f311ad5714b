// A process that applies intents and dies on the way, as a machine would: without a word, and without cleaning up.
// Counts what it says to database and network: it dies before the first of these is done, after it, before the second, …
// Started by the tests, which hand it what it needs as JSON; tells its steps when it is not to die.
import { kill, pid } from 'node:process'
import { openDispatchCommands } from '../../src/dispatch-command/commands.ts'
import { openKillSwitch } from '../../src/dispatch-command/kill-switch.ts'
import { type Intent, openOutbox } from '../../src/dispatch-command/outbox.ts'
import { type Connection, type Database, openDatabase } from '../../src/platform/database.ts'
import { createLog } from '../../src/platform/log.ts'

export interface Crash {
  readonly databaseUrl: string
  readonly baseUrl: string
  readonly watchUrl: string
  readonly token: string
  readonly intents: readonly Intent[]
  /** Counted from 1: odd ones before a step, even ones after it; 0 never. */
  readonly dieAtStep: number
}

const { databaseUrl, baseUrl, watchUrl, token, intents, dieAtStep } = JSON.parse(process.argv[2] ?? '') as Crash
const log = createLog('silent')
const steps: string[] = []
let moment = 0

function pass(): void {
  if (++moment === dieAtStep) kill(pid, 'SIGKILL')
}
async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  steps.push(name)
  pass()
  const result = await work()
  pass()
  return result
}

const real = openDatabase(databaseUrl, log, { searchPath: 'optimizer' })
const counted = (on: Connection): Connection => ({
  query: (sql, params) => step(/^\s*\w+ \w+( \w+)?( \w+)?/.exec(sql)?.[0] ?? '', () => on.query(sql, params)),
})
/** Before it has begun, and after it has committed. */
const database: Database = {
  ...counted(real),
  transaction: async (work, options) => {
    pass()
    steps.push('begin')
    const result = await real.transaction(async (on) => {
      pass()
      const done = await work({ ...counted(on), send: on.send })
      steps.push('commit')
      pass()
      return done
    }, options)
    pass()
    return result
  },
  close: () => real.close(),
}
const countedFetch: typeof fetch = (address, init) => step(init?.method ?? 'GET', () => fetch(address, init))

const outbox = openOutbox({
  database,
  commands: openDispatchCommands({ baseUrl, token, fetch: countedFetch }),
  killSwitch: openKillSwitch({ baseUrl: watchUrl, tokenFor: async () => token, fetch: countedFetch }),
  log,
})
await outbox.apply(intents)
process.stdout.write(steps.join('\n'))
await real.close()
