// A command that is sent again is done once: same answer, no second event, however often, at once or after a restart.
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ToolResponse } from '../../src/contracts/v0.ts'
import { type Answer, creation, INTAKE_AGENT, PAYLOAD, proposal, SCHEDULER, Service, SLOT, TOKEN } from './service.ts'

let service: Service
beforeAll(async () => {
  service = await Service.start()
})
afterAll(() => service?.stop())

const replayed = ({ headers }: { headers: Headers }) => headers.get('idempotency-replayed')

describe('the same request id with the same content', () => {
  test('gets the first answer to the byte, marked as a replay, and leaves no second event', async () => {
    const request = creation()
    const first = await service.command('ticket.create', request)
    const second = await service.command('ticket.create', request)
    expect([first.status, replayed(first)]).toEqual([201, null])
    expect([second.status, replayed(second), second.text]).toEqual([201, 'true', first.text])
    expect(second.headers.get('content-type')).toBe(first.headers.get('content-type'))
    expect(await service.timeline(first.json.ticket.id)).toHaveLength(1)
  })

  test('is the same in any order of fields, spelling of the ticket id, correlation id and trace', async () => {
    const id = await service.ticketIn('intake')
    const request = proposal(id)
    const first = await service.command('schedule.propose_slots', request, { 'x-correlation-id': 'first' })
    const reversed = Object.fromEntries(Object.entries(request).reverse())
    const again = await service.command(
      'schedule.propose_slots',
      { ...reversed, ticket_id: id.toUpperCase(), correlation_id: 'second' },
      { 'x-correlation-id': 'third' },
    )
    expect([replayed(again), again.text]).toEqual(['true', first.text])
    expect(await service.timeline(id)).toHaveLength(2)
  })

  test('gets the first answer even when the ticket has moved on since', async () => {
    const id = await service.ticketIn('intake')
    const request = proposal(id)
    const first = await service.command('schedule.propose_slots', request)
    await service.admin.query(`UPDATE tickets SET state = 'onsite' WHERE id = $1`, [id])
    expect((await service.command('schedule.propose_slots', request)).text).toBe(first.text)
    expect((await service.ticket(id)).state).toBe('onsite')
  })

  test('gets the first answer after a restart', async () => {
    const id = await service.ticketIn('intake')
    const request = proposal(id)
    const first = await service.command('schedule.propose_slots', request)
    const events = await service.timeline(id)
    await service.restart()
    const again = await service.command('schedule.propose_slots', request)
    expect([again.status, replayed(again), again.text]).toEqual([200, 'true', first.text])
    expect(await service.timeline(id)).toEqual(events)
    expect(await service.ticket(id)).toEqual(first.json.ticket)
  })

  test.each([
    ['one instance', 1],
    ['two instances on one database', 2],
  ])('50 times at once at %s: one event and 50 equal answers', async (_, instances) => {
    const id = await service.ticketIn('intake')
    const request = proposal(id)
    const other = await service.open()
    try {
      const urls = [service.url, await other.listen({ host: '127.0.0.1', port: 0 })].slice(0, instances)
      const send = async (index: number) => {
        const answer = await fetch(`${urls[index % urls.length]}/v0/tools/schedule.propose_slots`, {
          method: 'POST',
          headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
          body: JSON.stringify(request),
        })
        return { status: answer.status, headers: answer.headers, text: await answer.text() }
      }
      const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => send(index)))
      expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
      expect(answers[0]?.status).toBe(200)
      expect(answers.filter((answer) => replayed(answer) === null)).toHaveLength(1)
      expect(await service.timeline(id)).toHaveLength(2)
      expect((await service.ticket(id)).version).toBe(2)
    } finally {
      await other.close()
    }
  })

  test('2,000 times at once: one event', async () => {
    const id = await service.ticketIn('intake')
    const payload = proposal(id)
    // Past the sockets, of which a system queues fewer than that.
    const other = await service.open()
    try {
      const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' }
      const url = '/v0/tools/schedule.propose_slots'
      const send = () => other.inject({ method: 'POST', url, headers, payload })
      const answers = await Promise.all(Array.from({ length: 2000 }, send))
      expect(new Set(answers.map(({ statusCode, body }) => `${statusCode} ${body}`)).size).toBe(1)
      expect(answers[0]?.statusCode).toBe(200)
      expect(answers.filter((answer) => answer.headers['idempotency-replayed'] === undefined)).toHaveLength(1)
      expect(await service.timeline(id)).toHaveLength(2)
    } finally {
      await other.close()
    }
  })

  test('whatever the order and repetition of several commands: each is done once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(4), { minLength: 1, maxLength: 15 }), fc.boolean(), async (sent, atOnce) => {
        const id = await service.ticketIn('intake')
        const commands = Array.from({ length: 5 }, (_, rank) =>
          proposal(id, { payload: { slots: [{ ...SLOT, rank: rank + 1 }] } }),
        )
        const send = async (index: number) => ({
          index,
          ...(await service.command('schedule.propose_slots', commands[index])),
        })
        const answers: (Answer & { index: number })[] = []
        if (atOnce) answers.push(...(await Promise.all(sent.map(send))))
        else for (const index of sent) answers.push(await send(index))

        const different = new Set(sent).size
        expect(new Set(answers.map(({ index, text }) => `${index} ${text}`)).size).toBe(different)
        expect(answers.filter((answer) => replayed(answer) === null)).toHaveLength(different)
        const events = (await service.timeline(id)).slice(1)
        expect(events.map(({ event_id }) => event_id).sort()).toEqual(
          [...new Set(answers.flatMap(({ json }) => json.emitted_event_ids))].sort(),
        )
        const last = events.at(-1)
        expect((await service.ticket(id)).proposed_slots).toEqual(last?.payload.slots)
      }),
      { numRuns: 15 },
    )
  })
})

