// Somebody with every right of the database changes the trail behind the service's back: verify says where.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { NO_HASH } from '../../src/dispatch-api/audit-chain.ts'
import { sealEvents } from '../../src/dispatch-api/audit-seal.ts'
import { type Fault, verifyAudit } from '../../src/dispatch-api/audit-verify.ts'
import type { Connection, Transaction } from '../../src/platform/database.ts'
import { creation, proposal, Service } from './service.ts'

let service: Service
beforeAll(async () => {
  service = await Service.start()
  for (let count = 0; count < 3; count++) await service.command('ticket.create', creation())
  await service.refused('no.tool', {})
})
afterAll(() => service?.stop())

async function ticketWithEvents(): Promise<{ id: string; eventIds: string[] }> {
  const id = await service.ticketIn('intake')
  for (let count = 0; count < 3; count++) await service.command('schedule.propose_slots', proposal(id))
  return { id, eventIds: (await service.timeline(id)).map(({ event_id }) => event_id) }
}

class Undone extends Error {}

/** What verify says after somebody with every right has done something, which is then undone. */
async function faultsAfter(tamper: (on: Connection) => Promise<unknown>): Promise<readonly Fault[]> {
  await sealEvents(service.own)
  let faults: readonly Fault[] = []
  const all = service.admin.transaction(async (on) => {
    for (const table of ['audit_events', 'audit_seals', 'audit_order'])
      await on.query(`ALTER TABLE ${table} DISABLE TRIGGER append_only`)
    await tamper(on)
    const within = { ...service.admin, transaction: <T>(work: (on: Transaction) => Promise<T>) => work(on) }
    faults = (await verifyAudit(within)).faults
    throw new Undone()
  })
  await expect(all).rejects.toThrow(Undone)
  return faults
}

describe('an audit trail that nobody touched', () => {
  test('is whole, whether its events are sealed already or not', async () => {
    const { eventIds } = await ticketWithEvents()
    const before = await verifyAudit(service.admin)
    expect(before.faults).toEqual([])
    expect(before.unsealed).toBeGreaterThanOrEqual(eventIds.length)
    await sealEvents(service.own)
    const after = await verifyAudit(service.admin)
    expect(after).toMatchObject({ faults: [], unsealed: 0, events: before.events })
    expect(after.lastSeal?.hash).toMatch(/^[0-9a-f]{64}$/)
    expect(await sealEvents(service.own)).toBe(0)
  })

  test('holds events from before there were chains by their seal', async () => {
    await service.admin.query(
      `INSERT INTO audit_events (event_id, tenant, type, tool, actor_id, actor_role, actor_type, correlation_id, payload)
       VALUES ($1, 'acme', 'ticket.created', 'ticket.create', 'a', 'operator_admin', 'HUMAN', 'c', '{}')`,
      [randomUUID()],
    )
    await sealEvents(service.own)
    expect((await verifyAudit(service.admin)).faults).toEqual([])
    const faults = await faultsAfter((on) =>
      on.query(`UPDATE audit_events SET actor_id = 'b' WHERE chain_place IS NULL`),
    )
    expect(faults).toEqual([expect.objectContaining({ code: 'SEAL_BROKEN' })])
  })

  test('seals each event once, however many seal at once', async () => {
    await Promise.all(Array.from({ length: 20 }, () => service.command('ticket.create', creation())))
    const counts = await Promise.all(Array.from({ length: 5 }, () => sealEvents(service.own)))
    expect(counts.reduce((sum, count) => sum + count)).toBeGreaterThanOrEqual(20)
    expect(await verifyAudit(service.admin)).toMatchObject({ faults: [], unsealed: 0 })
  })
})

