// Skills: the work asks for skills at a level; a certificate counts on shifts that lie wholly inside the time it is valid
// for. Who holds more than is asked may be worth more elsewhere. Imports solver/ only.
import type { Blocker } from '../finding.ts'
import type { RouteModel, TechModel, VisitModel } from '../model.ts'
import type { FitRule, Who } from './fit-rule.ts'

export const skills: FitRule = {
  line: 'SURPLUS_SKILL',
  blockers: skillBlockers,
  cents: surplusCents,
  looksAt: (visit) => visit.skills,
}

/** The best level of each skill that counts on this shift. */
export function validSkills(tech: TechModel, { opens, latest }: RouteModel): Map<string, number> {
  const levels = new Map<string, number>()
  for (const { skill, level, valid } of tech.skills)
    if (valid === undefined || (valid.opens <= opens && latest <= valid.closes))
      levels.set(skill, Math.max(level, levels.get(skill) ?? 0))
  return levels
}

function skillBlockers(visit: VisitModel, { tech, shift }: Who): Blocker[] {
  if (tech.anySkill || visit.skills.length === 0) return []
  const held = validSkills(tech, shift)
  return visit.skills.flatMap(({ skill, level }): Blocker[] => {
    const own = held.get(skill)
    if (own !== undefined && own >= level) return []
    if (tech.skills.some((grade) => grade.skill === skill && grade.level >= level))
      return [{ code: 'CERT_EXPIRED', skill }]
    return own === undefined
      ? [{ code: 'SKILL_MISSING', skill }]
      : [{ code: 'SKILL_LEVEL_LOW', skill, held: own, needed: level }]
  })
}

function surplusCents(visit: VisitModel, { model, tech, shift }: Who): number {
  const perLevel = model.prices?.surplusLevelCents ?? 0
  if (perLevel === 0 || tech.anySkill || visit.skills.length === 0) return 0
  const held = validSkills(tech, shift)
  return visit.skills.reduce((sum, { skill, level }) => sum + Math.max(0, (held.get(skill) ?? 0) - level) * perLevel, 0)
}
