// Technicians in the solver's own terms: what they hold, where they serve, how much they may do. Knows no tickets beyond
// what tickets ask for.
import type { TechModel } from '../../../workers/client.ts'
import type { OptimizationInput } from '../../contracts/optimization.ts'
import { durationSeconds } from '../../contracts/scalars.ts'
import type { Tech } from '../../contracts/tech.ts'
import { type Clock, modelSeconds, secondFrom, secondUntil } from './clock.ts'
import type { TicketFacts } from './facts.ts'
import { capacityOf, partsAsked } from './van-stock.ts'

type SkillHeld = TechModel['skills'][number]

/** The skill that stands for all. */
const ANY_SKILL = 'DEFAULT'

export interface TechSources {
  readonly input: OptimizationInput
  readonly facts: readonly TicketFacts[]
  /** By technician. */
  readonly areas: readonly (readonly string[])[]
  /** By technician; undefined where nobody asks for fairness. */
  readonly fairShares: readonly (number | undefined)[]
  readonly clock: Clock
}

export function techModels({ input, facts, areas, fairShares, clock }: TechSources): TechModel[] {
  const parts = partsAsked(input)
  const asked = highestAsked(facts)
  return input.techs.map((tech, index) => ({
    id: tech.id,
    ...skillsOf(tech, asked, clock),
    areas: areas[index] ?? [],
    ...preferredAreasOf(tech),
    capacity: capacityOf(tech, parts),
    ...(tech.tools && { tools: tech.tools }),
    ...limitsOf(tech),
    ...fairnessOf(tech, fairShares[index]),
    ...headOf(tech, input),
  }))
}

function highestAsked(facts: readonly TicketFacts[]): Map<string, number> {
  const levels = new Map<string, number>()
  for (const { skill, level } of facts.flatMap(({ skills }) => skills))
    levels.set(skill, Math.max(level, levels.get(skill) ?? 0))
  return levels
}

/** Without dates the highest level of a skill counts; with dates each certificate counts while it is valid. */
function skillsOf(
  { skills = [] }: Tech,
  asked: ReadonlyMap<string, number>,
  clock: Clock,
): Pick<TechModel, 'skills' | 'anySkill'> {
  const always = new Map<string, number>()
  const certificates: SkillHeld[] = []
  for (const entry of skills) {
    const held = typeof entry === 'string' ? { skill: entry, level: 1 } : entry
    const valid = validityOf(held, clock)
    if (!valid) always.set(held.skill, Math.max(held.level, always.get(held.skill) ?? 0))
    else if (held.skill !== ANY_SKILL) certificates.push({ skill: held.skill, level: held.level, valid })
    // All skills, for a while: as many certificates as skills are asked for.
    else for (const [skill, level] of asked) certificates.push({ skill, level, valid })
  }
  return {
    skills: [...Array.from(always, ([skill, level]) => ({ skill, level })), ...certificates],
    anySkill: always.has(ANY_SKILL),
  }
}

function validityOf(
  { validFrom, validUntil }: { validFrom?: string | undefined; validUntil?: string | undefined },
  clock: Clock,
): SkillHeld['valid'] {
  if (validFrom === undefined && validUntil === undefined) return undefined
  return {
    opens: clock.toModelOrBefore(validFrom === undefined ? -Infinity : secondFrom(validFrom)),
    closes: clock.toModelOrBefore(validUntil === undefined ? Infinity : secondUntil(validUntil)),
  }
}

function preferredAreasOf({ areas = [] }: Tech): Pick<TechModel, 'preferredAreas'> {
  const preferred = areas.flatMap((area) => (typeof area !== 'string' && area.preferred ? [area.areaId] : []))
  return preferred.length > 0 ? { preferredAreas: preferred } : {}
}

function limitsOf({ maxWorkPerDay, maxWorkPerWeek, maxDaysInRow, restDays = 1 }: Tech) {
  return {
    ...(maxWorkPerDay !== undefined && { mostBusyPerDay: modelSeconds(durationSeconds(maxWorkPerDay)) }),
    ...(maxWorkPerWeek !== undefined && { mostBusyPerWeek: modelSeconds(durationSeconds(maxWorkPerWeek)) }),
    ...(maxDaysInRow !== undefined && { rest: { afterDays: maxDaysInRow, days: restDays } }),
  } satisfies Partial<TechModel>
}

function fairnessOf({ pastWork }: Tech, fairShare: number | undefined): Pick<TechModel, 'busyBefore' | 'fairShare'> {
  if (fairShare === undefined) return {}
  return { busyBefore: pastWork === undefined ? 0 : modelSeconds(durationSeconds(pastWork)), fairShare }
}

function headOf({ costs }: Tech, { policy }: OptimizationInput): Pick<TechModel, 'centsPerHead'> {
  const centsPerHead = costs?.perTech ?? policy.costs.perTech
  return centsPerHead > 0 ? { centsPerHead } : {}
}
