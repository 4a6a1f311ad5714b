// An offer that is applied: its options are proposed to dispatch-api, then the one that was booked; against both services.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AuditEvent } from '../../../src/contracts/v0.ts'
import { smallRequest, tech, ticket } from '../inputs.ts'
import { Service } from '../service.ts'

let service: Service
beforeAll(async () => {
  service = await Service.start()
})
afterAll(() => service?.stop())

const PLAN = '/v1/plans/tuesday'
async function offered() {
  const ticketId = randomUUID()
  const { status } = await service.dispatch.post('/v0/tools/ticket.create', {
    request_id: randomUUID(),
    ticket_id: ticketId,
    actor: { id: 'test', role: 'operator_admin', type: 'HUMAN' },
    payload: { summary: 'A door', incident_type: 'DOOR_WONT_LATCH', site: { location: { lat: 47.1, lon: 9.5 } } },
  })
  expect(status).toBe(201)
  const asked = await service.post(`${PLAN}/recommendations`, { ticket: ticket({ id: ticketId }), count: 3 })
  expect(asked.status).toBe(200)
  return { ticketId, ...asked.json } as {
    ticketId: string
    offerId: string
    proposals: { optionId: string; techId: string; rank: number; score: number; window: object; reasons: object[] }[]
  }
}
beforeAll(async () => {
  const input = smallRequest({ tickets: [], techs: [tech(), tech({ id: 'ben' })] })
  expect((await service.put(PLAN, input)).status).toBe(201)
})

const proposedFor = async (ticketId: string): Promise<AuditEvent[]> =>
  (await service.dispatch.get(`/v0/tickets/${ticketId}/timeline`)).json.events.filter(
    ({ type }: AuditEvent) => type === 'schedule.slots_proposed',
  )
const apply = (offerId: string) => service.post(`/v1/offers/${offerId}/apply`, '')

test('the options of an offer are proposed, best first, with technician, score, reasons and policy; again changes nothing', async () => {
  const { ticketId, offerId, proposals } = await offered()
  expect(proposals.length).toBeGreaterThan(1)
  expect((await apply(offerId)).json.outcomes).toMatchObject([{ ticketId, outcome: 'applied' }])
  const [event, ...more] = await proposedFor(ticketId)
  expect(more).toEqual([])
  expect(event!.payload).toMatchObject({
    run_id: offerId,
    engine: 'native',
    policy_version: 'standard/1',
    policy_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    slots: proposals.map(({ techId, rank, score, reasons }) => ({ technician_id: techId, rank, score, reasons })),
  })
  expect((await apply(offerId)).json.outcomes).toMatchObject([{ ticketId, outcome: 'replayed' }])
  expect(await proposedFor(ticketId)).toHaveLength(1)
})

test('the option that was confirmed is proposed alone, and is another step than the offer', async () => {
  const { ticketId, offerId, proposals } = await offered()
  await apply(offerId)
  const chosen = proposals[1]!
  expect((await service.post(`/v1/offers/${offerId}/confirm`, { optionId: chosen.optionId })).status).toBe(200)
  expect((await apply(offerId)).json.outcomes).toMatchObject([{ ticketId, outcome: 'applied' }])
  const events = await proposedFor(ticketId)
  expect(events).toHaveLength(2)
  expect(events[1]!.payload).toMatchObject({ run_id: offerId, slots: [{ technician_id: chosen.techId, rank: 1 }] })
  expect((events[1]!.payload as { slots: object[] }).slots).toHaveLength(1)
  expect((await apply(offerId)).json.outcomes).toMatchObject([{ outcome: 'replayed' }])
})

test('an offer that has ended, or that nobody knows, proposes nothing', async () => {
  const { ticketId, offerId } = await offered()
  await service.post(`/v1/offers/${offerId}/release`, '')
  expect(await apply(offerId)).toMatchObject({ status: 409, json: { code: 'OFFER_OVER' } })
  const late = await offered()
  await service.rows.query(`UPDATE offers SET expires_at = clock_timestamp() - interval '1 s' WHERE id = $1`, [
    late.offerId,
  ])
  expect(await apply(late.offerId)).toMatchObject({ status: 409, json: { detail: 'It is expired.' } })
  expect((await apply(randomUUID())).status).toBe(404)
  expect([...(await proposedFor(ticketId)), ...(await proposedFor(late.ticketId))]).toEqual([])
})

test('nothing that is proposed has a name under which the audit trail would have to hide it', async () => {
  const { ticketId, offerId } = await offered()
  await apply(offerId)
  const names = new Set<string>()
  JSON.stringify((await proposedFor(ticketId))[0]!.payload, (name, value) => {
    names.add(name)
    return value
  })
  expect(names).toContain('technician_id')
  expect(
    [...names].filter((name) => /phone|email|access_code|password|token|secret|ssn|dob|name|address/i.test(name)),
  ).toEqual([])
})
