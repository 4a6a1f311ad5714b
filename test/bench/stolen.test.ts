// What the host of a machine gave to others meanwhile.
import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { watchStolen } from '../../bench/stolen.ts'

test('is a share of all cores where Linux counts it, and unknown elsewhere', async () => {
  const stolen = await watchStolen()
  await sleep(200)
  const share = await stolen()
  if (!existsSync('/proc/stat')) return expect(share).toBeUndefined()
  expect(share).toBeGreaterThanOrEqual(0)
  expect(share).toBeLessThanOrEqual(1)
})
