// npm run bench:recommend by road as a person runs it: a real OSRM on the made-up map, and a plan that can be driven there.
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ended, ROOT } from '../bench/ended.ts'

const recommend = (...args: string[]) => ended(process.execPath, [join(ROOT, 'bench/recommend.ts'), ...args])

test('prints a table for each kind of travel, and the rows of the first in its record', async () => {
  const small = ['--plans', '3x2', '--seconds', '0.05', '--callers', '2']
  const { code, stdout, stderr } = await recommend(...small, '--travel', 'estimate,osrm', '--json')
  expect(code, stderr).toBe(0)
  const { rows, byTravel, settings } = JSON.parse(stdout)
  expect(settings.travel).toBe('estimate,osrm')
  expect(byTravel.estimate).toEqual(rows)
  expect(byTravel.osrm).toMatchObject([{ plan: '3x2', visits: 48, httpP50Ms: expect.any(Number) }])
  expect(Object.keys(byTravel.osrm[0])).toEqual(Object.keys(rows[0]))
}, 600_000)
