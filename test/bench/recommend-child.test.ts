// A process of its own that is called like a function.
import { afterEach, expect, test } from 'vitest'
import { type Child, openChild } from '../../bench/recommend/child.ts'
import type { TestJobs } from './recommend-child-entry.ts'

const ENTRY = new URL('./recommend-child-entry.ts', import.meta.url)

let child: Child<TestJobs> | undefined
afterEach(() => child?.end())

test('answers each call with what its function came to', async () => {
  child = openChild<TestJobs>(ENTRY)
  const [slow, quick] = [child.call('after', { ms: 50, word: 'slow' }), child.call('after', { ms: 0, word: 'quick' })]
  await expect(Promise.race([slow, quick])).resolves.toBe('quick')
  await expect(slow).resolves.toBe('slow')
  expect(await child.call('pid', undefined)).not.toBe(process.pid)
})

test('says why a function failed, and goes on', async () => {
  child = openChild<TestJobs>(ENTRY)
  await expect(child.call('fail', 'no room')).rejects.toThrow('no room')
  await expect(child.call('after', { ms: 0, word: 'still here' })).resolves.toBe('still here')
})

test('fails what is waited for when it dies', async () => {
  child = openChild<TestJobs>(ENTRY)
  await expect(child.call('die', 3)).rejects.toThrow('a measuring process ended with 3')
})

test('fails what is waited for when a person stops the measurement, and ends when it is told to', async () => {
  const stop = new AbortController()
  child = openChild<TestJobs>(ENTRY, stop.signal)
  const pid = await child.call('pid', undefined)
  const never = child.call('after', { ms: 3_600_000, word: 'never' })
  stop.abort()
  await expect(never).rejects.toThrow('aborted')
  await child.end()
  expect(() => process.kill(pid, 0)).toThrow('ESRCH')
})
