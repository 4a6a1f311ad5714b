// The wire of explanations: what may be asked, and what an answer has to hold.
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { Change, Counterfactual, Explanation, ExplanationRequest } from '../../src/contracts/explanation.ts'
import { issuesOf } from '../../src/contracts/problem-details.ts'
import { REASON_CODES } from '../../src/contracts/reason.ts'

const start = '2026-03-03T09:00:00+01:00'
const window = { start, end: '2026-03-03T11:00:00+01:00' }
const ticket = { id: 'T-481', location: { lat: 47.14, lon: 9.52 } }

const faultsOf = (schema: z.ZodType, value: unknown) => {
  const parsed = schema.safeParse(value)
  return parsed.success ? [] : issuesOf(parsed.error).map(({ path, code }) => `${path} ${code}`)
}

describe('a question', () => {
  test.each([
    { ticketId: 'T-481' },
    { ticket },
    { ticketId: 'T-481', techId: 'ana', start, language: 'es' },
    { ticketId: 'T-481', techId: 'ana', window, against: { techId: 'ben', start } },
  ])('%o', (request) => expect(faultsOf(ExplanationRequest, request)).toEqual([]))

  test.each<[object, string]>([
    [{}, ' ONE_OF_NEEDED'],
    [{ ticket, ticketId: 'T-481' }, ' ONE_OF_NEEDED'],
    [{ ticketId: 'T-481', start, window }, '/window START_GIVEN'],
    [{ ticketId: 'T-481', against: { techId: 'ben' } }, '/against/start WRONG_TYPE'],
    [{ ticketId: 'T-481', language: 'fr' }, '/language NOT_ALLOWED'],
    [{ between: [1, 2 ** 31] }, '/between/1 TOO_LARGE'],
    [{ ticketId: 'T-481', why: true }, '/why UNKNOWN_FIELD'],
  ])('%o is refused', (request, fault) => expect(faultsOf(ExplanationRequest, request)).toEqual([fault]))
})

const reason = {
  ...{ code: 'UNLOCK_SHIFT_END', kind: 'counterfactual', params: { minutes: 12 } },
  text: 'Possible if the shift ended 12 min later.',
}
const counterfactual = {
  ...{ changes: [{ kind: 'SHIFT_END', by: 'PT12M' }], place: { techId: 'ana', start }, extraCost: 420 },
  ...{
    moves: [
      {
        ticketId: 'T-90',
        techId: 'ana',
        start: '2026-03-03T09:06:00+01:00',
        by: 'PT6M',
        later: true,
        promiseKept: true,
      },
    ],
    checked: true,
    reason,
  },
}
const travel = { source: 'estimate', estimatedMetres: true }
const policy = { name: 'standard', version: 'w-14', hash: 'abc' }
const answer = {
  ...{ planId: 'north', planVersion: 7, subject: { ticketId: 'T-481', techId: 'ana', start } },
  ...{ verdict: 'possible_with_change', proof: 'exact_insertion', reasons: [], counterfactuals: [counterfactual] },
  versus: {
    ...{ deltaTotal: 260, lines: [{ code: 'TRAVEL', delta: 260 }], winner: 'against' },
    text: '2.60 dearer than the other option: travel 2.60 more.',
  },
  ...{ policyVersion: 'w-14', travel, meta: { engine: 'native', policy, travel, checked: true } },
}

describe('an answer', () => {
  test('is taken as it is', () => expect(Explanation.parse(answer)).toEqual(answer))

  test.each<[string, object, string]>([
    [
      'a counterfactual that nobody checked',
      { counterfactuals: [{ ...counterfactual, checked: false }] },
      '/counterfactuals/0/checked NOT_ALLOWED',
    ],
    [
      'a counterfactual without a change',
      { counterfactuals: [{ ...counterfactual, changes: [] }] },
      '/counterfactuals/0/changes TOO_SMALL',
    ],
    ['a verdict of its own', { verdict: 'impossible' }, '/verdict NOT_ALLOWED'],
    ['a field of its own', { colour: 'red' }, '/colour UNKNOWN_FIELD'],
  ])('has never %s', (_, more, fault) => expect(faultsOf(Explanation, { ...answer, ...more })).toEqual([fault]))
})

test('every change has a reason of its name', () => {
  const kinds = Change.options.map(({ shape }) => shape.kind.value)
  expect(kinds).toHaveLength(12)
  for (const kind of kinds) expect(REASON_CODES).toHaveProperty(`UNLOCK_${kind}`)
})

test('the schemas can be written down for a reader', () => {
  for (const schema of [ExplanationRequest, Explanation, Counterfactual])
    expect(() => z.toJSONSchema(schema, { unrepresentable: 'throw' })).not.toThrow()
})
