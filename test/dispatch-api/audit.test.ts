// The audit trail: nobody changes it, nobody misses a line of it, and nobody can flood it.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AuditEvent, TRANSITIONS } from '../../src/contracts/v0.ts'
import type { Database } from '../../src/platform/database.ts'
import { creation, proposal, Service, TRACE_ID } from './service.ts'

interface Events {
  readonly events: AuditEvent[]
  readonly next: string | null
}

let service: Service
beforeAll(async () => {
  service = await Service.start()
})
afterAll(() => service?.stop())

const audit = async (query = '') => (await service.call<Events>(`/v0/audit${query}`)).json
const everything = (on: Database) => on.query('SELECT * FROM audit_events ORDER BY position')

describe('an event that was written', () => {
  const CHANGES = [
    ['changed', `UPDATE audit_events SET actor_id = 'nobody'`],
    ['changed where no row matches', `UPDATE audit_events SET actor_id = 'nobody' WHERE position < 0`],
    ['removed', 'DELETE FROM audit_events'],
    ['wiped', 'TRUNCATE audit_events'],
    ['wiped along with its ticket', 'TRUNCATE tickets CASCADE'],
    [
      'overwritten',
      `INSERT INTO audit_events (event_id, tenant, type, tool, actor_id, actor_role, actor_type, correlation_id, payload)
       SELECT event_id, tenant, type, tool, 'nobody', actor_role, actor_type, correlation_id, payload FROM audit_events
       ON CONFLICT (event_id) DO UPDATE SET actor_id = excluded.actor_id`,
    ],
  ]
  test.each(CHANGES)('is not %s by dispatch-api itself', async (_, sql) => {
    await service.command('ticket.create', creation())
    const before = await everything(service.own)
    await expect(service.own.query(sql)).rejects.toThrow('permission denied')
    expect(await everything(service.own)).toEqual(before)
  })

  test.each(CHANGES)('is not %s by an administrator, with triggers switched off or not', async (_, sql) => {
    const before = await everything(service.admin)
    await expect(service.admin.query(sql)).rejects.toThrow('append-only')
    const asReplica = service.admin.transaction(async (connection) => {
      await connection.query('SET LOCAL session_replication_role = replica')
      await connection.query(sql)
    })
    await expect(asReplica).rejects.toThrow('append-only')
    expect(await everything(service.admin)).toEqual(before)
  })

  test('keeps its ticket: it cannot be removed', async () => {
    const id = await service.ticketIn('intake')
    for (const database of [service.own, service.admin])
      await expect(database.query('DELETE FROM tickets WHERE id = $1', [id])).rejects.toThrow()
    expect((await service.ticket(id)).id).toBe(id)
  })
})

describe('the audit trail', () => {
  test('by pages is the whole one, in order, whatever the size of a page', async () => {
    for (let count = 0; count < 5; count++) await service.command('ticket.create', creation())
    const whole = (await audit()).events
    expect(whole.length).toBeGreaterThanOrEqual(5)
    for (const limit of [1, 2, whole.length, whole.length + 1]) {
      const events: AuditEvent[] = []
      let next: string | null = null
      do {
        const page: Events = await audit(`?limit=${limit}${next === null ? '' : `&after=${next}`}`)
        expect(page.events.length).toBeLessThanOrEqual(limit)
        events.push(...page.events)
        next = page.next
      } while (next !== null)
      expect(events).toEqual(whole)
    }
    expect(await audit(`?after=${whole.at(-1)?.event_id}`)).toEqual({ events: [], next: null })
  })

  test('misses no event for a reader who pages while others write', async () => {
    const first = (await audit()).events.at(-1)?.event_id
    const writers = 40
    let writing = true
    const written = Promise.all(
      Array.from({ length: writers }, async () => (await service.command('ticket.create', creation())).json),
    ).finally(() => {
      writing = false
    })
    const seen: string[] = []
    let after = first
    for (let last = false; !last; ) {
      // Whoever stops when the writers did must still look once more.
      last = !writing
      const { events } = await audit(`?limit=3${after === undefined ? '' : `&after=${after}`}`)
      seen.push(...events.map(({ event_id }) => event_id))
      after = events.at(-1)?.event_id ?? after
      if (events.length > 0) last = false
    }
    const ids = (await written).flatMap(({ emitted_event_ids }) => emitted_event_ids)
    expect(ids).toHaveLength(writers)
    expect(seen.toSorted()).toEqual(ids.toSorted())
  })

  test('misses no event that was written before another one and committed after it', async () => {
    const first = (await audit()).events.at(-1)?.event_id
    const since = first === undefined ? '' : `?after=${first}`
    const { early, writers } = await service.admin.transaction(async (connection) => {
      // The command has written its event by now, and cannot end.
      await connection.query('LOCK TABLE answers IN SHARE MODE')
      const command = service.command('ticket.create', creation())
      await service.untilBlocked(1)
      const refusal = service.refused('no.tool', {})
      await Promise.race([refusal, service.untilBlocked(2)])
      return { early: (await audit(since)).events, writers: [command, refusal] }
    })
    await Promise.all(writers)
    const last = early.at(-1)?.event_id
    const late = (await audit(last === undefined ? since : `?after=${last}`)).events
    expect([...early, ...late].map(({ type }) => type).toSorted()).toEqual([
      'system.unknown_tool_refused',
      'ticket.created',
    ])
  })

  test('of a ticket never shows a step that the contract does not allow, and its times never run backwards', async () => {
    const id = await service.ticketIn('intake')
    await Promise.all(Array.from({ length: 10 }, () => service.command('schedule.propose_slots', proposal(id))))
    const events = await service.timeline(id)
    expect(events).toHaveLength(11)
    for (const { previous_state, next_state } of events)
      if (previous_state !== null && next_state !== previous_state)
        expect(TRANSITIONS[previous_state]).toContain(next_state)
    const times = events.map(({ occurred_at }) => occurred_at)
    expect(times).toEqual(times.toSorted())
  })

  test.each([
    ['limit=0', '/query/limit', 'TOO_SMALL'],
    ['limit=1001', '/query/limit', 'TOO_LARGE'],
    ['limit=ten', '/query/limit', 'NOT_FINITE'],
    ['after=17', '/query/after', 'WRONG_FORMAT'],
    [`after=${randomUUID()}`, '/query/after', 'UNKNOWN_ID'],
    ['since=yesterday', '/query/since', 'UNKNOWN_FIELD'],
  ])('refuses ?%s by name', async (query, path, code) => {
    const { status, json } = await service.call<{ issues: unknown[] }>(`/v0/audit?${query}`)
    expect(status).toBe(400)
    expect(json.issues).toEqual([expect.objectContaining({ path, code })])
  })

  test('of one ticket does not go on from an event of another', async () => {
    const [one, two] = [await service.ticketIn('intake'), await service.ticketIn('intake')]
    const [event] = await service.timeline(one)
    const { status } = await service.call(`/v0/tickets/${two}/timeline?after=${event?.event_id}`)
    expect(status).toBe(400)
  })
})

