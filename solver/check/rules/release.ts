// Rule: a trip begins when all is there that it takes along. Imports solver/check only.
import { type Rule, violation } from '../rule.ts'

export const release: Rule = {
  name: 'release',
  violations: ({ routes }) =>
    routes.flatMap(({ trips }) =>
      trips.flatMap(({ begins, visits }) =>
        visits
          .filter(({ wanted }) => wanted.release !== undefined && begins < wanted.release)
          .map((seen) => violation('TRIP_BEFORE_RELEASE', seen)),
      ),
    ),
}
