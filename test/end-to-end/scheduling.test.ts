// Who waits for whom: nobody who asks for a recommendation waits for an optimization, and no tenant for all runs of another.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { BothServices, tokenOf } from '../both-services.ts'
import { smallRequest } from '../optimizer/inputs.ts'

let services: BothServices
let acme: string
let north: string
beforeAll(async () => {
  services = await BothServices.start({
    MAX_RUNNING: '2',
    MAX_QUEUED: '10',
    TENANT_LIMITS: JSON.stringify({
      north: { requestsPerMinute: 2, bodyBytes: 1024, queued: 0, running: 1 },
      '*': { queued: 4 },
    }),
  })
  acme = await tokenOf({ role: 'engine' })
  north = await tokenOf({ role: 'engine', tenant: 'north' })
})
afterAll(() => services?.stop())

/** Goes on until it is told to stop, on every search thread there is. */
const endless = smallRequest({ options: { seconds: 3600, threads: 2 } })
const submit = (token: string) => services.call('optimizer', 'POST', '/v1/optimizations', { token, body: endless })

test('while optimizations have every search thread, recommendations are answered, for live plans and for plain inputs', async () => {
  const runs = await Promise.all([submit(acme), submit(acme), submit(acme)])
  const statusOf = async (runId: string) =>
    (await services.call('optimizer', 'GET', `/v1/optimizations/${runId}`, { token: acme })).json.status
  const statuses = () => Promise.all(runs.map(({ json }) => statusOf(json.runId)))
  while (!(await statuses()).includes('running')) await new Promise((resolve) => setTimeout(resolve, 20))

  const plan = '/v1/plans/phone'
  const call = (path: string, body: unknown, method = 'POST') =>
    services.call('optimizer', method, path, { token: acme, body })
  expect((await call(plan, smallRequest(), 'PUT')).status).toBe(201)
  const asked = Array.from({ length: 20 }, () => call(`${plan}/recommendations`, { ticketId: 'T-1', count: 2 }))
  const once = call('/v1/recommendations', { input: smallRequest(), ticketIds: ['T-1'] })
  for (const answer of await Promise.all([...asked, once])) expect(answer.status).toBe(200)
  // None of the runs would ever end by itself: whoever had waited for one would be waiting still.
  expect((await statuses()).every((status) => status === 'running' || status === 'queued')).toBe(true)

  // With two of four places of its own taken, and the others by now, the tenant is told when to come again.
  const more = await Promise.all(Array.from({ length: 8 }, () => submit(acme)))
  const refused = more.find(({ status }) => status === 429)
  expect(refused?.json.code).toBe('TOO_MANY_RUNS')
  expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0)
  const accepted = [...runs, ...more].filter(({ status }) => status === 202)
  expect(accepted).toHaveLength(6)
  await Promise.all(accepted.map(({ json }) => services.call('optimizer', 'POST', json.links.cancel, { token: acme })))
})

test('a tenant has limits of its own: how much it sends, and how often it asks', async () => {
  const put = (body: unknown) => services.call('optimizer', 'PUT', '/v1/plans/mine', { token: north, body })
  expect(await put({ ...smallRequest(), note: 'x'.repeat(1024) })).toMatchObject({
    status: 413,
    json: { code: 'BODY_TOO_LARGE' },
  })
  expect((await put(smallRequest())).status).toBe(201)
  const answers: Awaited<ReturnType<typeof put>>[] = []
  for (let request = 0; request < 5; request++)
    answers.push(await services.call('optimizer', 'GET', '/v1/plans/mine', { token: north }))
  expect(answers.map(({ status }) => status)).toContain(429)
  const refused = answers.find(({ status }) => status === 429)!
  expect(refused.json.code).toBe('TOO_MANY_REQUESTS')
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await services.call('optimizer', 'GET', '/v1/plans/mine', { token: acme })).status).toBe(404)
})
