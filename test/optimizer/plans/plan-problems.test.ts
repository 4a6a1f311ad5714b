// What can go wrong with a live plan, and what the caller is told about it.
import { describe, expect, test } from 'vitest'
import { OfferNotFoundError, UnknownOptionError } from '../../../src/optimizer/plans/confirm.ts'
import { DeskFailedError, DeskLostError } from '../../../src/optimizer/plans/desk.ts'
import { DeskRefusedError } from '../../../src/optimizer/plans/desk-calls.ts'
import { refusalOf } from '../../../src/optimizer/plans/desk-plans.ts'
import { PlanNotFoundError, StaleOpeningError } from '../../../src/optimizer/plans/open-plans.ts'
import { planProblem } from '../../../src/optimizer/plans/plan-problems.ts'
import { etagOf, ifMatchOf } from '../../../src/optimizer/plans/plan-wire.ts'
import { VersionMismatchError } from '../../../src/optimizer/plans/version.ts'
import { ModelRefusedError } from '../../../workers/client.ts'

const key = { tenant: 'default', planId: 'monday' }

test.each([
  [new PlanNotFoundError('monday'), 404, 'PLAN_NOT_FOUND'],
  [new OfferNotFoundError('offer'), 404, 'OFFER_NOT_FOUND'],
  [new UnknownOptionError('o9'), 400, 'INVALID_INPUT'],
  [new VersionMismatchError(3), 412, 'VERSION_MISMATCH'],
  [new DeskLostError(), 503, 'PLAN_NOT_READY'],
  [new StaleOpeningError(key), 503, 'PLAN_NOT_READY'],
  [new DeskRefusedError({ kind: 'not-open' }), 503, 'PLAN_NOT_READY'],
  [new DeskRefusedError({ kind: 'unknown-tickets', ticketIds: ['T-1'] }), 400, 'INVALID_INPUT'],
  [new DeskRefusedError({ kind: 'planned-tickets', ticketIds: ['T-1'] }), 409, 'TICKET_PLANNED'],
  [new DeskRefusedError({ kind: 'ticket-refused', issues: [] }), 400, 'INVALID_INPUT'],
  [new DeskRefusedError({ kind: 'not-plannable', message: 'too dear' }), 422, 'NOT_PLANNABLE'],
])('%s is told as %s %s', (error, status, code) => {
  expect(planProblem(error)).toMatchObject({ name: 'HttpProblem', status, code, cause: error })
})

test('what nobody foresaw is told as nothing of ours', () => {
  for (const error of [new DeskFailedError('a bug'), new TypeError('a bug')]) expect(planProblem(error)).toBe(error)
  expect(refusalOf(new TypeError('a bug'))).toBeUndefined()
})

test('a model that cannot be planned with exactly is a refusal, not a bug', () => {
  const refused = new ModelRefusedError('travel', 'is too dear')
  expect(refusalOf(refused)).toEqual({ kind: 'not-plannable', message: refused.message })
})

describe('a ticket is named where the body names it', () => {
  test.each([
    [{ ticketId: 'T-2' }, '/ticketId'],
    [{ ticketIds: ['T-1', 'T-2'] }, '/ticketIds/1'],
    [{ ticket: { id: 'T-2' } }, '/ticket/id'],
  ])('%j', (body, path) => {
    const error = new DeskRefusedError({ kind: 'unknown-tickets', ticketIds: ['T-2'] })
    expect(planProblem(error, body)).toMatchObject({ issues: [{ path, code: 'UNKNOWN_ID' }] })
  })
})

describe('If-Match', () => {
  test.each([
    [undefined, undefined],
    ['*', 'any'],
    [etagOf(7), [7]],
    ['"7" ,"8"', [7, 8]],
    ['W/"7"', []],
    ['"seven"', []],
    ['""', []],
  ])('%s means %j', (header, meaning) => {
    expect(ifMatchOf(header)).toEqual(meaning)
  })

  test.each(['7', '', '"7" "8"', '"7",'])('%j is no list of tags', (header) => {
    expect(() => ifMatchOf(header)).toThrow(expect.objectContaining({ status: 400, code: 'INVALID_INPUT' }))
  })
})
