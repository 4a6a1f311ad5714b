// What happens to a live plan, told over HTTP on a real database: once, together or not at all, at the version that was seen,
// and still so after a restart. And what-if, which leaves everything as it is.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Evaluation, PlanScore } from '../../../src/contracts/evaluation.ts'
import { PatchAnswer } from '../../../src/contracts/plan-patch.ts'
import { assignedAt, at, between, some, techs, town } from './days.ts'
import { type Answer, Planning, type PlanUnderTest } from './planning.ts'

let planning: Planning
beforeAll(async () => {
  planning = await Planning.start()
})
afterAll(() => planning?.stop())

const day = () =>
  town({
    tickets: some(3),
    techs: techs({ shifts: [between('08:00', '16:00')] }, { shifts: [between('08:00', '16:00')] }),
    plan: [assignedAt('T-1', '08:10'), assignedAt('T-2', '09:20')],
  })
const patch = (plan: PlanUnderTest, events: object[], headers: Record<string, string> = {}): Promise<Answer> =>
  planning.call('PATCH', plan.path, { events }, headers)
const overrun = (eventId: string, until = '10:00') => ({
  eventId,
  kind: 'visit-overrun',
  ticketId: 'T-1',
  until: at(until),
})
const cancel = (eventId: string, ticketId: string) => ({ eventId, kind: 'ticket-canceled', ticketId })

describe('what has happened', () => {
  test('bumps the version once, says what follows, and is in the plan', async () => {
    const plan = await planning.planned(day())
    const { status, headers, json } = await patch(plan, [overrun('e1')])
    expect([status, headers.get('etag')]).toEqual([200, '"2"'])
    expect(PatchAnswer.parse(json)).toMatchObject({
      version: 2,
      events: [{ eventId: 'e1', outcome: 'applied', version: 2 }],
      changes: [
        { ticketId: 'T-1', kind: 'resized' },
        { ticketId: 'T-2', kind: 'moved', by: 'PT50M', later: true },
      ],
      lost: [],
    })
    expect((await planning.get(plan.path)).headers.get('etag')).toBe('"2"')
    expect((await plan.assigned())['T-2']).toContain('T09:10:00')
  })

  test('counts once, however often it is told, also beside what is new', async () => {
    const plan = await planning.planned(day())
    await patch(plan, [overrun('e1')])
    const again = await patch(plan, [overrun('e1')])
    expect(again.json).toMatchObject({ version: 2, events: [{ outcome: 'replayed', version: 2 }], changes: [] })
    const more = await patch(plan, [overrun('e1'), cancel('e2', 'T-3')])
    expect(more.json.events.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['replayed', 'applied'])
    expect(await plan.version()).toBe(3)
    expect(await patch(plan, [overrun('e1', '11:00')])).toMatchObject({
      status: 409,
      json: { code: 'IDEMPOTENCY_PAYLOAD_MISMATCH', issues: [{ path: '/events/0/eventId' }] },
    })
  })

  test('counts together or not at all, and every fault is named where it is', async () => {
    const plan = await planning.planned(day())
    await patch(plan, [overrun('e1')])
    const refused = await patch(plan, [overrun('e1'), cancel('e2', 'T-3'), cancel('e3', 'T-9')])
    expect(refused).toMatchObject({
      status: 400,
      json: { code: 'INVALID_INPUT', issues: [{ path: '/events/2/ticketId', code: 'UNKNOWN_ID' }] },
    })
    expect(await plan.version()).toBe(2)
    expect((await patch(plan, [cancel('e2', 'T-3')])).json.events[0].outcome).toBe('applied')
  })

  test('is refused at another version than was seen, and answered all the same once it has happened', async () => {
    const plan = await planning.planned(day())
    const first = await patch(plan, [overrun('e1')], { 'if-match': '"1"' })
    expect(first.status).toBe(200)
    expect(await patch(plan, [cancel('e2', 'T-3')], { 'if-match': '"1"' })).toMatchObject({
      status: 412,
      json: { code: 'VERSION_MISMATCH' },
    })
    expect((await patch(plan, [overrun('e1')], { 'if-match': '"1"' })).json.events[0].outcome).toBe('replayed')
    expect(await planning.call('PATCH', '/v1/plans/nowhere', { events: [overrun('e1')] })).toMatchObject({
      status: 404,
    })
  })

  test('is the same to the byte after a restart, with what was booked in between', async () => {
    const plan = await planning.planned(day())
    await patch(plan, [{ eventId: 'e1', kind: 'visit-started', ticketId: 'T-1', at: at('08:20') }])
    const offered = await plan.offered('T-3')
    await planning.confirm(offered.offerId, offered.optionId)
    await patch(plan, [{ eventId: 'e2', kind: 'visit-finished', ticketId: 'T-1', at: at('09:30') }])
    await patch(plan, [{ eventId: 'e3', kind: 'tech-ill', techId: 'ana', from: at('10:00') }])
    const before = await planning.get(plan.path)
    await planning.restart()
    expect((await planning.get(plan.path)).text).toBe(before.text)
    expect(
      (await patch(plan, [{ eventId: 'e4', kind: 'tech-back', techId: 'ana', from: at('12:00') }])).json.version,
    ).toBe(6)
    expect((await plan.recommended({ ticketId: 'T-2', hold: 'PT0S' })).proposals.length).toBeGreaterThan(0)
  })

  test('of forty senders at once: each event counts once, and versions have no gap', async () => {
    const plan = await planning.planned({ ...day(), tickets: some(23) })
    const events = Array.from({ length: 20 }, (_, index) => cancel(`e${index}`, `T-${index + 4}`))
    const answers = await Promise.all([...events, ...events].map((event) => patch(plan, [event])))
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
    const outcomes = answers.map(({ json }) => json.events[0])
    expect(outcomes.filter(({ outcome }) => outcome === 'applied')).toHaveLength(20)
    const versions = outcomes.filter(({ outcome }) => outcome === 'applied').map(({ version }) => version)
    expect(versions.toSorted((one, other) => one - other)).toEqual(Array.from({ length: 20 }, (_, index) => index + 2))
    expect((await planning.get(plan.path)).json.input.tickets).toHaveLength(3)
  })

  test('beside offers that are confirmed meanwhile: nobody is planned twice', async () => {
    const plan = await planning.planned({ ...day(), tickets: some(8) })
    const work = [3, 4, 5, 6].flatMap((ticket) => [
      plan
        .offered(`T-${ticket}`)
        .then(({ offerId, optionId }) => planning.confirm(offerId, optionId))
        .catch(() => undefined),
      patch(plan, [{ eventId: `late-${ticket}`, kind: 'tech-late', techId: 'ben', until: at(`08:${ticket * 5}`) }]),
    ])
    await Promise.all(work)
    const { json } = await planning.get(plan.path)
    const ids = json.input.plan.map(({ ticketId }: { ticketId: string }) => ticketId)
    expect(new Set(ids).size).toBe(ids.length)
    const scored = await planning.post('/v1/evaluations', { input: json.input })
    expect(scored.json.violations).toEqual([])
  })
})

