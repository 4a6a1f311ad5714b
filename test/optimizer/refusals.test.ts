// An input is refused with every fault at once, each by pointer and code.
import { expect, test } from 'vitest'
import { issuesOf } from '../../src/contracts/problem-details.ts'
import { AcceptedInput } from '../../src/optimizer/question/accept.ts'
import { inputsAtHand } from '../../src/optimizer/question/at-hand.ts'
import { smallRequest, tech, ticket } from './inputs.ts'

const faults = (request: unknown) => {
  const result = inputsAtHand(undefined)(AcceptedInput).safeParse(request)
  return result.success
    ? []
    : issuesOf(result.error)
        .map(({ path, code }) => `${path} ${code}`)
        .sort()
}

test('tickets, technicians and a horizon are a complete input', () => {
  const { tickets, techs, horizon } = smallRequest()
  expect(faults({ tickets, techs, horizon })).toEqual([])
  expect(faults({ tickets: [], techs: [], horizon })).toEqual([])
})

test('faults of every kind are named in one answer', () => {
  const shift = { start: '2026-03-03T12:00:00+01:00', end: '2026-03-03T08:00:00+01:00' }
  const request = {
    tickets: [
      ticket({ location: { lat: 91, lon: 9.5 }, windows: [shift] }),
      ticket({ requiredTechs: ['nobody'], crew: 6 }),
      { ...ticket({ id: 'T-3' }), color: 'red' },
    ],
    techs: [
      tech({
        shifts: [shift],
        restDays: 2,
        skills: [{ skill: 'LOCKS', validFrom: shift.start, validUntil: shift.end }],
      }),
    ],
    horizon: { start: '2026-03-03T08:00:00+01:00', end: '2026-03-03T08:00:00+01:00' },
    policy: { snap: '15 min', costs: { perHour: JSON.parse('1e999') } },
    travel: { source: 'osrm', onFailure: 'estimate' },
    options: { engine: 'guess', seconds: -1 },
  }
  expect(faults(request)).toEqual(
    [
      '/tickets/0/location/lat TOO_LARGE',
      '/tickets/0/windows/0/end END_BEFORE_START',
      '/tickets/1/crew TOO_LARGE',
      '/tickets/1/id DUPLICATE_ID',
      '/tickets/1/requiredTechs/0 UNKNOWN_ID',
      '/tickets/2/color UNKNOWN_FIELD',
      '/techs/0/shifts/0/end END_BEFORE_START',
      '/techs/0/skills/0/validUntil END_BEFORE_START',
      '/techs/0/restDays MAX_DAYS_IN_ROW_MISSING',
      '/horizon/end END_BEFORE_START',
      '/policy/snap WRONG_FORMAT',
      '/policy/costs/perHour NOT_FINITE',
      '/travel/source NO_ROAD_SERVICE',
      '/options/engine NOT_ALLOWED',
      '/options/seconds TOO_SMALL',
    ].sort(),
  )
})

test('a horizon is longer than nothing and at most 60 days', () => {
  const until = (end: string) => faults(smallRequest({ horizon: { start: '2026-03-01T00:00:00Z', end } }))
  expect(until('2026-03-01T00:00:00Z')).toEqual(['/horizon/end END_BEFORE_START'])
  expect(until('2026-04-30T00:00:00Z')).toEqual([])
  expect(until('2026-04-30T00:00:01Z')).toEqual(['/horizon/end HORIZON_TOO_LONG'])
})

test('an area whose ring stays open is named', () => {
  const coordinates = [[[0, 0], [1, 0], [1, 1], [0, 1]]] // biome-ignore format: a ring reads better in one line
  expect(faults({ ...smallRequest(), areas: [{ id: 'north', shape: { type: 'Polygon', coordinates } }] })).toEqual([
    '/areas/0/shape/coordinates/0 RING_NOT_CLOSED',
  ])
})

test('a technician whose profile has no travel matrix is named, and a place that is missing in it too', () => {
  const { tickets, techs, horizon } = smallRequest({ techs: [tech({ profile: 'foot' })] })
  const places = [tickets[0]!.location, techs[0]!.start]
  const seconds = [
    [0, 60],
    [60, 0],
  ]
  const travel = { matrices: [{ places, seconds }] }
  expect(faults({ tickets: tickets.slice(0, 1), techs, horizon, travel })).toEqual(['/techs/0/profile MATRIX_MISSING'])
  expect(faults({ tickets, techs, horizon, travel })).toContain('/tickets/1/location UNKNOWN_PLACE')
})

test('what is no object at all is refused in one line', () => {
  for (const body of [null, 7, 'day', []]) expect(faults(body)).toEqual([' WRONG_TYPE'])
})
