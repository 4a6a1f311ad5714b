// Told to stop, the process says so, takes nothing new, parks what runs, lets nobody hang, and ends by itself: main.ts ends
// with 1 where that takes longer than it may.
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../database.ts'
import { smallRequest } from '../optimizer/inputs.ts'
import { SpawnedServices } from '../spawned-services.ts'

let database: FreshDatabase
let services: SpawnedServices
const start = () =>
  SpawnedServices.start({
    DATABASE_URL: database.dispatchApiUrl,
    OPTIMIZER_DATABASE_URL: database.optimizerUrl,
    STOP_GRACE_SECONDS: '2',
    LOG_LEVEL: 'warn',
  })
beforeAll(async () => {
  database = await freshDatabase()
  services = await start()
})
afterAll(async () => {
  await services?.kill()
  await database?.drop()
})

const endless = smallRequest({ options: { seconds: 3600, threads: 1 } })

test('a process that is told to stop ends in order, and the next one takes up what ran', async () => {
  const submitted = await services.json('/v1/optimizations', { body: endless })
  expect(submitted.status).toBe(202)
  const { runId, links } = submitted.json
  while ((await services.json(links.self)).json.status !== 'running') await sleep(20)
  const waiting = services.json('/v1/optimizations', { body: endless, headers: { prefer: 'wait=100' } })
  while ((await services.json('/readyz')).json.detail.runsRunning < 2) await sleep(20)

  services.signal('SIGTERM')
  let ready = await services.json('/readyz')
  while (ready.status === 200) ready = await services.json('/readyz')
  expect(ready).toMatchObject({ status: 503, json: { status: 'down', parts: { service: 'is shutting down' } } })
  expect((await services.json('/healthz')).status).toBe(200)
  expect(await services.json('/v1/optimizations', { body: endless })).toMatchObject({
    status: 503,
    json: { code: 'SHUTTING_DOWN' },
  })
  expect((await services.json(links.self)).json.status).toBe('running')
  // Whoever waits is told where the run is, instead of being cut off.
  expect((await waiting).status).toBe(202)
  expect(await services.ended()).toBe(0)

  services = await start()
  expect(['queued', 'running']).toContain((await services.json(`/v1/optimizations/${runId}`)).json.status)
  expect((await services.json(links.cancel, { body: {} })).status).toBe(202)
})
