// Judge: what the plan costs, line by line, from the times that stand in it. Imports solver/model.ts only.
import { COST_LINES, type CostLine, type CostLines, type Model, type PlannedDay } from '../model.ts'
import { sum } from './money.ts'
import { RULES } from './rules.ts'
import { see } from './see.ts'
import type { SeenDay } from './seen.ts'

export const costOf = (model: Model, day: PlannedDay): CostLines => costOfSeen(see(model, day))

export function costOfSeen(day: SeenDay): CostLines {
  const centsOf = (line: CostLine) => sum(RULES.map(({ lines }) => lines?.[line]?.(day) ?? 0))
  return Object.fromEntries(COST_LINES.map((line) => [line, centsOf(line)])) as Record<CostLine, number>
}

export const nothingCharged = (): CostLines =>
  Object.fromEntries(COST_LINES.map((line) => [line, 0])) as Record<CostLine, number>
