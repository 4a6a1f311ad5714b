// The optimizer killed in the middle of its work: nothing that it acknowledged is lost, a run is gone on with from the best
// plan so far or ends, and of two processes on one database each leaves the runs of the other alone.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { OptimizationOutput } from '../../src/contracts/optimization.ts'
import { smallRequest } from './inputs.ts'
import { listenTo } from './listening.ts'
import { assignedAt, at, between, some, techs, town } from './plans/days.ts'
import { Service, TOKEN } from './service.ts'

let service: Service
const doomed = new Set<ChildProcess>()
beforeAll(async () => {
  service = await Service.start()
})
afterEach(() => {
  for (const process of doomed) process.kill('SIGKILL')
  doomed.clear()
})
afterAll(() => service?.stop())

interface Other {
  readonly url: string
  kill(): Promise<void>
}

async function another(): Promise<Other> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./serve.ts', import.meta.url))], {
    env: { DATABASE_URL: service.databaseUrl, DISPATCH_API_URL: 'http://127.0.0.1:9', TOKEN },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  doomed.add(child)
  const [line] = await once(createInterface(child.stdout), 'line')
  return {
    url: String(line),
    kill: async () => {
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
  }
}

const call = async (url: string, method: string, body?: unknown) => {
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${TOKEN}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  // biome-ignore lint/suspicious/noExplicitAny: each test says what it expects
  return { status: response.status, json: (await response.json()) as any }
}

/** As if so much time had passed: for the database alone. */
const leaseOver = (runId: string) =>
  service.rows.query(`UPDATE runs SET lease_until = clock_timestamp() - interval '1 second' WHERE id = $1`, [runId])

