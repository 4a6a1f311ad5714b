// The policy: what may go out by itself, and above all what may not.
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decide, ruleFor } from '../../src/autonomy/decide.ts'
import { type AnsweredRun, factsOf } from '../../src/autonomy/facts.ts'
import {
  AutonomyPolicy,
  DECISION_REASONS,
  type DecisionFacts,
  type DecisionReason,
  MODES,
  VERDICTS,
  type Verdict,
} from '../../src/contracts/autonomy.ts'
import type { Proposal } from '../../src/contracts/optimization.ts'
import type { Ticket } from '../../src/contracts/ticket.ts'
import { stateFrom } from '../../src/dispatch-command/kill-switch.ts'
import { anyFacts, anyPolicy, plainFacts, policyOf, TICKET } from './samples.ts'

const decided = (policy: AutonomyPolicy, facts: DecisionFacts = plainFacts(), more: object = {}) =>
  decide(policy, { tenant: 'default', ticketId: TICKET, facts, sentOfRun: 0, ...more })
const assisted = policyOf({ name: 'all', mode: 'assisted' })
const scoped = (more: object = {}) =>
  policyOf({
    name: 'latches',
    mode: 'scoped',
    when: { incidentTypes: ['DOOR_WONT_LATCH'], priorities: ['ROUTINE', 'URGENT'] },
    maxRisk: 'medium',
    ...more,
  })

describe('the ladder', () => {
  test('begins with nothing: without a rule, and with mode off', () => {
    expect(decided(policyOf())).toMatchObject({ verdict: 'DENY', reasonCode: 'NO_RULE', mode: 'off', sent: false })
    expect(decided(policyOf({ name: 'x', mode: 'off' }))).toMatchObject({ verdict: 'DENY', reasonCode: 'MODE_OFF' })
  })

  test('in shadow says what would be done, and does nothing', () => {
    const shadow = policyOf({ name: 'watch', mode: 'shadow' })
    expect(decided(shadow)).toMatchObject({ verdict: 'ALLOW', mode: 'shadow', sent: false })
  })

  test('assisted lets low risk go and keeps the rest for a person', () => {
    expect(decided(assisted)).toMatchObject({ verdict: 'ALLOW', reasonCode: 'WITHIN_POLICY', risk: 'low', sent: true })
    expect(decided(assisted, plainFacts({ firstVisit: true }))).toMatchObject({
      verdict: 'REQUIRE_APPROVAL',
      reasonCode: 'FIRST_VISIT',
      risk: 'medium',
      sent: false,
    })
  })

  test('scoped lets what is whitelisted go, medium risk where it says so, and high risk never', () => {
    expect(decided(scoped(), plainFacts({ firstVisit: true }))).toMatchObject({ verdict: 'ALLOW', sent: true })
    expect(decided(scoped({ maxRisk: undefined }), plainFacts({ firstVisit: true }))).toMatchObject({
      verdict: 'REQUIRE_APPROVAL',
    })
    expect(decided(scoped(), plainFacts({ incidentType: 'CANNOT_SECURE_ENTRY' }))).toMatchObject({ verdict: 'DENY' })
    expect(decided(scoped(), plainFacts({ told: ['PROMISES_MOVED'] }))).toMatchObject({
      verdict: 'REQUIRE_APPROVAL',
      reasonCode: 'PROMISES_MOVED',
      risk: 'high',
    })
  })
})

