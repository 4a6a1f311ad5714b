// The database goes away while a run is computed, or its disk is full: whoever asks is told so and when to come again, nothing
// that was accepted is lost, and it all goes on without a restart of the process.
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { type Database, openDatabase } from '../../src/platform/database.ts'
import { createLog } from '../../src/platform/log.ts'
import { BothServices, tokenOf } from '../both-services.ts'
import { smallRequest } from '../optimizer/inputs.ts'

let services: BothServices
let server: Database
let admin: Database
let token: string
let name: string
beforeAll(async () => {
  services = await BothServices.start()
  token = await tokenOf({ role: 'admin' })
  name = new URL(services.database.adminUrl).pathname.slice(1)
  server = openDatabase(inject('adminUrl'), createLog('silent'), { maxConnections: 1 })
  admin = openDatabase(services.database.adminUrl, createLog('silent'), { maxConnections: 1, searchPath: 'optimizer' })
})
afterAll(async () => {
  await admin?.close()
  await server?.close()
  await services?.stop()
})

const submit = (seconds: number) =>
  services.call('optimizer', 'POST', '/v1/optimizations', {
    token,
    body: smallRequest({ options: { seconds, threads: 1 } }),
  })
const runOf = async (runId: string) =>
  (await services.call('optimizer', 'GET', `/v1/optimizations/${runId}`, { token })).json
async function runWhen(runId: string, ...statuses: string[]) {
  for (;;) {
    const run = await runOf(runId)
    if (statuses.includes(run.status)) return run
    await sleep(50)
  }
}
const ready = () => services.call('optimizer', 'GET', '/readyz')

/** As when the server is restarted: who is connected is thrown out, and for a time nobody gets in. */
async function takeAway(): Promise<void> {
  await server.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`)
  await server.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name])
}

test('a database that goes away in the middle of a run and comes back loses nothing', async () => {
  const { json } = await submit(3)
  await runWhen(json.runId, 'running')
  await takeAway()
  try {
    const refused = await submit(1)
    expect(refused).toMatchObject({ status: 503, json: { code: 'DATABASE_AWAY' } })
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await ready()).toMatchObject({
      status: 503,
      json: { parts: { database: 'does not answer', workers: 'up' } },
    })
    // Until the search is over, and its answer has nowhere to go.
    await sleep(4000)
  } finally {
    await server.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`)
  }
  expect((await runWhen(json.runId, 'done', 'failed')).status).toBe('done')
  expect(await ready()).toMatchObject({ status: 200 })
})

test('a disk that is full refuses what is new with its cause, and what was accepted waits for room', async () => {
  const { json } = await submit(1)
  await admin.query(`CREATE FUNCTION disk_is_full() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$`)
  await admin.query(
    'CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON runs FOR EACH ROW EXECUTE FUNCTION disk_is_full()',
  )
  try {
    expect(await submit(1)).toMatchObject({ status: 503, json: { code: 'DATABASE_AWAY' } })
    await sleep(1500)
    expect(['queued', 'running']).toContain((await runOf(json.runId)).status)
  } finally {
    await admin.query('DROP TRIGGER full_disk ON runs')
  }
  expect((await runWhen(json.runId, 'done', 'failed')).status).toBe('done')
  expect((await submit(1)).status).toBe(202)
})
