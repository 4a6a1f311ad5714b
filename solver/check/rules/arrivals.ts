// Rule: there is a road, and the stated arrivals follow from it: nobody is faster, nobody idles on the way.
// Imports solver/check only.
import type { Rule } from '../rule.ts'
import type { SeenLeg, SeenRoute } from '../seen.ts'
import type { Violation, ViolationCode } from '../violation.ts'

export const arrivals: Rule = {
  name: 'arrivals',
  violations: ({ routes }) => {
    const found: Violation[] = []
    for (const seen of routes) for (const leg of seen.legs) if (isWrong(leg)) found.push(...legViolations(seen, leg))
    return found
  },
}

const isWrong = ({ leaves, seconds, arrival, isReachable }: SeenLeg): boolean =>
  !isReachable || arrival !== leaves + seconds

function legViolations({ route }: SeenRoute, { visit, leaves, seconds, arrival, isReachable }: SeenLeg): Violation[] {
  const codes: ViolationCode[] = isReachable ? [] : ['LEG_UNREACHABLE']
  if (arrival !== leaves + seconds) codes.push(visit === undefined ? 'BACK_WRONG' : 'ARRIVAL_WRONG')
  return codes.map((code) => (visit === undefined ? { code, route } : { code, route, visit }))
}
