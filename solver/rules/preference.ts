// Preference: technicians the customer likes, by grade; everybody else costs more. Imports solver/ only.
import type { FitRule } from './fit-rule.ts'

export const preference: FitRule = {
  line: 'PREFERENCE',
  cents: ({ preferredTechs, otherTechCents }, { index }) =>
    preferredTechs.find(({ tech }) => tech === index)?.cents ?? otherTechCents,
  looksAt: ({ preferredTechs, otherTechCents }) => [preferredTechs, otherTechCents],
}
