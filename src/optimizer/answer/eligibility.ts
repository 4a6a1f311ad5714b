// Why the technician may go at all: skills, areas, van, crew, and from where they come.
import { pointer } from '../../contracts/problem-details.ts'
import type { Reason } from '../../contracts/reason.ts'
import { entry, visitBefore } from './answer.ts'
import { km, minutes, type ProposalFindings } from './proposal-findings.ts'

export function* eligibility({ answer, visit, option }: ProposalFindings): Generator<Reason> {
  const { model, shifts } = answer
  const number = answer.ticketNumber(visit)
  const ticket = answer.ticketOf(visit)
  const route = entry(shifts, option.route, 'route')
  const { skills, areas } = entry(model.visits, visit, 'visit')
  if (skills.length > 0) {
    const needed = [...new Map(skills.map((need) => [`${need.level} ${need.skill}`, need])).values()]
    yield answer.reasonOf(
      'SKILL_MATCH',
      { skills: needed.map(({ skill }) => skill), levels: needed.map(({ level }) => String(level)) },
      pointer(['tickets', number, 'skills']),
    )
  }
  if (areas.length > 0 && (answer.techOf(route.tech).areas?.length ?? 0) > 0) {
    const served = new Set(model.techs[route.tech]?.areas)
    const shared = areas.filter((area) => served.has(area))
    yield answer.reasonOf('AREA_MATCH', { areas: shared }, pointer(['techs', route.tech, 'areas']))
  }
  const { member, crew } = entry(answer.duties, visit, 'visit')
  const { parts = [], tools = [] } = ticket
  if (member === 0 && parts.length + tools.length > 0)
    yield answer.reasonOf(
      'PARTS_MATCH',
      { parts: parts.map(({ part, quantity }) => (quantity > 1 ? `${quantity} × ${part}` : part)), tools },
      pointer(['tickets', number, parts.length > 0 ? 'parts' : 'tools']),
    )
  if (crew > 1) yield answer.reasonOf('CREW', { member: member + 1, technicians: crew })
  const before = visitBefore(answer, visit, option)
  yield answer.reasonOf('DISTANCE', {
    minutes: minutes(option.legSeconds),
    km: km(option.legMetres),
    ...(before !== undefined && { fromTicketId: answer.ticketOf(before).id }),
  })
}
