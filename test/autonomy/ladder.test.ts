// The ladder over HTTP, on both services and a real database: what goes out by itself, what waits for a person, and what
// dispatchers override.
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Decisions, ShadowReport } from '../../src/contracts/autonomy.ts'
import type { OptimizationRequest } from '../../src/contracts/optimization.ts'
import { smallRequest, tech, ticket } from '../optimizer/inputs.ts'
import { Service } from '../optimizer/service.ts'

let service: Service
let folder: string
let file: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'real-dispatch-policy-'))
  file = join(folder, 'policy.json')
  await put({ name: 'all', mode: 'off' })
  service = await Service.start({ autonomyPolicy: file })
})
afterAll(async () => {
  await service?.stop()
  await rm(folder, { recursive: true, force: true })
})

const put = (...rules: object[]) => writeFile(file, JSON.stringify({ name: 'doors', version: '1', rules }))
const SCOPED = {
  name: 'latches',
  mode: 'scoped',
  when: { incidentTypes: ['DOOR_WONT_LATCH'], priorities: ['ROUTINE', 'EMERGENCY'] },
  maxRisk: 'medium',
  limits: { minMargin: 0 },
}

async function newTicket(): Promise<string> {
  const ticket_id = randomUUID()
  const { status } = await service.dispatch.post('/v0/tools/ticket.create', {
    request_id: randomUUID(),
    ticket_id,
    actor: { id: 'test', role: 'operator_admin', type: 'HUMAN' },
    payload: { summary: 'A door', incident_type: 'DOOR_WONT_LATCH', site: { location: { lat: 47.1, lon: 9.5 } } },
  })
  expect(status).toBe(201)
  return ticket_id
}
const eventsOf = async (ticketId: string): Promise<{ type: string; actor: { id: string } }[]> =>
  (await service.dispatch.get(`/v0/tickets/${ticketId}/timeline`)).json.events

type TicketMore = Partial<OptimizationRequest['tickets'][number]>
/** A run of fresh tickets, one for each. */
async function runOf(...wishes: TicketMore[]) {
  const tickets = await Promise.all(
    wishes.map(async (wish) =>
      ticket({ id: await newTicket(), incidentType: 'DOOR_WONT_LATCH', due: '2026-03-03T17:00:00+01:00', ...wish }),
    ),
  )
  const request = smallRequest({ tickets, techs: [tech(), tech({ id: 'ben' })] })
  const { status, json } = await service.submit(request, { prefer: 'wait=60' })
  expect(status).toBe(200)
  return { request, runId: json.meta.runId as string, ids: tickets.map(({ id }) => id), output: json }
}
const decisionsOf = async (runId: string) => {
  const { json } = await service.get(`/v1/autonomy/decisions?runId=${runId}`)
  return Decisions.parse(json).decisions
}
const decided = async (runId: string, count: number) => {
  await expect.poll(async () => (await decisionsOf(runId)).length, { timeout: 30_000 }).toBe(count)
  return new Map((await decisionsOf(runId)).map((one) => [one.ticketId, one]))
}
const proposed = (events: readonly { type: string }[]) =>
  events.filter(({ type }) => type === 'schedule.slots_proposed').length

