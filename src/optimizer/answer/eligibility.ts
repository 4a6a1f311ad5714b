// Why the technician may go at all: skills, areas, van, crew, and from where they come.
import type { PricedOption } from '../../../workers/client.ts'
import { pointer } from '../../contracts/problem-details.ts'
import type { Reason } from '../../contracts/reason.ts'
import { entry, type Telling, visitBefore } from './answer.ts'
import { km, minutes } from './proposal-findings.ts'

/** Of one option of the visit after the other. */
export function eligibilityOf(answer: Telling, visit: number): (option: PricedOption, reasons: Reason[]) => void {
  const { model, shifts } = answer
  const { areas } = entry(model.visits, visit, 'visit')
  const skillMatch = skillMatchOf(answer, visit)
  const ofWork = workReasons(answer, visit)
  return (option, reasons) => {
    const { tech } = entry(shifts, option.route, 'route')
    if (skillMatch) reasons.push(skillMatch)
    if (areas.length > 0 && (answer.techOf(tech).areas?.length ?? 0) > 0) {
      const served = new Set(model.techs[tech]?.areas)
      const shared = areas.filter((area) => served.has(area))
      reasons.push(answer.reasonOf('AREA_MATCH', { areas: shared }, pointer(['techs', tech, 'areas'])))
    }
    reasons.push(...ofWork)
    const before = visitBefore(answer, visit, option)
    const way = { minutes: minutes(option.legSeconds), km: km(option.legMetres) }
    const from = before === undefined ? way : { ...way, fromTicketId: answer.ticketOf(before).id }
    reasons.push(answer.reasonOf('DISTANCE', from))
  }
}

function skillMatchOf(answer: Telling, visit: number): Reason | undefined {
  const { skills } = entry(answer.model.visits, visit, 'visit')
  if (skills.length === 0) return undefined
  const needed = [...new Map(skills.map((need) => [`${need.level} ${need.skill}`, need])).values()]
  return answer.reasonOf(
    'SKILL_MATCH',
    { skills: needed.map(({ skill }) => skill), levels: needed.map(({ level }) => String(level)) },
    pointer(['tickets', answer.ticketNumber(visit), 'skills']),
  )
}

/** What it takes along, and how many it takes. */
function workReasons(answer: Telling, visit: number): Reason[] {
  const reasons: Reason[] = []
  const { member, crew } = entry(answer.duties, visit, 'visit')
  const { parts = [], tools = [] } = answer.ticketOf(visit)
  if (member === 0 && parts.length + tools.length > 0) {
    const setting = pointer(['tickets', answer.ticketNumber(visit), parts.length > 0 ? 'parts' : 'tools'])
    const counted = parts.map(({ part, quantity }) => (quantity > 1 ? `${quantity} × ${part}` : part))
    reasons.push(answer.reasonOf('PARTS_MATCH', { parts: counted, tools }, setting))
  }
  if (crew > 1) reasons.push(answer.reasonOf('CREW', { member: member + 1, technicians: crew }))
  return reasons
}
