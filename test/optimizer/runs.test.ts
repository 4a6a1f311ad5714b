// Runs over HTTP, on a real database with real search threads: asked, looked at, stopped, found again after a restart.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { OptimizationOutput } from '../../src/contracts/optimization.ts'
import { openSolverPool } from '../../workers/client.ts'
import { smallRequest, tech, ticket } from './inputs.ts'
import { Service } from './service.ts'

let service: Service
beforeAll(async () => {
  service = await Service.start()
})
afterAll(() => service?.stop())

const quick = smallRequest()
/** Goes on until it is told to stop. */
const endless = smallRequest({ options: { seconds: 3600, threads: 1 } })

describe('a run', () => {
  test('is accepted with its addresses, and its output is there when it is done', async () => {
    const { status, headers, json } = await service.submit(quick)
    expect(status).toBe(202)
    expect(json).toMatchObject({ status: 'queued', links: { self: `/v1/optimizations/${json.runId}` } })
    expect(headers.get('location')).toBe(json.links.self)

    const run = await service.runWhen(json.runId, 'done')
    expect(OptimizationOutput.parse(run.output).meta.runId).toBe(json.runId)
    expect(run.progress).toMatchObject({ unserved: 0 })
    const times = [run.createdAt, run.startedAt, run.finishedAt].map((time) => Date.parse(time))
    expect(times).toEqual(times.toSorted((a, b) => a - b))
  })

  test('answers at once with the output, when whoever asks prefers to wait', async () => {
    const { status, headers, json, text } = await service.submit(quick, { prefer: 'respond-async, wait=60' })
    expect(status).toBe(200)
    expect(headers.get('preference-applied')).toBe('wait=60')
    const output = OptimizationOutput.parse(json)
    expect(headers.get('location')).toBe(`/v1/optimizations/${output.meta.runId}`)
    // The stored answer is the given one, to the byte.
    expect((await service.get(`/v1/optimizations/${output.meta.runId}`)).text).toContain(text)
  })

  test('that is not done in time is accepted like any other', async () => {
    const { status, headers, json } = await service.submit(endless, { prefer: 'wait=0' })
    expect([status, headers.get('preference-applied')]).toEqual([202, 'wait=0'])
    await service.post(json.links.cancel, {})
  })

  test('goes on when whoever waits for it hangs up', async () => {
    const before = await service.countRuns()
    const hangUp = new AbortController()
    const slow = smallRequest({ options: { seconds: 1, threads: 1 } })
    const asked = service.post('/v1/optimizations', slow, { prefer: 'wait=60' }, hangUp.signal).catch(() => 'hung up')
    while ((await service.countRuns()) === before) await new Promise((resolve) => setTimeout(resolve, 10))
    hangUp.abort()
    expect(await asked).toBe('hung up')
    const [run] = await service.rows.query<{ id: string }>('SELECT id FROM runs ORDER BY created_at DESC LIMIT 1')
    expect(await service.runWhen(run!.id, 'done')).toHaveProperty('output.meta')
  })

  test('is not there for who does not know it', async () => {
    const unknown = '/v1/optimizations/0198c4f0-0000-7000-8000-000000000000'
    expect(await service.get(unknown)).toMatchObject({ status: 404, json: { code: 'RUN_NOT_FOUND' } })
    expect(await service.post(`${unknown}/cancel`, {})).toMatchObject({ status: 404, json: { code: 'RUN_NOT_FOUND' } })
    expect(await service.get('/v1/optimizations/latest')).toMatchObject({
      status: 400,
      json: { code: 'INVALID_INPUT', issues: [{ path: '/params/runId' }] },
    })
  })

  test('ends as failed, with its cause, when its search thread is lost; the next one is served', async () => {
    const lost = openSolverPool({ threads: 1, entry: new URL('./lost-thread.ts', import.meta.url) })
    await service.restart({ pool: lost })
    try {
      const { runId } = await service.accepted(quick)
      const run = await service.runWhen(runId, 'failed')
      expect(run.problem).toMatchObject({ status: 500, code: 'WORKER_CRASHED', correlationId: expect.any(String) })
      expect(run).not.toHaveProperty('output')
      const waited = await service.submit(quick, { prefer: 'wait=60' })
      expect(waited).toMatchObject({ status: 500, json: { code: 'WORKER_CRASHED' } })
    } finally {
      await service.restart()
      await lost.close()
    }
    expect((await service.submit(quick, { prefer: 'wait=60' })).status).toBe(200)
  })

  test('whose prices are beyond exact arithmetic fails and says which', async () => {
    const dear = smallRequest({
      policy: { costs: { perKm: 1_000_000_000 } },
      tickets: [ticket({ location: { lat: 48, lon: 9 } })],
    })
    const { status, json } = await service.submit(dear, { prefer: 'wait=60' })
    expect([status, json.code]).toEqual([422, 'NOT_PLANNABLE'])
  })
})