describe('what was planned', () => {
  test('with the policy off, and in shadow, is decided and not sent', async () => {
    await put({ name: 'all', mode: 'off' })
    const off = await runOf({})
    expect((await decided(off.runId, 1)).get(off.ids[0]!)).toMatchObject({ verdict: 'DENY', reasonCode: 'MODE_OFF' })
    await put({ ...SCOPED, mode: 'shadow', maxRisk: undefined })
    const shadow = await runOf({})
    const [decision] = (await decided(shadow.runId, 1)).values()
    expect(decision).toMatchObject({
      mode: 'shadow',
      sent: false,
      rule: 'latches',
      policy: { name: 'doors', version: '1', hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
      facts: {
        incidentType: 'DOOR_WONT_LATCH',
        priority: 'ROUTINE',
        firstVisit: true,
        told: expect.arrayContaining(['TRAVEL_ESTIMATED']),
      },
      options: expect.arrayContaining([
        expect.objectContaining({ techId: expect.any(String), cost: expect.any(Number) }),
      ]),
    })
    expect(await service.rows.query('SELECT FROM outbox')).toEqual([])
    for (const id of [...off.ids, ...shadow.ids]) expect(proposed(await eventsOf(id))).toBe(0)
  })

  test('and whitelisted goes out by itself, signed by the policy; high risk waits, and goes when a person says yes', async () => {
    await put(SCOPED)
    const { runId, ids } = await runOf({}, { priority: 'EMERGENCY' }, { incidentType: 'FRAME_OR_GLASS_DAMAGE' })
    const decisions = await decided(runId, 3)
    const [plain, emergency, other] = ids
    expect(decisions.get(plain!)).toMatchObject({ verdict: 'ALLOW', sent: true })
    expect(decisions.get(emergency!)).toMatchObject({ verdict: 'REQUIRE_APPROVAL', reasonCode: 'PRIORITY_EMERGENCY' })
    expect(decisions.get(other!)).toMatchObject({ verdict: 'DENY', reasonCode: 'NO_RULE' })
    await expect.poll(async () => proposed(await eventsOf(plain!)), { timeout: 30_000 }).toBe(1)
    expect((await eventsOf(plain!)).at(-1)).toMatchObject({ actor: { id: 'optimizer-autonomy' } })
    expect(proposed(await eventsOf(emergency!))).toBe(0)

    const waiting = async () =>
      (await service.get('/v1/autonomy/approvals')).json.decisions.map(({ ticketId }: { ticketId: string }) => ticketId)
    expect(await waiting()).toEqual([emergency])
    const path = `/v1/autonomy/approvals/${decisions.get(emergency!)!.id}`
    const answered = await service.post(path, { answer: 'approve', note: 'the customer waits' })
    expect(answered).toMatchObject({ status: 200, json: { answer: 'approve', outcome: { outcome: 'applied' } } })
    expect(proposed(await eventsOf(emergency!))).toBe(1)
    expect((await eventsOf(emergency!)).at(-1)).toMatchObject({ actor: { id: 'dev-token' } })
    expect((await service.post(path, { answer: 'approve' })).json.outcome).toMatchObject({ outcome: 'replayed' })
    expect(await service.post(path, { answer: 'reject' })).toMatchObject({
      status: 409,
      json: { code: 'ANSWERED_OTHERWISE' },
    })
    expect(await waiting()).toEqual([])
    expect(proposed(await eventsOf(emergency!))).toBe(1)
  })

  test('and waits is rejected for good, or overtaken by a later run', async () => {
    await put(SCOPED)
    const first = await runOf({ priority: 'EMERGENCY' })
    const [decision] = (await decided(first.runId, 1)).values()
    const again = await service.submit(first.request, { prefer: 'wait=60' })
    const [later] = (await decided(again.json.meta.runId, 1)).values()
    expect(await service.post(`/v1/autonomy/approvals/${decision!.id}`, { answer: 'approve' })).toMatchObject({
      status: 409,
      json: { code: 'OVERTAKEN' },
    })
    expect(await service.post(`/v1/autonomy/approvals/${later!.id}`, { answer: 'reject' })).toMatchObject({
      status: 200,
      json: { answer: 'reject' },
    })
    expect(await service.post(`/v1/autonomy/approvals/${later!.id}`, { answer: 'approve' })).toMatchObject({
      status: 409,
    })
    expect(await service.post(`/v1/autonomy/approvals/${randomUUID()}`, { answer: 'reject' })).toMatchObject({
      status: 404,
    })
    expect(proposed(await eventsOf(first.ids[0]!))).toBe(0)
  })

  test('while the policy cannot be read stays undecided, and is decided when it can', async () => {
    await writeFile(file, '{ "name": ')
    const { runId, ids } = await runOf({})
    await new Promise((resolve) => setTimeout(resolve, 1500))
    expect(await decisionsOf(runId)).toEqual([])
    expect((await service.get('/v1/autonomy/policy')).json).toEqual({ policy: null, hash: null })
    await put({ ...SCOPED, mode: 'shadow', maxRisk: undefined })
    await decided(runId, 1)
    expect(proposed(await eventsOf(ids[0]!))).toBe(0)
  })

  test('is decided once, also by two processes after a restart', async () => {
    await put(SCOPED)
    const { runId, ids } = await runOf({})
    await service.restart({ autonomyPolicy: file })
    await decided(runId, 1)
    await expect.poll(async () => proposed(await eventsOf(ids[0]!)), { timeout: 30_000 }).toBe(1)
  })
})

describe('the kill switch of dispatch-api', () => {
  const turn = async (action: 'pause' | 'rollback', scope: object) => {
    const key = randomUUID()
    const headers = { 'idempotency-key': key, 'x-actor-id': 'dora', 'x-actor-role': 'dispatcher' }
    expect((await service.dispatch.post(`/ops/autonomy/${action}`, scope, headers)).status).toBe(200)
  }
  const applied = async (runId: string) =>
    (await service.post(`/v1/optimizations/${runId}/apply`, {})).json.outcomes.map(
      ({ outcome }: { outcome: string }) => outcome,
    )

  test('that is turned between planning and applying is honoured, and what it stopped goes when a person asks again', async () => {
    await put({ name: 'all', mode: 'off' })
    const { runId, ids } = await runOf({}, {})
    const [paused, free] = ids as [string, string]
    await turn('pause', { scope_type: 'TICKET', ticket_id: paused, reason: 'the customer called' })
    expect((await applied(runId)).toSorted()).toEqual(['applied', 'paused'])
    expect([proposed(await eventsOf(paused)), proposed(await eventsOf(free))]).toEqual([0, 1])
    await turn('rollback', { scope_type: 'TICKET', ticket_id: paused })
    expect((await applied(runId)).toSorted()).toEqual(['applied', 'replayed'])
    expect(proposed(await eventsOf(paused))).toBe(1)
  })

  test('stops what the policy lets go: globally, and for a kind of incident, but no other kind', async () => {
    await put(SCOPED)
    await turn('pause', { scope_type: 'INCIDENT', incident_type: 'FRAME_OR_GLASS_DAMAGE' })
    const other = await runOf({})
    await expect.poll(async () => proposed(await eventsOf(other.ids[0]!)), { timeout: 30_000 }).toBe(1)
    await turn('pause', { reason: 'storm surge' })
    const stopped = await runOf({})
    const outcomeOf = async () =>
      (await service.rows.query<{ is: string }>(`SELECT outcome->>'outcome' AS is FROM outbox WHERE ticket_id = $1`, [
        stopped.ids[0],
      ])) as { is: string | null }[]
    await expect.poll(outcomeOf, { timeout: 30_000 }).toEqual([{ is: 'paused' }])
    await turn('rollback', {})
    await new Promise((resolve) => setTimeout(resolve, 1500))
    // Whoever paused has not said yes to what was waiting.
    expect(proposed(await eventsOf(stopped.ids[0]!))).toBe(0)
  })
})

test('a decision is never changed and never removed', async () => {
  const [one] = await service.rows.query<{ id: string }>('SELECT id FROM autonomy_decisions LIMIT 1')
  expect(one).toBeDefined()
  for (const sql of [
    `UPDATE autonomy_decisions SET verdict = 'DENY'`,
    'DELETE FROM autonomy_decisions',
    'TRUNCATE autonomy_decisions',
    `UPDATE autonomy_approvals SET answer = 'approve'`,
    'DELETE FROM autonomy_overrides',
  ])
    await expect(service.rows.query(sql)).rejects.toThrow(/permission denied|append-only/)
})

describe('an override', () => {
  const asked = { reasonCode: 'skill_mismatch', note: 'could not do it last week' }

  test('needs a reason of the list and a note that says something', async () => {
    const bad = async (more: object) =>
      (await service.post('/v1/autonomy/overrides', { ticketId: 'T-1', exclude: ['ana'], ...asked, ...more })).status
    expect(await bad({ note: 'no' })).toBe(400)
    expect(await bad({ note: '              ' })).toBe(400)
    expect(await bad({ reasonCode: 'mood' })).toBe(400)
    expect(await bad({ exclude: undefined })).toBe(400)
    expect(await bad({ pin: { techId: 'ana' } })).toBe(400)
  })

  test('is taken up by the next run, which names it, and no more once it is withdrawn', async () => {
    await put({ name: 'all', mode: 'off' })
    const first = await runOf({})
    const [ticketId] = first.ids
    const techOf = (output: { proposals: { ticketId: string; techId: string; rank: number }[] }) =>
      output.proposals.find(({ rank }) => rank === 1)!.techId
    const before = techOf(first.output)
    const { status, json } = await service.post('/v1/autonomy/overrides', { ticketId, exclude: [before], ...asked })
    expect(status).toBe(201)
    expect((await service.get(`/v1/autonomy/overrides?ticketId=${ticketId}`)).json.overrides).toEqual([json])

    const next = await service.submit(first.request, { prefer: 'wait=60' })
    expect(next.json.proposals.map(({ techId }: { techId: string }) => techId)).not.toContain(before)
    const run = await service.get(`/v1/optimizations/${next.json.meta.runId}`)
    expect(run.json.overrides).toEqual([json.id])
    expect(next.json.meta.inputHash).not.toBe(first.output.meta.inputHash)

    expect((await service.delete(`/v1/autonomy/overrides/${json.id}`)).status).toBe(204)
    expect((await service.delete(`/v1/autonomy/overrides/${json.id}`)).status).toBe(204)
    expect((await service.delete(`/v1/autonomy/overrides/${randomUUID()}`)).status).toBe(404)
    const last = await service.submit(first.request, { prefer: 'wait=60' })
    expect(techOf(last.json)).toBe(before)
    expect(last.json.meta.inputHash).toBe(first.output.meta.inputHash)
  })
})

test('the report reads what people did about what was decided', async () => {
  const { status, json } = await service.get('/v1/autonomy/report')
  expect(status).toBe(200)
  const report = ShadowReport.parse(json)
  expect(report.all.decided).toBeGreaterThan(3)
  expect(report.unread).toBe(0)
  expect(report.byVerdict.reduce((sum, { decided }) => sum + decided, 0)).toBe(report.all.decided)
  const none = await service.get('/v1/autonomy/report?since=2999-01-01T00:00:00Z')
  expect(none.json.all).toMatchObject({ decided: 0, compared: 0, agreementRate: null })
})

test('without a policy nobody decides, and a bad one stops the start', async () => {
  await service.restart()
  const { runId } = await runOf({})
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(await decisionsOf(runId)).toEqual([])
  await writeFile(file, '{}')
  await expect(service.restart({ autonomyPolicy: file })).rejects.toThrow(/AUTONOMY_POLICY/)
})
