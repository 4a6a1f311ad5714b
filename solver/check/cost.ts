// Judge: what the plan costs, line by line, from the times that stand in it. Imports solver/model.ts only.
import { COST_LINES, type CostLine, type CostLines, type Model, type PlannedDay } from '../model.ts'
import { RULES } from './rules.ts'
import { see } from './see.ts'
import type { SeenDay } from './seen.ts'

export const costOf = (model: Model, day: PlannedDay): CostLines => costOfSeen(see(model, day))

const CHARGES = RULES.flatMap(({ lines = {} }) => Object.entries(lines)) as [CostLine, (day: SeenDay) => number][]

export function costOfSeen(day: SeenDay): CostLines {
  const cost = nothingCharged()
  for (const [line, cents] of CHARGES) cost[line] += cents(day)
  return cost
}

const NOTHING = Object.fromEntries(COST_LINES.map((line) => [line, 0])) as Record<CostLine, number>

export const nothingCharged = (): Record<CostLine, number> => ({ ...NOTHING })