describe('a process that is killed', () => {
  test('leaves its run to another one, which goes on from the best plan so far', async () => {
    const other = await another()
    const many = smallRequest({
      tickets: Array.from({ length: 30 }, (_, index) => ({
        id: `T-${index}`,
        location: { lat: 47.1 + index / 200, lon: 9.5 },
        duration: 'PT30M',
      })),
      options: { seconds: 12, threads: 1, alternatives: 1 },
    })
    const { runId } = (await call(`${other.url}/v1/optimizations`, 'POST', many)).json
    const best = () =>
      service.rows.query<{ n: number }>('SELECT jsonb_array_length(best_plan) AS n FROM runs WHERE id = $1', [runId])
    while (((await best())[0]?.n ?? 0) === 0) await new Promise((resolve) => setTimeout(resolve, 50))
    const heard = await listenTo(`${service.url}/v1/optimizations/${runId}/events`, TOKEN, { isEnough: () => true })
    expect(heard).toHaveLength(1)
    await other.kill()
    expect((await service.get(`/v1/optimizations/${runId}`)).json.status).toBe('running')
    await leaseOver(runId)
    const run = await service.runWhen(runId, 'done', 'failed')
    expect(OptimizationOutput.parse(run.output).meta.runId).toBe(runId)
    const rest = await listenTo(`${service.url}/v1/optimizations/${runId}/events`, TOKEN, { after: heard[0]!.id })
    expect(rest.at(-1)?.event).toBe('finished')
    expect(rest.map(({ id }) => Number(id))).toEqual(rest.map((_, index) => index + 2))
  })

  test('again and again at one run gives it up, with the best plan so far', async () => {
    const { runId } = await service.accepted(smallRequest())
    await service.runWhen(runId, 'done')
    const plan = [{ ticketId: 'T-1', techId: 'ana', start: '2026-03-03T09:00:00+01:00' }]
    const id = '0198c4f0-0000-7000-8000-00000000000c'
    await service.rows.query(
      `INSERT INTO runs (id, tenant, input, input_hash, trace, status, started_at, attempts, best_plan)
       SELECT $2, tenant, input, input_hash, trace, 'running', clock_timestamp(), 5, $3 FROM runs WHERE id = $1`,
      [runId, id, JSON.stringify(plan)],
    )
    const run = await service.runWhen(id, 'failed', 'done')
    expect(run).toMatchObject({ status: 'failed', problem: { code: 'INTERRUPTED' }, bestPlan: plan })
  })

  test('while a plan is told what has happened: what was acknowledged is there, once, and the rest is taken again', async () => {
    const day = town({
      tickets: some(60),
      techs: techs({ shifts: [between('08:00', '16:00')] }, { shifts: [between('08:00', '16:00')] }),
      plan: [assignedAt('T-1', '08:10'), assignedAt('T-2', '09:20')],
    })
    const events = Array.from({ length: 40 }, (_, index) =>
      index % 4 === 0
        ? { eventId: `e${index}`, kind: 'tech-late', techId: 'ben', until: at(`08:${10 + index}`) }
        : { eventId: `e${index}`, kind: 'ticket-canceled', ticketId: `T-${index + 10}` },
    )
    for (const enough of [3, 21]) {
      const path = `/v1/plans/killed-after-${enough}`
      // One process has the plans.
      await service.end()
      const other = await another()
      expect((await call(`${other.url}${path}`, 'PUT', day)).status).toBe(201)
      const acknowledged = new Map<string, number>()
      const sent = events.map(async (event) => {
        const { status, json } = await call(`${other.url}${path}`, 'PATCH', { events: [event] })
        if (status === 200) acknowledged.set(event.eventId, json.version)
        if (acknowledged.size === enough) await other.kill()
      })
      await Promise.allSettled(sent)
      expect(acknowledged.size).toBeGreaterThanOrEqual(enough)
      await service.restart()
      const before = (await service.get(path)).json
      const kept = await service.rows.query<{ id: string; version: number }>(
        'SELECT event_id AS id, version FROM plan_event_ids WHERE plan_id = $1',
        [path.slice('/v1/plans/'.length)],
      )
      const stored = new Map(kept.map(({ id, version }) => [id, version]))
      for (const [id, version] of acknowledged) expect(stored.get(id)).toBe(version)
      // Told again to a process that never had the plan open.
      const again = await Promise.all(events.map((event) => service.call('PATCH', path, { events: [event] })))
      expect(again.map(({ status }) => status)).toEqual(events.map(() => 200))
      const outcomes = new Map(again.map(({ json }) => [json.events[0].eventId, json.events[0].outcome]))
      for (const { eventId } of events) expect(outcomes.get(eventId)).toBe(stored.has(eventId) ? 'replayed' : 'applied')
      const after = (await service.get(path)).json
      expect(after.version).toBe(before.version + events.length - stored.size)
      expect(after.input.tickets).toHaveLength(30)
    }
  }, 120_000)
})

describe('two processes on one database', () => {
  test('leave the running runs of the other alone, and stop them when asked to', async () => {
    const other = await another()
    const endless = smallRequest({ options: { seconds: 3600, threads: 1 } })
    const { runId } = (await call(`${other.url}/v1/optimizations`, 'POST', endless)).json
    await service.runWhen(runId, 'running')
    const [owner] = await service.rows.query<{ owner: string }>('SELECT owner FROM runs WHERE id = $1', [runId])
    await service.restart()
    expect((await service.get(`/v1/optimizations/${runId}`)).json.status).toBe('running')
    expect(await service.rows.query('SELECT owner FROM runs WHERE id = $1', [runId])).toEqual([owner])
    await service.post(`/v1/optimizations/${runId}/cancel`, {})
    expect(await service.runWhen(runId, 'canceled')).toHaveProperty('output')
  })

  test('one that was taken for dead stores nothing over what the other has found', async () => {
    const other = await another()
    const slow = smallRequest({ options: { seconds: 2, threads: 1 } })
    const { runId } = (await call(`${other.url}/v1/optimizations`, 'POST', slow)).json
    await service.runWhen(runId, 'running')
    await service.rows.query('UPDATE runs SET owner = $2 WHERE id = $1', [
      runId,
      '0198c4f0-0000-7000-8000-00000000000d',
    ])
    await new Promise((resolve) => setTimeout(resolve, 3500))
    expect((await service.get(`/v1/optimizations/${runId}`)).json.status).toBe('running')
    await leaseOver(runId)
    expect(await service.runWhen(runId, 'done')).toHaveProperty('output')
  })
})
