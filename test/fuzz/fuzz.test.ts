// Generated requests against both services: none is answered with a fault of ours, none with a status that its route does not
// document, and both services live on. FUZZ_REQUESTS says how many, FUZZ_SEED which.
import { connect } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { BothServices, type Operation, tokenOf } from '../both-services.ts'
import { smallRequest } from '../optimizer/inputs.ts'
import { type FuzzRequest, rawBytes, requestTo } from './requests.ts'

const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 2000)
const SEED = Number(process.env.FUZZ_SEED ?? 20_260_303)
const AT_ONCE = 8
const PATIENCE_MS = 30_000
/** Said by the server itself, before any route is known: what has come is not HTTP, too long, or too slow. */
const BEFORE_ANY_ROUTE = ['400', '401', '404', '405', '408', '414', '431']

const input = smallRequest({ options: { seconds: 1, iterations: 20, threads: 1 } })
const actor = { id: 'fuzz', role: 'operator_admin', type: 'HUMAN' }
const summary = { summary: 'A door', incident_type: 'STUCK', site: { location: { lat: 47.1, lon: 9.5 } } }
const A_PLACE = '0198c4f0-0000-7000-8000-000000000000'
const SPAN = { start: '2026-03-03T08:00:00+01:00', end: '2099-03-03T10:00:00+01:00' }
const BASES = {
  'POST /v1/optimizations': input,
  'PUT /v1/plans/{planId}': input,
  'POST /v1/recommendations': { input, ticketIds: ['T-1'], count: 2 },
  'POST /v1/plans/{planId}/recommendations': { ticketId: 'T-1', count: 2 },
  'POST /v1/plans/{planId}/explanations': { ticketId: 'T-1' },
  'POST /v1/offers/{offerId}/confirm': { optionId: 'o1' },
  'POST /tickets': { account_id: A_PLACE, site_id: A_PLACE, summary: 'A door' },
  'POST /tickets/{ticketId}/schedule/propose': { options: [SPAN] },
  'POST /tickets/{ticketId}/schedule/confirm': SPAN,
  'POST /tickets/{ticketId}/schedule/hold': { hold_reason: 'CUSTOMER_PENDING', confirmation_window: SPAN },
  'POST /v0/tools/ticket.create': { request_id: 'fuzz-2', actor, payload: summary },
}

let services: BothServices
let operations: Operation[]
let token: string
const pools: Record<string, string[]> = { planId: ['plan-1', 'plan-2'], runId: [], offerId: [], ticketId: [] }
const seen = new Map<string, number>()
/** All of them, with the first that showed each: a run that ends at the first would have to be run for each. */
const faults = new Map<string, string>()
const fault = (what: string, shown: string) => void (faults.has(what) || faults.set(what, shown))

beforeAll(async () => {
  services = await BothServices.start({ MAX_QUEUED: '10000', MAX_BODY_BYTES: '200000' })
  operations = await services.operations()
  const actorRoles = ['operator_admin', 'system_intake_agent', 'system_scheduler_agent', 'technician']
  token = await tokenOf({ role: 'admin', actorRoles })
  for (const planId of pools.planId!) {
    const put = await services.call('optimizer', 'PUT', `/v1/plans/${planId}`, { token, body: smallRequest() })
    expect(put.status).toBe(201)
    const asked = { ticketId: 'T-1', count: 2 }
    const offer = await services.call('optimizer', 'POST', `/v1/plans/${planId}/recommendations`, {
      token,
      body: asked,
    })
    pools.offerId!.push(offer.json.offerId)
  }
  const run = await services.call('optimizer', 'POST', '/v1/optimizations', {
    token,
    body: smallRequest(),
    headers: { prefer: 'wait=60' },
  })
  pools.runId!.push(run.json.meta.runId)
  const ticket = await services.call('dispatch-api', 'POST', '/v0/tools/ticket.create', {
    token,
    body: {
      request_id: 'fuzz-1',
      actor: { id: 'fuzz', role: 'operator_admin', type: 'HUMAN' },
      payload: { summary: 'A door', incident_type: 'STUCK', site: { location: { lat: 47.1, lon: 9.5 } } },
    },
  })
  pools.ticketId!.push(ticket.json.ticket.id)
})
afterAll(() => services?.stop())

