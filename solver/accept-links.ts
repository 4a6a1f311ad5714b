// Whether the ties between the visits of a model make sense. Imports solver/ only.
import { FARTHEST_DAY } from './accept-shifts.ts'
import { type LinkModel, type Model, UNREACHABLE } from './model.ts'
import { ModelRefusedError, whole, wholeIfSaid } from './refusal.ts'
import { MOST_CENTS } from './rules/money.ts'

type After = Extract<LinkModel, { kind: 'after' }>

export function acceptLinks({ links = [], visits, routes }: Model): void {
  const areDaysTold = routes.every(({ day }) => day !== undefined)
  for (const [index, link] of links.entries()) {
    const at = `links[${index}]`
    const visit = (path: string, value: number) => whole(`${at}.${path}`, value, 0, visits.length - 1)
    if ('visits' in link) {
      for (const [entry, value] of link.visits.entries()) visit(`visits[${entry}]`, value)
      continue
    }
    visit('first', link.first)
    visit('second', link.second)
    if (link.kind === 'after') acceptGap(at, link, areDaysTold)
  }
}

function acceptGap(at: string, { least, most, leastDays, centsPerDay }: After, areDaysTold: boolean): void {
  whole(`${at}.least`, least, 0, UNREACHABLE)
  wholeIfSaid(`${at}.most`, most, least, UNREACHABLE)
  wholeIfSaid(`${at}.leastDays`, leastDays, 0, 2 * FARTHEST_DAY)
  wholeIfSaid(`${at}.centsPerDay`, centsPerDay, 0, Math.floor(MOST_CENTS / (2 * FARTHEST_DAY)))
  if (areDaysTold) return
  const counted = leastDays !== undefined ? 'leastDays' : (centsPerDay ?? 0) > 0 ? 'centsPerDay' : undefined
  if (counted !== undefined) throw new ModelRefusedError(`${at}.${counted}`, 'counts days, and some route tells none')
}
