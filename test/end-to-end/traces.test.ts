// One trace from the caller's own span through HTTP, queue, search threads and the thread of the live plans to the road service
// and dispatch-api, as a receiver of OTLP sees it;
// and neither there nor in logs and metrics anything that a customer could be known by.
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLog } from '../../src/platform/log.ts'
import { BothServices, tokenOf } from '../both-services.ts'
import { smallRequest, ticket } from '../optimizer/inputs.ts'
import { openReceiver, type ReceivedSpan } from '../otlp-receiver.ts'
import { RoadServer } from '../travel/a-road-server.ts'

const PERSONAL = [
  'Wilhelmine',
  'Unverwechselbar',
  '+41791234567',
  'Rathausgasse',
  'wilhelmine@example.org',
  '47.141592',
  '9.521987',
]
const TICKET_ID = '5d9f7d3a-1c51-4f0e-9c3f-0d8e3c7f2b22'
const CALLER = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' }

let receiver: Awaited<ReturnType<typeof openReceiver>>
let services: BothServices
let roads: RoadServer
let token: string
let logged = ''
beforeAll(async () => {
  receiver = await openReceiver()
  const log = createLog('trace', {
    write: (line: string) => {
      logged += line
    },
  })
  roads = await RoadServer.start({ version: 'spring' })
  services = await BothServices.start({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OSRM_URL: roads.url }, log)
  token = await tokenOf({ role: 'admin', actorRoles: ['operator_admin'] })
})
afterAll(async () => {
  await services?.stop()
  await receiver?.close()
  await roads?.stop()
})

const headers = { traceparent: `00-${CALLER.traceId}-${CALLER.spanId}-01`, tracestate: 'vendor=opaque' }
const post = (path: string, body: unknown, more: Record<string, string> = {}) =>
  services.call(path.startsWith('/v0') ? 'dispatch-api' : 'optimizer', 'POST', path, {
    token,
    body,
    headers: { ...headers, ...more },
  })

async function spansNamed(...names: string[]): Promise<Map<string, ReceivedSpan>> {
  const found = () =>
    new Map(receiver.spans.filter(({ traceId }) => traceId === CALLER.traceId).map((span) => [span.name, span]))
  while (!names.every((name) => found().has(name))) await sleep(50)
  return found()
}

test('what one call brings about is one trace, each step under the one that caused it', async () => {
  const created = await post('/v0/tools/ticket.create', {
    request_id: 'trace-1',
    ticket_id: TICKET_ID,
    actor: { id: 'desk', role: 'operator_admin', type: 'HUMAN' },
    payload: {
      summary: 'Wilhelmine Unverwechselbar, +41791234567, wilhelmine@example.org',
      incident_type: 'STUCK',
      site: { address: 'Rathausgasse 1', location: { lat: 47.141592, lon: 9.521987 } },
    },
  })
  expect(created.status).toBe(201)
  const input = smallRequest({ tickets: [ticket({ id: TICKET_ID, location: { lat: 47.141592, lon: 9.521987 } })] })
  const run = await post('/v1/optimizations', input, { prefer: 'wait=60' })
  expect(run.status).toBe(200)
  const applied = await post(`/v1/optimizations/${run.json.meta.runId}/apply`, {})
  expect(applied.json).toMatchObject({ outcomes: [{ outcome: 'applied' }] })

  const submit = 'POST /v1/optimizations'
  const apply = 'POST /v1/optimizations/:runId/apply'
  const propose = 'POST /v0/tools/schedule.propose_slots'
  const names = [submit, 'queue', 'run', 'question', 'OSRM table', 'search threads', apply, 'dispatch-api', propose]
  const spans = await spansNamed(...names)
  const parent = (name: string) => spans.get(name)?.parentSpanId
  const id = (name: string) => spans.get(name)?.spanId
  expect([parent(submit), parent(apply)]).toEqual([CALLER.spanId, CALLER.spanId])
  expect([parent('queue'), parent('run')]).toEqual([id(submit), id(submit)])
  expect([parent('question'), parent('search threads')]).toEqual([id('run'), id('run')])
  expect(parent('OSRM table')).toBe(id('question'))
  expect(parent(propose)).toBe(id('dispatch-api'))
  expect(spans.get(propose)?.traceState).toBe('vendor=opaque')
  const iterations = spans.get('search threads')?.attributes.find(({ key }) => key === 'iterations')
  expect(Number(iterations?.value.intValue)).toBeGreaterThan(0)
})

