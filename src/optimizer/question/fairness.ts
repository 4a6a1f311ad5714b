// Fair shares: how much each technician would do if work went by the hours they are there. Knows no routes and no times
// of tickets.
import type { OptimizationInput } from '../../contracts/optimization.ts'
import { durationSeconds } from '../../contracts/scalars.ts'
import { modelSeconds } from './clock.ts'
import type { Duty } from './duties.ts'
import type { TicketFacts } from './facts.ts'
import type { PlannableShift } from './shifts.ts'

/** For each four hours of work about one on the road. What is too little makes everybody exceed it, which is no fairness. */
const WITH_TRAVEL = 1.25

/**
 * By technician: what was done in the weeks before and what is to be done now, travel included and no more than the
 * shifts hold, shared out by the length of everybody's shifts. Undefined for who has none, and where nobody asks for it.
 */
export function fairShares(
  { techs, policy }: OptimizationInput,
  facts: readonly TicketFacts[],
  duties: readonly Duty[],
  shifts: readonly PlannableShift[],
): (number | undefined)[] {
  if (policy.fairnessPerHour === 0) return techs.map(() => undefined)
  const hours = techs.map(() => 0)
  for (const { tech, opens, closes } of shifts) hours[tech] = (hours[tech] ?? 0) + closes - opens
  const available = sum(hours)
  const toDo = WITH_TRAVEL * sum(duties.map(({ ticket }) => facts[ticket]?.seconds ?? 0))
  const done = techs.map(({ pastWork = 'PT0S' }, tech) => ((hours[tech] ?? 0) > 0 ? durationSeconds(pastWork) : 0))
  const all = sum(done) + Math.min(toDo, available)
  return hours.map((own) => (own > 0 ? modelSeconds((all * own) / available) : undefined))
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
