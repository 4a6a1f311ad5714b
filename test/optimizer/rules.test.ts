// Every rule from the wire to the plan: with it the best plan is another than without. Held against a solver that tries
// every way there is, and against the search.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OptimizationRequest } from '../../src/contracts/optimization.ts'
import { openSolverPool, type SolverPool } from '../../workers/client.ts'
import { at, between, HOUSES, planOf, techs, tickets, tryingEveryWay } from './town.ts'

type Request = Partial<OptimizationRequest>
interface Rule {
  readonly rule: string
  readonly without: Request
  readonly plan: readonly string[]
  readonly under: Request
  readonly changed: readonly string[]
}

const twoDays = { start: at('08:00'), end: at('18:00', '04') }
const bothDays = [between('08:00', '16:00'), { start: at('08:00', '04'), end: at('16:00', '04') }]
const short = { shifts: [between('08:00', '09:20')] }
const called = { plan: [{ ticketId: 'T-1', techId: 'ben', start: at('09:00') }], techs: techs({}, {}) }
const gold = { tiers: { gold: { latenessPerHour: { ROUTINE: 90_000 } } } }

const RULES: readonly Rule[] = [
  {
    rule: 'a soft window is waited for where that is free',
    without: {},
    plan: ['T-1 ana 08:10'],
    under: { tickets: tickets({ softWindows: [between('10:00', '11:00')] }) },
    changed: ['T-1 ana 10:00'],
  },
  {
    rule: 'a preferred window is waited for where that is free',
    without: {},
    plan: ['T-1 ana 08:10'],
    under: { tickets: tickets({ preferredWindows: [between('10:00', '11:00')] }) },
    changed: ['T-1 ana 10:00'],
  },
  {
    rule: 'as soon as possible may be worth more than what the customer likes',
    without: { tickets: tickets({ preferredWindows: [{ ...between('10:00', '11:00'), cents: 100 }] }) },
    plan: ['T-1 ana 10:00'],
    under: {
      tickets: tickets({ preferredWindows: [{ ...between('10:00', '11:00'), cents: 100 }] }),
      policy: { asapPerHour: 100 },
    },
    changed: ['T-1 ana 08:10'],
  },
  {
    rule: 'who knows the place goes there again',
    without: { techs: techs({}, {}) },
    plan: ['T-1 ana 08:10'],
    under: { techs: techs({}, {}), tickets: tickets({ history: [{ techId: 'ben', at: at('08:00') }] }) },
    changed: ['T-1 ben 08:10'],
  },
  {
    rule: 'a high skill is not wasted',
    without: {
      tickets: tickets({ skills: ['GLASS'] }),
      techs: techs({ skills: [{ skill: 'GLASS', level: 3 }] }, { skills: ['GLASS'] }),
    },
    plan: ['T-1 ana 08:10'],
    under: {
      tickets: tickets({ skills: ['GLASS'] }),
      techs: techs({ skills: [{ skill: 'GLASS', level: 3 }] }, { skills: ['GLASS'] }),
      policy: { surplusSkillLevel: 100 },
    },
    changed: ['T-1 ben 08:10'],
  },
  {
    rule: 'a certificate counts while it is valid',
    without: { tickets: tickets({ skills: ['GLASS'] }), techs: techs({ skills: ['GLASS'] }, { skills: ['GLASS'] }) },
    plan: ['T-1 ana 08:10'],
    under: {
      tickets: tickets({ skills: ['GLASS'] }),
      techs: techs({ skills: [{ skill: 'GLASS', validUntil: at('12:00') }] }, { skills: ['GLASS'] }),
    },
    changed: ['T-1 ben 08:10'],
  },
  {
    rule: 'who would rather work elsewhere is spared',
    without: { tickets: tickets({ areas: ['north'] }), techs: techs({ areas: ['north'] }, {}) },
    plan: ['T-1 ana 08:10'],
    under: {
      tickets: tickets({ areas: ['north'] }),
      techs: techs({ areas: ['north', { areaId: 'south', preferred: true }] }, {}),
    },
    changed: ['T-1 ben 08:10'],
  },
  {
    rule: 'a part is on the van of who goes',
    without: { techs: techs({}, { parts: { closer: 1 } }) },
    plan: ['T-1 ana 08:10'],
    under: { tickets: tickets({ parts: [{ part: 'closer' }] }), techs: techs({}, { parts: { closer: 1 } }) },
    changed: ['T-1 ben 08:10'],
  },
  {
    rule: 'a part that arrives later is waited for',
    without: {},
    plan: ['T-1 ana 08:10'],
    under: { tickets: tickets({ parts: [{ part: 'closer', arrivesAt: at('11:00') }] }) },
    changed: ['T-1 ana 11:10'],
  },
  {
    rule: 'a tool is on the van of who goes',
    without: { techs: techs({}, { tools: ['lift'] }) },
    plan: ['T-1 ana 08:10'],
    under: { tickets: tickets({ tools: ['lift'] }), techs: techs({}, { tools: ['lift'] }) },
    changed: ['T-1 ben 08:10'],
  },
  {
    rule: 'a van is loaded again at a depot',
    without: {
      tickets: tickets({ load: { kg: 2 }, priority: 'URGENT' }, { load: { kg: 2 } }),
      techs: techs({ capacity: { kg: 2 } }),
    },
    plan: ['T-1 ana 08:10', 'T-2 left out'],
    under: {
      tickets: tickets({ load: { kg: 2 }, windows: [between('08:00', '08:30')] }, { load: { kg: 2 } }),
      techs: techs({ capacity: { kg: 2 }, depots: ['main'] }),
      depots: [{ id: 'main', location: HOUSES.DEPOT, windows: [between('10:00', '11:00')], duration: 'PT5M' }],
    },
    changed: ['T-1 ana 08:10', 'T-2 ana 10:15'],
  },
  {
    rule: 'a crew comes together',
    without: { techs: techs({}, { shifts: [between('09:00', '18:00')] }) },
    plan: ['T-1 ana 08:10'],
    under: { tickets: tickets({ crew: 2 }), techs: techs({}, { shifts: [between('09:00', '18:00')] }) },
    changed: ['T-1 ana 09:10', 'T-1 ben 09:10'],
  },
  {
    rule: 'a crew comes together or not at all',
    without: {},
    plan: ['T-1 ana 08:10'],
    under: { tickets: tickets({ crew: 2 }) },
    changed: ['T-1 left out'],
  },
  {
    rule: 'two tickets begin at one time',
    without: { tickets: tickets({ preferredTechs: ['ana'] }, {}), techs: techs({}, {}) },
    plan: ['T-1 ana 08:10', 'T-2 ana 09:20'],
    under: {
      tickets: tickets({ preferredTechs: ['ana'], links: [{ kind: 'same-time', ticketId: 'T-2' }] }, {}),
      techs: techs({}, {}),
    },
    changed: ['T-1 ana 08:10', 'T-2 ben 08:10'],
  },
  {
    rule: 'one ticket comes after another, with a gap',
    without: { tickets: tickets({ due: at('08:00') }, {}) },
    plan: ['T-1 ana 08:10', 'T-2 ana 09:20'],
    under: {
      tickets: tickets({ due: at('08:00'), links: [{ kind: 'after', ticketId: 'T-2', minGap: 'PT1H' }] }, {}),
    },
    changed: ['T-1 ana 10:10', 'T-2 ana 08:10'],
  },
  {
    rule: 'one ticket comes a day after another',
    without: { tickets: tickets({ due: at('08:00') }, {}), horizon: twoDays, techs: techs({ shifts: bothDays }) },
    plan: ['T-1 ana 08:10', 'T-2 ana 09:20'],
    under: {
      tickets: tickets({ due: at('08:00') }, { links: [{ kind: 'after', ticketId: 'T-1', minDays: 1 }] }),
      horizon: twoDays,
      techs: techs({ shifts: bothDays }),
    },
    changed: ['T-1 ana 08:10', 'T-2 ana next day 08:10'],
  },
  {
    rule: 'two tickets have one technician',
    without: { tickets: tickets({ requiredTechs: ['ben'] }, {}), techs: techs({}, { costs: { perHour: 42_000 } }) },
    plan: ['T-1 ben 08:10', 'T-2 ana 08:10'],
    under: {
      tickets: tickets(
        { requiredTechs: ['ben'], links: [{ kind: 'same-tech', ticketId: 'T-2' }] },
        { due: at('09:00') },
      ),
      techs: techs({}, { costs: { perHour: 42_000 } }),
    },
    changed: ['T-1 ben 09:20', 'T-2 ben 08:10'],
  },
  {
    rule: 'two tickets have different technicians',
    without: {
      tickets: tickets({ preferredTechs: ['ana'] }, {}),
      techs: techs({}, { shifts: [between('12:00', '18:00')] }),
    },
    plan: ['T-1 ana 08:10', 'T-2 ana 09:20'],
    under: {
      tickets: tickets(
        { preferredTechs: ['ana'] },
        { windows: [between('12:00', '13:00')], links: [{ kind: 'other-tech', ticketId: 'T-1' }] },
      ),
      techs: techs({}, { shifts: [between('12:00', '18:00')] }),
    },
    changed: ['T-1 ana 08:10', 'T-2 ben 12:10'],
  },
  {
    rule: 'two tickets are not on one shift',
    without: { tickets: tickets({ due: at('09:00') }, {}), horizon: twoDays, techs: techs({ shifts: bothDays }) },
    plan: ['T-1 ana 08:10', 'T-2 ana 09:20'],
    under: {
      tickets: tickets({ due: at('09:00') }, { links: [{ kind: 'not-same-route', ticketId: 'T-1' }] }),
      horizon: twoDays,
      techs: techs({ shifts: bothDays }),
    },
    changed: ['T-1 ana 08:10', 'T-2 ana next day 08:10'],
  },
  {
    rule: 'two tickets are never worked on at one time',
    without: {
      tickets: tickets({ due: at('08:00') }, { due: at('08:30'), requiredTechs: ['ben'] }),
      techs: techs({}, { costs: { perHour: 42_000 } }),
    },
    plan: ['T-1 ana 08:10', 'T-2 ben 08:10'],
    under: {
      tickets: tickets(
        { due: at('08:00') },
        { due: at('08:30'), requiredTechs: ['ben'], links: [{ kind: 'not-same-time', ticketId: 'T-1' }] },
      ),
      techs: techs({}, { costs: { perHour: 42_000 } }),
    },
    changed: ['T-1 ana 08:10', 'T-2 ben 09:10'],
  },
  {
    rule: 'setting up comes once per address',
    without: { tickets: tickets({}, { location: HOUSES.A, due: at('09:00') }) },
    plan: ['T-1 ana 09:10', 'T-2 ana 08:10'],
    under: { tickets: tickets({ setup: 'PT10M' }, { location: HOUSES.A, setup: 'PT20M', due: at('09:00') }) },
    changed: ['T-1 ana 09:30', 'T-2 ana 08:10'],
  },
  {
    rule: 'a break is taken before the work that would leave no time for it',
    without: { tickets: tickets({ windows: [between('08:00', '08:30')] }, { windows: [between('10:00', '12:00')] }) },
    plan: ['T-1 ana 08:10', 'T-2 ana 10:00'],
    under: {
      tickets: tickets({ windows: [between('08:00', '08:30')] }, { windows: [between('10:00', '12:00')] }),
      techs: techs({
        shifts: [{ ...between('08:00', '18:00'), breaks: [{ duration: 'PT45M', window: between('09:40', '10:00') }] }],
      }),
    },
    changed: ['T-1 ana 08:10', 'T-2 ana 10:25'],
  },
  {
    rule: 'work that may pause is begun before the break',
    without: {
      tickets: tickets({ windows: [between('11:30', '11:35')] }),
      techs: techs({
        shifts: [{ ...between('08:00', '18:00'), breaks: [{ duration: 'PT30M', window: between('12:00', '12:10') }] }],
      }),
    },
    plan: ['T-1 left out'],
    under: {
      tickets: tickets({ windows: [between('11:30', '11:35')], pausable: true }),
      techs: techs({
        shifts: [{ ...between('08:00', '18:00'), breaks: [{ duration: 'PT30M', window: between('12:00', '12:10') }] }],
      }),
    },
    changed: ['T-1 ana 11:30'],
  },
  ...(
    [
      ['travel of a shift', { shifts: [{ ...between('08:00', '18:00'), maxTravel: 'PT19M' }] }],
      ['time out', { shifts: [{ ...between('08:00', '18:00'), maxDuration: 'PT79M' }] }],
      ['one leg', { maxTravelPerLeg: 'PT9M' }],
      ['work of a day', { maxWorkPerDay: 'PT79M' }],
      ['work of a week', { maxWorkPerWeek: 'PT79M' }],
    ] as const
  ).map(
    ([limit, more]): Rule => ({
      rule: `a limit on ${limit} sends somebody else`,
      without: { techs: techs({}, {}) },
      plan: ['T-1 ana 08:10'],
      under: { techs: techs({ ...more, shifts: 'shifts' in more ? [...more.shifts] : undefined }, {}) },
      changed: ['T-1 ben 08:10'],
    }),
  ),
  {
    rule: 'after a day of work comes a day of rest',
    without: {
      tickets: tickets(
        { windows: [between('08:00', '09:00')] },
        { windows: [{ start: at('08:00', '04'), end: at('09:00', '04') }] },
      ),
      horizon: twoDays,
      techs: techs({ shifts: bothDays }),
    },
    plan: ['T-1 ana 08:10', 'T-2 ana next day 08:10'],
    under: {
      tickets: tickets(
        { windows: [between('08:00', '09:00')], priority: 'URGENT' },
        { windows: [{ start: at('08:00', '04'), end: at('09:00', '04') }] },
      ),
      horizon: twoDays,
      techs: techs({ shifts: bothDays, maxDaysInRow: 1 }),
    },
    changed: ['T-1 ana 08:10', 'T-2 left out'],
  },
  {
    rule: 'room is kept for emergencies, who may use it',
    without: { tickets: tickets({ priority: 'EMERGENCY' }, {}), techs: techs({ shifts: [between('08:00', '12:00')] }) },
    plan: ['T-1 ana 08:10', 'T-2 ana 09:20'],
    under: {
      tickets: tickets({ priority: 'EMERGENCY' }, {}),
      techs: techs({ shifts: [between('08:00', '12:00')] }),
      policy: { emergencyReserve: 'PT3H' },
    },
    changed: ['T-1 ana 08:10', 'T-2 left out'],
  },
  {
    rule: 'work is shared out, past weeks included',
    without: { techs: techs({ pastWork: 'PT9H' }, {}) },
    plan: ['T-1 ana 08:10'],
    under: { techs: techs({ pastWork: 'PT9H' }, {}), policy: { fairnessPerHour: 1000 } },
    changed: ['T-1 ben 08:10'],
  },
  {
    rule: 'routes stay together',
    without: { tickets: tickets({}, {}), techs: techs({}, {}) },
    plan: ['T-1 ana 08:10', 'T-2 ana 09:20'],
    under: {
      tickets: tickets({ requiredTechs: ['ana'] }, {}),
      techs: techs({}, {}),
      policy: { compactnessPerKm: 1000 },
    },
    changed: ['T-1 ana 08:10', 'T-2 ben 08:10'],
  },
  {
    rule: 'a higher priority is never left out for a lower one',
    without: {
      tickets: tickets({ priority: 'URGENT' }, {}),
      techs: techs(short),
      policy: { unserved: { URGENT: 100, ROUTINE: 1_000_000 } },
    },
    plan: ['T-1 left out', 'T-2 ana 08:10'],
    under: {
      tickets: tickets({ priority: 'URGENT' }, {}),
      techs: techs(short),
      policy: { unserved: { URGENT: 100, ROUTINE: 1_000_000 }, strictPriorities: true },
    },
    changed: ['T-1 ana 08:10', 'T-2 left out'],
  },
  {
    rule: 'a better tier waits less',
    without: { tickets: tickets({ due: at('08:00') }, { due: at('08:00'), priority: 'URGENT' }), policy: gold },
    plan: ['T-1 ana 09:20', 'T-2 ana 08:10'],
    under: {
      tickets: tickets({ due: at('08:00'), tier: 'gold' }, { due: at('08:00'), priority: 'URGENT' }),
      policy: gold,
    },
    changed: ['T-1 ana 08:10', 'T-2 ana 09:20'],
  },
  {
    rule: 'a ticket that is worth too little is left out',
    without: {},
    plan: ['T-1 ana 08:10'],
    under: { tickets: tickets({ worth: 100 }) },
    changed: ['T-1 left out'],
  },
  {
    rule: 'work begins at clean times',
    without: {},
    plan: ['T-1 ana 08:10'],
    under: { policy: { snap: 'PT30M' } },
    changed: ['T-1 ana 08:30'],
  },
  {
    rule: 'nothing is touched that begins before a moment, and nothing else begins before',
    without: { ...called, tickets: tickets({}, {}), policy: { techChanged: 0 } },
    plan: ['T-1 ana 08:10', 'T-2 ana 09:20'],
    under: {
      ...called,
      tickets: tickets({}, {}),
      policy: { techChanged: 0 },
      options: { freezeBefore: at('10:00') },
    },
    changed: ['T-1 ben 09:00', 'T-2 ben 10:10'],
  },
  {
    rule: 'a technician may be fixed alone',
    without: { ...called, policy: { techChanged: 0 } },
    plan: ['T-1 ana 08:10'],
    under: {
      ...called,
      policy: { techChanged: 0 },
      plan: [{ ticketId: 'T-1', techId: 'ben', start: at('09:00'), pinned: { tech: true } }],
    },
    changed: ['T-1 ben 08:10'],
  },
  {
    rule: 'a time may be fixed alone',
    without: { ...called, policy: { techChanged: 0 } },
    plan: ['T-1 ana 08:10'],
    under: {
      ...called,
      policy: { techChanged: 0 },
      plan: [{ ticketId: 'T-1', techId: 'ben', start: at('09:00'), pinned: { start: true } }],
    },
    changed: ['T-1 ana 09:00'],
  },
  {
    rule: 'an order may be fixed alone',
    without: { tickets: tickets({ due: at('08:00') }, {}) },
    plan: ['T-1 ana 08:10', 'T-2 ana 09:20'],
    under: {
      tickets: tickets({ due: at('08:00') }, {}),
      plan: [
        { ticketId: 'T-2', techId: 'ana', start: at('09:00'), pinned: { order: true } },
        { ticketId: 'T-1', techId: 'ana', start: at('11:00'), pinned: { order: true } },
      ],
    },
    changed: ['T-1 ana 09:20', 'T-2 ana 08:10'],
  },
  {
    rule: 'a promise may move where that has a price, so far and no farther',
    without: {
      tickets: tickets({ windows: [between('08:30', '08:31')] }, {}),
      plan: [{ ticketId: 'T-2', techId: 'ana', start: at('09:00'), promised: true }],
      policy: { promise: { movedPerMinute: 1, maxMove: 'PT39M' } },
    },
    plan: ['T-1 left out', 'T-2 ana 09:00'],
    under: {
      tickets: tickets({ windows: [between('08:30', '08:31')] }, {}),
      plan: [{ ticketId: 'T-2', techId: 'ana', start: at('09:00'), promised: true }],
      policy: { promise: { movedPerMinute: 1, maxMove: 'PT40M' } },
    },
    changed: ['T-1 ana 08:30', 'T-2 ana 09:40'],
  },
  {
    rule: 'roads are slower at rush hours',
    without: {},
    plan: ['T-1 ana 08:10'],
    under: { travel: { timeOfDay: [{ from: '07:00', to: '08:10', factor: 2 }] } },
    // Half of the way takes the ten minutes that are left of it.
    changed: ['T-1 ana 08:15'],
  },
]

