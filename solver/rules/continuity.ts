// Continuity: who has been there before knows the place; a stranger costs more. Imports solver/ only.
import type { FitRule } from './fit-rule.ts'

export const continuity: FitRule = {
  line: 'CONTINUITY',
  cents: ({ knownTechs = [], strangerCents = 0 }, { index }) =>
    knownTechs.find(({ tech }) => tech === index)?.cents ?? strangerCents,
  looksAt: ({ knownTechs, strangerCents }) => [knownTechs, strangerCents],
}
