// What a ticket means once the policy has filled in what it leaves out, with the setting that did: the model and the
// explanation both read it here. Knows no solver.
import type { OptimizationInput } from '../../contracts/optimization.ts'
import { INCIDENT_DURATIONS, type Policy } from '../../contracts/policy.ts'
import { pointer } from '../../contracts/problem-details.ts'
import { durationSeconds } from '../../contracts/scalars.ts'
import type { Priority, Ticket } from '../../contracts/ticket.ts'
import { modelSeconds, secondUntil } from './clock.ts'

export interface TicketFacts {
  readonly priority: Priority
  readonly seconds: number
  /** The setting that gave the duration, when the ticket states none. */
  readonly durationFrom?: string
  /** In seconds since 1970. */
  readonly due?: number
  /** The setting that gave the due time, when the ticket states none. */
  readonly dueFrom?: string
  readonly skills: readonly { readonly skill: string; readonly level: number }[]
}

export function factsOf(input: OptimizationInput): TicketFacts[] {
  const { tickets, techs, policy } = input
  const skillsAreKept = techs.some(({ skills = [] }) => skills.length > 0)
  return tickets.map((ticket, index) => {
    const priority = ticket.priority ?? 'ROUTINE'
    return {
      priority,
      ...durationOf(ticket, index, policy),
      ...dueOf(ticket, priority, policy),
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

function dueOf(ticket: Ticket, priority: Priority, policy: Policy): Pick<TicketFacts, 'due' | 'dueFrom'> {
  if (ticket.due !== undefined) return { due: secondUntil(ticket.due) }
  if (ticket.createdAt === undefined) return {}
  const due = secondUntil(ticket.createdAt) + durationSeconds(policy.response[priority])
  return { due, dueFrom: pointer(['policy', 'response', priority]) }
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