const searching: SolverPool = openSolverPool({ threads: 1 })
afterAll(() => searching.close())

describe.each([
  ['trying every way', tryingEveryWay],
  ['the search', searching],
] as const)('by %s', (_, pool) => {
  beforeAll(() => expect(new Set(RULES.map(({ rule }) => rule)).size).toBe(RULES.length))

  test.each(RULES)('$rule', async ({ without, plan, under, changed }) => {
    expect((await planOf(without, pool)).plan).toEqual(plan)
    expect((await planOf(under, pool)).plan).toEqual(changed)
  })

  test('each price has its line', async () => {
    const { kpis } = await planOf(
      {
        tickets: tickets({ due: at('08:00'), softWindows: [between('16:00', '17:00')] }, {}),
        techs: techs({ costs: { perTech: 300, perShift: 200, outPerHour: 60 } }),
        policy: { worstLatenessPerHour: 600, asapPerHour: 60, softWindowPerHour: 1, compactnessPerKm: 2 },
      },
      pool,
    )
    const lines = Object.fromEntries(kpis.cost.lines.map(({ code, amount }) => [code, amount]))
    // Ten minutes late and seven hours fifty too early; two and a half hours out; ten minutes and an hour twenty to wait.
    expect(lines).toMatchObject({
      ...{ HEAD: 300, SHIFT: 200, SPAN: 150, WORST_LATENESS: 100, SOFT_WINDOW: 8 },
      ...{ ASAP: 90, SCATTER: 10, LATENESS: 333 },
    })
  })

  test('breaks and depots stand in the route', async () => {
    const lunch = { duration: 'PT30M', window: between('11:00', '12:00') }
    const { routes, kpis } = await planOf(
      {
        tickets: tickets({ parts: [{ part: 'closer' }] }, { windows: [between('11:30', '13:00')] }),
        techs: techs({ depots: ['main'], shifts: [{ ...between('10:00', '18:00'), breaks: [lunch] }] }),
        depots: [{ id: 'main', location: HOUSES.DEPOT }],
      },
      pool,
    )
    const [route] = routes
    expect(route!.reloads).toMatchObject([{ depotId: 'main', beforeTicketId: 'T-1' }])
    expect(route!.breaks).toHaveLength(1)
    expect(kpis).toMatchObject({ breaks: 'PT30M', loading: 'PT15M', unassigned: 0 })
  })
})
