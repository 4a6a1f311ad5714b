// Areas: who serves none of the areas a visit lies in cannot go; who would rather work elsewhere costs something.
// Imports solver/ only.
import type { Blocker } from '../finding.ts'
import type { VisitModel } from '../model.ts'
import type { FitRule, Who } from './fit-rule.ts'

export const areas: FitRule = {
  line: 'AREA',
  blockers: areaBlockers,
  cents: areaCents,
  looksAt: (visit) => visit.areas,
}

function areaBlockers(visit: VisitModel, { tech }: Who): Blocker[] {
  if (visit.areas.length === 0 || visit.areas.some((area) => tech.areas.includes(area))) return []
  return [{ code: 'AREA_OUTSIDE' }]
}

function areaCents(visit: VisitModel, { model, tech }: Who): number {
  const { preferredAreas = [] } = tech
  if (preferredAreas.length === 0 || visit.areas.length === 0) return 0
  return visit.areas.some((area) => preferredAreas.includes(area)) ? 0 : (model.prices?.areaMissedCents ?? 0)
}
