// npm run test:kill [-- --times 100 --seed 1]: the process killed at so many random moments; the same test as in the suite.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const { values } = parseArgs({
  options: { times: { type: 'string', default: '100' }, seed: { type: 'string', default: String(Date.now() % 1e9) } },
})
for (const [name, value] of Object.entries(values))
  if (!/^\d{1,9}$/.test(value)) throw new Error(`--${name} must be a whole number, and is ${value}.`)
process.stdout.write(`${values.times} times, seed ${values.seed}\n`)
const env = { ...process.env, KILL_TIMES: values.times, KILL_SEED: values.seed }
const child = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', 'test/faults/killed.test.ts'], {
  cwd: ROOT,
  stdio: 'inherit',
  env,
})
child.once('close', (code) => {
  process.exitCode = code ?? 1
})
