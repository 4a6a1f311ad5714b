// How often a tenant may ask, by a clock that the test moves.
import { expect, test } from 'vitest'
import { HttpProblem } from '../../src/platform/http.ts'
import { RequestRate } from '../../src/platform/request-rate.ts'
import { limitOf } from '../../src/platform/tenant-limits.ts'

test('a tenant may ask a minute’s worth at once and then as fast as its bucket fills; another is not touched by it', () => {
  let now = 1_000_000
  const rate = new RequestRate(
    limitOf({ acme: { requestsPerMinute: 60 }, '*': { requestsPerMinute: 6000 } }),
    () => now,
  )
  const asked = (tenant: string) => {
    try {
      rate.take(tenant)
      return 'taken'
    } catch (error) {
      if (error instanceof HttpProblem) return `${error.status} after ${error.headers['retry-after']}`
      throw error
    }
  }
  expect(Array.from({ length: 60 }, () => asked('acme'))).toEqual(Array.from({ length: 60 }, () => 'taken'))
  expect(asked('acme')).toBe('429 after 1')
  expect(asked('north')).toBe('taken')
  now += 999
  expect(asked('acme')).toBe('429 after 1')
  now += 1
  expect([asked('acme'), asked('acme')]).toEqual(['taken', '429 after 1'])
  now += 3_600_000
  expect(Array.from({ length: 61 }, () => asked('acme')).filter((answer) => answer === 'taken')).toHaveLength(60)
})

test('what is said of nobody holds for nobody, and a tenant named like a part of every object has no limit by that', () => {
  const rate = new RequestRate(limitOf({ acme: { requestsPerMinute: 1 } }))
  for (let request = 0; request < 1000; request++) rate.take('constructor')
  rate.take('acme')
  expect(() => rate.take('acme')).toThrow('more often than it may')
})
