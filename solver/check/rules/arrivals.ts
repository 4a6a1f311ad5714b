// Rule: there is a road, and the stated arrivals follow from it: nobody is faster, nobody idles on the way.
// Imports solver/check only.
import type { Rule } from '../rule.ts'
import type { SeenLeg, SeenRoute } from '../seen.ts'
import type { Violation, ViolationCode } from '../violation.ts'

export const arrivals: Rule = {
  name: 'arrivals',
  violations: ({ routes }) => routes.flatMap((seen) => seen.legs.flatMap((leg) => legViolations(seen, leg))),
}

const NONE: Violation[] = []

function legViolations({ route }: SeenRoute, { visit, leaves, seconds, arrival, isReachable }: SeenLeg): Violation[] {
  if (isReachable && arrival === leaves + seconds) return NONE
  const codes: ViolationCode[] = isReachable ? [] : ['LEG_UNREACHABLE']
  if (arrival !== leaves + seconds) codes.push(visit === undefined ? 'BACK_WRONG' : 'ARRIVAL_WRONG')
  return codes.map((code) => (visit === undefined ? { code, route } : { code, route, visit }))
}
