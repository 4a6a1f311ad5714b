// What is held and booked outlives everything but the database: a restart, a lost thread, a commit that fails.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { between, emptyDay, gaps, oneGap, some, techs } from './days.ts'
import { Planning } from './planning.ts'

const UNRULY = { livePlans: { deskEntry: new URL('./unruly-desk.ts', import.meta.url) } }

let planning: Planning
beforeAll(async () => {
  planning = await Planning.start(UNRULY)
})
afterAll(() => planning?.stop())

describe('a restart', () => {
  test('keeps options that could not be held as what they were: open to who comes first', async () => {
    const windows = [between('08:10', '08:15'), between('08:15', '08:20')]
    const plan = await planning.planned({
      ...oneGap(2),
      tickets: some(2, { windows }),
      techs: techs({ shifts: [between('08:00', '09:40')] }),
    })
    // Two options, and room for one.
    const { offerId, proposals } = await plan.recommended({ ticketId: 'T-1' })
    expect(proposals.map(({ held }) => held)).toEqual([true, false])
    await planning.restart(UNRULY)
    expect(await plan.recommended({ ticketId: 'T-2' })).not.toHaveProperty('offerId')
    const { status, json } = await planning.confirm(offerId!, proposals[1]!.optionId)
    expect([status, json.assignment.promised]).toEqual([200, proposals[1]!.window])
  })

  test('loses no hold and no booking', async () => {
    const plan = await planning.planned(gaps(3, 4))
    const booked = await plan.offered('T-1')
    await planning.confirm(booked.offerId, booked.optionId)
    const [one, other] = [await plan.offered('T-2'), await plan.offered('T-3')]
    await planning.restart(UNRULY)

    expect(await plan.recommended({ ticketId: 'T-4' })).not.toHaveProperty('offerId')
    expect(await planning.confirm(one.offerId, one.optionId)).toMatchObject({ status: 200, json: { planVersion: 3 } })
    await planning.release(other.offerId)
    expect((await plan.offered('T-4')).place).toBe(other.place)
    expect(await plan.assigned()).toEqual({ 'T-1': booked.place, 'T-2': one.place })
    expect((await planning.confirm(booked.offerId, booked.optionId)).status).toBe(200)
  })

  test('takes nothing up again that has expired meanwhile', async () => {
    const plan = await planning.planned(oneGap(2))
    const { offerId, place } = await plan.offered('T-1')
    await planning.expire(offerId)
    await planning.restart(UNRULY)
    expect((await plan.offered('T-2')).place).toBe(place)
  })

  test('keeps a ticket that joined the plan by being booked', async () => {
    const plan = await planning.planned(emptyDay(1))
    const { offerId, proposals } = await plan.recommended({
      ticket: { ...emptyDay(1).tickets[0], id: 'call-1' },
      count: 1,
    })
    await planning.confirm(offerId!, proposals[0]!.optionId)
    await planning.restart(UNRULY)
    expect(await plan.ask({ ticketId: 'call-1' })).toMatchObject({ status: 409, json: { code: 'TICKET_PLANNED' } })
    await plan.offered('T-1')
  })
})

describe('a desk that has more plans than it keeps open', () => {
  test('opens the one asked for again, with what it holds', async () => {
    const plans = []
    for (let count = 0; count < 10; count++) plans.push(await planning.planned(oneGap(2)))
    const offers = []
    for (const plan of plans) offers.push(await plan.offered('T-1'))
    for (const plan of plans) expect(await plan.recommended({ ticketId: 'T-2' })).not.toHaveProperty('offerId')
    for (const { offerId, optionId } of offers) expect((await planning.confirm(offerId, optionId)).status).toBe(200)
  })
})

describe('a desk whose thread is lost', () => {
  test('fails what was asked, comes back, and holds what was held', async () => {
    const plan = await planning.planned(gaps(2, 3))
    const other = await planning.planned(oneGap(1))
    const { offerId, optionId, place } = await plan.offered('T-1')
    const crash = await plan.ask({ ticketId: 'CRASH' })
    expect(crash).toMatchObject({ status: 503, json: { code: 'PLAN_NOT_READY' } })
    expect(Number(crash.headers.get('retry-after'))).toBeGreaterThan(0)

    expect((await plan.offered('T-2')).place).not.toBe(place)
    expect(await plan.recommended({ ticketId: 'T-3' })).not.toHaveProperty('offerId')
    expect((await planning.confirm(offerId, optionId)).status).toBe(200)
    await other.offered('T-1')
  })

  test('while many are asking loses none of what they were told is theirs', async () => {
    const plan = await planning.planned(gaps(8, 20))
    const calls = Array.from({ length: 20 }, async (_, index) => {
      if (index % 7 === 3) {
        await plan.ask({ ticketId: 'CRASH' })
        return undefined
      }
      const { status, json } = await plan.ask({ ticketId: `T-${index + 1}`, count: 1 })
      expect([200, 503]).toContain(status)
      return status === 200 && json.offerId !== undefined ? json : undefined
    })
    const told = (await Promise.all(calls)).filter((made) => made !== undefined)
    const statuses = []
    for (const { offerId, proposals } of told)
      statuses.push((await planning.confirm(offerId, proposals[0].optionId)).status)
    expect(statuses).toEqual(told.map(() => 200))
    const assigned = Object.values(await plan.assigned())
    expect(new Set(assigned).size).toBe(told.length)
  })
})

/** What happens when an event of a plan is committed. */
async function onCommit(sql: string): Promise<{ off(): Promise<void> }> {
  const { rows } = planning
  await rows.query('CREATE SEQUENCE commits')
  await rows.query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${sql}; RETURN NULL; END $$`)
  await rows.query(
    `CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON plan_events DEFERRABLE INITIALLY DEFERRED
     FOR EACH ROW EXECUTE FUNCTION refuse()`,
  )
  return {
    off: async () => {
      await rows.query('DROP TRIGGER refuse ON plan_events')
      await rows.query('DROP FUNCTION refuse')
      await rows.query('DROP SEQUENCE commits')
    },
  }
}

describe('a commit', () => {
  test('that fails books nothing, and the plan is opened again as the store has it', async () => {
    const plan = await planning.planned(oneGap(2))
    const { offerId, optionId, place } = await plan.offered('T-1')
    const refusing = await onCommit(`RAISE EXCEPTION 'not today'`)
    try {
      expect(await planning.confirm(offerId, optionId)).toMatchObject({ status: 500, json: { code: 'INTERNAL_ERROR' } })
      expect(await plan.assigned()).toEqual({})
      // Still held, and not booked.
      expect(await plan.recommended({ ticketId: 'T-2' })).not.toHaveProperty('offerId')
      expect((await plan.recommended({ ticketId: 'T-1', hold: 'PT0S' })).planVersion).toBe(1)
    } finally {
      await refusing.off()
    }
    expect(await planning.confirm(offerId, optionId)).toMatchObject({ status: 200, json: { planVersion: 2 } })
    expect(await plan.assigned()).toEqual({ 'T-1': place })
  })

  test('that has to be tried again books once', async () => {
    const plan = await planning.planned(oneGap(1))
    const { offerId, optionId, place } = await plan.offered('T-1')
    const refusing = await onCommit(`IF nextval('commits') = 1 THEN RAISE SQLSTATE '40001'; END IF`)
    try {
      expect(await planning.confirm(offerId, optionId)).toMatchObject({ status: 200, json: { planVersion: 2 } })
    } finally {
      await refusing.off()
    }
    expect([await plan.assigned(), await plan.version()]).toEqual([{ 'T-1': place }, 2])
  })
})
