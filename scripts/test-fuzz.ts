// npm run test:fuzz [-- --requests 20000 --seed 1]: the same test as in the suite, with more requests and any seed.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '20000' },
    seed: { type: 'string', default: String(Date.now() % 1e9) },
  },
})
for (const [name, value] of Object.entries(values))
  if (!/^\d{1,9}$/.test(value)) throw new Error(`--${name} must be a whole number, and is ${value}.`)
process.stdout.write(`${values.requests} requests of seed ${values.seed}\n`)
const env = { ...process.env, FUZZ_REQUESTS: values.requests, FUZZ_SEED: values.seed, FUZZ_TABLE: '1' }
const child = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', 'test/fuzz'], {
  cwd: ROOT,
  stdio: 'inherit',
  env,
})
child.once('close', (code) => {
  process.exitCode = code ?? 1
})
