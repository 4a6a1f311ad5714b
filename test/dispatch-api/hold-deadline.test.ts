// The deadline of a hold: until then the customer may say yes; after it only the way back is left, on whichever wire, and
// whatever the clock of the process says.
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { SCHEDULER, Service } from './service.ts'

let service: Service
beforeAll(async () => {
  service = await Service.start()
})
afterEach(() => vi.useRealTimers())
afterAll(() => service?.stop())

const ANSWER_BY = { start: '2020-11-30T08:00:00Z', end: '2099-11-30T08:00:00Z' }
const WINDOW = { window_start: '2026-12-01T08:00:00+01:00', window_end: '2026-12-01T10:00:00+01:00' }
const use = (tool: string, ticket_id: string, payload: object) =>
  service.refused(tool, { request_id: randomUUID(), ticket_id, actor: SCHEDULER, payload })

interface Held {
  readonly id: string
  readonly holdId: string
}

/** Agreed on and held; from the database's clock its deadline is so many seconds away. */
async function heldFor(seconds?: number, window = ANSWER_BY): Promise<Held> {
  const id = await service.ticketIn('intake')
  expect((await use('schedule.confirm', id, WINDOW)).status).toBe(200)
  const held = await use('schedule.hold', id, { hold_reason: 'CUSTOMER_PENDING', confirmation_window: window })
  expect(held.status).toBe(200)
  if (seconds !== undefined)
    await service.admin.query(
      `UPDATE tickets SET hold = jsonb_set(hold::jsonb, '{confirmation_window,end}',
         to_jsonb(to_char(clock_timestamp() AT TIME ZONE 'UTC' + make_interval(secs => $2),
           'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
       WHERE id = $1`,
      [id, seconds],
    )
  return { id, holdId: (await service.ticket(id)).hold?.hold_id ?? '' }
}
const release = ({ id, holdId }: Held) => use('schedule.release', id, { customer_confirmation_id: holdId })
const rollback = ({ id, holdId }: Held) =>
  use('schedule.rollback', id, { confirmation_id: holdId, reason: 'No answer' })

async function expectGivenBack(held: Held, last: string): Promise<void> {
  expect(await service.ticket(held.id)).toMatchObject({ state: 'scheduled', hold: null, confirmed_window: WINDOW })
  expect((await service.timeline(held.id)).at(-1)?.type).toBe(last)
}

describe('a yes of the customer', () => {
  test('in time ends the hold, and what was agreed on stands', async () => {
    const held = await heldFor()
    expect((await release(held)).status).toBe(200)
    await expectGivenBack(held, 'schedule.hold_released')
  })

  test('counts until the deadline and not after it, wherever that lies', async () => {
    const away = fc.integer({ min: 5, max: 100_000 })
    await fc.assert(
      fc.asyncProperty(away, fc.boolean(), async (seconds, isLate) => {
        const held = await heldFor(isLate ? -seconds : seconds)
        const { status, json } = await release(held)
        expect([status, json.code]).toEqual(isLate ? [409, 'CUSTOMER_CONFIRMATION_STALE'] : [200, undefined])
      }),
      { numRuns: 12 },
    )
  })

  test('that comes too late changes nothing and leaves no event; the way back is open, and the customer may be asked again', async () => {
    const held = await heldFor(-1)
    const before = [await service.ticket(held.id), await service.timeline(held.id)]
    for (const _ of [1, 2]) expect((await release(held)).json.code).toBe('CUSTOMER_CONFIRMATION_STALE')
    expect([await service.ticket(held.id), await service.timeline(held.id)]).toEqual(before)
    expect((await rollback(held)).status).toBe(200)
    await expectGivenBack(held, 'schedule.hold_rolled_back')
    const again = { hold_reason: 'CUSTOMER_UNREACHABLE', confirmation_window: ANSWER_BY }
    expect((await use('schedule.hold', held.id, again)).status).toBe(200)
  })

  test('to a hold that was over when it was placed is too late too', async () => {
    const held = await heldFor(undefined, { start: '2020-11-30T08:00:00Z', end: '2020-11-30T09:00:00Z' })
    expect((await release(held)).json.code).toBe('CUSTOMER_CONFIRMATION_STALE')
    expect((await rollback(held)).status).toBe(200)
  })
})

test('on the wire v1 both ways are closed after the deadline, as they were seen to be; the other door still leads back', async () => {
  const held = await heldFor(-1)
  const onV1 = (step: string, body: object) =>
    service.call<{ error: { code: string } }>(`/tickets/${held.id}/schedule/${step}`, {
      method: 'POST',
      headers: { 'x-actor-id': 'dora', 'x-actor-role': 'dispatcher', 'idempotency-key': randomUUID() },
      body: JSON.stringify(body),
    })
  for (const [step, body] of [
    ['release', { customer_confirmation_id: held.holdId }],
    ['rollback', { confirmation_id: held.holdId }],
  ] as const) {
    const { status, json } = await onV1(step, body)
    expect([step, status, json.error.code]).toEqual([step, 409, 'CUSTOMER_CONFIRMATION_STALE'])
  }
  expect((await rollback(held)).status).toBe(200)
  await expectGivenBack(held, 'schedule.hold_rolled_back')
})

describe('whatever the clock of the process says', () => {
  test.each([
    ['a day too late', 86_400_000],
    ['a day too early', -86_400_000],
  ])('such as %s, the deadline is that of the database, over a restart too', async (_, jump) => {
    const [inTime, late] = [await heldFor(3600), await heldFor(-3600)]
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + jump })
    await service.restart()
    expect((await release(inTime)).status).toBe(200)
    expect((await release(late)).json.code).toBe('CUSTOMER_CONFIRMATION_STALE')
    expect((await rollback(late)).status).toBe(200)
    for (const { id } of [inTime, late]) {
      const times = (await service.timeline(id)).map(({ occurred_at }) => Date.parse(occurred_at))
      expect(times).toEqual(times.toSorted((a, b) => a - b))
    }
  })
})
