// Wishes of customers: windows that may be missed, technicians they know, what time costs, what leaving them out costs.
import { describe, expect, test } from 'vitest'
import { ask, askTicket, at, between, second, span } from './asked.ts'
import { tech, ticket } from './inputs.ts'

describe('a soft window', () => {
  test('has its own price, or the policy’s, and is held inside the horizon', async () => {
    const softWindows = [
      { ...between('09:00', '10:00'), centsPerHour: 900 },
      between('12:00', '13:00'),
      between('05:00', '06:00'),
      between('17:00', '23:00'),
    ]
    const { visit } = await askTicket({ softWindows }, { policy: { softWindowPerHour: 700 } })
    expect(visit.softWindows).toEqual([
      { ...span('09:00', '10:00'), centsPerHour: 900 },
      { ...span('12:00', '13:00'), centsPerHour: 700 },
      { opens: 0, closes: 0, centsPerHour: 700 },
      { ...span('17:00', '18:00'), centsPerHour: 700 },
    ])
    expect((await askTicket({})).visit).not.toHaveProperty('softWindows')
  })

  test('is owed until the end of the horizon by a ticket that is left out', async () => {
    const softWindows = [{ ...between('09:00', '10:00'), centsPerHour: 900 }, between('12:00', '15:00')]
    const { visit } = await askTicket({ softWindows }, { policy: { softWindowPerHour: 1000 } })
    expect(visit.unservedCents).toBe(500_000 + 3 * 1000)
  })
})

test('a preferred window has its own price, or the policy’s, unless it has passed already', async () => {
  const preferredWindows = [
    { ...between('09:00', '10:00'), cents: 40 },
    between('12:00', '13:00'),
    between('05:00', '06:00'),
  ]
  const { visit } = await askTicket({ preferredWindows }, { policy: { preferredWindowMissed: 70 } })
  expect(visit.preferredWindows).toEqual([
    { ...span('09:00', '10:00'), cents: 40 },
    { ...span('12:00', '13:00'), cents: 70 },
  ])
})

describe('continuity', () => {
  const techs = ['ana', 'ben', 'cem', 'dan'].map((id) => tech({ id }))
  const daysAgo = (days: number) => new Date(Date.parse(at('08:00')) - days * 86_400_000).toISOString()
  const known = async (history: { techId: string; at: string }[], more: object = {}) => {
    const { visit } = await askTicket({ history }, { techs, policy: { continuity: 600 }, ...more })
    return { known: visit.knownTechs, stranger: visit.strangerCents }
  }

  test('costs nothing for who knows the place best, all of it for a stranger, and its share in between', async () =>
    expect(
      await known([
        { techId: 'ana', at: daysAgo(0) },
        { techId: 'ana', at: daysAgo(182) },
        { techId: 'ben', at: daysAgo(0) },
        { techId: 'cem', at: daysAgo(364) },
      ]),
    ).toEqual({
      // 1 + 1/2 visits, 1 visit, 1/3 of a visit.
      known: [
        { tech: 0, cents: 0 },
        { tech: 1, cents: 200 },
        { tech: 2, cents: 467 },
      ],
      stranger: 600,
    }))

  test('compares only those who may still come', async () => {
    const left = [tech({ id: 'ana', active: false }), tech({ id: 'ben' })]
    const history = ['ana', 'gone', 'ben'].map((techId) => ({ techId, at: daysAgo(10) }))
    expect(await known(history, { techs: left })).toEqual({ known: [{ tech: 1, cents: 0 }], stranger: 600 })
    expect(await known(history.slice(0, 2), { techs: left })).toEqual({})
  })

  test('asks for nothing where there is no price or no history', async () => {
    expect(await known([])).toEqual({})
    expect(await known([{ techId: 'ana', at: daysAgo(1) }], { policy: { continuity: 0 } })).toEqual({})
  })
})

describe('time until work begins', () => {
  const asap = { policy: { asapPerHour: 60 } }

  test('costs from now, from the start of the horizon, or from the call, whichever comes last', async () => {
    expect((await askTicket({}, asap)).visit.asap).toEqual({ from: 0, centsPerHour: 60 })
    expect((await askTicket({ createdAt: at('11:00') }, asap)).visit.asap?.from).toBe(second('11:00'))
    expect((await askTicket({ createdAt: at('07:00') }, { ...asap, now: at('09:00') })).visit.asap?.from).toBe(0)
    expect((await askTicket({})).visit).not.toHaveProperty('asap')
  })

  test('is owed until the end of the horizon by a ticket that is left out', async () =>
    expect((await askTicket({}, asap)).visit.unservedCents).toBe(500_000 + 10 * 60))
})

describe('a ticket that says what it is worth', () => {
  const worth = 900

  test('is worth that and no more, late or not', async () =>
    expect((await askTicket({ worth, due: at('08:00') })).visit.unservedCents).toBe(900))

  test('is given up no sooner than others once it was promised or fixed', async () => {
    for (const more of [{ promised: true }, { pinned: { order: true } }]) {
      const plan = [{ ticketId: 'T-1', techId: 'ana', start: at('09:00'), ...more }]
      expect((await askTicket({ worth }, { plan })).visit.unservedCents).toBe(1_000_000_000)
    }
  })
})

test('a tier has its own prices and response, as far as the policy says', async () => {
  const tiers = {
    gold: { unserved: { URGENT: 7_000_000 }, latenessPerHour: { URGENT: 1 }, response: { URGENT: 'PT2H' } },
  }
  const asked = (tier: string, priority: 'URGENT' | 'ROUTINE') =>
    askTicket({ tier, priority, createdAt: at('08:00') }, { policy: { tiers } })
  const { visit, facts } = await asked('gold', 'URGENT')
  expect(visit).toMatchObject({ due: { at: second('10:00'), centsPerHour: 1 }, unservedCents: 7_000_008 })
  expect(facts[0]).toMatchObject({
    unserved: { setting: '/policy/tiers/gold/unserved/URGENT' },
    latenessPerHour: { setting: '/policy/tiers/gold/latenessPerHour/URGENT' },
    dueFrom: '/policy/tiers/gold/response/URGENT',
  })
  const usual = { setting: '/policy/unserved/ROUTINE', value: 500_000 }
  expect((await asked('gold', 'ROUTINE')).facts[0]?.unserved).toEqual(usual)
  expect((await asked('toString', 'ROUTINE')).facts[0]?.unserved).toEqual(usual)
})

test('emergencies are told apart, as the only ones that may use the room kept for them', async () => {
  const { model } = await ask({
    tickets: [ticket({ priority: 'EMERGENCY' }), ticket({ id: 'T-2', priority: 'URGENT' })],
  })
  expect(model.visits.map(({ isEmergency }) => isEmergency)).toEqual([true, undefined])
})
