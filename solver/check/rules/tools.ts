// Rule: tools are on the van from the beginning, or from the first depot on. Imports solver/check only.
import { type Rule, violation } from '../rule.ts'
import type { Violation } from '../violation.ts'

export const tools: Rule = {
  name: 'tools',
  violations: ({ routes }) => {
    const found: Violation[] = []
    for (const { tech, trips } of routes)
      for (const { isReloaded, visits } of trips)
        for (const seen of isReloaded ? [] : visits)
          if (seen.wanted.tools?.some((tool) => !tech.tools?.includes(tool)))
            found.push(violation('TOOL_MISSING', seen))
    return found
  },
}