describe('what-if', () => {
  test('is answered with the price of it, and nothing happens', async () => {
    const plan = await planning.planned(day())
    const before = (await planning.get(plan.path)).text
    const asked = { changes: [{ kind: 'visit-placed', ticketId: 'T-3', techId: 'ana', start: at('07:00') }] }
    const { status, json } = await planning.post(`${plan.path}/evaluations`, asked)
    expect([status, json.code]).toEqual([200, undefined])
    const card = Evaluation.parse(json)
    expect(card).toMatchObject({ planVersion: 1, feasible: true, unassigned: { fewer: ['T-3'] } })
    expect(card.cost.after - card.cost.before).toBe(card.cost.difference)
    expect((await planning.get(plan.path)).text).toBe(before)
    // Made, it comes out as it was told.
    await patch(plan, [{ eventId: 'e1', ...asked.changes[0] }])
    const after = PlanScore.parse(
      (await planning.post('/v1/evaluations', { input: (await planning.get(plan.path)).json.input })).json,
    )
    expect(after.cost.total).toBe(card.cost.after)
  })

  test('names faults of the changes where they are', async () => {
    const plan = await planning.planned(day())
    const asked = { changes: [{ kind: 'tech-ill', techId: 'nobody', from: at('09:00') }] }
    expect(await planning.post(`${plan.path}/evaluations`, asked)).toMatchObject({
      status: 400,
      json: { issues: [{ path: '/changes/0/techId', code: 'UNKNOWN_ID' }] },
    })
  })

  test('a plan that was made elsewhere is scored, with every rule that it breaks', async () => {
    const late = town({
      tickets: some(2, { windows: [between('08:00', '09:00')] }),
      techs: techs({ shifts: [between('08:00', '16:00')] }),
      plan: [assignedAt('T-1', '08:10'), assignedAt('T-2', '08:30')],
    })
    const { status, json } = await planning.post('/v1/evaluations', { input: late })
    expect([status, json.code]).toEqual([200, undefined])
    expect(PlanScore.parse(json)).toMatchObject({
      feasible: false,
      violations: [{ code: 'START_OUTSIDE_WINDOWS', ticketId: 'T-2', techId: 'ana' }],
      startsOff: [{ ticketId: 'T-2', by: 'PT50M', later: true }],
      kpis: { assigned: 2 },
    })
  })
})
