// One request in which every field of the contract stands and matters, and a search that plans its first ticket always the
// same way: what changes between two questions then follows from the question alone.
import type { OptimizationRequest } from '../../src/contracts/optimization.ts'
import { optimize } from '../../src/optimizer/optimize.ts'
import { AcceptedInput } from '../../src/optimizer/question/accept.ts'
import { COST_LINES, type CostLines, type Model, type SearchLimits, type SolverPool } from '../../workers/client.ts'

const at = (clock: string, day = '03') => `2026-03-${day}T${clock}:00+01:00`
const ring = (west: number): [number, number][] => [
  [west, 47],
  [west + 0.1, 47],
  [west + 0.1, 48],
  [west, 48],
  [west, 47],
]
const spot = (lat: number, lon: number) => ({ lat, lon })
const called = { location: spot(47.2, 9.55), createdAt: at('07:00') }

export const everyRule = (): OptimizationRequest => ({
  horizon: { start: at('08:00'), end: at('20:00', '04') },
  now: at('08:30'),
  tickets: [
    {
      id: 'T-1',
      location: spot(47.14, 9.52),
      duration: 'PT1H',
      durations: [{ techId: 'ana', duration: 'PT50M' }],
      timeZone: 'Europe/Vaduz',
      createdAt: at('09:00'),
      windows: [{ start: at('09:00'), end: at('17:00') }],
      softWindows: [
        { start: at('10:00'), end: at('12:00'), centsPerHour: 900 },
        { start: at('14:00'), end: at('15:00') },
      ],
      preferredWindows: [
        { start: at('10:00'), end: at('11:00'), cents: 300 },
        { start: at('16:00'), end: at('17:00') },
      ],
      priority: 'URGENT',
      due: at('15:00'),
      skills: ['LOCKS', { skill: 'GLASS', level: 2 }],
      requiredTechs: ['ana', 'ben'],
      excludedTechs: ['cem'],
      preferredTechs: ['ana', { techId: 'ben', grade: 60 }],
      history: [
        { techId: 'ana', at: '2026-01-08T09:00:00Z' },
        { techId: 'ben', at: '2025-06-08T09:00:00Z' },
      ],
      areas: ['north'],
      load: { kg: 10 },
      parts: [
        { part: 'closer', quantity: 2 },
        { part: 'pane', arrivesAt: at('10:00') },
      ],
      tools: ['lift'],
      links: [
        { kind: 'same-tech', ticketId: 'T-2' },
        { kind: 'after', ticketId: 'T-3', since: 'end', minGap: 'PT1H', maxGap: 'PT9H', minDays: 1, perDay: 50 },
      ],
      crew: 2,
      setup: 'PT10M',
      pausable: true,
      approvalPending: false,
    },
    { id: 'T-2', ...called, incidentType: 'OTHER', worth: 9000 },
    { id: 'T-3', ...called },
    { id: 'T-4', ...called, priority: 'EMERGENCY' },
    { id: 'T-5', ...called, priority: 'URGENT' },
    { id: 'T-6', ...called, priority: 'EMERGENCY', tier: 'gold' },
    { id: 'T-7', ...called, priority: 'URGENT', tier: 'gold' },
    { id: 'T-8', ...called, priority: 'ROUTINE', tier: 'gold' },
    { id: 'T-9', location: spot(47.3, 9.65) },
    { id: 'T-10', location: spot(47.3, 9.75) },
    { id: 'T-11', location: spot(47.3, 9.75) },
    { id: 'T-12', location: spot(47.3, 9.75) },
    { id: 'T-13', location: spot(47.3, 9.55) },
  ],
  techs: [
    {
      id: 'ana',
      start: spot(47.15, 9.52),
      end: spot(47.16, 9.53),
      shifts: [
        {
          start: at('08:00'),
          end: at('16:00'),
          overtimeUntil: at('17:00'),
          breaks: [
            { duration: 'PT30M', window: { start: at('11:00'), end: at('13:00') } },
            { duration: 'PT10M', paid: true },
          ],
          from: spot(47.17, 9.54),
          to: spot(47.18, 9.55),
          maxTravel: 'PT3H',
          maxDuration: 'PT8H',
          worked: 'PT20M',
        },
        { start: at('08:00', '04'), end: at('16:00', '04') },
      ],
      skills: ['LOCKS', { skill: 'GLASS', level: 3, validFrom: at('00:00', '01'), validUntil: at('00:00', '04') }],
      areas: ['north', { areaId: 'south', preferred: true }],
      capacity: { kg: 100 },
      costs: {
        perHour: 4000,
        perKm: 40,
        perShift: 100,
        waitingPerHour: 900,
        overtimePerHour: 6000,
        outPerHour: 10,
        perTech: 20,
      },
      profile: 'van',
      timeZone: 'Europe/Vaduz',
      active: true,
      maxVisits: 9,
      maxWorkPerDay: 'PT8H',
      maxWorkPerWeek: 'PT40H',
      maxTravelPerLeg: 'PT1H',
      maxDaysInRow: 5,
      restDays: 2,
      pace: 1.2,
      parts: { closer: 3 },
      tools: ['lift'],
      depots: ['main'],
      maxReloads: 2,
      pastWork: 'PT20H',
    },
    { id: 'ben', start: spot(47.21, 9.53), absences: [{ start: at('17:00'), end: at('18:00') }] },
    { id: 'cem', start: spot(47.22, 9.53), skills: ['DEFAULT'] },
    { id: 'dan', start: spot(47.23, 9.53) },
  ],
  plan: [
    { ticketId: 'T-9', techId: 'ana', start: at('11:00'), pinned: { tech: true, start: false, order: true } },
    { ticketId: 'T-10', techId: 'ana', start: at('12:00'), pinned: { order: true } },
    { ticketId: 'T-11', techId: 'ben', start: at('13:00'), pinned: true, promised: true },
    { ticketId: 'T-12', techId: 'ben', start: at('15:00'), promised: { start: at('14:00'), end: at('16:00') } },
  ],
  areas: [
    { id: 'north', shape: { type: 'Polygon', coordinates: [ring(9.5)] } },
    { id: 'south', shape: { type: 'MultiPolygon', coordinates: [[ring(9.6)]] } },
    { id: 'east', shape: { type: 'Polygon', coordinates: [ring(9.7)] } },
  ],
  depots: [
    {
      id: 'main',
      location: spot(47.19, 9.51),
      windows: [{ start: at('07:00'), end: at('18:00') }],
      duration: 'PT20M',
    },
  ],
  travel: { timeOfDay: [{ from: '07:00', to: '09:00', factor: 1.4, profiles: ['van'] }] },
  policy: {
    name: 'door-service',
    version: '7',
    costs: {
      perHour: 4200,
      perKm: 45,
      perShift: 10,
      waitingPerHour: 1000,
      overtimePerHour: 6300,
      outPerHour: 5,
      perTech: 5,
    },
    unserved: { EMERGENCY: 50_000_000, URGENT: 5_000_000, ROUTINE: 500_000 },
    latenessPerHour: { EMERGENCY: 60_000, URGENT: 12_000, ROUTINE: 2000 },
    worstLatenessPerHour: 100,
    response: { EMERGENCY: 'PT1H', URGENT: 'PT4H', ROUTINE: 'P1D' },
    tiers: {
      gold: {
        unserved: { EMERGENCY: 60_000_000, URGENT: 6_000_000, ROUTINE: 600_000 },
        latenessPerHour: { EMERGENCY: 70_000, URGENT: 13_000, ROUTINE: 3000 },
        response: { EMERGENCY: 'PT50M', URGENT: 'PT3H', ROUTINE: 'PT9H' },
      },
    },
    durations: { OTHER: 'PT35M' },
    defaultDuration: 'PT55M',
    preferredTechMissed: 1500,
    techChanged: 800,
    promise: { movedPerMinute: 5, maxMove: 'PT30M', techChanged: 900 },
    softWindowPerHour: 1000,
    preferredWindowMissed: 500,
    surplusSkillLevel: 60,
    continuity: 700,
    preferredAreaMissed: 400,
    asapPerHour: 30,
    fairnessPerHour: 200,
    compactnessPerKm: 10,
    emergencyReserve: 'PT1H',
    snap: 'PT15M',
    strictPriorities: false,
  },
  options: {
    engine: 'native',
    seconds: 10,
    iterations: 50,
    seed: 3,
    threads: 1,
    alternatives: 2,
    freezeBefore: at('08:45'),
    geometry: true,
    language: 'en',
  },
})

