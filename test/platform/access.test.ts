// Every route says who may call it.
import { expect, test } from 'vitest'
import { READERS } from '../../src/platform/access.ts'
import { createHttpApp, type HttpApp } from '../../src/platform/http.ts'
import { createLog } from '../../src/platform/log.ts'

const started = (register: (on: HttpApp) => void, devToken: string | undefined = 'a-development-token') =>
  createHttpApp({
    name: 'Test',
    version: '1',
    description: '',
    log: createLog('silent'),
    devToken,
    maxBodyBytes: 1024,
    isReady: async () => ({}),
    register: async (on) => register(on),
  })

test('a service with a route that does not say who may call it does not start', async () => {
  await expect(started((on) => void on.get('/open', () => 'all'))).rejects.toThrow('GET /open does not say who')
  const nobody = started((on) => void on.get('/open', { config: { mayCall: [] } }, () => 'all'))
  await expect(nobody).rejects.toThrow('Maybe add config')
  const app = await started((on) => void on.get('/known', { config: { mayCall: READERS } }, () => 'all'))
  await app.close()
})

test('a service that would accept no token at all does not start', async () => {
  const app = createHttpApp({
    name: 'Test',
    version: '1',
    description: '',
    log: createLog('silent'),
    maxBodyBytes: 1024,
    isReady: async () => ({}),
    register: async () => undefined,
  })
  await expect(app).rejects.toThrow('would accept no token')
})
