// A test of the suite by itself, with whole numbers of the command line in its environment. Knows no test.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const ROOT = fileURLToPath(new URL('../', import.meta.url))

/** By name, with what they are where nobody says. */
export function wholeNumbers<Name extends string>(usual: Readonly<Record<Name, string>>): Record<Name, string> {
  const options = Object.fromEntries(
    Object.entries<string>(usual).map(([name, text]) => [name, { type: 'string', default: text } as const]),
  )
  const values = parseArgs({ options }).values as Record<Name, string>
  for (const [name, value] of Object.entries<string>(values))
    if (!/^\d{1,9}$/.test(value)) throw new Error(`--${name} must be a whole number, and is ${value}.`)
  return values
}

export const anySeed = (): string => String(Date.now() % 1e9)

/** This process ends as the test does. */
export function runTest(path: string, env: Readonly<Record<string, string>>): void {
  const child = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', path], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  })
  child.once('close', (code) => {
    process.exitCode = code ?? 1
  })
}
