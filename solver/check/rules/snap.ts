// Rule: work begins at clean times, where nothing else says when. Imports solver/model.ts and solver/check only.
import type { VisitModel } from '../../model.ts'
import { type Rule, visitsWhere } from '../rule.ts'

export const snap: Rule = {
  name: 'snap',
  violations: visitsWhere('START_NOT_SNAPPED', ({ wanted, start }, { model: { snap: steps } }) => {
    return steps !== undefined && snaps(wanted, steps.every) && (start - steps.from) % steps.every !== 0
  }),
}

/** A promise that is shorter than a step might hold no clean time. */
const snaps = ({ isUnsnapped, pinned, promised }: VisitModel, every: number): boolean =>
  !isUnsnapped && !pinned && !(promised && promised.closes - promised.opens < every)
