// `npm start`: reads the settings, starts both services, says where they are, and stops them when asked to.
import { destination } from 'pino'
import { BadSettingError, readConfig } from './platform/config.ts'
import { createLog } from './platform/log.ts'
import { startServices } from './start.ts'

try {
  await main()
} catch (cause) {
  process.stderr.write(cause instanceof BadSettingError ? `${cause.message}\n` : `Could not start. ${said(cause)}\n`)
  process.exitCode = 1
}

/** What a supervisor waits for, usually, before it ends a process by force. */
const STOP_WITHIN_MS = 9500

async function main(): Promise<void> {
  const config = readConfig(process.env)
  // Logs go to stderr, so that what a person needs stands alone on stdout.
  const log = createLog(config.logLevel, destination(2))
  const { optimizerUrl, dispatchApiUrl, devToken, demoTickets, stop } = await startServices(config, log)
  process.stdout.write(
    [
      `optimizer     ${optimizerUrl}/${devToken === undefined ? '' : `?token=${devToken}`}`,
      `dispatch-api  ${dispatchApiUrl}/docs`,
      ...(devToken === undefined ? [] : [`dev-token=${devToken}`]),
      ...(demoTickets > 0 ? [`demo company loaded: ${demoTickets} tickets, plan them with fixtures/corner.json`] : []),
      '',
    ].join('\n'),
  )
  let stopping = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      // Asked twice: whoever asks does not want to wait.
      if (stopping) process.exit(1)
      stopping = true
      // What is cut off here is in the database, and the next start takes it up.
      setTimeout(() => {
        log.error('Not everything stopped in time')
        process.exit(1)
      }, STOP_WITHIN_MS).unref()
      void stop().then(() => process.exit(0))
    })
}

/** The message and what caused it, without a stack: this line is for the person at the terminal. */
function said(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  return cause.cause === undefined ? cause.message : `${cause.message} ${said(cause.cause)}`
}
