// Technicians and their vans: certificates, preferred ground, limits, fair shares, parts, tools and depots.
import { describe, expect, test } from 'vitest'
import { ask, askTicket, at, between, second, span } from './asked.ts'
import { tech, ticket } from './inputs.ts'

describe('a certificate', () => {
  const skillsOf = async (...skills: NonNullable<ReturnType<typeof tech>['skills']>) =>
    (await askTicket({ skills: [{ skill: 'LOCKS', level: 2 }, 'GLASS'] }, { techs: [tech({ skills })] })).tech

  test('counts while it is valid, beside what is held always', async () => {
    const held = await skillsOf(
      'LOCKS',
      { skill: 'LOCKS', level: 3, validUntil: at('12:00') },
      { skill: 'GLASS', validFrom: at('07:00'), validUntil: '2026-03-09T00:00:00+01:00' },
    )
    expect(held?.skills).toMatchObject([
      { skill: 'LOCKS', level: 1 },
      { skill: 'LOCKS', level: 3, valid: { closes: second('12:00') } },
      { skill: 'GLASS', level: 1, valid: { opens: -3600 } },
    ])
    expect(held?.skills[1]?.valid?.opens).toBeLessThan(-60 * 86_400)
  })

  test('for everything is one for each skill that is asked for', async () => {
    const valid = { opens: expect.any(Number), closes: second('12:00') }
    expect(await skillsOf({ skill: 'DEFAULT', validUntil: at('12:00') })).toMatchObject({
      anySkill: false,
      skills: [
        { skill: 'LOCKS', level: 2, valid },
        { skill: 'GLASS', level: 1, valid },
      ],
    })
  })
})

test('preferred areas are those of the areas that are marked', async () => {
  const areas = ['north', { areaId: 'south', preferred: true }, { areaId: 'west' }]
  const { model } = await askTicket(
    { areas: ['north'] },
    { techs: [tech({ areas }), tech({ id: 'ben', areas: ['north'] })] },
  )
  expect(model.techs[0]).toMatchObject({ areas: ['north', 'south', 'west'], preferredAreas: ['south'] })
  expect(model.techs[1]).not.toHaveProperty('preferredAreas')
})

test('limits and prices become those of technician and route', async () => {
  const limits = {
    maxWorkPerDay: 'PT8H',
    maxWorkPerWeek: 'PT40H',
    maxDaysInRow: 5,
    restDays: 2,
    maxTravelPerLeg: 'PT1H',
  }
  const shifts = [{ ...between('08:00', '16:00'), maxTravel: 'PT3H', maxDuration: 'PT7H' }]
  const { tech: limited, route } = await ask({
    techs: [tech({ ...limits, shifts, costs: { perTech: 300, outPerHour: 40 } })],
  })
  expect(limited).toMatchObject({
    mostBusyPerDay: 8 * 3600,
    mostBusyPerWeek: 40 * 3600,
    rest: { afterDays: 5, days: 2 },
    centsPerHead: 300,
  })
  expect(route).toMatchObject({
    mostTravelSeconds: 3 * 3600,
    mostSeconds: 7 * 3600,
    mostLegSeconds: 3600,
    spanCentsPerHour: 40,
  })
  const { tech: free, route: open } = await ask({ techs: [tech({ maxDaysInRow: 5 }), tech({ id: 'ben' })] })
  expect(free).toMatchObject({ rest: { afterDays: 5, days: 1 } })
  for (const limit of ['mostBusyPerDay', 'mostBusyPerWeek', 'centsPerHead', 'fairShare', 'busyBefore'])
    expect(free).not.toHaveProperty(limit)
  for (const limit of ['mostTravelSeconds', 'mostSeconds', 'mostLegSeconds', 'spanCentsPerHour', 'reserveSeconds'])
    expect(open).not.toHaveProperty(limit)
})

