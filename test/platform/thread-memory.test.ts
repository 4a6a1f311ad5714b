// What npm start tells the engine of memory is for the thread that serves, and for no other.
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const ENTRY = fileURLToPath(new URL('./thread-memory-entry.ts', import.meta.url))
const MIB = 1024 * 1024

interface Limits {
  readonly own: number
  readonly before: { readonly left: number; readonly told: number }
  readonly after: { readonly left: number; readonly told: number }
}

async function limits(...flags: string[]): Promise<Limits> {
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, ENTRY])
  return JSON.parse(stdout)
}

test('threads have as much room for young objects as without the flags of npm start, or as they are given', async () => {
  const { scripts } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  const flags = scripts.start.split(' ').filter((word: string) => word.startsWith('--'))
  expect(flags).toEqual(['--max-semi-space-size=16', '--heap-growing-percent=50'])
  const [usual, started] = [await limits(), await limits(...flags)]
  expect(started.own).toBeLessThan(usual.own)
  expect(started.before.left).toBeLessThan(usual.before.left)
  expect(started.after).toEqual(usual.before)
  expect(usual.after).toEqual(usual.before)
  expect(started.after.told).toBe(started.before.told + 48 * MIB)
})
