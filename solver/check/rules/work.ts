// Rule: work begins when the technician is there, and takes as long as it takes this technician, set-up and interrupting
// breaks included. Imports solver/check only.
import { type Rule, visitsWhere } from '../rule.ts'

export const work: Rule = {
  name: 'work',
  violations: (day) => [
    ...visitsWhere('START_BEFORE_ARRIVAL', ({ start, arrival }) => start < arrival)(day),
    ...visitsWhere(
      'END_WRONG',
      ({ start, end, workSeconds, pausedSeconds }) => end !== start + workSeconds + pausedSeconds,
    )(day),
  ],
}
