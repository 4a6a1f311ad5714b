// What a proposal costs and why, line by line. Every line that has an amount has one reason with that very amount, so that
// the amounts of the reasons sum to the price of the proposal.
import { COST_LINES, type CostLine } from '../../../workers/client.ts'
import type { Reason, ReasonCode } from '../../contracts/reason.ts'
import type { Ticket } from '../../contracts/ticket.ts'
import { secondFrom } from '../question/clock.ts'
import { entry } from './answer.ts'
import { settingOf } from './cost.ts'
import { km, minutes, type ProposalFindings, secondsOutside } from './proposal-findings.ts'

export function tradeOffs(findings: ProposalFindings, reasons: Reason[]): void {
  for (const line of COST_LINES) {
    if (isPlain(line) && findings.option.cost[line] === 0) continue
    const reason = tradeOffOf(line, findings)
    if (reason) reasons.push(reason)
  }
}

/** Lines of which there is nothing to say but their amount. */
const PLAIN = {
  OVERTIME: 'OVERTIME_COST',
  SPAN: 'SPAN_ADDED',
  HEAD: 'TECH_CALLED',
  WORST_LATENESS: 'LATEST_OF_ALL',
  ASAP: 'NOT_AT_ONCE',
  GAP: 'DAYS_APART',
  FAIRNESS: 'FAIRNESS',
  SCATTER: 'SCATTERED',
} as const satisfies Partial<Record<CostLine, ReasonCode>>

const isPlain = (line: CostLine): boolean => line in PLAIN

/** Nothing where there is nothing to say of it. */
function tradeOffOf(line: CostLine, findings: ProposalFindings): Reason | undefined {
  const { answer, option, pricedFor } = findings
  const cents = option.cost[line]
  const setting = settingOf(line, pricedFor)
  switch (line) {
    case 'TRAVEL':
      return answer.reasonOf(
        'DETOUR_ADDED',
        { minutes: minutes(option.addedSeconds), km: km(option.addedMetres), cents },
        setting,
      )
    case 'WAITING':
      if (option.addedWaitingSeconds === 0 && cents === 0) return undefined
      return answer.reasonOf('WAITING_ADDED', { minutes: minutes(option.addedWaitingSeconds), cents }, setting)
    case 'SHIFT':
      if (cents !== 0 || (answer.sequences[option.route] ?? []).every((other) => other === findings.visit)) {
        const { tech, opens } = entry(answer.shifts, option.route, 'route')
        const shiftStart = answer.localInstant(opens, answer.zoneOf(undefined, answer.techOf(tech)))
        return answer.reasonOf('SHIFT_OPENED', { shiftStart, cents }, setting)
      }
      return undefined
    case 'LATENESS':
      return lateness(findings, cents, setting)
    case 'SOFT_WINDOW':
      return softWindow(findings, cents, setting)
    case 'PREFERRED_WINDOW':
      return preferredWindow(findings, cents, setting)
    case 'PREFERENCE':
      return preference(findings, cents, setting)
    case 'CONTINUITY':
      return continuity(findings, cents, setting)
    case 'SURPLUS_SKILL':
      return cents === 0 ? undefined : answer.reasonOf('SURPLUS_SKILL', { ...surplusSkills(findings), cents }, setting)
    case 'AREA':
      if (cents !== 0) {
        const { tech } = entry(answer.shifts, option.route, 'route')
        const { preferredAreas = [] } = entry(answer.model.techs, tech, 'technician')
        return answer.reasonOf('PREFERRED_AREA_LEFT', { areas: [...preferredAreas], cents }, setting)
      }
      return undefined
    case 'CHANGE':
      return change(findings, cents, setting)
    case 'PROMISE':
      return promise(findings, cents, setting)
    case 'UNSERVED': // an option serves its ticket, so that this is never owed
      return undefined
    default:
      return cents === 0 ? undefined : answer.reasonOf(PLAIN[line], { cents }, setting)
  }
}

function lateness({ answer, visit, option }: ProposalFindings, cents: number, setting: string): Reason | undefined {
  const { due } = answer.factsOf(visit)
  const lateSeconds = due === undefined ? 0 : Math.max(0, answer.clock.origin + option.start - due)
  if (lateSeconds === 0 && cents === 0) return undefined
  const { tech } = entry(answer.shifts, option.route, 'route')
  const zone = answer.zoneOf(answer.ticketOf(visit), answer.techOf(tech))
  const dueAt = due === undefined ? {} : { due: answer.localInstant(due, zone) }
  return answer.reasonOf('LATE', { minutes: minutes(lateSeconds), ...dueAt, cents }, setting)
}

