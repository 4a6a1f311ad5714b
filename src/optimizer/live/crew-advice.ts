// The whole answer for those who come together: their offers, what leaving all of them out costs, and how many technicians it
// came down to. Changes nothing and knows no holds.
import { type GroupOffered, judgedOffers } from '../../../workers/client.ts'
import type { Reason } from '../../contracts/reason.ts'
import type { Advice } from '../../contracts/recommendation.ts'
import { scoreOf } from '../answer/proposals.ts'
import { type Advised, adviceOf, onlyHeld } from './advice.ts'
import { type Crew, crewProposals, nothingAskedOf, unservedCentsOf } from './crews.ts'
import type { Layout } from './layout.ts'

export interface CrewFound {
  readonly crew: Crew
  /** Cheapest first. */
  readonly offered: readonly GroupOffered[]
  /** Why there is nothing, where that is because something is held. */
  readonly held: readonly Reason[]
}

/** Who could come alone says little of who could come together: of those who are not offered nobody is told of. */
export function adviceTogether(
  layout: Layout,
  advised: Omit<Advised, 'visit' | 'offers' | 'unservedCents'>,
  { crew, offered, held }: CrewFound,
): Advice {
  const { telling, onOffer } = advised
  const unservedCents = unservedCentsOf(crew)
  const offers = { offered: [], passed: judgedOffers(layout.day, nothingAskedOf(crew)).passed }
  return layout.amongAll(crew.members, (visit) => {
    const advice = adviceOf({ ...advised, unservedCents, whyNot: 'none', visit, offers })
    const proposals = crewProposals({ telling, crew, visit, onOffer, offered })
    const coming = new Set(proposals.flatMap(({ techId, with: rest = [] }) => [techId, ...rest.map((of) => of.techId)]))
    const best = proposals[0]?.cost.total ?? unservedCents
    const score = scoreOf(unservedCents, Math.min(best, unservedCents), telling.input.policy.costs.perHour)
    return {
      ...advice,
      proposals,
      notOffered: onlyHeld(held),
      unbooked: { ...advice.unbooked, score },
      funnel: { ...advice.funnel, offered: coming.size },
    }
  })
}
