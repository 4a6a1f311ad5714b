// What a ticket means once the policy has filled in what it leaves out, with the setting that did: the model and the
// explanation both read it here. Knows no solver.
import type { OptimizationInput } from '../../contracts/optimization.ts'
import { INCIDENT_DURATIONS, type Policy } from '../../contracts/policy.ts'
import { pointer } from '../../contracts/problem-details.ts'
import { durationSeconds } from '../../contracts/scalars.ts'
import type { Priority, Ticket } from '../../contracts/ticket.ts'
import { modelSeconds, secondUntil } from './clock.ts'

/** Something the policy says, and where it says so. */
interface Setting<T> {
  readonly value: T
  readonly setting: string
}

export interface TicketFacts {
  readonly priority: Priority
  readonly seconds: number
  /** The setting that gave the duration, when the ticket states none. */
  readonly durationFrom?: string
  /** In seconds since 1970. */
  readonly due?: number
  /** The setting that gave the due time, when the ticket states none. */
  readonly dueFrom?: string
  /** Cents. */
  readonly latenessPerHour: Setting<number>
  /** Cents; what leaving it out costs before anything that was agreed on. */
  readonly unserved: Setting<number>
  readonly skills: readonly { readonly skill: string; readonly level: number }[]
}

export function factsOf(input: OptimizationInput): TicketFacts[] {
  const { tickets, techs, policy } = input
  const skillsAreKept = techs.some(({ skills = [] }) => skills.length > 0)
  return tickets.map((ticket, index) => {
    const { priority = 'ROUTINE', tier = '', worth } = ticket
    const ofTier = Object.hasOwn(policy.tiers, tier) ? policy.tiers[tier] : undefined
    /** What the policy says for the tier, else for the priority. */
    const agreed = <T>(name: 'unserved' | 'latenessPerHour' | 'response', special: T | undefined, usual: T) =>
      special === undefined
        ? { value: usual, setting: pointer(['policy', name, priority]) }
        : { value: special, setting: pointer(['policy', 'tiers', tier, name, priority]) }
    const response = agreed('response', ofTier?.response?.[priority], policy.response[priority])
    const lateness = agreed('latenessPerHour', ofTier?.latenessPerHour?.[priority], policy.latenessPerHour[priority])
    const unserved = agreed('unserved', ofTier?.unserved?.[priority], policy.unserved[priority])
    return {
      priority,
      ...durationOf(ticket, index, policy),
      ...dueOf(ticket, response),
      latenessPerHour: lateness,
      unserved: worth === undefined ? unserved : { value: worth, setting: pointer(['tickets', index, 'worth']) },
      skills: skillsOf(ticket, skillsAreKept),
    }
  })
}

/** DOOR_WONT_LATCH for DOOR_WONT_LATCH_V2: the suffix counts versions of a template, the incident is the same. */
const withoutVersion = (incidentType: string) => incidentType.replace(/_V\d+$/, '')

function durationOf(ticket: Ticket, index: number, policy: Policy): Pick<TicketFacts, 'seconds' | 'durationFrom'> {
  if (ticket.duration !== undefined) return { seconds: modelSeconds(durationSeconds(ticket.duration)) }
  const names = ticket.incidentType === undefined ? [] : [ticket.incidentType, withoutVersion(ticket.incidentType)]
  for (const name of names) {
    const own = Object.hasOwn(policy.durations, name) ? policy.durations[name] : undefined
    if (own !== undefined)
      return { seconds: modelSeconds(durationSeconds(own)), durationFrom: pointer(['policy', 'durations', name]) }
  }
  for (const name of names) {
    const usual = Object.hasOwn(INCIDENT_DURATIONS, name) ? INCIDENT_DURATIONS[name] : undefined
    if (usual !== undefined)
      return {
        seconds: modelSeconds(durationSeconds(usual)),
        durationFrom: pointer(['tickets', index, 'incidentType']),
      }
  }
  return { seconds: modelSeconds(durationSeconds(policy.defaultDuration)), durationFrom: '/policy/defaultDuration' }
}

function dueOf(ticket: Ticket, response: Setting<string>): Pick<TicketFacts, 'due' | 'dueFrom'> {
  if (ticket.due !== undefined) return { due: secondUntil(ticket.due) }
  if (ticket.createdAt === undefined) return {}
  return { due: secondUntil(ticket.createdAt) + durationSeconds(response.value), dueFrom: response.setting }
}

/**
 * A ticket that names no skills asks for the one its incident type stands for, as the dispatch system does. Only where
 * technicians have skills at all: a company that keeps none would otherwise have nobody to send. An empty list asks
 * for none.
 */
function skillsOf(ticket: Ticket, skillsAreKept: boolean): TicketFacts['skills'] {
  if (ticket.skills) return ticket.skills.map((need) => (typeof need === 'string' ? { skill: need, level: 1 } : need))
  if (ticket.incidentType === undefined || !skillsAreKept) return []
  return [{ skill: withoutVersion(ticket.incidentType), level: 1 }]
}
