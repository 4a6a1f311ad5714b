// The wire of the optimizer: what it accepts, and that it names every fault of an input at once.
import { describe, expect, expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import {
  OptimizationInput,
  type OptimizationOutput,
  type OptimizationRequest,
} from '../../src/contracts/optimization.ts'
import { issuesOf } from '../../src/contracts/problem-details.ts'
import { Duration, durationSeconds } from '../../src/contracts/scalars.ts'

const horizon = { start: '2026-03-02T07:00:00+01:00', end: '2026-03-02T18:00:00+01:00' }
const ticket = { id: 'T-1', location: { lat: 47.14, lon: 9.52 } }
const tech = { id: 'ana', start: { lat: 47.16, lon: 9.51 } }
const minimal: OptimizationRequest = { tickets: [ticket], techs: [tech], horizon }

/** The types that the first proposal of this project gave; whatever we say has to fit them. */
type SeedInput = {
  // biome-ignore lint/suspicious/noExplicitAny: as the proposal wrote it
  tickets: any[]
  // biome-ignore lint/suspicious/noExplicitAny: as the proposal wrote it
  techs: any[]
  horizon: { start: string; end: string }
}
type SeedOutput = {
  // biome-ignore lint/suspicious/noExplicitAny: as the proposal wrote it
  proposals: Array<{ ticketId: string; techId: string; start: string; end: string; score: number; reasons: any[] }>
  meta: { engine: string; runId: string }
}

const faultsOf = (input: unknown) => {
  const parsed = OptimizationInput.safeParse(input)
  return parsed.success ? [] : issuesOf(parsed.error).map(({ path, code }) => `${path} ${code}`)
}

test('our output is an output of the first proposal, and its input is one of ours', () => {
  expectTypeOf<OptimizationOutput>().toExtend<SeedOutput>()
  expectTypeOf<SeedInput>().toExtend<OptimizationRequest>()
})

test('tickets, techs and horizon alone are a complete input', () => {
  const input = OptimizationInput.parse(minimal)
  expect(input.options).toMatchObject({ engine: 'native', seed: 1, threads: 2 })
  expect(input.policy).toMatchObject({ name: 'standard', version: '1', unserved: { EMERGENCY: 50_000_000 } })
})

test('an empty day is an input too', () => {
  expect(faultsOf({ tickets: [], techs: [], horizon })).toEqual([])
})

describe('a bad input', () => {
  test('has every fault named by pointer and code, those between its parts included', () => {
    const input = {
      tickets: [
        { ...ticket, colour: 'red', windows: [{ start: horizon.end, end: horizon.start }] },
        { ...ticket, location: { lat: 91, lon: Number.POSITIVE_INFINITY }, requiredTechs: ['nobody'] },
      ],
      techs: [{ ...tech, shifts: [horizon, { start: '2026-03-02T08:00:00+01:00', end: '2026-03-02T09:00:00+01:00' }] }],
      horizon: { start: horizon.start, end: horizon.start },
      plan: [{ ticketId: 'T-9', techId: 'ana', start: '2026-03-02T08:00:00' }],
      extra: 1,
    }
    expect(faultsOf(input).toSorted()).toEqual([
      '/extra UNKNOWN_FIELD',
      '/horizon/end END_BEFORE_START',
      '/plan/0/start WRONG_FORMAT',
      '/plan/0/ticketId UNKNOWN_ID',
      '/techs/0/shifts/1 OVERLAPPING_SHIFTS',
      '/tickets/0/colour UNKNOWN_FIELD',
      '/tickets/0/windows/0/end END_BEFORE_START',
      '/tickets/1/id DUPLICATE_ID',
      '/tickets/1/location/lat TOO_LARGE',
      '/tickets/1/location/lon NOT_FINITE',
      '/tickets/1/requiredTechs/0 UNKNOWN_ID',
    ])
  })

  test.each([
    [
      'a horizon over 60 days',
      { ...minimal, horizon: { start: '2026-01-01T00:00:00Z', end: '2026-03-03T00:00:00Z' } },
      '/horizon/end HORIZON_TOO_LONG',
    ],
    [
      'a link to the ticket itself',
      { ...minimal, tickets: [{ ...ticket, links: [{ kind: 'same-tech', ticketId: 'T-1' }] }] },
      '/tickets/0/links/0/ticketId LINK_TO_ITSELF',
    ],
    [
      'a link to nobody',
      { ...minimal, tickets: [{ ...ticket, links: [{ kind: 'after', ticketId: 'T-9' }] }] },
      '/tickets/0/links/0/ticketId UNKNOWN_ID',
    ],
    [
      'a gap that ends before it begins',
      {
        ...minimal,
        tickets: [
          ticket,
          { ...ticket, id: 'T-2', links: [{ kind: 'after', ticketId: 'T-1', minGap: 'PT2H', maxGap: 'PT1H' }] },
        ],
      },
      '/tickets/1/links/0/maxGap GAP_REVERSED',
    ],
    [
      'a crew of six in the plan',
      {
        ...minimal,
        techs: Array.from({ length: 6 }, (_, index) => ({ ...tech, id: `tech-${index}` })),
        plan: Array.from({ length: 6 }, (_, index) => ({
          ticketId: 'T-1',
          techId: `tech-${index}`,
          start: horizon.start,
        })),
      },
      '/plan/5/ticketId CREW_TOO_LARGE',
    ],
    [
      'a depot that nobody has heard of',
      { ...minimal, techs: [{ ...tech, depots: ['main'] }] },
      '/techs/0/depots/0 UNKNOWN_ID',
    ],
    [
      'a matrix without the depot',
      {
        ...minimal,
        tickets: [],
        depots: [{ id: 'main', location: ticket.location }],
        travel: { matrices: [{ places: [tech.start], seconds: [[0]] }] },
      },
      '/depots/0/location UNKNOWN_PLACE',
    ],
    [
      'a certificate that ends before it begins',
      {
        ...minimal,
        techs: [{ ...tech, skills: [{ skill: 'GLASS', validFrom: horizon.end, validUntil: horizon.start }] }],
      },
      '/techs/0/skills/0/validUntil END_BEFORE_START',
    ],
    [
      'days of rest after nothing',
      { ...minimal, techs: [{ ...tech, restDays: 2 }] },
      '/techs/0/restDays MAX_DAYS_IN_ROW_MISSING',
    ],
    [
      'how far a promise may move, without a price',
      { ...minimal, policy: { promise: { maxMove: 'PT30M' } } },
      '/policy/promise/maxMove PRICE_MISSING',
    ],
    [
      'an unknown time zone',
      { ...minimal, tickets: [{ ...ticket, timeZone: 'Mars/Olympus' }] },
      '/tickets/0/timeZone UNKNOWN_TIME_ZONE',
    ],
    [
      'a skill with a field too many',
      { ...minimal, tickets: [{ ...ticket, skills: [{ skill: 'GLASS', lvl: 2 }] }] },
      '/tickets/0/skills/0/lvl UNKNOWN_FIELD',
    ],
    [
      'a duration of months',
      { ...minimal, tickets: [{ ...ticket, duration: 'P1M' }] },
      '/tickets/0/duration WRONG_FORMAT',
    ],
    [
      'a matrix without this place',
      { ...minimal, travel: { matrices: [{ places: [tech.start], seconds: [[0]] }] } },
      '/tickets/0/location UNKNOWN_PLACE',
    ],
    [
      'a matrix with a short row',
      {
        ...minimal,
        travel: { source: 'estimate', matrices: [{ places: [tech.start, ticket.location], seconds: [[0, 1], [1]] }] },
      },
      '/travel/matrices/0/seconds/1 WRONG_SIZE',
    ],
    ['matrix travel without a matrix', { ...minimal, travel: { source: 'matrix' } }, '/travel/matrices MATRIX_MISSING'],
    ['a pointer with a slash in it', { ...minimal, 'a/b': 1 }, '/a~1b UNKNOWN_FIELD'],
    ['something that is no object', [], ' WRONG_TYPE'],
    ['nothing', null, ' WRONG_TYPE'],
  ])('is refused for %s', (_, input, fault) => {
    expect(faultsOf(input)).toContain(fault)
  })
})

test('tickets that wait for each other in a circle are named, and those that wait for them are not', () => {
  const waiting = (id: string, ...others: string[]) => ({
    ...ticket,
    id,
    links: others.map((ticketId) => ({ kind: 'after', ticketId })),
  })
  const circle = [waiting('A', 'B'), waiting('B', 'C', 'D'), waiting('C', 'A')]
  expect(faultsOf({ ...minimal, tickets: [...circle, waiting('D'), waiting('E', 'A', 'D')] })).toEqual([
    '/tickets/0/links/0/ticketId LINK_CYCLE',
    '/tickets/1/links/0/ticketId LINK_CYCLE',
    '/tickets/2/links/0/ticketId LINK_CYCLE',
  ])
  expect(faultsOf({ ...minimal, tickets: [waiting('A', 'B', 'C'), waiting('B', 'C'), waiting('C')] })).toEqual([])
})

test('a chain of waiting tickets is looked through once, however long', () => {
  const tickets = Array.from({ length: 20_000 }, (_, index) => ({
    ...ticket,
    id: `T-${index}`,
    links: index === 0 ? [] : [{ kind: 'after', ticketId: `T-${index - 1}` }],
  }))
  const begins = performance.now()
  expect(faultsOf({ ...minimal, tickets })).toEqual([])
  expect(performance.now() - begins).toBeLessThan(5000)
})

test('a duration is seconds of fixed length', () => {
  expect(durationSeconds(Duration.parse('P1DT2H3M4S'))).toBe(86_400 + 7200 + 184)
  expect(durationSeconds(Duration.parse('P2W'))).toBe(14 * 86_400)
  for (const wrong of ['P', 'PT', 'P1Y', '1H', 'P-1D', 'PT1.5H', ''])
    expect(Duration.safeParse(wrong).success, wrong).toBe(false)
})

test('the schema is plain JSON Schema, with no field left open', () => {
  const schema = z.toJSONSchema(OptimizationInput, { io: 'input', target: 'draft-2020-12' })
  expect(schema).toMatchObject({
    type: 'object',
    additionalProperties: false,
    required: ['tickets', 'techs', 'horizon'],
  })
})
