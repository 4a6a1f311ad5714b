// Why a live plan is not what it was, over HTTP: any two versions that are kept are held against each other, however they came
// about and whatever was put there since.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PlanChanges } from '../../../src/contracts/explanation.ts'
import { assignedAt, between, emptyDay, gaps, some, techs, town } from './days.ts'
import { Planning, type PlanUnderTest } from './planning.ts'

let planning: Planning
beforeAll(async () => {
  planning = await Planning.start()
})
afterAll(() => planning?.stop())

const asked = (plan: PlanUnderTest, body: object) => planning.post(`${plan.path}/explanations`, body)

async function changes(plan: PlanUnderTest, from: number, to: number, more: object = {}) {
  const { status, json } = await asked(plan, { between: [from, to], ...more })
  expect([status, json.code]).toEqual([200, undefined])
  return PlanChanges.parse(json)
}

async function book(plan: PlanUnderTest, ticketId: string) {
  const { offerId, optionId } = await plan.offered(ticketId)
  expect((await planning.confirm(offerId, optionId)).status).toBe(200)
}

const MOVED = { ticketId: 'T-1', kind: 'moved', by: 'PT2H', later: true }

describe('from one version of a plan to another', () => {
  test('is told what was booked, by whom it is explained, and what made each version', async () => {
    const plan = await planning.planned(emptyDay(2))
    await book(plan, 'T-1')
    await book(plan, 'T-2')
    const { steps, changes: all } = await changes(plan, 1, 3)
    expect(steps.map(({ version, kind, ticketIds }) => [version, kind, ticketIds])).toEqual([
      [2, 'booked', ['T-1']],
      [3, 'booked', ['T-2']],
    ])
    expect(all.map(({ ticketId, kind }) => [ticketId, kind])).toEqual([
      ['T-1', 'assigned'],
      ['T-2', 'assigned'],
    ])
    // Whoever stood there begins later, within what was promised, because somebody came.
    const one = await changes(plan, 2, 3)
    expect(one.changes.find(({ ticketId }) => ticketId === 'T-2')).toMatchObject({ kind: 'assigned' })
    for (const { ticketId, reasons } of one.changes.filter((change) => change.kind === 'moved')) {
      expect(ticketId).toBe('T-1')
      expect(reasons.map(({ code }) => code)).toEqual(['VISIT_MOVES', 'PROMISE_KEPT', 'ROUTE_CHANGED'])
    }
    expect((await changes(plan, 3, 3)).changes).toEqual([])
  })

  test('is told of an input that was put there, with everything in it that explains a move', async () => {
    const day = { ...emptyDay(2), plan: [assignedAt('T-1', '09:00')] }
    const plan = await planning.planned(day)
    await book(plan, 'T-2')
    const later = { ...day, techs: techs({ shifts: [between('10:50', '18:00')] }), plan: [assignedAt('T-1', '11:00')] }
    expect((await planning.put(plan.path, later)).status).toBe(200)
    const { steps, changes: all } = await changes(plan, 2, 3)
    expect(steps).toMatchObject([{ version: 3, kind: 'put', ticketIds: [] }])
    const [first, second] = all
    expect(first).toMatchObject({ ticketId: 'T-1', kind: 'moved', later: true })
    expect(first!.reasons.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['VISIT_MOVES', 'SHIFT_CHANGED', 'ROUTE_CHANGED']),
    )
    expect(second).toMatchObject({ ticketId: 'T-2', kind: 'unassigned' })
    // What happened before the input was replaced is still there to be asked about.
    const before = (await changes(plan, 1, 2, { ticketId: 'T-2' })).changes
    expect(before).toMatchObject([{ ticketId: 'T-2', kind: 'assigned' }])
    expect((await changes(plan, 1, 3)).steps.map(({ kind }) => kind)).toEqual(['booked', 'put'])
  })

  test('of one ticket, in the language that is asked for, a crew included', async () => {
    const crew = { ...gaps(2, 2), tickets: some(2, { crew: 2 }) }
    const planned = (clock: string) => ['ana', 'ben'].map((techId) => assignedAt('T-1', clock, techId))
    const wide = { ...crew, techs: techs({}, {}) }
    const plan = await planning.planned({ ...wide, plan: planned('09:00') })
    await planning.put(plan.path, { ...wide, plan: planned('11:00') })
    const { changes: all } = await changes(plan, 1, 2, { ticketId: 'T-1', language: 'es' })
    expect(all).toMatchObject([MOVED, MOVED])
    expect(all.map(({ before }) => before?.techId).sort()).toEqual(['ana', 'ben'])
    expect(all[0]!.reasons[0]!.text).toMatch(/ticket T-1|T-1/i)
    expect(all[0]!.reasons[0]!.text).not.toMatch(/begins/)
    expect((await changes(plan, 1, 2, { ticketId: 'T-2' })).changes).toEqual([])
  })

  test('is the same after a restart', async () => {
    const plan = await planning.planned({ ...emptyDay(2), plan: [assignedAt('T-1', '09:00')] })
    await book(plan, 'T-2')
    await planning.restart()
    const { changes: all } = await changes(plan, 1, 2, { ticketId: 'T-2' })
    expect(all[0]).toMatchObject({ ticketId: 'T-2', kind: 'assigned', after: { techId: 'ana' } })
  })

  test('that it does not have, or keeps no longer, says which', async () => {
    const plan = await planning.planned(emptyDay(1))
    expect(await asked(plan, { between: [1, 2] })).toMatchObject({
      status: 404,
      json: { code: 'PLAN_VERSION_NOT_FOUND', issues: [{ path: '/between/1' }] },
    })
    for (let times = 0; times < 10; times++) await planning.put(plan.path, emptyDay(1))
    expect((await changes(plan, 10, 11)).changes).toEqual([])
    expect(await asked(plan, { between: [1, 11] })).toMatchObject({
      status: 404,
      json: { code: 'PLAN_VERSION_NOT_FOUND', issues: [{ path: '/between/0' }] },
    })
    const [{ count } = { count: 0 }] = await planning.rows.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM plan_history WHERE plan_id = $1',
      [plan.path.split('/').at(-1)],
    )
    expect(count).toBe(8)
  })

  test.each([
    ['in the wrong order', { between: [2, 1] }, 'WRONG_ORDER'],
    ['with a place', { between: [1, 2], techId: 'ana' }, 'NOT_ALLOWED'],
    ['with a ticket that the plan need not know', { between: [1, 2], ticket: some(1)[0] }, 'NOT_ALLOWED'],
    ['without anything', {}, 'ONE_OF_NEEDED'],
  ])('asked %s is refused', async (_, body, code) => {
    const plan = await planning.planned(emptyDay(1))
    const { status, json } = await asked(plan, body)
    expect([status, json.issues.map((issue: { code: string }) => issue.code)]).toEqual([
      400,
      expect.arrayContaining([code]),
    ])
  })

  test('of a plan that is not there is not found, and of a deleted one nothing is kept', async () => {
    expect(await planning.post('/v1/plans/nowhere/explanations', { between: [1, 1] })).toMatchObject({ status: 404 })
    const plan = await planning.planned(
      town({ tickets: some(1), techs: techs({}), plan: [assignedAt('T-1', '09:00')] }),
    )
    await planning.put(plan.path, emptyDay(1))
    await planning.delete(plan.path)
    const rows = await planning.rows.query('SELECT FROM plan_history WHERE plan_id = $1', [plan.path.split('/').at(-1)])
    expect(rows).toEqual([])
  })
})
