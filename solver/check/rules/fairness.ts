// Rule: each hour that a technician is busy beyond their share has a price, the weeks before counted in, and also when
// nothing new is given to them. Imports solver/check only.
import { hourly, sum } from '../money.ts'
import type { Rule } from '../rule.ts'

export const fairness: Rule = {
  name: 'fairness',
  lines: {
    FAIRNESS: ({ model, routes }) =>
      sum(model.techs, ({ busyBefore = 0, fairShare }, tech) => {
        if (fairShare === undefined) return 0
        const own = routes.filter(({ shift }) => shift.tech === tech)
        const busy = busyBefore + sum(own, ({ busySeconds }) => busySeconds)
        return hourly(busy - fairShare, model.prices?.unfairCentsPerHour ?? 0)
      }),
  },
}
