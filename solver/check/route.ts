// Judge: may this technician do these visits, and does the van hold them? Imports solver/model.ts only.
import type { Model, PlannedRoute, TechModel, VisitModel } from '../model.ts'
import { routeOf, techOf, visitOf } from './lookup.ts'
import type { Violation, ViolationCode } from './violation.ts'

export function routeViolations(model: Model, planned: PlannedRoute): Violation[] {
  const { route } = planned
  const shift = routeOf(model, route)
  const tech = techOf(model, shift.tech)
  const violations: Violation[] = []
  for (const { visit } of planned.visits)
    for (const code of whyNot(visitOf(model, visit), tech, shift.tech)) violations.push({ code, route, visit })
  if (planned.visits.length > shift.maxVisits) violations.push({ code: 'TOO_MANY_VISITS', route })
  const carried = new Map<string, number>()
  for (const { visit } of planned.visits)
    for (const { unit, amount } of visitOf(model, visit).load) carried.set(unit, (carried.get(unit) ?? 0) + amount)
  for (const [unit, amount] of carried) {
    const capacity = tech.capacity.find((entry) => entry.unit === unit)
    if (capacity !== undefined && amount > capacity.amount) violations.push({ code: 'LOAD_TOO_LARGE', route })
  }
  return violations
}

function whyNot(visit: VisitModel, tech: TechModel, techIndex: number): ViolationCode[] {
  const codes: ViolationCode[] = []
  if (!visit.mayBePlanned) codes.push('APPROVAL_PENDING')
  if (visit.excludedTechs.includes(techIndex)) codes.push('TECH_EXCLUDED')
  if (visit.requiredTechs.length > 0 && !visit.requiredTechs.includes(techIndex)) codes.push('TECH_NOT_REQUIRED')
  if (visit.areas.length > 0 && !tech.areas.some((area) => visit.areas.includes(area))) codes.push('AREA_OUTSIDE')
  const holds = (skill: string, level: number) =>
    tech.anySkill || tech.skills.some((grade) => grade.skill === skill && grade.level >= level)
  if (!visit.skills.every(({ skill, level }) => holds(skill, level))) codes.push('SKILL_MISSING')
  return codes
}