describe('the same request id with other content', () => {
  test.each([
    ['another payload', { payload: { slots: [{ ...SLOT, score: 0.5 }], run_id: 'run-1', engine: 'native' } }],
    ['slots in another order', { payload: { slots: [{ ...SLOT, rank: 2 }, SLOT], run_id: 'run-1', engine: 'native' } }],
    ['another actor', { actor: { ...SCHEDULER, id: 'someone-else' } }],
  ])('%s is refused, and changes nothing', async (_, fields) => {
    const id = await service.ticketIn('intake')
    const request = proposal(id)
    const { text } = await service.command('schedule.propose_slots', request)
    const { status, json } = await service.refused('schedule.propose_slots', { ...request, ...fields })
    expect([status, json.code]).toEqual([409, 'IDEMPOTENCY_PAYLOAD_MISMATCH'])
    expect(await service.timeline(id)).toHaveLength(2)
    expect((await service.command('schedule.propose_slots', request)).text).toBe(text)
  })

  test('is refused for a new ticket too, also when only the chosen id differs', async () => {
    const request = creation()
    await service.command('ticket.create', request)
    for (const fields of [{ payload: { ...PAYLOAD, summary: 'Another' } }, { ticket_id: randomUUID() }]) {
      const { json } = await service.refused('ticket.create', { ...request, ...fields })
      expect(json.code).toBe('IDEMPOTENCY_PAYLOAD_MISMATCH')
    }
  })
})

describe('the scope of a request id', () => {
  test('is one ticket: two tickets never share an answer', async () => {
    const [one, two] = [await service.ticketIn('intake'), await service.ticketIn('intake')]
    const request_id = randomUUID()
    const answers = [one, two].map((id) => service.command('schedule.propose_slots', proposal(id, { request_id })))
    expect((await Promise.all(answers)).map(({ json }) => json.ticket.id)).toEqual([one, two])
  })

  test('is one tool', async () => {
    const ticket_id = randomUUID()
    const request = creation({ ticket_id })
    const created = await service.command('ticket.create', request)
    const proposed = await service.command(
      'schedule.propose_slots',
      proposal(ticket_id, { request_id: request.request_id }),
    )
    expect([created.status, proposed.status, replayed(proposed)]).toEqual([201, 200, null])
  })

  test('is one tenant', async () => {
    const request = creation()
    const { json } = await service.command('ticket.create', request)
    const other = await service.open('other')
    try {
      const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' }
      const answer = await other.inject({ method: 'POST', url: '/v0/tools/ticket.create', headers, payload: request })
      expect([answer.statusCode, answer.headers['idempotency-replayed']]).toEqual([201, undefined])
      const id = answer.json<ToolResponse>().ticket.id
      expect(id).not.toBe(json.ticket.id)
      expect((await service.call(`/v0/tickets/${id}`)).status).toBe(404)
    } finally {
      await other.close()
    }
  })
})

describe('a command that was refused', () => {
  test('leaves its request id free: it succeeds once the cause is gone', async () => {
    const id = await service.ticketIn('lead')
    const request = proposal(id)
    expect((await service.refused('schedule.propose_slots', request)).json.code).toBe('INVALID_STATE_TRANSITION')
    await service.admin.query(`UPDATE tickets SET state = 'intake' WHERE id = $1`, [id])
    const { status, headers } = await service.command('schedule.propose_slots', request)
    expect([status, headers.get('idempotency-replayed')]).toEqual([200, null])
  })

  test('leaves nothing behind when the database fails halfway', async () => {
    const id = await service.ticketIn('intake')
    const before = await service.ticket(id)
    const request = proposal(id)
    await service.admin.query(
      `ALTER TABLE answers ADD CONSTRAINT full_disk CHECK (request_id <> '${request.request_id}')`,
    )
    try {
      const { status, json, text } = await service.refused('schedule.propose_slots', request)
      expect([status, json.code]).toEqual([500, 'INTERNAL_ERROR'])
      expect(text).not.toContain('full_disk')
    } finally {
      await service.admin.query('ALTER TABLE answers DROP CONSTRAINT full_disk')
    }
    expect(await service.ticket(id)).toEqual(before)
    expect(await service.timeline(id)).toHaveLength(1)
    expect((await service.command('schedule.propose_slots', request)).status).toBe(200)
  })
})

describe('the header Idempotency-Key', () => {
  test('may repeat the request id', async () => {
    const request = creation()
    const { status } = await service.command('ticket.create', request, { 'idempotency-key': request.request_id })
    expect(status).toBe(201)
  })

  test('may not say something else', async () => {
    const request = creation({ actor: INTAKE_AGENT })
    const count = await service.eventCount()
    const { status, json } = await service.refused('ticket.create', request, { 'idempotency-key': randomUUID() })
    expect(status).toBe(400)
    expect(json).toMatchObject({ code: 'INVALID_INPUT', issues: [{ path: '/headers/idempotency-key' }] })
    expect(await service.eventCount()).toBe(count)
  })
})