describe('verify finds', () => {
  test.each([
    ['another actor', `actor_id = 'somebody'`],
    ['another time', `occurred_at = occurred_at - interval '1 hour'`],
    ['another payload', `payload = '{"slots": []}'`],
    ['a payload of the same meaning in other bytes', `payload = (payload::text || ' ')::json`],
    ['another trace', `trace_id = null`],
    ['another state', `next_state = 'scheduled'`],
  ])('%s in one event, and names ticket, event and seal', async (_, change) => {
    const { id, eventIds } = await ticketWithEvents()
    const eventId = eventIds[1]
    const faults = await faultsAfter((on) =>
      on.query(`UPDATE audit_events SET ${change} WHERE event_id = $1`, [eventId]),
    )
    expect(faults).toContainEqual({ code: 'EVENT_CHANGED', tenant: 'acme', ticketId: id, eventId })
    expect(faults).toContainEqual(expect.objectContaining({ code: 'SEAL_BROKEN' }))
    expect(faults).toHaveLength(2)
  })

  test('an event whose hash was made to fit: the next one does not follow it any more', async () => {
    const { id, eventIds } = await ticketWithEvents()
    const faults = await faultsAfter((on) =>
      on.query(`UPDATE audit_events SET actor_id = 'somebody', hash = $2 WHERE event_id = $1`, [
        eventIds[1],
        'f'.repeat(64),
      ]),
    )
    expect(faults.map(({ code }) => code)).toEqual(['EVENT_CHANGED', 'CHAIN_BROKEN', 'SEAL_BROKEN'])
    expect(faults[1]).toMatchObject({ ticketId: id, eventId: eventIds[2] })
  })

  test.each([
    ['from the middle', 1, ['CHAIN_BROKEN', 'EVENT_MISSING', 'SEAL_BROKEN']],
    ['from the end', 3, ['HEAD_DIFFERS', 'EVENT_MISSING', 'SEAL_BROKEN']],
  ])('an event taken out %s', async (_, index, codes) => {
    const { eventIds } = await ticketWithEvents()
    const eventId = eventIds[index]
    const faults = await faultsAfter((on) => on.query('DELETE FROM audit_events WHERE event_id = $1', [eventId]))
    expect(faults.map(({ code }) => code)).toEqual(codes)
    expect(faults).toContainEqual(expect.objectContaining({ code: 'EVENT_MISSING', eventId }))
  })

  test('the end of a chain that was taken out together with the memory of it', async () => {
    const { id, eventIds } = await ticketWithEvents()
    const faults = await faultsAfter(async (on) => {
      await on.query('DELETE FROM audit_events WHERE event_id = $1', [eventIds[3]])
      await on.query(
        `UPDATE tickets SET (chain_length, chain_hash) =
           (SELECT chain_place, hash FROM audit_events WHERE event_id = $2) WHERE id = $1`,
        [id, eventIds[2]],
      )
    })
    expect(faults.map(({ code }) => code)).toEqual(['EVENT_MISSING', 'SEAL_BROKEN'])
  })

  test('a seal that was taken out, and a place that was given to another event', async () => {
    await ticketWithEvents()
    const [last] = await service.admin.query<{ number: number }>('SELECT max(number) AS number FROM audit_seals')
    const number = last?.number ?? 0
    const without = await faultsAfter((on) => on.query('DELETE FROM audit_seals WHERE number = $1', [number]))
    expect(without).toContainEqual({ code: 'SEAL_BROKEN', seal: number + 1 })
    const swapped = await faultsAfter((on) =>
      on.query(
        `UPDATE audit_order SET event_id = $1 WHERE place = (SELECT last_place FROM audit_seals WHERE number = $2)`,
        [randomUUID(), number],
      ),
    )
    expect(swapped.map(({ code }) => code)).toEqual(['EVENT_MISSING', 'SEAL_BROKEN'])
  })

  test('a ticket that was moved without an event', async () => {
    const { id } = await ticketWithEvents()
    const faults = await faultsAfter((on) => on.query(`UPDATE tickets SET state = 'paid' WHERE id = $1`, [id]))
    expect(faults).toEqual([{ code: 'STATE_DIFFERS', tenant: 'acme', ticketId: id }])
  })

  test('a line about an unknown tool that was changed', async () => {
    const faults = await faultsAfter((on) =>
      on.query(`UPDATE audit_events SET tool = 'ticket.create' WHERE type = 'system.unknown_tool_refused'`),
    )
    expect(faults).toContainEqual(expect.objectContaining({ code: 'EVENT_CHANGED', ticketId: null }))
  })
})

test('the first event of a ticket follows nothing, and each later one the one before', async () => {
  const { id } = await ticketWithEvents()
  const events = await service.timeline(id)
  const before = [NO_HASH, ...events.map(({ hash }) => hash)]
  expect(events.map(({ previous_hash }) => previous_hash)).toEqual(before.slice(0, -1))
})
