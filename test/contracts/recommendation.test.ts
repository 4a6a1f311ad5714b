// Questions and answers about live plans, as they cross the wire.
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { ConfirmRequest, OfferProblem } from '../../src/contracts/offer.ts'
import { PlanAccepted } from '../../src/contracts/plan.ts'
import { issuesOf, ProblemDetails } from '../../src/contracts/problem-details.ts'
import { OneOffRequest, Recommendation, RecommendationRequest } from '../../src/contracts/recommendation.ts'

const faultsOf = (schema: z.ZodType, value: unknown) => {
  const parsed = schema.safeParse(value)
  return parsed.success ? [] : issuesOf(parsed.error).map(({ path, code }) => `${path} ${code}`)
}

describe('a question', () => {
  test('is complete with a ticket', () => {
    expect(RecommendationRequest.parse({ ticketId: 'T-1' })).toEqual({
      ticketId: 'T-1',
      count: 5,
      move: false,
      tier: 1,
      whyNot: 'grouped',
    })
  })

  test.each([
    ['a list of ids', { ticketIds: ['T-1', 'T-2'] }],
    ['all that are not planned', { ticketIds: 'unplanned' }],
    ['a ticket that nobody knows', { ticket: { id: 'call-1', location: { lat: 47, lon: 9 } } }],
    ['nothing held', { ticketId: 'T-1', hold: 'PT0S' }],
  ])('may be about %s', (_, question) => {
    expect(faultsOf(RecommendationRequest, question)).toEqual([])
  })

  test.each([
    ['nothing', {}, ' ONE_OF_NEEDED'],
    ['one ticket and several', { ticketId: 'T-1', ticketIds: 'unplanned' }, ' ONE_OF_NEEDED'],
    [
      'a ticket with a fault',
      { ticket: { id: 'call-1', location: { lat: 97, lon: 9 } } },
      '/ticket/location/lat TOO_LARGE',
    ],
    ['all tickets by another word', { ticketIds: 'all' }, '/ticketIds WRONG_SHAPE'],
    ['a language that is not spoken', { ticketId: 'T-1', language: 'xx' }, '/language NOT_ALLOWED'],
    ['a hold of months', { ticketId: 'T-1', hold: 'P1M' }, '/hold WRONG_FORMAT'],
  ])('is not about %s', (_, question, fault) => {
    expect(faultsOf(RecommendationRequest, question)).toEqual([fault])
  })

  test('about a plain input holds nothing', () => {
    const input = { tickets: [], techs: [], horizon: { start: '2026-03-02T07:00:00Z', end: '2026-03-02T18:00:00Z' } }
    expect(faultsOf(OneOffRequest, { input, ticketIds: 'unplanned' })).toEqual([])
    expect(faultsOf(OneOffRequest, { input, ticketIds: 'unplanned', hold: 'PT5M' })).toEqual(['/hold UNKNOWN_FIELD'])
  })
})

test('a confirmation names its option, and the step as the caller does', () => {
  expect(faultsOf(ConfirmRequest, { optionId: 'o1', request_id: 'call-17' })).toEqual([])
  expect(faultsOf(ConfirmRequest, { optionId: '' })).toContain('/optionId TOO_SMALL')
})

test('a problem with an offer is a problem like others, with fresh options beside it', () => {
  const problem = { type: 'urn:real-dispatch:problem:offer-expired', title: 'Over', status: 410, code: 'OFFER_EXPIRED' }
  expect(OfferProblem.parse(problem)).toEqual(ProblemDetails.parse(problem))
  expect(faultsOf(OfferProblem, { ...problem, offer: {} })).not.toEqual([])
})

test.each([
  ['question', RecommendationRequest],
  ['recommendation', Recommendation],
  ['plan', PlanAccepted],
])('a %s is plain JSON Schema, with no field left open', (_, contract) => {
  const schema = z.toJSONSchema(contract, { target: 'draft-2020-12' })
  expect(schema).toMatchObject({ type: 'object', additionalProperties: false })
})
