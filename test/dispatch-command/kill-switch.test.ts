// What the answer of a kill switch means: whatever it is, only a clear one lets anything through.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { stateFrom } from '../../src/dispatch-command/kill-switch.ts'

const TICKET = '1b4f8d62-230b-4ca0-a720-fa79fad7b23c'
const OTHER = 'a03405f4-499b-4804-b314-aa30f0f4b022'
const control = (scope_type: string, is_paused: boolean, more: object = {}) => ({
  scope_type,
  incident_type: null,
  ticket_id: null,
  is_paused,
  reason: null,
  ...more,
})
const told = (controls: readonly object[], decision: object | null, ticket_id: string | null = TICKET) =>
  stateFrom({ generated_at: 'now', controls, decision, chain: [], query: { ticket_id, incident_type: null } }, TICKET)

describe('the kill switch', () => {
  test.each<[string, ReturnType<typeof told>, string]>([
    ['nothing was ever paused', told([], null), 'clear'],
    ['everything is paused', told([control('GLOBAL', true)], control('GLOBAL', true)), 'paused'],
    ['everything is released', told([control('GLOBAL', false)], control('GLOBAL', false)), 'clear'],
    ['the kind of incident is paused', told([control('INCIDENT', true)], control('INCIDENT', true)), 'paused'],
    [
      'the ticket is exempt from a global pause',
      told(
        [control('TICKET', false, { ticket_id: TICKET }), control('GLOBAL', true)],
        control('TICKET', false, { ticket_id: TICKET }),
      ),
      'clear',
    ],
    [
      'the ticket is paused and the rest is not',
      told(
        [control('TICKET', true, { ticket_id: TICKET.toUpperCase() }), control('GLOBAL', false)],
        control('TICKET', true, { ticket_id: TICKET }),
      ),
      'paused',
    ],
    ['another ticket is paused', told([control('TICKET', true, { ticket_id: OTHER })], null), 'clear'],
    ['all is paused and nothing decided', told([control('GLOBAL', true)], null), 'unknown'],
    ['another kind of incident is paused', told([control('INCIDENT', true)], null), 'clear'],
    [
      'a kind of incident is paused, and nobody says whether it is that of the ticket',
      stateFrom({ controls: [control('INCIDENT', true)], decision: null, query: { ticket_id: TICKET } }, TICKET),
      'unknown',
    ],
    ['all is paused and decided otherwise', told([control('GLOBAL', true)], control('GLOBAL', false)), 'unknown'],
    [
      'the ticket is paused and decided by all',
      told([control('TICKET', true, { ticket_id: TICKET })], control('GLOBAL', false)),
      'unknown',
    ],
    ['the answer is about another ticket', told([], null, OTHER), 'unknown'],
    ['the answer is about no ticket', told([], null, null), 'unknown'],
  ])('when %s', (_, { kind }, expected) => {
    expect(kind).toBe(expected)
  })

  test('is never clear for what is no such answer', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        expect(stateFrom(json, TICKET).kind).toBe('unknown')
      }),
    )
  })

  test('is clear only where the most specific control that is listed for the ticket does not say paused', () => {
    const one = fc
      .record({
        scope_type: fc.constantFrom('GLOBAL', 'INCIDENT', 'TICKET'),
        is_paused: fc.boolean(),
        ticket_id: fc.constantFrom(null, TICKET, OTHER),
      })
      .map((made) => ({ ...made, ticket_id: made.scope_type === 'TICKET' ? (made.ticket_id ?? OTHER) : null }))
    fc.assert(
      fc.property(fc.array(one, { maxLength: 4 }), fc.option(one), (controls, decision) => {
        if (told(controls, decision).kind !== 'clear') return
        expect(decision?.is_paused ?? false).toBe(false)
        const own = controls.find(({ ticket_id }) => ticket_id === TICKET)
        if (own) expect(own.is_paused).toBe(false)
        else if (decision !== null && decision.scope_type !== 'INCIDENT')
          expect(controls.find(({ scope_type }) => scope_type === 'GLOBAL')?.is_paused ?? false).toBe(false)
      }),
    )
  })
})
