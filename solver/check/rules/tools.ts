// Rule: tools are on the van from the beginning, or from the first depot on. Imports solver/check only.
import { type Rule, violation } from '../rule.ts'

export const tools: Rule = {
  name: 'tools',
  violations: ({ routes }) =>
    routes.flatMap(({ tech, trips }) =>
      trips
        .filter(({ isReloaded }) => !isReloaded)
        .flatMap(({ visits }) => visits)
        .filter(({ wanted }) => wanted.tools?.some((tool) => !tech.tools?.includes(tool)))
        .map((seen) => violation('TOOL_MISSING', seen)),
    ),
}
