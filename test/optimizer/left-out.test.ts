// A ticket that a rule of the day keeps from everybody says which rule it is, on the whole way from the input to the answer.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OptimizationRequest } from '../../src/contracts/optimization.ts'
import { openSolverPool, type SolverPool } from '../../workers/client.ts'
import { at, between } from './asked.ts'
import { answered, HORIZON, smallRequest, tech, ticket } from './inputs.ts'

let pool: SolverPool
beforeAll(() => {
  pool = openSolverPool({ threads: 1 })
})
afterAll(() => pool.close())

type Tech = Parameters<typeof tech>[0]
type Ticket = Parameters<typeof ticket>[0]
type Shift = NonNullable<NonNullable<Tech>['shifts']>[number]

/** One technician with one shift, and one ticket; or another ticket before it that nobody would give up. */
const alone = (own: Ticket, of: Tech = {}): Partial<OptimizationRequest> => ({
  tickets: [ticket(own)],
  techs: [tech(of)],
})
const beside = (other: Ticket, own: Ticket, of: Tech = {}): Partial<OptimizationRequest> => ({
  tickets: [ticket({ id: 'T-0', priority: 'EMERGENCY', ...other }), ticket(own)],
  techs: [tech(of)],
})
const shift = (more: Partial<Shift> = {}) => ({ shifts: [{ start: HORIZON.start, end: HORIZON.end, ...more }] })
const noon = { windows: [between('12:00', '12:01')], duration: 'PT2H' }
const days = { horizon: { start: HORIZON.start, end: '2026-03-04T18:00:00+01:00' } }
const twoDays = {
  shifts: [
    { start: HORIZON.start, end: HORIZON.end },
    { start: '2026-03-04T08:00:00+01:00', end: '2026-03-04T18:00:00+01:00' },
  ],
}
const onSecondDay = { windows: [{ start: '2026-03-04T09:00:00+01:00', end: '2026-03-04T17:00:00+01:00' }] }

test.each<[code: string, request: Partial<OptimizationRequest>, params: object]>([
  [
    'PART_ARRIVES_LATER',
    alone({ parts: [{ part: 'pane', quantity: 1, arrivesAt: at('15:00') }], windows: [between('09:00', '14:00')] }),
    { arrives: at('15:00') },
  ],
  ['BREAK_BLOCKED', alone(noon, shift({ breaks: [{ duration: 'PT30M', window: between('12:30', '13:00') }] })), {}],
  ['LEG_TRAVEL_CAP', alone({ location: { lat: 47.6, lon: 9.52 } }, { maxTravelPerLeg: 'PT10M' }), {}],
  ['TRAVEL_CAP', alone({ location: { lat: 47.6, lon: 9.52 } }, shift({ maxTravel: 'PT10M' })), {}],
  ['SPAN_CAP', alone({ duration: 'PT5H' }, shift({ maxDuration: 'PT4H' })), {}],
  ['OVERTIME_CAP', alone({ duration: 'PT5H' }, { maxWorkPerDay: 'PT4H' }), { period: 'day' }],
  ['OVERTIME_CAP', alone({ duration: 'PT5H' }, { maxWorkPerWeek: 'PT4H' }), { period: 'week' }],
  ['ROOM_KEPT', { ...alone({ duration: 'PT5H' }), policy: { emergencyReserve: 'PT8H' } }, {}],
  ['MAX_JOBS', beside({}, {}, { maxVisits: 1 }), { most: 1 }],
  [
    'REST_NEEDED',
    { ...days, ...beside({ windows: [between('09:00', '10:00')] }, onSecondDay, { maxDaysInRow: 1, ...twoDays }) },
    {},
  ],
  ['PARTNER_UNAVAILABLE', alone({ crew: 2 }), {}],
  [
    'TIE_UNMET',
    beside(
      { windows: [between('09:00', '09:01')] },
      {
        windows: [between('15:00', '16:00')],
        links: [{ kind: 'after', ticketId: 'T-0', maxGap: 'PT1H' }],
      },
    ),
    { tie: 'after', ticketIds: ['T-0'] },
  ],
])('%s', async (code, request, params) => {
  const { unassigned } = await answered(smallRequest(request), pool)
  const [leftOut] = unassigned.filter(({ ticketId }) => ticketId === 'T-1')
  expect(leftOut?.reasons).toMatchObject([{ code, kind: 'blocker', params: { techs: 1, techIds: ['ana'], ...params } }])
})
