// Logs are read by many; a secret that is logged is given away.
import { expect, test } from 'vitest'
import { createLog } from '../../src/platform/log.ts'

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

test('secrets are blotted out by the name of their field, and times are ISO', () => {
  const lines: string[] = []
  const log = createLog('info', { write: (line) => void lines.push(line) })
  log.info({ token: 'swordfish', request: { headers: { authorization: 'Bearer swordfish', host: 'here' } } }, 'One')
  log.warn({ config: { password: 'swordfish', databaseUrl: 'postgres://a:swordfish@b', port: 1 } }, 'Two')
  log.debug('Below the level')
  expect(lines).toHaveLength(2)
  expect(lines.join()).not.toContain('swordfish')
  const [one, two] = lines.map((line) => JSON.parse(line))
  expect(one).toMatchObject({ time: expect.stringMatching(TIME), msg: 'One', request: { headers: { host: 'here' } } })
  expect(two).toMatchObject({ config: { password: '[redacted]', port: 1 } })
})
