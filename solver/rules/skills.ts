// Skills: the work asks for skills at a level; a certificate counts on shifts that lie wholly inside the time it is valid
// for. Who holds more than is asked may be worth more elsewhere. Imports solver/ only.
import type { Blocker } from '../finding.ts'
import type { RouteModel, SkillHeld, TechModel, VisitModel } from '../model.ts'
import type { FitRule, Who } from './fit-rule.ts'

export const skills: FitRule = {
  line: 'SURPLUS_SKILL',
  blockers: skillBlockers,
  cents: surplusCents,
  looksAt: (visit) => visit.skills,
}

/** Does it count on this shift? */
const isValid = ({ valid }: SkillHeld, { opens, latest }: RouteModel): boolean =>
  valid === undefined || (valid.opens <= opens && latest <= valid.closes)

/** The best level of each skill that counts on this shift. */
export function validSkills(tech: TechModel, shift: RouteModel): Map<string, number> {
  const levels = new Map<string, number>()
  for (const held of tech.skills)
    if (isValid(held, shift)) levels.set(held.skill, Math.max(held.level, levels.get(held.skill) ?? 0))
  return levels
}

/** The same of one skill; undefined where it is not held. */
function levelOn(tech: TechModel, shift: RouteModel, skill: string): number | undefined {
  let best: number | undefined
  for (const held of tech.skills)
    if (held.skill === skill && isValid(held, shift)) best = Math.max(held.level, best ?? 0)
  return best
}

function skillBlockers(visit: VisitModel, { tech, shift }: Who): Blocker[] {
  const blockers: Blocker[] = []
  if (tech.anySkill) return blockers
  for (const { skill, level } of visit.skills) {
    const held = levelOn(tech, shift, skill)
    if (held !== undefined && held >= level) continue
    if (tech.skills.some((grade) => grade.skill === skill && grade.level >= level))
      blockers.push({ code: 'CERT_EXPIRED', skill })
    else if (held === undefined) blockers.push({ code: 'SKILL_MISSING', skill })
    else blockers.push({ code: 'SKILL_LEVEL_LOW', skill, held, needed: level })
  }
  return blockers
}

function surplusCents(visit: VisitModel, { model, tech, shift }: Who): number {
  const perLevel = model.prices?.surplusLevelCents ?? 0
  if (perLevel === 0 || tech.anySkill || visit.skills.length === 0) return 0
  return visit.skills.reduce(
    (sum, { skill, level }) => sum + Math.max(0, (levelOn(tech, shift, skill) ?? 0) - level) * perLevel,
    0,
  )
}
