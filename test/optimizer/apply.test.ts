// Applying a run: the only way in which anything here changes a ticket, against a real dispatch-api.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OptimizationOutput } from '../../src/contracts/optimization.ts'
import { smallRequest, tech, ticket } from './inputs.ts'
import { Service } from './service.ts'

let service: Service
beforeAll(async () => {
  service = await Service.start()
})
afterAll(() => service?.stop())

const NAMED = [randomUUID(), randomUUID(), randomUUID()] as const
const [known, alsoKnown, unplannable] = NAMED
const request = smallRequest({
  tickets: [
    ticket({ id: known, timeZone: 'Europe/Vaduz' }),
    ticket({ id: alsoKnown, location: { lat: 47.2, lon: 9.5 } }),
    ticket({ id: unplannable, requiredTechs: ['ana'], excludedTechs: ['ana'] }),
    ticket({ id: 'not-a-uuid' }),
  ],
  techs: [tech(), tech({ id: 'ben' })],
})

let output: OptimizationOutput
beforeAll(async () => {
  for (const ticket_id of NAMED) {
    const { status } = await service.dispatch.post('/v0/tools/ticket.create', {
      request_id: randomUUID(),
      ticket_id,
      actor: { id: 'test', role: 'operator_admin', type: 'HUMAN' },
      payload: { summary: 'A door', incident_type: 'DOOR_WONT_LATCH', site: { location: { lat: 47.1, lon: 9.5 } } },
    })
    expect(status).toBe(201)
  }
  const { status, json } = await service.submit(request, { prefer: 'wait=60' })
  expect(status).toBe(200)
  output = json
})

const apply = (body: object, headers: Record<string, string> = {}) =>
  service.post(`/v1/optimizations/${output.meta.runId}/apply`, body, headers)
const eventsOf = async (ticketId: string) =>
  (await service.dispatch.get(`/v0/tickets/${ticketId}/timeline`)).json.events as Record<string, unknown>[]

describe('applying', () => {
  test('one ticket sends all its options, best first, under the trace of the request, and no other ticket is touched', async () => {
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
    const trace = { 'x-correlation-id': 'call-17', traceparent: `00-${traceId}-00f067aa0ba902b7-01` }
    const { status, json } = await apply({ ticketIds: [known] }, trace)
    expect(status).toBe(200)
    expect(json.outcomes).toEqual([{ ticketId: known, outcome: 'applied', advice: expect.any(String) }])

    const [, event, ...more] = await eventsOf(known)
    expect(more).toEqual([])
    const options = output.proposals.filter(({ ticketId }) => ticketId === known)
    expect(options.length).toBeGreaterThan(1)
    expect(event).toMatchObject({
      type: 'schedule.slots_proposed',
      correlation_id: 'call-17',
      trace_id: traceId,
      payload: {
        run_id: output.meta.runId,
        engine: 'native',
        policy_version: 'standard/1',
        input_hash: output.meta.inputHash,
        slots: options.map(({ techId, start, end, rank, score, reasons }) => ({
          technician_id: techId,
          window_start: start,
          window_end: end,
          rank,
          score,
          reasons,
        })),
      },
    })
    expect(await eventsOf(alsoKnown)).toHaveLength(1)
  })

  test('again changes nothing and says so', async () => {
    const before = await eventsOf(known)
    expect((await apply({ ticketIds: [known, known] })).json.outcomes).toMatchObject([
      { ticketId: known, outcome: 'replayed' },
    ])
    expect(await eventsOf(known)).toEqual(before)
  })

  test('a whole run answers ticket by ticket: what cannot be applied keeps nobody else back', async () => {
    const { json } = await apply({})
    const outcomes = new Map(json.outcomes.map(({ ticketId, outcome }: Record<string, string>) => [ticketId, outcome]))
    expect([outcomes.get(known), outcomes.get(alsoKnown), outcomes.get('not-a-uuid')]).toEqual([
      'replayed',
      'applied',
      'refused',
    ])
    expect(outcomes.has(unplannable)).toBe(false)
  })

  test('needs no body to mean the whole run', async () => {
    const { status, json } = await service.post(`/v1/optimizations/${output.meta.runId}/apply`, '')
    expect([status, json.outcomes.length]).toEqual([200, 3])
  })

  test('refuses tickets that the run does not know, or has nothing for, by name, and sends nothing', async () => {
    const { status, json } = await apply({ ticketIds: [known, 'T-404', unplannable] })
    expect([status, json.code]).toEqual([400, 'INVALID_INPUT'])
    expect(json.issues).toMatchObject([
      { path: '/ticketIds/1', code: 'UNKNOWN_ID' },
      { path: '/ticketIds/2', code: 'NO_PROPOSAL' },
    ])
    expect(await apply({ ticketIds: [] })).toMatchObject({ status: 400 })
    expect(await apply({ tickets: [known] })).toMatchObject({
      status: 400,
      json: { issues: [{ code: 'UNKNOWN_FIELD' }] },
    })
  })

  test('a run that is not done is a conflict, and one that was stopped applies its best', async () => {
    const { runId, links } = await service.accepted({ ...request, options: { seconds: 3600, threads: 1 } })
    expect(await service.post(links.apply, {})).toMatchObject({ status: 409, json: { code: 'RUN_NOT_DONE' } })
    await service.runWhen(runId, 'running')
    await service.post(links.cancel, {})
    await service.runWhen(runId, 'canceled')
    expect((await service.post(links.apply, { ticketIds: [alsoKnown] })).json.outcomes).toMatchObject([
      { outcome: 'applied' },
    ])
  })

  test('while dispatch-api is away says so, and the service is not ready', async () => {
    const { json } = await service.submit(request, { prefer: 'wait=60' })
    await service.stopDispatchApi()
    const applied = await service.post(`/v1/optimizations/${json.meta.runId}/apply`, { ticketIds: [known] })
    expect(applied.json.outcomes).toMatchObject([{ ticketId: known, outcome: 'unreachable' }])
    expect(applied.json.outcomes[0].advice).toMatch(/\S/)
    expect((await service.get('/readyz')).status).toBe(503)
  })
})
