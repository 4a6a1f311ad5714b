// Rule: leaving a visit out has its price, which is how priorities are told apart. Imports solver/check only.
import { visitOf } from '../lookup.ts'
import { sum } from '../money.ts'
import type { Rule } from '../rule.ts'

export const unserved: Rule = {
  name: 'unserved',
  lines: { UNSERVED: ({ model, unserved: all }) => sum(all, (visit) => visitOf(model, visit).unservedCents) },
}
