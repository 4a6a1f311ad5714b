// Facts, policies and decisions, generated and by example.
import fc from 'fast-check'
import { TOLD_CODES } from '../../src/autonomy/decide.ts'
import { AutonomyPolicy, type Decision, type DecisionFacts, MODES } from '../../src/contracts/autonomy.ts'

export const TICKET = '6d27fcd0-f044-4eba-8bfd-b618be3bec7b'

/** A ticket that any rule would let go: known, routine, far ahead of its next option. */
export const plainFacts = (more: Partial<DecisionFacts> = {}): DecisionFacts => ({
  incidentType: 'DOOR_WONT_LATCH',
  priority: 'ROUTINE',
  tier: 'standard',
  areas: ['west'],
  options: 3,
  alternativesAsked: 3,
  margin: 40,
  told: [],
  promisesMovedInPlan: 0,
  firstVisit: false,
  approvalPending: false,
  crew: 1,
  ageSeconds: 5,
  ...more,
})

export const policyOf = (...rules: object[]): AutonomyPolicy =>
  AutonomyPolicy.parse({ name: 'doors', version: '1', rules })

const TYPES = ['DOOR_WONT_LATCH', 'CANNOT_SECURE_ENTRY']
const PRIORITIES = ['EMERGENCY', 'URGENT', 'ROUTINE'] as const
const some = <T extends string>(...values: T[]) => fc.subarray(values, { minLength: 1 })
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined })

export const anyFacts = (): fc.Arbitrary<DecisionFacts> =>
  fc.record({
    incidentType: fc.constantFrom(null, ...TYPES),
    priority: fc.constantFrom(...PRIORITIES),
    tier: fc.constantFrom(null, 'standard', 'critical'),
    areas: fc.subarray(['west', 'east']),
    options: fc.integer({ min: 1, max: 5 }),
    alternativesAsked: fc.integer({ min: 1, max: 5 }),
    margin: fc.option(fc.double({ min: 0, max: 100, noNaN: true })),
    told: fc.subarray([...TOLD_CODES]),
    promisesMovedInPlan: fc.integer({ min: 0, max: 2 }),
    firstVisit: fc.boolean(),
    approvalPending: fc.boolean(),
    crew: fc.integer({ min: 1, max: 3 }),
    ageSeconds: fc.integer({ min: 0, max: 4000 }),
  })

export const anyPolicy = (): fc.Arbitrary<AutonomyPolicy> => {
  const rule = fc
    .record({
      name: fc.constantFrom('a', 'b', 'c'),
      mode: fc.constantFrom(...MODES),
      when: fc.record({
        tenants: maybe(some('default', 'other')),
        incidentTypes: maybe(some(...TYPES)),
        priorities: maybe(some(...PRIORITIES)),
        areas: maybe(some('west', 'east')),
        tiers: maybe(some('standard', 'critical')),
      }),
      limits: fc.record({
        minMargin: fc.integer({ min: 0, max: 100 }),
        maxAge: fc.constantFrom('PT1M', 'PT30M'),
        maxPerRun: fc.integer({ min: 0, max: 3 }),
      }),
      maxRisk: maybe(fc.constantFrom('low', 'medium')),
    })
    .map(({ maxRisk, when, ...others }) => ({
      ...others,
      when:
        others.mode === 'scoped'
          ? { ...when, incidentTypes: when.incidentTypes ?? TYPES, priorities: when.priorities ?? [...PRIORITIES] }
          : when,
      ...(others.mode === 'scoped' && maxRisk && { maxRisk }),
    }))
  return fc.array(rule, { maxLength: 4 }).map((rules) => policyOf(...rules))
}

export const decisionWith = (more: Partial<Decision> = {}): Decision => ({
  id: '01890000-0000-7000-8000-000000000001',
  runId: '01890000-0000-7000-8000-000000000002',
  ticketId: TICKET,
  mode: 'shadow',
  rule: 'a',
  verdict: 'ALLOW',
  reasonCode: 'WITHIN_POLICY',
  explanation: 'x',
  findings: [],
  risk: 'low',
  sent: false,
  facts: plainFacts(),
  options: [
    { techId: 'ana', start: '2026-03-03T09:00:00+01:00', end: '2026-03-03T10:00:00+01:00', score: 100, cost: 1000 },
    { techId: 'ben', start: '2026-03-03T13:00:00+01:00', end: '2026-03-03T14:00:00+01:00', score: 60, cost: 4000 },
  ],
  policy: { name: 'doors', version: '1', hash: 'h' },
  correlationId: 'call-17',
  decidedAt: '2026-03-03T08:00:00.000Z',
  ...more,
})
