// Technicians by name: excluded ones, the only ones who may come, the one a pin holds; and nobody while an approval is
// open. Imports solver/ only.
import type { Blocker } from '../finding.ts'
import type { VisitModel } from '../model.ts'
import type { FitRule, Who } from './fit-rule.ts'

export const namedTechs: FitRule = {
  blockers: namedBlockers,
  looksAt: ({ requiredTechs, excludedTechs, pinned, mayBePlanned }) => [
    requiredTechs,
    excludedTechs,
    pinned?.tech,
    mayBePlanned,
  ],
}

function namedBlockers(visit: VisitModel, { index }: Who): Blocker[] {
  const { requiredTechs, excludedTechs, pinned } = visit
  const blockers: Blocker[] = []
  if (!visit.mayBePlanned) blockers.push({ code: 'APPROVAL_PENDING' })
  if (excludedTechs.includes(index)) blockers.push({ code: 'TECH_PROHIBITED' })
  if (requiredTechs.length > 0 && !requiredTechs.includes(index)) blockers.push({ code: 'TECH_NOT_AMONG_REQUIRED' })
  if (pinned !== undefined && pinned.tech !== index) blockers.push({ code: 'PIN_CONFLICT' })
  return blockers
}
