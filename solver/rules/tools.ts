// Tools: to be on the van and not used up. Who passes by a depot has them all from then on, so only shifts without one are
// ruled out here. Imports solver/ only.
import type { FitRule } from './fit-rule.ts'
import { missingTools } from './reloads.ts'

export const tools: FitRule = {
  blockers: (visit, { tech, shift }) =>
    (shift.reloads ?? []).length > 0
      ? []
      : missingTools(visit, tech.tools ?? []).map((tool) => ({ code: 'TOOL_MISSING', tool })),
  looksAt: (visit) => visit.tools ?? [],
}
