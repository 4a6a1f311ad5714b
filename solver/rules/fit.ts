// Fit: may this technician do this visit at all, for how long, and at what price of liking. Skills with levels, service
// areas, required, excluded and preferred technicians, pins to one, open approvals. Knows no times of day and no plan.
// The test that the search uses is built from the very list of findings that explains it. Imports solver/ only.
import type { Blocker } from '../finding.ts'
import type { Model, TechModel, VisitModel } from '../model.ts'
import { sharedInts, sharedIntsOf } from '../shared.ts'

export interface Fit {
  readonly techCount: number
  readonly techOf: Int32Array // by route
  readonly preferenceCents: Int32Array // visit × tech; FORBIDDEN where the technician may not go
  readonly workSeconds: Int32Array // visit × tech
}

export const FORBIDDEN = 0x3fff_ffff
/** Longer than from the earliest to the latest second that the clock can count. */
const MOST_WORK_SECONDS = 0x1fff_ffff

export const mayServe = (fit: Fit, visit: number, tech: number): boolean =>
  fit.preferenceCents[visit * fit.techCount + tech]! !== FORBIDDEN

/** Everything that keeps this technician from this visit, whatever the day looks like. Empty: they may go. */
export const fitBlockers = (visit: VisitModel, tech: TechModel, techIndex: number): Blocker[] => [
  ...namedBlockers(visit)(techIndex),
  ...needBlockers(visit, tech),
]

export function compileFit(model: Model): Fit {
  const { visits, techs, routes } = model
  const techCount = techs.length
  const preferenceCents = sharedInts(visits.length * techCount)
  const workSeconds = sharedInts(visits.length * techCount)
  const ableTechs = new Map<string, Uint8Array>()
  for (const [index, visit] of visits.entries()) {
    const row = index * techCount
    const blockersOf = namedBlockers(visit)
    // Most visits ask for one of a few sets of skills and areas, so those are compared once per set.
    const needs = JSON.stringify([visit.skills, visit.areas])
    let able = ableTechs.get(needs)
    if (able === undefined) {
      able = Uint8Array.from(techs, (tech) => (needBlockers(visit, tech).length === 0 ? 1 : 0))
      ableTechs.set(needs, able)
    }
    preferenceCents.fill(visit.otherTechCents, row, row + techCount)
    workSeconds.fill(Math.min(visit.seconds, MOST_WORK_SECONDS), row, row + techCount)
    // From the last to the first, because the first entry for a technician counts.
    for (const { tech, cents } of visit.preferredTechs.toReversed()) preferenceCents[row + tech] = cents
    for (const { tech, seconds } of visit.secondsByTech.toReversed())
      workSeconds[row + tech] = Math.min(seconds, MOST_WORK_SECONDS)
    for (let tech = 0; tech < techCount; tech++)
      if (able[tech] === 0 || blockersOf(tech).length > 0) preferenceCents[row + tech] = FORBIDDEN
  }
  return { techCount, techOf: sharedIntsOf(routes.map(({ tech }) => tech)), preferenceCents, workSeconds }
}

const NONE: readonly Blocker[] = []

/** What the visit says about technicians by name. */
function namedBlockers(visit: VisitModel): (tech: number) => readonly Blocker[] {
  const required = new Set(visit.requiredTechs)
  const excluded = new Set(visit.excludedTechs)
  const pinnedTech = visit.pinned?.tech
  if (required.size + excluded.size === 0 && pinnedTech === undefined && visit.mayBePlanned) return () => NONE
  return (tech) => {
    const blockers: Blocker[] = []
    if (!visit.mayBePlanned) blockers.push({ code: 'APPROVAL_PENDING' })
    if (excluded.has(tech)) blockers.push({ code: 'TECH_PROHIBITED' })
    if (required.size > 0 && !required.has(tech)) blockers.push({ code: 'TECH_NOT_AMONG_REQUIRED' })
    if (pinnedTech !== undefined && pinnedTech !== tech) blockers.push({ code: 'PIN_CONFLICT' })
    return blockers
  }
}

/** What the work asks of whoever does it. */
function needBlockers(visit: VisitModel, tech: TechModel): Blocker[] {
  const blockers: Blocker[] = []
  if (visit.areas.length > 0 && !visit.areas.some((area) => tech.areas.includes(area)))
    blockers.push({ code: 'AREA_OUTSIDE' })
  if (tech.anySkill) return blockers
  for (const { skill, level } of visit.skills) {
    const held = Math.max(
      ...tech.skills.map((grade) => (grade.skill === skill ? grade.level : Number.NEGATIVE_INFINITY)),
    )
    if (held === Number.NEGATIVE_INFINITY) blockers.push({ code: 'SKILL_MISSING', skill })
    else if (held < level) blockers.push({ code: 'SKILL_LEVEL_LOW', skill, held, needed: level })
  }
  return blockers
}
