// npm run test:real: what npm test cannot reach, against real components that this repository installs or starts by itself.
// One part after another, as they share the machine. A part that cannot be had is a failure, never a skip.
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startEmbeddedPostgres } from '../src/platform/embedded-postgres.ts'
import { createLog } from '../src/platform/log.ts'
import { osrmPrograms } from './osrm/install.ts'

interface RealPart {
  readonly name: string
  /** Throws when the part is missing or does not hold. */
  readonly run: () => Promise<void>
}

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const VITEST = join(ROOT, 'node_modules/vitest/vitest.mjs')

/** The rooms that keep something in the database; the others would only do again what npm test has done. */
const ON_POSTGRES = ['dispatch-api', 'dispatch-command', 'end-to-end', 'optimizer/plans', 'optimizer/runs', 'platform']

/** Characters. */
const KEPT_OF_A_FAILURE = 6000

const PARTS: readonly RealPart[] = [
  { name: 'PostgreSQL given by DATABASE_URL', run: onGivenPostgres },
  {
    name: '20,000 generated requests',
    run: () => runNode(['scripts/test-fuzz.ts', '--requests', '20000', '--seed', '1'], {}),
  },
  { name: 'two minutes of mixed traffic', run: () => runNode(['bench/service.ts', '--minutes', '2'], {}) },
  { name: 'OSRM', run: onRealRoads },
]

const failed: string[] = []
/** Of the part that runs: how what it prints ends. */
let printed = ''
for (const { name, run } of PARTS) {
  say(`==> ${name}`)
  const started = performance.now()
  printed = ''
  const fault = await run().then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )
  const seconds = Math.round((performance.now() - started) / 1000)
  say(`<== ${name}: ${fault === undefined ? 'passed' : `FAILED, ${fault}`} (${seconds} s)`)
  if (fault !== undefined) failed.push(`==> ${name}: FAILED, ${fault}. Its end was:\n${printed}`)
}
// Once more where people look first.
for (const part of failed) say(part)
process.exitCode = failed.length === 0 ? 0 : 1

/** A second server, started outside the suite, which then knows nothing of it but its address. */
async function onGivenPostgres(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'real-dispatch-postgres-'))
  try {
    const postgres = await startEmbeddedPostgres({
      folder,
      log: createLog('warn'),
      durable: false,
    })
    try {
      await runNode([VITEST, 'run', ...ON_POSTGRES.map((room) => `test/${room}`)], { DATABASE_URL: postgres.url })
    } finally {
      await postgres.stop()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Installs OSRM where it is not yet; without it the part fails. */
async function onRealRoads(): Promise<void> {
  await osrmPrograms()
  await runNode([VITEST, 'run', 'test/real'], { TEST_REAL: 'osrm' })
}

/** Ends when the child ends: a signal goes to the child, so that what was started around it is stopped in turn. */
function runNode(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    stdio: ['inherit', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  for (const [from, to] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ] as const)
    from.setEncoding('utf8').on('data', (text: string) => {
      to.write(text)
      printed = (printed + text).slice(-KEPT_OF_A_FAILURE)
    })
  const pass = (signal: NodeJS.Signals) => child.kill(signal)
  process.on('SIGINT', pass).on('SIGTERM', pass)
  return new Promise<void>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      if (code === 0) resolve()
      else reject(new Error(signal ? `it was ended by ${signal}` : `it ended with ${code}`))
    })
  }).finally(() => process.off('SIGINT', pass).off('SIGTERM', pass))
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
