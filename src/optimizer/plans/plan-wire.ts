// A plan on the wire: its addresses, its version as an ETag, and its JSON with the stored input passed on as it is.
import type { PlanAccepted } from '../../contracts/plan.ts'
import { HttpProblem, invalidInput } from '../../platform/http.ts'
import type { PlanKey } from './plan-store.ts'
import type { PutOutcome } from './plans.ts'
import type { IfMatch } from './version.ts'

export function acceptedOf({ planId }: PlanKey, { version, status }: PutOutcome): PlanAccepted {
  const self = `/v1/plans/${encodeURIComponent(planId)}`
  return {
    planId,
    version,
    tickets: status.tickets,
    assigned: status.assigned,
    unplaced: [...status.unplaced],
    links: { self, recommendations: `${self}/recommendations` },
  }
}

export const planJson = ({ planId }: PlanKey, { version, input }: { version: number; input: string }): string =>
  `${JSON.stringify({ planId, version }).slice(0, -1)},"input":${input}}`

export const etagOf = (version: number): string => `"${version}"`

/** RFC 9110, 13.1.1: compared strongly, so that a weak tag and a tag that is not ours match nothing. */
export function ifMatchOf(header: string | undefined): IfMatch | undefined {
  if (header === undefined) return undefined
  if (header.trim() === '*') return 'any'
  const tags = header.split(',').map((tag) => tag.trim())
  const isTag = (tag: string) => /^(W\/)?"[\x21\x23-\x7e]*"$/.test(tag)
  if (!tags.every(isTag))
    throw new HttpProblem(
      invalidInput([
        { path: '/headers/if-match', code: 'WRONG_FORMAT', message: 'must be * or tags in quotes, such as "3"' },
      ]),
    )
  return tags.flatMap((tag) => (/^"\d{1,15}"$/.test(tag) ? [Number(tag.slice(1, -1))] : []))
}
