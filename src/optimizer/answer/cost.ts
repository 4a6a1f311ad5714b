// Money on the wire: the solver's lines with the settings that made them. The total is their sum, to the cent.
import { COST_LINES, type CostLine, type CostLines } from '../../../workers/client.ts'
import type { OptimizationOutput } from '../../contracts/optimization.ts'
import { pointer } from '../../contracts/problem-details.ts'
import type { Tech } from '../../contracts/tech.ts'
import type { Priority } from '../../contracts/ticket.ts'

type TechCosts = NonNullable<Tech['costs']>

/** Whose price it is; nobody's for the plan as a whole. */
export interface PricedFor {
  readonly tech?: { readonly number: number; readonly costs: TechCosts | undefined }
  readonly priority?: Priority
}

export function costOf(lines: CostLines, pricedFor: PricedFor = {}): OptimizationOutput['kpis']['cost'] {
  const used = COST_LINES.filter((line) => lines[line] !== 0)
  return {
    total: totalOf(lines),
    lines: used.map((line) => ({ code: line, amount: lines[line], setting: settingOf(line, pricedFor) })),
  }
}

export const totalOf = (lines: CostLines): number => COST_LINES.reduce((sum, line) => sum + lines[line], 0)

/** The path in the input that sets the price of a line. A technician's own prices come before the policy's. */
export function settingOf(line: CostLine, { tech, priority }: PricedFor): string {
  const own = (key: keyof TechCosts) =>
    tech?.costs?.[key] === undefined ? pointer(['policy', 'costs', key]) : pointer(['techs', tech.number, 'costs', key])
  switch (line) {
    case 'TRAVEL':
      // Two prices make it, by the hour and by the kilometre.
      return tech?.costs?.perHour === undefined && tech?.costs?.perKm === undefined
        ? '/policy/costs'
        : pointer(['techs', tech.number, 'costs'])
    case 'WAITING':
      return own('waitingPerHour')
    case 'OVERTIME':
      return own('overtimePerHour')
    case 'SHIFT':
      return own('perShift')
    case 'LATENESS':
      return pointer(['policy', 'latenessPerHour', ...(priority ? [priority] : [])])
    case 'PREFERENCE':
      return '/policy/preferredTechMissed'
    case 'CHANGE':
      return '/policy/techChanged'
    case 'UNSERVED':
      return pointer(['policy', 'unserved', ...(priority ? [priority] : [])])
  }
}
