// What stands already: pins of technician, time and order, what is frozen, promises that may move, clean times.
import { describe, expect, test } from 'vitest'
import type { OptimizationRequest } from '../../src/contracts/optimization.ts'
import { ask, askTicket, at, between, second, span } from './asked.ts'
import { tech, ticket } from './inputs.ts'

type Planned = NonNullable<OptimizationRequest['plan']>[number]
const planned = (more: Partial<Planned>, ticketMore: object = {}, rest: Partial<OptimizationRequest> = {}) =>
  askTicket(ticketMore, { plan: [{ ticketId: 'T-1', techId: 'ana', start: at('09:00'), ...more }], ...rest })

describe('a technician who is fixed', () => {
  const pinned = { tech: true }

  test('is the only one who may come, at any time', async () =>
    expect((await planned({ pinned })).visit).toMatchObject({
      requiredTechs: [0],
      windows: [span('08:00', '18:00')],
      unservedCents: 1_000_000_000,
    }))

  test('is not let in by a ticket that asks for somebody else', async () =>
    expect((await planned({ pinned }, { requiredTechs: ['ben'] })).visit).toMatchObject({
      requiredTechs: [0],
      excludedTechs: [0],
    }))
})

describe('a time that is fixed', () => {
  const pinned = { start: true }

  test('is the only window, for whoever comes', async () => {
    const { visit } = await planned({ pinned })
    expect(visit).toMatchObject({ requiredTechs: [], windows: [span('09:00', '09:00')], unservedCents: 1_000_000_000 })
    expect(visit).not.toHaveProperty('pinned')
  })

  test('has to lie in a window of the ticket', async () => {
    const { visit, route } = await planned({ pinned }, { windows: [between('10:00', '12:00')] })
    expect(visit.windows[0]!.opens).toBeGreaterThan(route!.latest)
  })
})

test('technician and time fixed each are as good as pinned', async () => {
  const pin = { tech: 0, start: second('09:00') }
  expect((await planned({ pinned: { tech: true, start: true } })).visit.pinned).toEqual(pin)
  expect((await planned({ pinned: true })).visit.pinned).toEqual(pin)
  expect((await planned({ pinned: {} })).visit).toMatchObject({ requiredTechs: [], unservedCents: 500_000 })
})

test('an order that is fixed holds among those of one technician and one day', async () => {
  const ids = ['T-1', 'T-2', 'T-3', 'T-4', 'T-5', 'T-6']
  const start = ['2026-03-03T12:00:00+01:00', '2026-03-03T09:00:00+01:00', '2026-03-03T10:00:00+01:00']
  const nextDay = '2026-03-04T09:00:00+01:00'
  const pinned = { order: true }
  const { model } = await ask({
    tickets: ids.map((id) => ticket({ id })),
    techs: [tech(), tech({ id: 'ben' })],
    horizon: { start: at('08:00'), end: '2026-03-04T18:00:00+01:00' },
    plan: [
      ...start.map((start, index) => ({ ticketId: ids[index]!, techId: 'ana', start, pinned })),
      { ticketId: 'T-4', techId: 'ben', start: at('09:30'), pinned },
      { ticketId: 'T-5', techId: 'ana', start: nextDay, pinned },
      { ticketId: 'T-6', techId: 'ana', start: at('11:00') },
    ],
  })
  expect(model.links).toEqual([
    { kind: 'order', first: 1, second: 2 },
    { kind: 'order', first: 1, second: 0 },
    { kind: 'order', first: 2, second: 0 },
  ])
})

describe('up to the moment before which nothing is touched', () => {
  const rest = { options: { freezeBefore: at('10:00') } }

  test('planned visits are pinned', async () => {
    expect((await planned({}, {}, rest)).visit).toMatchObject({
      pinned: { tech: 0, start: second('09:00') },
      unservedCents: 1_000_000_000,
    })
    expect((await planned({ start: at('10:00') }, {}, rest)).visit).not.toHaveProperty('pinned')
  })

  test('nothing else begins', async () => {
    expect((await askTicket({}, rest)).visit.windows).toEqual([span('10:00', '18:00')])
    expect((await askTicket({ windows: [between('08:30', '11:00')] }, rest)).visit.windows).toEqual([
      span('10:00', '11:00'),
    ])
  })

  test('a shift may be under way', async () => {
    const shifts = [between('07:00', '16:00')]
    const { visit, route } = await planned({}, {}, { ...rest, now: at('09:30'), techs: [tech({ shifts })] })
    expect(visit.pinned!.start).toBe(7200)
    expect(route).toMatchObject({ opens: 0, closes: 9 * 3600 })
  })
})

describe('a promise', () => {
  const promised = between('10:00', '12:00')

  test('is kept where moving it has no price', async () =>
    expect((await planned({ promised })).visit.promised).toEqual(span('10:00', '12:00')))

  test('may move at a price, so far and no farther', async () => {
    const policy = { promise: { movedPerMinute: 5, maxMove: 'PT30M' } }
    expect((await planned({ promised }, {}, { policy })).visit.promised).toEqual({
      ...span('10:00', '12:00'),
      moved: { centsPerHour: 300, most: 1800 },
    })
  })

  test('may move anywhere in the horizon where nothing says how far', async () => {
    const { visit } = await planned({ promised }, {}, { policy: { promise: { movedPerMinute: 5 } } })
    expect(visit.promised!.moved!.most).toBeGreaterThanOrEqual(60 * 86_400)
  })

  test('that has passed is still as far away as it is', async () =>
    expect((await planned({ promised }, {}, { now: at('13:00') })).visit.promised).toEqual({
      opens: -3 * 3600,
      closes: -3600,
    }))

  test('has a price of its own for sending somebody else', async () => {
    const policy = { techChanged: 800, promise: { techChanged: 2500 } }
    expect((await planned({ promised }, {}, { policy })).visit.planned!.techChangedCents).toBe(2500)
    expect((await planned({}, {}, { policy })).visit.planned!.techChangedCents).toBe(800)
  })
})

describe('clean times', () => {
  const policy = { snap: 'PT15M' }

  test('are counted from the midnight before the horizon', async () => {
    const horizon = { start: '2026-03-03T08:10:00+05:30', end: '2026-03-03T18:00:00+05:30' }
    expect((await ask({ policy, horizon })).model.snap).toEqual({ every: 900, from: -(8 * 3600 + 600) })
    expect((await ask({})).model).not.toHaveProperty('snap')
    expect((await ask({ policy: { snap: 'PT0S' } })).model).not.toHaveProperty('snap')
  })

  test('bind no visit whose windows hold none of them', async () => {
    const isUnsnapped = async (...windows: [string, string][]) =>
      (await askTicket({ windows: windows.map(([from, to]) => between(from, to)) }, { policy })).visit.isUnsnapped
    expect(await isUnsnapped(['09:01', '09:14'])).toBe(true)
    expect(await isUnsnapped(['09:01', '09:15'])).toBeUndefined()
    expect(await isUnsnapped(['09:01', '09:14'], ['10:00', '11:00'])).toBeUndefined()
  })

  test('bind nobody who has to begin with a visit that does not snap', async () => {
    const tickets = [
      ticket({ links: [{ kind: 'same-time', ticketId: 'T-2' }] }),
      ticket({ id: 'T-2' }),
      ticket({ id: 'T-3' }),
    ]
    const plan = [{ ticketId: 'T-2', techId: 'ana', start: at('09:07'), pinned: true }]
    expect((await ask({ tickets, plan, policy })).model.visits.map(({ isUnsnapped }) => isUnsnapped)).toEqual([
      true,
      true,
      undefined,
    ])
  })
})