describe('a call to a tool that is not there', () => {
  const SECRET = 'the customer lives at Städtle 1'

  test.each([
    ['ticket.delete', 'ticket.delete'],
    ['TICKET.CREATE', 'TICKET.CREATE'],
    ['ticket.create/', 'ticket.create/'],
    ['constructor', 'constructor'],
    ['..%2Fops%2Fautonomy', '../ops/autonomy'],
    ['a%00b%0Ac%F0%9F%9A%AA', 'a?b?c??'],
    ['x'.repeat(250), 'x'.repeat(100)],
  ])('POST /v0/tools/%s is refused and leaves one line, without what was sent', async (tool, kept) => {
    const correlationId = randomUUID()
    const answer = await service.refused(
      tool,
      { payload: SECRET },
      {
        'x-correlation-id': correlationId,
        'idempotency-key': 'key-1',
        traceparent: `00-${TRACE_ID}-00f067aa0ba902b7-01`,
      },
    )
    expect([answer.status, answer.json.code]).toEqual([404, 'UNKNOWN_TOOL'])
    const found = await service.admin.query('SELECT * FROM audit_events WHERE correlation_id = $1', [correlationId])
    expect(found).toMatchObject([
      {
        type: 'system.unknown_tool_refused',
        tool: kept,
        ticket_id: null,
        actor_id: 'dev-token',
        actor_type: 'SYSTEM',
        request_id: 'key-1',
        trace_id: TRACE_ID,
        payload: {},
      },
    ])
    expect(JSON.stringify(found)).not.toContain(SECRET)
  })

  test('is refused whatever it brings: no body, no JSON, too much', async () => {
    for (const body of ['', '{"cut', 'x'.repeat(2 * 1024 * 1024)]) {
      const headers = { 'content-type': 'application/json' }
      const { status, json } = await service.call<{ code: string }>('/v0/tools/no.tool', {
        method: 'POST',
        headers,
        body,
      })
      expect([status, json.code]).toEqual([404, 'UNKNOWN_TOOL'])
    }
  })

  test('cannot flood the trail: beyond a number per minute the line is left out, the answer stays', async () => {
    const correlationId = randomUUID()
    const answers = await Promise.all(
      Array.from({ length: 80 }, () => service.refused('no.tool', {}, { 'x-correlation-id': correlationId })),
    )
    expect(new Set(answers.map(({ json }) => json.code))).toEqual(new Set(['UNKNOWN_TOOL']))
    const [{ count } = { count: '' }] = await service.admin.query<{ count: string }>(
      `SELECT count(*) FROM audit_events WHERE ticket_id IS NULL
         AND occurred_at > (SELECT max(occurred_at) - interval '1 minute' FROM audit_events WHERE ticket_id IS NULL)`,
    )
    expect(Number(count)).toBe(60)
    // A command is never in the way of those.
    expect((await service.command('ticket.create', creation())).status).toBe(201)
  })
})