describe('a fair share', () => {
  const policy = { fairnessPerHour: 500 }
  const shares = async (techs: ReturnType<typeof tech>[], hours: number) => {
    const tickets = Array.from({ length: hours }, (_, index) => ticket({ id: `T-${index}` }))
    const { model } = await ask({ techs, tickets, policy })
    return model.techs.map(({ fairShare, busyBefore }) => [fairShare, busyBefore])
  }
  const full = { shifts: [between('08:00', '16:00')] }
  const half = { shifts: [between('08:00', '12:00')] }

  test('is work and travel of now and before, by the length of shifts', async () =>
    // 4 hours of work are 5 with travel, and 7 were done before: 12 in all for 12 hours of shifts.
    expect(
      await shares(
        [tech({ ...full, pastWork: 'PT7H' }), tech({ id: 'ben', ...half }), tech({ id: 'cem', shifts: [] })],
        4,
      ),
    ).toEqual([
      [8 * 3600, 7 * 3600],
      [4 * 3600, 0],
      [undefined, undefined],
    ]))

  test('is no more than the shifts hold', async () => expect(await shares([tech(full)], 20)).toEqual([[8 * 3600, 0]]))

  test('asks for a price', async () => {
    expect((await ask({ techs: [tech({ pastWork: 'PT7H' })] })).tech).not.toHaveProperty('fairShare')
    expect((await ask({ policy })).model.prices?.unfairCentsPerHour).toBe(500)
  })
})

test('prices that belong to nobody stand in the model as the policy has them', async () =>
  expect(
    (
      await ask({
        policy: {
          surplusSkillLevel: 1,
          preferredAreaMissed: 2,
          fairnessPerHour: 3,
          compactnessPerKm: 4,
          worstLatenessPerHour: 5,
        },
      })
    ).model.prices,
  ).toEqual({
    surplusLevelCents: 1,
    areaMissedCents: 2,
    unfairCentsPerHour: 3,
    scatterCentsPerKm: 4,
    worstLateCentsPerHour: 5,
  }))

describe('a part', () => {
  const techs = [
    tech({ parts: { closer: 2 }, capacity: { kg: 90 } }),
    tech({ id: 'ben', depots: ['main'], parts: { hinge: 1 } }),
  ]
  const depots = [{ id: 'main', location: { lat: 47.1, lon: 9.5 } }]
  const closer = { part: 'closer', quantity: 2 }

  test('is taken from the stock of the van; who lists none has none', async () => {
    const { visit, model } = await askTicket(
      { parts: [closer, { part: 'closer' }], load: { kg: 5 } },
      { techs, depots },
    )
    const [kg, stock] = visit.load
    expect(kg).toEqual({ unit: 'kg', amount: 5 })
    expect(stock).toMatchObject({ amount: 3 })
    expect(model.techs.map(({ capacity }) => capacity)).toEqual([
      [
        { unit: 'kg', amount: 90 },
        { unit: stock!.unit, amount: 2 },
      ],
      [{ unit: stock!.unit, amount: 0, reloaded: 1_000_000_000 }],
    ])
  })

  test('never counts as a load of the same name', async () => {
    const { visit } = await askTicket({ parts: [{ part: 'kg' }], load: { kg: 5 } }, { techs, depots })
    expect(visit.load).toHaveLength(2)
  })

  test('that is still to arrive is waited for, and in nobody’s stock', async () => {
    const parts = [
      { ...closer, arrivesAt: at('10:00') },
      { part: 'hinge', arrivesAt: at('09:00') },
    ]
    const { visit, tech: ana } = await askTicket({ parts }, { techs, depots })
    expect(visit).toMatchObject({ release: second('10:00'), load: [] })
    expect(ana!.capacity).toEqual([{ unit: 'kg', amount: 90 }])
    expect((await askTicket({ parts }, { techs, depots, now: at('11:00') })).visit).not.toHaveProperty('release')
  })
})

test('tools are asked for and held by name', async () => {
  const { visit, model } = await askTicket(
    { tools: ['lift'] },
    { techs: [tech({ tools: ['lift'] }), tech({ id: 'ben' })] },
  )
  expect(visit.tools).toEqual(['lift'])
  expect(model.techs.map(({ tools }) => tools)).toEqual([['lift'], undefined])
})

test('depots are where the van is loaded again, each once, in the order of the technician', async () => {
  const yard = { lat: 47.1, lon: 9.5 }
  const depots = [
    { id: 'main', location: yard, windows: [between('07:00', '09:00'), between('08:30', '12:00')], duration: 'PT5M' },
    { id: 'spare', location: { lat: 47.11, lon: 9.5 } },
  ]
  const techs = [tech({ start: yard, depots: ['spare', 'main', 'spare'], maxReloads: 1 }), tech({ id: 'ben' })]
  const { model } = await ask({ techs, depots })
  const [ana, ben] = model.routes
  expect(ana).toMatchObject({
    reloads: [
      { seconds: 900, windows: [] },
      { place: ana!.startPlace, seconds: 300, windows: [{ opens: -1, closes: span('08:00', '12:00').closes }] },
    ],
    mostReloads: 1,
  })
  expect(ben).not.toHaveProperty('reloads')
  expect(ben).not.toHaveProperty('mostReloads')
})
