// Money on the wire: the solver's lines with the settings that made them. The total is their sum, to the cent.
import { COST_LINES, type CostLine, type CostLines } from '../../../workers/client.ts'
import type { Cost } from '../../contracts/cost.ts'
import { pointer } from '../../contracts/problem-details.ts'
import type { Tech } from '../../contracts/tech.ts'
import type { Ticket } from '../../contracts/ticket.ts'
import type { TicketFacts } from '../question/facts.ts'

type TechCosts = NonNullable<Tech['costs']>

/** Whose price it is; nobody's for the plan as a whole. */
export interface PricedFor {
  readonly tech?: { readonly number: number; readonly costs: TechCosts | undefined }
  readonly ticket?: {
    readonly number: number
    readonly of: Ticket
    readonly facts: TicketFacts
    /** The change of a promise has a price of its own. */
    readonly changeSetting: string
  }
}

export function costOf(lines: CostLines, pricedFor: PricedFor = {}): Cost {
  const used = COST_LINES.filter((line) => lines[line] !== 0)
  return {
    total: totalOf(lines),
    lines: used.map((line) => ({ code: line, amount: lines[line], setting: settingOf(line, pricedFor) })),
  }
}

export const totalOf = (lines: CostLines): number => COST_LINES.reduce((sum, line) => sum + lines[line], 0)

const POLICY = {
  WORST_LATENESS: '/policy/worstLatenessPerHour',
  ASAP: '/policy/asapPerHour',
  PREFERENCE: '/policy/preferredTechMissed',
  CONTINUITY: '/policy/continuity',
  SURPLUS_SKILL: '/policy/surplusSkillLevel',
  AREA: '/policy/preferredAreaMissed',
  PROMISE: '/policy/promise/movedPerMinute',
  FAIRNESS: '/policy/fairnessPerHour',
  SCATTER: '/policy/compactnessPerKm',
} as const satisfies Partial<Record<CostLine, string>>

/** The path in the input that sets the price of a line. Prices of a technician or a ticket come before the policy's. */
export function settingOf(line: CostLine, { tech, ticket }: PricedFor): string {
  const ofTech = (key: keyof TechCosts) =>
    tech?.costs?.[key] === undefined ? `/policy/costs/${key}` : pointer(['techs', tech.number, 'costs', key])
  const ofTicket = (field: 'softWindows' | 'preferredWindows', hasOwn: boolean, usual: string) =>
    ticket && hasOwn ? pointer(['tickets', ticket.number, field]) : usual
  switch (line) {
    case 'TRAVEL':
      // Two prices make it, by the hour and by the kilometre.
      return tech?.costs?.perHour === undefined && tech?.costs?.perKm === undefined
        ? '/policy/costs'
        : pointer(['techs', tech.number, 'costs'])
    case 'WAITING':
      return ofTech('waitingPerHour')
    case 'OVERTIME':
      return ofTech('overtimePerHour')
    case 'SHIFT':
      return ofTech('perShift')
    case 'SPAN':
      return ofTech('outPerHour')
    case 'HEAD':
      return ofTech('perTech')
    case 'LATENESS':
      return ticket?.facts.latenessPerHour.setting ?? '/policy/latenessPerHour'
    case 'SOFT_WINDOW':
      return ofTicket(
        'softWindows',
        ticket?.of.softWindows?.some(({ centsPerHour }) => centsPerHour !== undefined) ?? false,
        '/policy/softWindowPerHour',
      )
    case 'PREFERRED_WINDOW':
      return ofTicket(
        'preferredWindows',
        ticket?.of.preferredWindows?.some(({ cents }) => cents !== undefined) ?? false,
        '/policy/preferredWindowMissed',
      )
    case 'CHANGE':
      return ticket?.changeSetting ?? '/policy/techChanged'
    // Days between tickets have their price in the tie itself, which either of the two may have.
    case 'GAP':
      return '/tickets'
    case 'UNSERVED':
      return ticket?.facts.unserved.setting ?? '/policy/unserved'
    default:
      return POLICY[line]
  }
}
