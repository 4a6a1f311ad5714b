// Which areas changes name, so that those which are kept can be lent to the plan. Pure.
import type { Change } from '../../contracts/change.ts'

export const areasNamed = (changes: readonly Change[]): string[] => [
  ...new Set(
    changes.flatMap((change) => {
      if ('ticket' in change) return change.ticket.areas ?? []
      if (!('tech' in change)) return []
      return (change.tech.areas ?? []).map((area) => (typeof area === 'string' ? area : area.areaId))
    }),
  ),
]
