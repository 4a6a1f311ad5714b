// The rows of plans and offers on a real database, where time is the database's and plans are found by tenant and name.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  endOffer,
  expireOffersOf,
  findOffer,
  forgetOldOffers,
  hasExpired,
  heldOffers,
  insertOffer,
  lockOffer,
  plansWithExpired,
} from '../../../src/optimizer/plans/offer-store.ts'
import {
  appendEvent,
  deletePlan,
  findPlan,
  lockPlan,
  type PlanKey,
  putPlan,
} from '../../../src/optimizer/plans/plan-store.ts'
import { type Database, migrate, openDatabase } from '../../../src/platform/database.ts'
import { createLog } from '../../../src/platform/log.ts'
import { type FreshDatabase, freshDatabase } from '../../database.ts'
import { acceptedTicket } from './days.ts'

const log = createLog('silent')
let fresh: FreshDatabase
let database: Database
beforeAll(async () => {
  fresh = await freshDatabase()
  await migrate(fresh.optimizerUrl, new URL('../../../src/optimizer/migrations/', import.meta.url), 'optimizer', log)
  database = openDatabase(fresh.optimizerUrl, log, { searchPath: 'optimizer' })
})
afterAll(async () => {
  await database?.close()
  await fresh?.drop()
})

let key: PlanKey
let base: string
beforeEach(async () => {
  key = { tenant: 'default', planId: randomUUID() }
  base = randomUUID()
  await putPlan(database, key, base, '{"tickets":[]}')
})

const place = {
  optionId: 'o1',
  techId: 'ana',
  shiftStart: 's',
  start: 's',
  window: { start: 's', end: 'e' },
  held: true,
}
const anOffer = (more: Partial<Parameters<typeof insertOffer>[1]> = {}) => ({
  ...key,
  id: randomUUID(),
  base,
  ask: { count: 1, holdSeconds: 900, cameAlong: false },
  ticket: acceptedTicket('T-1'),
  options: [place],
  holdSeconds: 900,
  ...more,
})
async function stored(more: Partial<Parameters<typeof insertOffer>[1]> = {}): Promise<string> {
  const offer = anOffer(more)
  await insertOffer(database, offer)
  return offer.id
}
const stateOf = async (id: string) => (await findOffer(database, key.tenant, id))?.state

describe('a stored plan', () => {
  test('counts its versions through events and inputs, and begins again without events', async () => {
    const event = { kind: 'canceled' as const, ticketId: 'T-1' }
    expect([await appendEvent(database, key, event), await appendEvent(database, key, event)]).toEqual([2, 3])
    expect(await findPlan(database, key)).toEqual({ base, version: 3, input: '{"tickets":[]}', events: [event, event] })
    const next = randomUUID()
    expect(await putPlan(database, key, next, '{}')).toBe(4)
    expect(await findPlan(database, key)).toEqual({ base: next, version: 4, input: '{}', events: [] })
  })

  test('is another tenant’s business only under that tenant', async () => {
    const other = { ...key, tenant: 'elsewhere' }
    expect(await findPlan(database, other)).toBeUndefined()
    expect(await lockPlan(database, other)).toBeUndefined()
    expect(await deletePlan(database, other)).toBe(false)
    expect(await putPlan(database, other, randomUUID(), '{}')).toBe(1)
    expect((await findPlan(database, key))?.input).toBe('{"tickets":[]}')
  })

  test('that is changed waits for nobody who makes an offer on it', async () => {
    await database.transaction(async (on) => {
      await lockPlan(on, key)
      expect(await insertOffer(database, anOffer())).toBeInstanceOf(Date)
    })
  })

  test('takes its events and offers along when it goes', async () => {
    await appendEvent(database, key, { kind: 'canceled', ticketId: 'T-1' })
    const id = await stored()
    expect(await deletePlan(database, key)).toBe(true)
    expect([await stateOf(id), await deletePlan(database, key)]).toEqual([undefined, false])
  })
})

describe('a stored offer', () => {
  test('is none when its plan is being deleted at that moment', async () => {
    const offer = anOffer()
    let asked: Promise<Date | undefined> | undefined
    await database.transaction(async (on) => {
      await deletePlan(on, key)
      asked = insertOffer(database, offer)
      asked.catch(() => undefined)
      await expect
        .poll(() =>
          database.query(
            `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'INSERT INTO offers%'
               AND datname = current_database()`,
          ),
        )
        .toHaveLength(1)
    })
    expect([await asked, await stateOf(offer.id)]).toEqual([undefined, undefined])
  })

  test('is not made on an input that is not the plan’s any more', async () => {
    await putPlan(database, key, randomUUID(), '{}')
    const offer = anOffer()
    expect(await insertOffer(database, offer)).toBeUndefined()
    expect(await stateOf(offer.id)).toBeUndefined()
  })

  test('is held until the clock of the database has passed its end, and not before', async () => {
    const [soon, later] = [await stored({ holdSeconds: 0.3 }), await stored()]
    expect([await hasExpired(database, key), await expireOffersOf(database, key)]).toEqual([false, []])
    await new Promise((resolve) => setTimeout(resolve, 350))
    expect([await hasExpired(database, key), await plansWithExpired(database)]).toEqual([true, [key]])
    expect(await hasExpired(database, { ...key, tenant: 'elsewhere' })).toBe(false)
    expect(await expireOffersOf(database, { ...key, planId: 'another' })).toEqual([])
    expect(await expireOffersOf(database, key)).toEqual([soon])
    expect(await hasExpired(database, key)).toBe(false)
    expect([await stateOf(soon), await stateOf(later)]).toEqual(['expired', 'held'])
    expect(await heldOffers(database, key, base)).toEqual([
      {
        offerId: later,
        ticket: acceptedTicket('T-1'),
        options: [place],
        until: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      },
    ])
  })

  test('expires in the hand of who locks it, and only when its time is over', async () => {
    const [over, held] = [await stored({ holdSeconds: 0 }), await stored()]
    expect(await lockOffer(database, key.tenant, over)).toBe('expired')
    expect(await lockOffer(database, key.tenant, held)).toBe('held')
    expect(await lockOffer(database, 'elsewhere', held)).toBeUndefined()
  })

  test('that is being confirmed is not expired under the hands of who confirms it', async () => {
    const id = await stored({ holdSeconds: 0.2 })
    await database.transaction(async (on) => {
      expect(await lockOffer(on, key.tenant, id)).toBe('held')
      await new Promise((resolve) => setTimeout(resolve, 250))
      expect(await expireOffersOf(database, key)).toEqual([])
    })
    expect(await expireOffersOf(database, key)).toEqual([id])
  })

  test('ends once', async () => {
    const id = await stored()
    await endOffer(database, id, 'released')
    await endOffer(database, id, 'taken')
    expect(await stateOf(id)).toBe('released')
    expect(await heldOffers(database, key, base)).toEqual([])
  })

  test('is forgotten a day after its end, unless it is held', async () => {
    const [held, released, recent] = [await stored(), await stored(), await stored()]
    await endOffer(database, released, 'released')
    await endOffer(database, recent, 'released')
    await database.query(`UPDATE offers SET expires_at = clock_timestamp() - interval '25 hours' WHERE id = ANY($1)`, [
      [held, released],
    ])
    await forgetOldOffers(database)
    expect([await stateOf(held), await stateOf(released), await stateOf(recent)]).toEqual([
      'held',
      undefined,
      'released',
    ])
  })
})