test.each<[Partial<DecisionFacts>, Verdict, DecisionReason]>([
  [{ margin: 19 }, 'REQUIRE_APPROVAL', 'MARGIN_SMALL'],
  [{ margin: null, options: 1 }, 'REQUIRE_APPROVAL', 'ONLY_OPTION'],
  [{ margin: null, options: 1, alternativesAsked: 1 }, 'REQUIRE_EVIDENCE', 'MARGIN_UNKNOWN'],
  [{ incidentType: null }, 'REQUIRE_EVIDENCE', 'INCIDENT_TYPE_UNKNOWN'],
  [{ ageSeconds: 1801 }, 'REQUIRE_EVIDENCE', 'ANSWER_STALE'],
  [{ told: ['PROMISES_MOVED'] }, 'REQUIRE_APPROVAL', 'PROMISES_MOVED'],
  [{ promisesMovedInPlan: 1 }, 'REQUIRE_APPROVAL', 'PROMISES_MOVED_IN_PLAN'],
  [{ told: ['VISIT_MOVES'] }, 'REQUIRE_APPROVAL', 'VISITS_MOVED'],
  [{ told: ['LATE'] }, 'REQUIRE_APPROVAL', 'LATE'],
  [{ priority: 'EMERGENCY' }, 'REQUIRE_APPROVAL', 'PRIORITY_EMERGENCY'],
  [{ priority: 'URGENT' }, 'REQUIRE_APPROVAL', 'PRIORITY_URGENT'],
  [{ told: ['DURATION_DEFAULTED'] }, 'REQUIRE_APPROVAL', 'DURATION_DEFAULTED'],
  [{ told: ['DUE_DEFAULTED'] }, 'REQUIRE_APPROVAL', 'DUE_DEFAULTED'],
  [{ told: ['TRAVEL_ESTIMATED'] }, 'REQUIRE_APPROVAL', 'TRAVEL_ESTIMATED'],
  [{ told: ['TRAVEL_DEGRADED'] }, 'REQUIRE_APPROVAL', 'TRAVEL_DEGRADED'],
  [{ told: ['PLACE_OFF_ROAD'] }, 'REQUIRE_APPROVAL', 'PLACE_OFF_ROAD'],
  [{ firstVisit: true }, 'REQUIRE_APPROVAL', 'FIRST_VISIT'],
  [{ crew: 2 }, 'REQUIRE_APPROVAL', 'CREW_NEEDED'],
  [{ approvalPending: true }, 'DENY', 'APPROVAL_PENDING'],
])('a ticket with %j is %s, because %s', (facts, verdict, reasonCode) => {
  expect(decided(assisted, plainFacts(facts))).toMatchObject({ verdict, reasonCode, sent: false })
})

describe('what a run says of its roads is a fact of each of its tickets', () => {
  const told = (travel: object, codes: string[] = []) => {
    const meta = { travel: { estimatedMetres: false, ...travel } }
    const run = { input: { options: { alternatives: 3 } }, output: { meta, kpis: { promisesMoved: 0 } }, ageSeconds: 1 }
    const proposal = { score: 100, reasons: codes.map((code) => ({ code })) }
    return factsOf(run as unknown as AnsweredRun, {} as Ticket, [proposal as unknown as Proposal]).told
  }

  test('estimated by choice, or for want of an answer, also where the way of the ticket itself was routed', () => {
    expect(told({ source: 'osrm' })).toEqual([])
    expect(told({ source: 'estimate' })).toEqual(['TRAVEL_ESTIMATED'])
    expect(told({ source: 'osrm', degraded: true })).toEqual(['TRAVEL_DEGRADED'])
    expect(told({ source: 'osrm', degraded: true }, ['TRAVEL_DEGRADED', 'PLACE_OFF_ROAD', 'NEAR_OTHER_JOB'])).toEqual([
      'PLACE_OFF_ROAD',
      'TRAVEL_DEGRADED',
    ])
  })
})

test('so many of a run go out by themselves, and a ticket without a UUID never', () => {
  const few = policyOf({ name: 'few', mode: 'assisted', limits: { maxPerRun: 2 } })
  expect(decided(few, plainFacts(), { sentOfRun: 1 }).sent).toBe(true)
  expect(decided(few, plainFacts(), { sentOfRun: 2 })).toMatchObject({ reasonCode: 'LIMIT_PER_RUN', sent: false })
  expect(decided(assisted, plainFacts(), { ticketId: 'T-1' })).toMatchObject({ reasonCode: 'NOT_ADDRESSABLE' })
})

describe('of several rules', () => {
  const west = { name: 'west', mode: 'assisted', when: { areas: ['west'] } }
  const all = { name: 'all', mode: 'shadow' }
  test('the one that names most decides', () => {
    const both = { name: 'both', mode: 'off', when: { areas: ['west'], tiers: ['standard'] } }
    expect(decided(policyOf(all, west)).rule).toBe('west')
    expect(decided(policyOf(both, all, west)).rule).toBe('both')
    expect(decided(policyOf(all, west), plainFacts({ areas: ['east'] })).rule).toBe('all')
  })
  test('that name as much, the most cautious one', () => {
    const tier = { name: 'tier', mode: 'shadow', when: { tiers: ['standard'] } }
    expect(decided(policyOf(west, tier)).rule).toBe('tier')
    expect(decided(policyOf(tier, west)).rule).toBe('tier')
  })
  test('those of another tenant mean nobody else', () => {
    const other = { name: 'other', mode: 'assisted', when: { tenants: ['other'] } }
    expect(decided(policyOf(other))).toMatchObject({ verdict: 'DENY', reasonCode: 'NO_RULE' })
    expect(decided(policyOf(other), plainFacts(), { tenant: 'other' }).sent).toBe(true)
  })
})

