// The connection to the database cut at every moment of a mutation, before each statement, with it on its way, and once it is
// answered: there is one event or none, never half a change, and the same command again gets its one answer.
import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AnyTool, rowOf, TOOLBOX } from '../../src/contracts/toolsets.ts'
import { verifyAudit } from '../../src/dispatch-api/audit-verify.ts'
import { payloadFor } from './inputs.ts'
import { watchStatements } from './moments.ts'
import { HOLD, readyFor } from './ready.ts'
import { type Answer, Service } from './service.ts'

let service: Service
let unwatch: () => void
/** How many moments from now a connection of the service is cut; undefined: never. */
let left: number | undefined
beforeAll(async () => {
  service = await Service.start()
  const { username } = new URL(service.database.dispatchApiUrl)
  unwatch = watchStatements((_, client) => {
    if (left === undefined || client.user !== decodeURIComponent(username) || --left > 0) return
    left = undefined
    ;(client as unknown as { connection: pg.Connection }).connection.stream.destroy()
  })
})
afterAll(async () => {
  unwatch?.()
  await service?.stop()
})

interface Mutation {
  /** The same bytes every time. */
  readonly send: () => Promise<Answer<unknown>>
  readonly events: () => Promise<number>
  readonly emits: number
}

const count = async (where: string, value: string) => {
  const [row] = await service.admin.query<{ count: string }>(`SELECT count(*) FROM audit_events WHERE ${where}`, [
    value,
  ])
  return Number(row?.count)
}

/** As a service that is stopped by a pause, so that the locks of the kill switch are taken too. */
const SERVICE = { id: 'engine', role: 'operator_admin', type: 'SERVICE' } as const
async function byTool(tool: AnyTool): Promise<Mutation> {
  const [state] = rowOf(tool).from
  const ticket_id = state === undefined ? randomUUID() : await readyFor(service, tool, state)
  const payload = payloadFor(tool, { holdId: HOLD.hold_id })
  const request = { request_id: randomUUID(), ticket_id, actor: SERVICE, payload }
  return {
    send: () => service.command(tool, request),
    events: () => count('request_id = $1', request.request_id),
    emits: TOOLBOX[tool].emits.length,
  }
}

function onV1(path: string, body: object): Mutation {
  const key = randomUUID()
  const headers = { 'x-actor-id': 'dora', 'x-actor-role': 'dispatcher', 'idempotency-key': key }
  return {
    send: () => service.call(path, { method: 'POST', headers, body: JSON.stringify(body) }),
    events: () => count('request_id = $1', key),
    emits: 1,
  }
}
const PLACE = { account_id: randomUUID(), site_id: randomUUID(), summary: 'A door' }
const OPTIONS = { options: [{ start: '2026-12-01T17:00:00Z', end: '2026-12-01T19:00:00Z' }] }

async function readyOnV1(): Promise<string> {
  const { json } = await onV1('/tickets', PLACE).send()
  const { id } = json as { id: string }
  const ready = { priority: 'URGENT', incident_type: 'DOOR_STUCK', workflow_outcome: 'READY_TO_SCHEDULE' }
  expect((await onV1(`/tickets/${id}/triage`, ready).send()).status).toBe(200)
  return id
}

/** A page takes long to draw. */
const EVERY_FIFTH = 5

test.each<[string, () => Mutation | Promise<Mutation>, number?]>([
  ...(['ticket.create', 'ticket.add_message', 'schedule.propose_slots', 'schedule.release'] as const).map(
    (tool): [string, () => Promise<Mutation>] => [tool, () => byTool(tool)],
  ),
  ['billing.compile_closeout_packet', () => byTool('billing.compile_closeout_packet'), EVERY_FIFTH],
  ['ticket.create on the wire v1', () => onV1('/tickets', PLACE)],
  ['schedule.propose on the wire v1', async () => onV1(`/tickets/${await readyOnV1()}/schedule/propose`, OPTIONS)],
  ['a turn of the kill switch', () => onV1('/ops/autonomy/rollback', { reason: 'drill' })],
])('%s: done once or not at all, whenever the database is lost', async (_, make, step = 1) => {
  let [moments, lost] = [0, 0]
  for (let isCut = true; isCut; moments += step) {
    const { send, events, emits } = await make()
    left = moments + 1
    const first = await send()
    isCut = left === undefined
    left = undefined
    expect([200, 201, 503]).toContain(first.status)
    if (first.status === 503) lost++
    const kept = await events()
    expect([0, emits]).toContain(kept)
    if (first.status !== 503) expect(kept).toBe(emits)
    const again = await send()
    expect([again.status, await events()]).toEqual([expect.toSatisfy((status) => status < 300), emits])
    if (first.status !== 503) expect(again.text).toBe(first.text)
    expect((await send()).text).toBe(again.text)
  }
  // Five statements at the least, and three moments of each.
  expect(moments).toBeGreaterThan(15)
  expect(lost).toBeGreaterThan(5 / step)
  expect((await verifyAudit(service.admin)).faults).toEqual([])
})