describe('a request that is not valid', () => {
  let before: number
  beforeEach(async () => {
    before = await service.countRuns()
  })

  test('is refused with every fault at once, and nothing is stored', async () => {
    const window = { start: '2026-03-03T12:00:00+01:00', end: '2026-03-03T11:00:00+01:00' }
    const body = JSON.stringify({
      ...quick,
      tickets: [ticket({ windows: [window], location: { lat: 48, lon: 181 } }), ticket({ requiredTechs: ['nobody'] })],
      techs: [tech({ pastWork: 'an hour' })],
      horizon: { start: '2026-03-01T00:00:00Z', end: '2026-05-01T00:00:00Z' },
      color: 'red',
      policy: { costs: { perKm: 'BIG' } },
    }).replace('"BIG"', '1e999')
    const { status, headers, json } = await service.post('/v1/optimizations', body)
    expect([status, json.code]).toEqual([400, 'INVALID_INPUT'])
    expect(headers.get('content-type')).toMatch('application/problem+json')
    expect(json.issues.map(({ path, code }: Record<string, string>) => `${path} ${code}`).sort()).toEqual([
      '/color UNKNOWN_FIELD',
      '/horizon/end HORIZON_TOO_LONG',
      '/policy/costs/perKm NOT_FINITE',
      '/techs/0/pastWork WRONG_FORMAT',
      '/tickets/0/location/lon TOO_LARGE',
      '/tickets/0/windows/0/end END_BEFORE_START',
      '/tickets/1/id DUPLICATE_ID',
      '/tickets/1/requiredTechs/0 UNKNOWN_ID',
    ])
    expect(await service.countRuns()).toBe(before)
  })

  test.each([
    ['an idempotency key of nothing', { 'idempotency-key': '' }, '/headers/idempotency-key'],
    ['an idempotency key without end', { 'idempotency-key': 'k'.repeat(201) }, '/headers/idempotency-key'],
  ])('such as %s is refused', async (_, headers, path) => {
    expect(await service.submit(quick, headers)).toMatchObject({ status: 400, json: { issues: [{ path }] } })
    expect(await service.countRuns()).toBe(before)
  })
})

describe('an idempotency key', () => {
  test('makes the same question the same run, however often it is asked at once', async () => {
    const before = await service.countRuns()
    const headers = { 'idempotency-key': 'monday' }
    const answers = await Promise.all(Array.from({ length: 10 }, () => service.accepted(quick, headers)))
    expect(new Set(answers.map(({ runId }) => runId)).size).toBe(1)
    expect(await service.countRuns()).toBe(before + 1)
    await service.runWhen(answers[0]!.runId, 'done')
    // The order of fields is no other question.
    const reversed = Object.fromEntries(Object.entries(quick).reverse()) as typeof quick
    const again = await service.submit(reversed, { ...headers, prefer: 'wait=60' })
    expect(again).toMatchObject({ status: 200, json: { meta: { runId: answers[0]!.runId } } })
  })

  test('is refused for another question, which is not stored', async () => {
    const headers = { 'idempotency-key': 'tuesday' }
    const { runId } = await service.accepted(quick, headers)
    const before = await service.countRuns()
    const other = await service.submit({ ...quick, tickets: [ticket()] }, headers)
    expect(other).toMatchObject({ status: 409, json: { code: 'IDEMPOTENCY_PAYLOAD_MISMATCH' } })
    expect(other.json.detail).toContain(runId)
    expect(await service.countRuns()).toBe(before)
  })
})

describe('a queue', () => {
  test('that is full sends away with a time to come back, and has room again when a run is stopped', async () => {
    await service.restart({ maxRunning: 1, maxQueued: 1 })
    const first = await service.accepted(endless, { 'idempotency-key': 'first' })
    await service.runWhen(first.runId, 'running') // until then it waits itself
    const second = await service.accepted(endless)
    const before = await service.countRuns()
    const { status, headers, json } = await service.submit(endless)
    expect([status, json.code]).toEqual([429, 'TOO_MANY_RUNS'])
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await service.countRuns()).toBe(before)
    // Whoever only asks again for what is there already is not sent away.
    expect((await service.accepted(endless, { 'idempotency-key': 'first' })).runId).toBe(first.runId)

    expect((await service.post(second.links.cancel, {})).json).toMatchObject({ status: 'canceled' })
    const third = await service.accepted(endless)
    for (const { links } of [third, first]) await service.post(links.cancel, {})
    await service.runWhen(first.runId, 'canceled')
    await service.restart()
  })
})

