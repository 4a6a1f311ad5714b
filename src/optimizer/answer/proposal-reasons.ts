// Why a proposal is as it is: first what a dispatcher looks for, then what it costs and why, then how good the data is.
// The amounts of the trade-offs sum to the price of the proposal.
import type { PricedOption } from '../../../workers/client.ts'
import { pointer } from '../../contracts/problem-details.ts'
import type { Reason } from '../../contracts/reason.ts'
import { secondFrom, secondUntil } from '../question/clock.ts'
import { type Answer, entry, visitBefore } from './answer.ts'
import { type PricedFor, settingOf } from './cost.ts'
import { reasonOf } from './reason-of.ts'

export interface ProposalFindings {
  readonly answer: Answer
  readonly visit: number
  readonly option: PricedOption
  readonly pricedFor: PricedFor
  /** 1 is in the plan. */
  readonly rank: number
  readonly dearerByCents: number
}

export function proposalReasons(findings: ProposalFindings): Reason[] {
  return [...eligibility(findings), ...timing(findings), ...tradeOffs(findings), ...assumptions(findings)]
}

function* eligibility({ answer, visit, option }: ProposalFindings): Generator<Reason> {
  const { model, shifts } = answer
  const visitModel = entry(model.visits, visit, 'visit')
  const route = entry(shifts, option.route, 'route')
  const { skills, areas } = visitModel
  if (skills.length > 0) {
    const names = [...new Set(skills.map(({ skill, level }) => (level > 1 ? `${skill} (level ${level})` : skill)))]
    yield reasonOf('SKILL_MATCH', { skills: names }, pointer(['tickets', visit, 'skills']))
  }
  if (areas.length > 0 && (answer.techOf(route.tech).areas?.length ?? 0) > 0) {
    const served = new Set(model.techs[route.tech]?.areas)
    const shared = areas.filter((area) => served.has(area))
    yield reasonOf('AREA_MATCH', { areas: shared }, pointer(['techs', route.tech, 'areas']))
  }
  const before = visitBefore(answer, visit, option)
  yield reasonOf('DISTANCE', {
    minutes: minutes(option.legSeconds),
    km: km(option.legMetres),
    ...(before !== undefined && { fromTicketId: answer.ticketOf(before).id }),
  })
}

function* timing({ answer, visit, option }: ProposalFindings): Generator<Reason> {
  const ticket = answer.ticketOf(visit)
  const { tech } = entry(answer.shifts, option.route, 'route')
  const timeZone = answer.zoneOf(ticket, answer.techOf(tech))
  const at = answer.clock.origin + option.start
  const windows = ticket.windows ?? []
  const window = windows.findIndex(({ start, end }) => secondFrom(start) <= at && at <= secondUntil(end))
  const inside = windows[window]
  if (inside) {
    const start = answer.localInstant(secondFrom(inside.start), timeZone)
    const end = answer.localInstant(secondUntil(inside.end), timeZone)
    yield reasonOf('WINDOW_FIT', { start, end, timeZone }, pointer(['tickets', visit, 'windows', window]))
  }
  const { promised, pinned } = entry(answer.model.visits, visit, 'visit')
  if (promised) {
    const start = answer.instant(promised.opens, timeZone)
    const end = answer.instant(promised.closes, timeZone)
    yield reasonOf('PROMISE_KEPT', { start, end, timeZone }, '/plan')
  }
  if (pinned) yield reasonOf('PINNED', { start: answer.instant(pinned.start, timeZone) }, '/plan')
  const { due } = entry(answer.facts, visit, 'ticket')
  if (due !== undefined && at <= due)
    yield reasonOf('SLA_SLACK', { minutes: minutes(due - at), due: answer.localInstant(due, timeZone) })
}

function* tradeOffs({ answer, visit, option, pricedFor }: ProposalFindings): Generator<Reason> {
  const { cost, route } = option
  const ticket = answer.ticketOf(visit)
  const { tech, opens } = entry(answer.shifts, route, 'route')
  const techZone = answer.zoneOf(undefined, answer.techOf(tech))
  const setting = (line: Parameters<typeof settingOf>[0]) => settingOf(line, pricedFor)

  const detour = { minutes: minutes(option.addedSeconds), km: km(option.addedMetres), cents: cost.TRAVEL }
  yield reasonOf('DETOUR_ADDED', detour, setting('TRAVEL'))
  if (option.addedWaitingSeconds !== 0 || cost.WAITING !== 0)
    yield reasonOf(
      'WAITING_ADDED',
      { minutes: minutes(option.addedWaitingSeconds), cents: cost.WAITING },
      setting('WAITING'),
    )
  if (cost.OVERTIME !== 0) yield reasonOf('OVERTIME_COST', { cents: cost.OVERTIME }, setting('OVERTIME'))
  if ((answer.sequences[route] ?? []).every((other) => other === visit))
    yield reasonOf(
      'SHIFT_OPENED',
      { shiftStart: answer.localInstant(opens, techZone), cents: cost.SHIFT },
      setting('SHIFT'),
    )

  const { due } = entry(answer.facts, visit, 'ticket')
  const lateSeconds = due === undefined ? 0 : Math.max(0, answer.clock.origin + option.start - due)
  if (lateSeconds > 0 || cost.LATENESS !== 0) {
    const dueAt = due === undefined ? {} : { due: answer.localInstant(due, answer.zoneOf(ticket, answer.techOf(tech))) }
    yield reasonOf('LATE', { minutes: minutes(lateSeconds), ...dueAt, cents: cost.LATENESS }, setting('LATENESS'))
  }

  const liked = ticket.preferredTechs?.map((entry) =>
    typeof entry === 'string' ? { techId: entry, grade: 100 } : entry,
  )
  const preference = liked?.find(({ techId }) => techId === answer.techOf(tech).id)
  if (preference)
    yield reasonOf('PREFERRED_TECH', { grade: preference.grade, cents: cost.PREFERENCE }, setting('PREFERENCE'))
  else if (liked && liked.length > 0)
    yield reasonOf('PREFERENCE_MISSED', { cents: cost.PREFERENCE }, setting('PREFERENCE'))

  const { planned } = entry(answer.model.visits, visit, 'visit')
  if (planned && planned.tech !== tech)
    yield reasonOf(
      'TECH_CHANGED',
      { plannedTechId: answer.techOf(planned.tech).id, cents: cost.CHANGE },
      setting('CHANGE'),
    )
}

function* assumptions({ answer, visit, option, rank, dearerByCents }: ProposalFindings): Generator<Reason> {
  const ticket = answer.ticketOf(visit)
  const { tech, profile } = entry(answer.shifts, option.route, 'route')
  const { seconds, durationFrom, due, dueFrom, priority } = entry(answer.facts, visit, 'ticket')
  if (durationFrom !== undefined) {
    const incident = ticket.incidentType === undefined ? {} : { incidentType: ticket.incidentType }
    yield reasonOf('DURATION_DEFAULTED', { minutes: minutes(seconds), ...incident }, durationFrom)
  }
  if (due !== undefined && dueFrom !== undefined) {
    const dueAt = answer.localInstant(due, answer.zoneOf(ticket, answer.techOf(tech)))
    yield reasonOf('DUE_DEFAULTED', { due: dueAt, priority }, dueFrom)
  }
  if (answer.travel.source === 'estimate') yield reasonOf('TRAVEL_ESTIMATED', { profile }, '/travel')
  if (dearerByCents > 0) yield reasonOf('OUTRANKED', { rank, dearerByCents })
}

const minutes = (seconds: number) => Math.round(seconds / 60)
const km = (metres: number) => Math.round(metres / 100) / 10
