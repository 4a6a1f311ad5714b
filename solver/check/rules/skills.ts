// Rule: whoever goes holds the skills at their levels, with certificates that last the whole shift; levels that are held
// for nothing have a price. Imports solver/model.ts and solver/check only.
import type { RouteModel, TechModel } from '../../model.ts'
import { techOf } from '../lookup.ts'
import { sum } from '../money.ts'
import { type Rule, visitsWhere } from '../rule.ts'

export const skills: Rule = {
  name: 'skills',
  violations: visitsWhere('SKILL_MISSING', ({ wanted, shift }, { model }) => {
    const tech = techOf(model, shift.tech)
    return !tech.anySkill && wanted.skills.some(({ skill, level }) => bestLevel(tech, shift, skill) < level)
  }),
  lines: {
    SURPLUS_SKILL: ({ model, visits }) => {
      const centsPerLevel = model.prices?.surplusLevelCents ?? 0
      if (centsPerLevel === 0) return 0
      return sum(visits, ({ wanted, shift }) => {
        const tech = techOf(model, shift.tech)
        if (tech.anySkill) return 0
        const surplus = sum(wanted.skills, ({ skill, level }) => Math.max(0, bestLevel(tech, shift, skill) - level))
        return surplus * centsPerLevel
      })
    },
  },
}

/** Below any level when the skill is not held, or not for all of this shift. */
function bestLevel(tech: TechModel, { opens, latest }: RouteModel, skill: string): number {
  let best = Number.NEGATIVE_INFINITY
  for (const held of tech.skills)
    if (held.skill === skill && (!held.valid || (held.valid.opens <= opens && latest <= held.valid.closes)))
      best = Math.max(best, held.level)
  return best
}