async function send(request: FuzzRequest): Promise<void> {
  const { name, operation, path, headers, body } = request
  const response = await fetch(new URL(path, services.urlOf(operation.service)), {
    method: operation.method,
    headers: { ...headers, authorization: `Bearer ${token}` },
    ...(body !== undefined && operation.method !== 'GET' && { body }),
    signal: AbortSignal.timeout(PATIENCE_MS),
  })
  const text = await response.text()
  seen.set(`${name} ${response.status}`, (seen.get(`${name} ${response.status}`) ?? 0) + 1)
  // An address that grew another part leads to another route, or to none.
  const documented = [...Object.keys(operation.operation.responses), '404', '405', '414']
  if (response.status >= 500 && response.status !== 501)
    fault(`${name} answers ${response.status}`, `${path} ${body?.slice(0, 2000)} → ${text}`)
  if (!documented.includes(String(response.status)))
    fault(`${name} answers ${response.status}, which it does not document`, text.slice(0, 300))
}

/** As bytes on a socket; whatever comes back first must be an answer of ours, if any. */
async function sendRaw({ operation }: FuzzRequest, bytes: Uint8Array): Promise<void> {
  const { hostname, port } = new URL(services.urlOf(operation.service))
  const answer = await new Promise<string>((resolve) => {
    const socket = connect(Number(port), hostname)
    let text = ''
    const timer = setTimeout(() => socket.destroy(), PATIENCE_MS)
    socket.setEncoding('latin1').on('data', (chunk) => {
      text += chunk
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearTimeout(timer)
      resolve(text)
    })
    socket.end(bytes)
  })
  const status = /^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1]
  seen.set(`raw ${status}`, (seen.get(`raw ${status}`) ?? 0) + 1)
  if (answer !== '' && status === undefined) fault('No HTTP comes back', answer.slice(0, 200))
  if (status?.startsWith('5') && status !== '501') fault(`Raw bytes are answered with ${status}`, answer.slice(0, 600))
  const documented = Object.keys(operation.operation.responses)
  if (status?.startsWith('4') && ![...documented, ...BEFORE_ANY_ROUTE].includes(status))
    fault(`Raw bytes are answered with ${status}, which nobody documents`, answer.slice(0, 300))
}

const stillThere = async () => {
  for (const service of ['optimizer', 'dispatch-api'] as const)
    expect((await services.call(service, 'GET', '/readyz')).json).toMatchObject({ status: 'up' })
}

test(
  `${REQUESTS} generated requests find no fault of ours`,
  async () => {
    const shaped = fc.oneof(...operations.map((operation) => requestTo(operation, pools, BASES)))
    const one = fc.oneof(
      { weight: 9, arbitrary: shaped.map((request) => ({ request, bytes: undefined })) },
      {
        weight: 1,
        arbitrary: shaped.chain((request) => rawBytes(request, token).map((bytes) => ({ request, bytes }))),
      },
    )
    const batch = fc.array(one, { minLength: AT_ONCE, maxLength: AT_ONCE })
    await fc.assert(
      fc.asyncProperty(batch, async (requests) => {
        await Promise.all(requests.map(({ request, bytes }) => (bytes ? sendRaw(request, bytes) : send(request))))
      }),
      { numRuns: Math.ceil(REQUESTS / AT_ONCE), seed: SEED, endOnFailure: true },
    )
    expect([...faults].map((one) => one.join(': ')).sort()).toEqual([])
    await stillThere()
    // Generated requests that are all refused would test nothing but refusals.
    const accepted = [...seen].filter(([name]) => / 20\d$/.test(name))
    expect(accepted.map(([, count]) => count).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(REQUESTS / 20)
    expect(new Set(accepted.map(([name]) => name.slice(0, -4))).size).toBeGreaterThan(operations.length / 3)
    if (process.env.FUZZ_TABLE)
      process.stdout.write(
        `${[...seen]
          .sort()
          .map((line) => line.join(' '))
          .join('\n')}\n`,
      )
  },
  Math.max(600_000, REQUESTS * 100),
)
