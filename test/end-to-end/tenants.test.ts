// Two tenants side by side: on every route that the OpenAPI documents name, one is asked about everything that is the other's.
// Nothing of it comes back, and nothing of it is changed. A route about a new kind of thing fails here until somebody says how
// one is made.
import { createHash, randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { insertDecisions } from '../../src/autonomy/decision-store.ts'
import { enqueue, listDeliveries, putWebhook } from '../../src/optimizer/webhooks/webhook-store.ts'
import { openDatabase } from '../../src/platform/database.ts'
import { createLog } from '../../src/platform/log.ts'
import { decisionWith } from '../autonomy/samples.ts'
import { BothServices, filled, type Operation, tokenOf } from '../both-services.ts'
import { type Schema, valuesOf } from '../fuzz/schema-values.ts'
import { smallRequest, tech, ticket } from '../optimizer/inputs.ts'

let services: BothServices
let operations: Operation[]
let acme: string
let north: string
/** What is acme's, by the name of the parameter that leads to it. */
const ids: Record<string, string> = {}
/** Stands in everything of acme's, and in nothing that north could send. */
const MARK = 'acme-secret'

const roles = ['operator_admin', 'system_intake_agent', 'system_scheduler_agent']
const TICKET_ID = '5d9f7d3a-1c51-4f0e-9c3f-0d8e3c7f2b11'
const input = smallRequest({
  tickets: [ticket({ id: TICKET_ID }), ticket({ id: `${MARK}-2`, location: { lat: 47.17, lon: 9.51 } })],
  techs: [tech({ id: `${MARK}-tech` })],
})

beforeAll(async () => {
  services = await BothServices.start()
  operations = await services.operations()
  acme = await tokenOf({ role: 'admin', tenant: 'acme', actorRoles: roles })
  north = await tokenOf({ role: 'admin', tenant: 'north', actorRoles: roles })
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    services.call(path.startsWith('/v0') ? 'dispatch-api' : 'optimizer', 'POST', path, { token: acme, body, headers })
  ids.ticketId = TICKET_ID
  const created = await post('/v0/tools/ticket.create', {
    request_id: MARK,
    ticket_id: TICKET_ID,
    actor: { id: MARK, role: 'operator_admin', type: 'HUMAN' },
    payload: { summary: MARK, incident_type: 'STUCK', site: { address: MARK } },
  })
  expect(created.status).toBe(201)
  const file = Buffer.from(`%PDF-1.4\n${MARK}`)
  ids.sha256 = createHash('sha256').update(file).digest('hex')
  const kept = await fetch(new URL(`/v0/attachments/${ids.sha256}`, services.urlOf('dispatch-api')), {
    method: 'PUT',
    headers: { authorization: `Bearer ${acme}`, 'content-type': 'application/pdf' },
    body: file,
  })
  expect(kept.status).toBe(201)
  const run = await post('/v1/optimizations', input, { prefer: 'wait=60', 'idempotency-key': MARK })
  ids.runId = run.json.meta.runId
  ids.planId = 'tuesday'
  expect(
    (await services.call('optimizer', 'PUT', `/v1/plans/${ids.planId}`, { token: acme, body: input })).status,
  ).toBe(201)
  ids.areaId = `${MARK}-area`
  const shape = {
    type: 'Polygon',
    coordinates: [
      [
        [9.5, 47.1],
        [9.6, 47.1],
        [9.6, 47.2],
        [9.5, 47.1],
      ],
    ],
  }
  const area = await services.call('optimizer', 'PUT', `/v1/areas/${ids.areaId}`, { token: acme, body: { shape } })
  expect(area.status).toBe(201)
  const offer = await post(`/v1/plans/${ids.planId}/recommendations`, { ticketId: TICKET_ID, count: 1 })
  ids.offerId = offer.json.offerId
  const override = await post('/v1/autonomy/overrides', {
    ticketId: TICKET_ID,
    exclude: ['nobody-here'],
    reasonCode: 'other',
    note: `because of ${MARK}`,
  })
  expect(override.status).toBe(201)
  ids.overrideId = override.json.id
  const decision = decisionWith({ mode: 'assisted', verdict: 'REQUIRE_APPROVAL', rule: MARK, ticketId: TICKET_ID })
  ids.decisionId = decision.id
  const rows = openDatabase(services.database.optimizerUrl, createLog('silent'), { searchPath: 'optimizer' })
  await insertDecisions(rows, 'acme', [decision])
  ids.webhookId = `${MARK}-hook`
  const request = { url: `https://example.com/${MARK}`, events: ['run.finished' as const] }
  await putWebhook(rows, 'acme', ids.webhookId, request, MARK)
  await enqueue(rows, 'acme', 'run.finished', { runId: run.json.meta.runId, status: 'done' })
  const [delivery] = await listDeliveries(rows, 'acme', ids.webhookId)
  ids.eventId = delivery?.eventId ?? ''
  await rows.close()
}, 180_000)
afterAll(() => services?.stop())

/** All that acme can read of what it has. */
const readByAcme = async () => {
  const paths = [
    `/v1/optimizations/${ids.runId}`,
    `/v1/plans/${ids.planId}`,
    '/v1/webhooks',
    '/v1/areas',
    `/v1/areas/${ids.areaId}`,
    '/v1/autonomy/decisions',
    '/v1/autonomy/approvals',
    '/v1/autonomy/overrides',
  ]
  const found = await Promise.all(paths.map((path) => services.call('optimizer', 'GET', path, { token: acme })))
  const kept = await Promise.all(
    [`/v0/tickets/${TICKET_ID}`, `/v0/tickets/${TICKET_ID}/timeline`, `/v0/attachments/${ids.sha256}`].map((path) =>
      services.call('dispatch-api', 'GET', path, { token: acme }),
    ),
  )
  for (const { status } of [...found, ...kept]) expect(status).toBe(200)
  return [...found, ...kept].map(({ text }) => text)
}

/** Bodies that the routes take, so that what is refused is refused for whose it is. */
const BODIES: readonly (readonly [RegExp, unknown])[] = [
  [/\/recommendations$/, { ticketId: TICKET_ID, count: 1 }],
  [/\/explanations$/, { ticketId: TICKET_ID }],
  [/^\/v1\/.*\/confirm$/, { optionId: 'o1' }],
  [/\/apply$/, {}],
]
const ownInput = smallRequest()
/** What routes of the wire v1 want to know of the caller; the others do not look. */
const named = () => ({ 'x-actor-id': 'north', 'x-actor-role': 'dispatcher', 'idempotency-key': randomUUID() })

function bodyFor({ path, method, document, operation }: Operation): unknown {
  const schema = operation.requestBody?.content['application/json']?.schema as Schema | undefined
  if (schema === undefined) return undefined
  if (path.includes('{') && method === 'POST') {
    const known = BODIES.find(([pattern]) => pattern.test(path))?.[1]
    if (known !== undefined) return known
  }
  if (/^\/v1\/(optimizations|plans\/\{planId\})$/.test(path) && method !== 'PATCH') return ownInput
  const hints = { ticket_id: fc.constant(TICKET_ID), ticketId: fc.constant(TICKET_ID), seconds: fc.constant(0.1) }
  const body = fc.sample(valuesOf(schema, { hints, document }), { numRuns: 1, seed: 7 })[0] as object
  return path.startsWith('/v0/') ? { ...body, actor: { id: 'north', role: 'operator_admin', type: 'HUMAN' } } : body
}

test('no route shows or changes what is another tenant’s', async () => {
  const before = await readByAcme()
  expect(before.join()).toContain(MARK)
  let asked = 0
  // What north puts under the same names is its own; so it is asked for before it is put.
  const order = (operation: Operation) => (operation.method === 'PUT' ? 1 : 0)
  for (const operation of operations.toSorted((a, b) => order(a) - order(b))) {
    const { service, method, path } = operation
    if (operation.operation['x-roles'] === undefined || path === '/metrics') continue
    const body = bodyFor(operation)
    const name = `${service} ${method} ${path}`
    const { status, text, headers } = await services.call(service, method, filled(path, ids), {
      token: north,
      headers: named(),
      ...(body !== undefined && { body }),
    })
    asked++
    const echoed = [...headers.values()].join()
    expect.soft([name, `${text}${echoed}`.includes(MARK)]).toEqual([name, false])
    if (path.includes('{') && method !== 'PUT' && operation.operation.requestBody === undefined)
      expect.soft([name, status]).toEqual([name, 404])
    else if (path.includes('{') && method !== 'PUT')
      expect.soft([name, [400, 404].includes(status)]).toEqual([name, true])
    // As the wire v1 was seen to answer a pause for a ticket that is not there.
    const isOther = path.startsWith('/ops/autonomy/') && /"ticket_id":"5d9f/.test(JSON.stringify(body ?? ''))
    expect.soft([name, isOther ? status === 500 : status < 500 || status === 501]).toEqual([name, true])
  }
  expect(asked).toBeGreaterThan(20)
  expect(await readByAcme()).toEqual(before)
})

test('the same idempotency key of another tenant is another run', async () => {
  const submitted = await services.call('optimizer', 'POST', '/v1/optimizations', {
    token: north,
    body: input,
    headers: { 'idempotency-key': MARK },
  })
  expect(submitted.status).toBe(202)
  expect(submitted.json.runId).not.toBe(ids.runId)
})

test('what one tenant applies becomes a command of its own in dispatch-api', async () => {
  const path = `/v1/optimizations/${ids.runId}/apply`
  const applied = await services.call('optimizer', 'POST', path, { token: acme, body: { ticketIds: [TICKET_ID] } })
  expect(applied.json).toMatchObject({ outcomes: [{ outcome: 'applied' }] })
  const events = async (token: string) =>
    (await services.call('dispatch-api', 'GET', '/v0/audit', { token })).json.events.map(
      ({ type }: { type: string }) => type,
    )
  expect(await events(acme)).toContain('schedule.slots_proposed')
  expect(await events(north)).not.toContain('schedule.slots_proposed')
})