/** The same roads both ways, so that there is little else to change. */
export const byMatrix = (): OptimizationRequest => ({
  horizon: { start: at('08:00'), end: at('18:00') },
  tickets: [{ id: 'T-1', location: spot(47.14, 9.52), duration: 'PT1H' }],
  techs: [{ id: 'ana', start: spot(47.15, 9.52) }],
  travel: {
    source: 'matrix',
    matrices: [
      {
        profile: 'car',
        places: [spot(47.14, 9.52), spot(47.15, 9.52), spot(47.9, 9.9)],
        seconds: [
          [0, 60, 70],
          [60, 0, 80],
          [70, 80, 0],
        ],
        metres: [
          [0, 600, 700],
          [600, 0, 800],
          [700, 800, 0],
        ],
      },
    ],
  },
})

/** All that goes into the search and comes out of it, except hashes, which change with anything. */
export async function askedAndAnswered(request: OptimizationRequest): Promise<string> {
  const asked: unknown[] = []
  const pool: SolverPool = {
    solve: async (model, limits) => {
      asked.push(plain(model), limits)
      return firstTicketPlanned(model, limits)
    },
    close: async () => {},
  }
  const { meta, ...output } = await optimize(AcceptedInput.parse(request), { pool, runId: 'run' })
  const { inputHash, policy, ...rest } = meta
  return JSON.stringify([asked, output, rest, policy.name, policy.version, inputHash.length])
}