describe('whatever the policy, the facts and the kill switch say', () => {
  const run = (check: (made: ReturnType<typeof decided>, facts: DecisionFacts, policy: AutonomyPolicy) => void) =>
    fc.assert(
      fc.property(anyPolicy(), anyFacts(), fc.nat(4), (policy, facts, sentOfRun) =>
        check(decided(policy, facts, { sentOfRun }), facts, policy),
      ),
      { numRuns: 2000 },
    )

  test('nothing leaves that is not ALLOW in a mode that carries out, under the rule that means it', () =>
    run((made, facts, policy) => {
      if (!made.sent) return
      expect(made.verdict).toBe('ALLOW')
      const rule = ruleFor(policy, { tenant: 'default', facts })!
      expect(['assisted', 'scoped']).toContain(rule.mode)
      expect(made.risk === 'low' || (rule.mode === 'scoped' && rule.maxRisk === made.risk)).toBe(true)
    }))

  test('no promise is moved, no emergency and no crew sent, nothing stale, by itself', () =>
    run((made, facts) => {
      if (!made.sent) return
      expect(facts.told).not.toContain('PROMISES_MOVED')
      expect([facts.priority === 'EMERGENCY', facts.crew > 1, facts.approvalPending]).toEqual([false, false, false])
      expect(facts.ageSeconds).toBeLessThanOrEqual(1800)
    }))

  test('shadow sends nothing', () =>
    run((made) => {
      if (made.mode === 'shadow' || made.mode === 'off') expect(made.sent).toBe(false)
    }))

  test('one more bad fact never lets a ticket go that waited before', () =>
    fc.assert(
      fc.property(anyPolicy(), anyFacts(), (policy, facts) => {
        const worse = { ...facts, told: [...facts.told, 'PROMISES_MOVED'], firstVisit: true }
        if (!decided(policy, facts).sent) expect(decided(policy, worse).sent).toBe(false)
      }),
    ))

  test('and a switch that answers anything but clear stops even what is allowed', () =>
    fc.assert(
      fc.property(anyPolicy(), anyFacts(), fc.oneof(fc.jsonValue(), pausedState()), (policy, facts, json) => {
        const leaves = decided(policy, facts).sent && stateFrom(json, TICKET).kind === 'clear'
        expect(leaves).toBe(false)
      }),
    ))
  const pausedState = () =>
    fc.constantFrom('GLOBAL', 'INCIDENT', 'TICKET').map((scope_type) => {
      const control = { scope_type, ticket_id: scope_type === 'TICKET' ? TICKET : null, is_paused: true }
      return { controls: [control], decision: control, query: { ticket_id: TICKET } }
    })
})

test.each<[string, object]>([
  ['scoped without a whitelist', { rules: [{ name: 'x', mode: 'scoped', when: { areas: ['west'] } }] }],
  ['a mode that nobody knows', { rules: [{ name: 'x', mode: 'full' }] }],
  ['a field that nobody knows', { rules: [{ name: 'x', mode: 'off', unless: 1 }] }],
  ['a risk for a mode without', { rules: [{ name: 'x', mode: 'assisted', maxRisk: 'medium' }] }],
  ['an empty list, which would mean nobody', { rules: [{ name: 'x', mode: 'off', when: { areas: [] } }] }],
  ['no rules', {}],
])('a policy with %s is none', (_, rest) => {
  expect(AutonomyPolicy.safeParse({ name: 'p', version: '1', ...rest }).success).toBe(false)
})

describe('docs/autonomy.md', () => {
  const document = readFileSync(new URL('../../docs/autonomy.md', import.meta.url), 'utf8')
  test('shows a policy that is one', () => {
    const [, example] = /```json\n([\s\S]+?)```/.exec(document) ?? []
    const policy = AutonomyPolicy.parse(JSON.parse(example ?? ''))
    const routine = plainFacts({ incidentType: 'HARDWARE_REPLACEMENT' })
    expect(decided(policy, routine)).toMatchObject({ rule: 'routine work in the west', sent: true })
    expect(decided(policy, plainFacts({ firstVisit: true }))).toMatchObject({ mode: 'scoped', sent: true })
    expect(decided(policy, plainFacts({ tier: 'critical' }))).toMatchObject({ reasonCode: 'MODE_OFF' })
    expect(decided(policy, plainFacts({ areas: ['east'] }))).toMatchObject({ mode: 'shadow', sent: false })
  })
  test('names every mode, verdict and reason', () => {
    const words = [...MODES, ...VERDICTS, ...Object.keys(DECISION_REASONS).filter((code) => code !== 'WITHIN_POLICY')]
    expect(words.filter((word) => !document.includes(`\`${word}\``))).toEqual([])
  })
})