test('what is asked of a live plan goes on in its thread, and from there to the roads', async () => {
  const call = (method: string, path: string, body: unknown) =>
    services.call('optimizer', method, path, { token, body, headers })
  const put = await call('PUT', '/v1/plans/traced', smallRequest())
  expect(put.status).toBe(201)
  const caller = ticket({ id: 'CALL', location: { lat: 47.16, lon: 9.54 } })
  expect((await call('POST', '/v1/plans/traced/recommendations', { ticket: caller })).status).toBe(200)
  const added = {
    eventId: 'E',
    kind: 'ticket-added',
    ticket: ticket({ id: 'NEW', location: { lat: 47.13, lon: 9.55 } }),
  }
  expect((await call('PATCH', '/v1/plans/traced', { events: [added] })).status).toBe(200)

  const steps = [
    ['PUT /v1/plans/:planId', 'live plan: open'],
    ['POST /v1/plans/:planId/recommendations', 'live plan: recommendJson'],
    ['PATCH /v1/plans/:planId', 'live plan: learn'],
    ['PATCH /v1/plans/:planId', 'live plan: happen'],
  ] as const
  const spans = await spansNamed(...steps.flat())
  for (const [request, step] of steps) expect(spans.get(step)?.parentSpanId).toBe(spans.get(request)?.spanId)
  const askedBy = (step: string) =>
    receiver.spans.filter(({ name, parentSpanId }) => name === 'OSRM table' && parentSpanId === spans.get(step)?.spanId)
  for (const step of ['live plan: open', 'live plan: recommendJson', 'live plan: learn'])
    expect([step, askedBy(step).length > 0]).toEqual([step, true])
  expect(askedBy('live plan: happen')).toEqual([])
  const outcome = askedBy('live plan: open')[0]?.attributes.find(({ key }) => key === 'outcome')
  expect(outcome?.value.stringValue).toBe('answered')
})

test('no name, phone, address or place of a customer is in logs, traces or metrics, also of what is refused', async () => {
  const [name = '', , phone = '', street = ''] = PERSONAL
  await post('/v1/optimizations', { ...smallRequest(), customer: { name, phone }, [street]: phone })
  await post('/v1/optimizations', `{"tickets": [{"name": "${name}`)
  await post(
    `/v1/plans/${encodeURIComponent(`${name} ${street}`)}/recommendations?phone=${encodeURIComponent(phone)}`,
    { ticketId: name },
  )
  await services.call('optimizer', 'GET', `/nowhere?name=${name}`, { token, headers })
  await post('/v0/tools/ticket.create', {
    request_id: 'trace-2',
    actor: { id: 'desk', role: 'nobody', type: 'HUMAN' },
    payload: { summary: name, address: street },
  })
  await spansNamed('GET none')
  const metrics = await Promise.all(
    (['optimizer', 'dispatch-api'] as const).map((service) => services.call(service, 'GET', '/metrics')),
  )
  expect(logged.length).toBeGreaterThan(1000)
  expect(receiver.text().length).toBeGreaterThan(1000)
  for (const personal of PERSONAL) {
    expect([personal, logged.includes(personal)]).toEqual([personal, false])
    expect([personal, receiver.text().includes(personal)]).toEqual([personal, false])
    for (const { text } of metrics) expect([personal, text.includes(personal)]).toEqual([personal, false])
  }
})
