// The independent judge: is this plan one that the model allows, and what does it cost? Slow and obvious, from the model
// as it was asked, sharing no code with compilation or search; what it refuses nobody sees. It holds the plan to what it
// states and does not ask whether another course of the same visits would have been cheaper.
// Imports only solver/model.ts and its own folder.
import type { CostLines, Model, PlannedDay } from '../model.ts'
import { costOfSeen, nothingCharged } from './cost.ts'
import { isSenseless, listViolations } from './list.ts'
import { RULES } from './rules.ts'
import { see } from './see.ts'
import type { Violation } from './violation.ts'

const BANS = RULES.flatMap(({ violations = [] }) => violations)

export interface Verdict {
  readonly violations: readonly Violation[]
  readonly cost: CostLines
}

export function judge(model: Model, day: PlannedDay): Verdict {
  const misnamed = listViolations(model, day)
  if (misnamed.some(isSenseless)) return { violations: misnamed, cost: nothingCharged() }
  const seen = see(model, day)
  const violations = [...misnamed]
  for (const isBroken of BANS) for (const found of isBroken(seen)) violations.push(found)
  return { violations, cost: costOfSeen(seen) }
}