const plain = ({ travel, ...model }: Model) => ({
  ...model,
  rushHours: travel.rushHours,
  profiles: travel.profiles.map(({ name, seconds, metres }) => [name, [...seconds], [...metres]]),
})

const noCost = () => Object.fromEntries(COST_LINES.map((line) => [line, 0])) as Record<keyof CostLines, number>

/** With a break and a way over the depot, where the shift has them. */
function firstTicketPlanned({ visits, routes }: Model, { alternatives }: SearchLimits) {
  const route = routes[0]
  if (!route) throw new Error('There is no shift to plan the first ticket on.')
  const planned = { visit: 0, arrival: 20_000, start: 20_000, end: 24_000 }
  const option = {
    ...{ route: 0, position: 0, arrival: 20_000, start: 20_000, end: 24_000 },
    ...{ cost: { ...noCost(), TRAVEL: 100 }, addedSeconds: 600, addedMetres: 700, addedWaitingSeconds: 0 },
    ...{ legSeconds: 300, legMetres: 350 },
  }
  const others = visits.keys().drop(1).toArray()
  return {
    plan: {
      routes: [
        {
          route: 0,
          departure: 18_000,
          visits: [planned],
          breaks: route.breaks ? [{ entry: 0, start: 24_000, end: 25_800 }] : [],
          reloads: route.reloads ? [{ entry: 0, before: 0, arrival: 18_300, start: 18_300, end: 19_500 }] : [],
          back: 26_400,
        },
      ],
      unserved: others,
    },
    cost: noCost(),
    options: visits.map((_, visit) => (visit === 0 ? Array.from({ length: alternatives }, () => option) : [])),
    unserved: others.map((visit) => ({ visit, blockers: [] })),
    iterations: 1,
  }
}