describe('a run that is stopped', () => {
  test('keeps the best it has found', async () => {
    const { runId, links } = await service.accepted(endless)
    await service.runWhen(runId, 'running')
    expect((await service.post(links.cancel, {})).status).toBe(202)
    const run = await service.runWhen(runId, 'canceled')
    expect(OptimizationOutput.parse(run.output).kpis.assigned).toBe(2)
  })

  test('before its turn has nothing to keep', async () => {
    await service.restart({ maxRunning: 1 })
    const running = await service.accepted(endless)
    const waiting = await service.accepted(endless)
    await service.post(waiting.links.cancel, {})
    expect(await service.runWhen(waiting.runId, 'canceled')).not.toHaveProperty('output')
    await service.post(running.links.cancel, {})
    await service.restart()
  })

  test('after it is done stays done', async () => {
    const { runId, links } = await service.accepted(quick)
    await service.runWhen(runId, 'done')
    expect((await service.post(links.cancel, {})).json.status).toBe('done')
  })
})

describe('after a restart', () => {
  test('what was done is still there, and what was not is taken up again, in order', async () => {
    await service.restart({ maxRunning: 1 })
    const done = await service.accepted(quick)
    const output = (await service.runWhen(done.runId, 'done')).output
    const slow = smallRequest({ options: { seconds: 1, threads: 1 } })
    const running = await service.accepted(slow)
    const waiting = await service.accepted(quick)
    await service.runWhen(running.runId, 'running')

    await service.restart({ maxRunning: 1 })
    expect((await service.runWhen(done.runId, 'done')).output).toEqual(output)
    const [first, second] = [await service.runWhen(running.runId, 'done'), await service.runWhen(waiting.runId, 'done')]
    expect(Date.parse(first.finishedAt)).toBeLessThanOrEqual(Date.parse(second.startedAt))
    OptimizationOutput.parse(first.output)
  })

  test('what a process left behind when it died is taken up, and what it was told to stop is stopped', async () => {
    const { runId } = await service.accepted(quick)
    await service.runWhen(runId, 'done')
    const leave = (id: string, cancel: boolean) =>
      service.rows.query(
        `INSERT INTO runs (id, tenant, input, input_hash, trace, status, started_at, cancel_requested)
         SELECT $2, tenant, input, input_hash, trace, 'running', clock_timestamp(), $3 FROM runs WHERE id = $1`,
        [runId, id, cancel],
      )
    const [dead, stopped] = ['0198c4f0-0000-7000-8000-00000000000a', '0198c4f0-0000-7000-8000-00000000000b']
    await leave(dead!, false)
    await leave(stopped!, true)
    await service.restart()
    expect(await service.runWhen(dead!, 'done')).toHaveProperty('output.meta.runId', dead)
    expect(await service.runWhen(stopped!, 'canceled')).not.toHaveProperty('output')
  })

  test('as another tenant, the runs of the first are neither to be seen nor to be stopped', async () => {
    const { runId, links } = await service.accepted(endless)
    await service.restart({ tenant: 'elsewhere' })
    expect((await service.get(links.self)).status).toBe(404)
    expect((await service.post(links.cancel, {})).status).toBe(404)
    await service.restart()
    expect((await service.runWhen(runId, 'running')).status).toBe('running')
    await service.post(links.cancel, {})
    expect(await service.runWhen(runId, 'canceled')).toHaveProperty('output')
  })
})

describe('the service', () => {
  test('shows a page to who opens its address, and describes itself to machines', async () => {
    const page = await service.get('/')
    expect(page.headers.get('content-type')).toMatch('text/html')
    expect(page.text).toContain('/docs')
    expect(page.text).not.toMatch(/(src|href)="https?:/)
    const { json } = await service.get('/openapi.json')
    expect(Object.keys(json.paths)).toEqual(
      expect.arrayContaining(['/v1/optimizations', '/v1/optimizations/{runId}', '/v1/optimizations/{runId}/apply']),
    )
  })

  test('is ready when database, search threads and dispatch-api answer', async () => {
    const { status, json } = await service.get('/readyz')
    expect(status).toBe(200)
    expect(JSON.stringify(json)).toMatch(/database.*workers.*dispatch-api/)
  })
})
