// Fit: may this technician do this visit at all, for how long, and at what price of liking. Skills with levels, service
// areas, required, excluded and preferred technicians, pins to one, open approvals. Knows no times of day and no plan.
// The test that the search uses is built from the very list of findings that explains it. Imports solver/ only.
import type { Crews } from '../crews.ts'
import type { Blocker } from '../finding.ts'
import type { Model, TechModel, VisitModel } from '../model.ts'
import { sharedInts, sharedIntsOf, sharedNumbers } from '../shared.ts'
import { changeCents } from './change.ts'

export interface Fit {
  readonly techOf: Int32Array // by route
  readonly crewCount: number // technicians of one crew are alike in all that is said here
  readonly crewOf: Int32Array // by route
  readonly workSeconds: Int32Array // visit × crew
  readonly preferenceCents: Int32Array // visit × crew
  readonly likingCents: Float64Array // visit × crew: preference and change together; FORBIDDEN where nobody of the crew may go
  readonly isPicky: boolean // some liking is not zero
}

export const FORBIDDEN = Number.POSITIVE_INFINITY
export const MOST_PREFERENCE_CENTS = 0x3fff_fffe
/** Longer than from the earliest to the latest second that the clock can count. */
const MOST_WORK_SECONDS = 0x1fff_ffff

export const likingOn = (fit: Fit, visit: number, route: number): number =>
  fit.isPicky ? fit.likingCents[visit * fit.crewCount + fit.crewOf[route]!]! : 0

export const workOn = (fit: Fit, visit: number, route: number): number =>
  fit.workSeconds[visit * fit.crewCount + fit.crewOf[route]!]!

/** Everything that keeps this technician from this visit, whatever the day looks like. Empty: they may go. */
export const fitBlockers = (visit: VisitModel, tech: TechModel, techIndex: number): Blocker[] => [
  ...namedBlockers(visit)(techIndex),
  ...needBlockers(visit, tech),
]

export function compileFit(model: Model, crews: Crews): Fit {
  const { visits, techs, routes } = model
  const { crewOfTech, oneOf } = crews
  const crewCount = oneOf.length
  const workSeconds = sharedInts(visits.length * crewCount)
  const preferenceCents = sharedInts(visits.length * crewCount)
  const likingCents = sharedNumbers(visits.length * crewCount)
  const ableCrews = new Map<string, Uint8Array>()
  for (const [index, visit] of visits.entries()) {
    const row = index * crewCount
    const blockersOf = namedBlockers(visit)
    // Most visits ask for one of a few sets of skills and areas, so those are compared once per set.
    const needs = JSON.stringify([visit.skills, visit.areas])
    let able = ableCrews.get(needs)
    if (able === undefined) {
      able = Uint8Array.from(oneOf, (tech) => (needBlockers(visit, techs[tech]!).length === 0 ? 1 : 0))
      ableCrews.set(needs, able)
    }
    preferenceCents.fill(visit.otherTechCents, row, row + crewCount)
    workSeconds.fill(Math.min(visit.seconds, MOST_WORK_SECONDS), row, row + crewCount)
    // From the last to the first, because the first entry for a technician counts.
    for (const { tech, cents } of visit.preferredTechs.toReversed()) preferenceCents[row + crewOfTech[tech]!] = cents
    for (const { tech, seconds } of visit.secondsByTech.toReversed())
      workSeconds[row + crewOfTech[tech]!] = Math.min(seconds, MOST_WORK_SECONDS)
    for (const [crew, tech] of oneOf.entries()) {
      const isAble = able[crew] === 1 && blockersOf(tech).length === 0
      likingCents[row + crew] = isAble ? preferenceCents[row + crew]! + changeCents(visit, tech) : FORBIDDEN
    }
  }
  return {
    techOf: sharedIntsOf(routes.map(({ tech }) => tech)),
    crewCount,
    crewOf: sharedIntsOf(routes.map(({ tech }) => crewOfTech[tech]!)),
    workSeconds,
    preferenceCents,
    likingCents,
    isPicky: likingCents.some((cents) => cents !== 0),
  }
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