function softWindow({ answer, visit, option }: ProposalFindings, cents: number, setting: string): Reason | undefined {
  const { softWindows = [] } = entry(answer.model.visits, visit, 'visit')
  const ways = softWindows.map((window) => secondsOutside(window, option.start))
  const seconds = ways.length > 0 ? Math.min(...ways) : 0
  if (seconds === 0 && cents === 0) return undefined
  return answer.reasonOf('SOFT_WINDOW_MISSED', { minutes: Math.ceil(seconds / 60), cents }, setting)
}

function preferredWindow({ answer, visit, option }: ProposalFindings, cents: number, setting: string) {
  const { preferredWindows = [] } = entry(answer.model.visits, visit, 'visit')
  const isMet = preferredWindows.some((window) => secondsOutside(window, option.start) === 0)
  const isOwn = preferredWindows.length > 0 && !isMet
  return isOwn || cents !== 0 ? answer.reasonOf('PREFERRED_WINDOW_MISSED', { isOwn, cents }, setting) : undefined
}

const gradesOf = ({ preferredTechs = [] }: Ticket) =>
  preferredTechs.map((liked) => (typeof liked === 'string' ? { techId: liked, grade: 100 } : liked))

function preference({ answer, visit, option }: ProposalFindings, cents: number, setting: string): Reason | undefined {
  const liked = gradesOf(answer.ticketOf(visit))
  const { id } = answer.techOf(entry(answer.shifts, option.route, 'route').tech)
  const found = liked.find(({ techId }) => techId === id)
  if (found) return answer.reasonOf('PREFERRED_TECH', { grade: found.grade, cents }, setting)
  return liked.length > 0 ? answer.reasonOf('PREFERENCE_MISSED', { cents }, setting) : undefined
}

function continuity({ answer, visit, option }: ProposalFindings, cents: number, setting: string): Reason | undefined {
  if (entry(answer.model.visits, visit, 'visit').knownTechs === undefined) return undefined
  const ticket = answer.ticketOf(visit)
  const tech = answer.techOf(entry(answer.shifts, option.route, 'route').tech)
  const own = (ticket.history ?? []).filter(({ techId }) => techId === tech.id).map(({ at }) => secondFrom(at))
  const last = own.length > 0 ? { lastVisit: answer.localInstant(Math.max(...own), answer.zoneOf(ticket, tech)) } : {}
  return answer.reasonOf('CONTINUITY', { visits: own.length, ...last, cents }, setting)
}

function surplusSkills({ answer, visit, option }: ProposalFindings) {
  const { tech } = entry(answer.shifts, option.route, 'route')
  const { skills: held } = entry(answer.model.techs, tech, 'technician')
  const surplus = entry(answer.model.visits, visit, 'visit').skills.flatMap(({ skill, level }) => {
    const best = Math.max(...held.map((one) => (one.skill === skill ? one.level : 0)))
    return best > level ? [{ skill, best, level }] : []
  })
  return {
    skills: surplus.map(({ skill }) => skill),
    held: surplus.map(({ best }) => String(best)),
    needed: surplus.map(({ level }) => String(level)),
  }
}

function change({ answer, visit, option }: ProposalFindings, cents: number, setting: string): Reason | undefined {
  const { planned } = entry(answer.model.visits, visit, 'visit')
  const { tech } = entry(answer.shifts, option.route, 'route')
  if (planned === undefined || planned.tech === tech) return undefined
  return answer.reasonOf('TECH_CHANGED', { plannedTechId: answer.techOf(planned.tech).id, cents }, setting)
}

function promise({ answer, visit, option }: ProposalFindings, cents: number, setting: string): Reason | undefined {
  const { promised } = entry(answer.model.visits, visit, 'visit')
  const seconds = promised ? secondsOutside(promised, option.start) : 0
  if (seconds === 0 && cents === 0) return undefined
  const { tech } = entry(answer.shifts, option.route, 'route')
  const zone = answer.zoneOf(answer.ticketOf(visit), answer.techOf(tech))
  const told =
    promised && seconds > 0
      ? { start: answer.instant(promised.opens, zone), end: answer.instant(promised.closes, zone) }
      : {}
  return answer.reasonOf('PROMISES_MOVED', { minutes: Math.ceil(seconds / 60), ...told, cents }, setting)
}
