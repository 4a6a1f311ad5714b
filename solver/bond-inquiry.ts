// What is in the way of a visit that is tied to others by time, for a technician who has a turn for it otherwise: nobody for
// who has to come along, a tie that the plan does not meet, or the price of all of them together. Tried on a plan of its
// own, everybody else staying in their turns. Imports solver/ only.
import { Company } from './company.ts'
import { draftLength, draftOf } from './draft.ts'
import type { Blocker } from './finding.ts'
import type { LinkModel, Model } from './model.ts'
import { Plan } from './plan.ts'
import { compileLinks } from './rules/links.ts'

export class BondInquiry {
  /** Stops gone through so far, which is what asking costs. */
  steps = 0
  private readonly model: Model
  private readonly plan: Plan
  private readonly plans = new Map<string, Plan>() // by the links that are thought away

  constructor(model: Model, plan: Plan) {
    this.model = model
    this.plan = plan
  }

  /** On these routes; `links` are those of the visit. */
  blockers(visit: number, routes: readonly number[], links: readonly number[]): Blocker[] {
    const asItIs = this.tryWithout([], visit, routes)
    if (asItIs.isCut) return [{ code: 'SEARCH_LIMIT' }]
    if (asItIs.cents !== undefined)
      return asItIs.cents > 0 ? [{ code: 'NOT_WORTH_IT', cents: asItIs.cents }] : [{ code: 'SEARCH_LIMIT' }]
    // Without a part in any of them it still needs time, and the others theirs together.
    const free = this.tryWithout(links, visit, routes)
    if (free.cents === undefined) return [{ code: free.isCut ? 'SEARCH_LIMIT' : 'NO_GAP' }]
    const codes = this.tiesInTheWay(visit, routes, links).map((link) => this.blockerOf(link))
    return [...new Map(codes.map((blocker) => [JSON.stringify(blocker), blocker])).values()]
  }

  /** Each without which there is a place for it; where that is none alone, the few that it takes together. */
  private tiesInTheWay(visit: number, routes: readonly number[], links: readonly number[]): readonly number[] {
    if (links.length === 1) return links
    const isPossibleWithout = (lifted: readonly number[]) => this.tryWithout(lifted, visit, routes).cents !== undefined
    const alone = links.filter((link) => isPossibleWithout([link]))
    if (alone.length > 0) return alone
    return links.reduce((kept, link) => {
      const others = kept.filter((other) => other !== link)
      return isPossibleWithout(others) ? others : kept
    }, links)
  }

  private blockerOf(link: number): Blocker {
    return this.model.links![link]!.kind === 'same-time' ? { code: 'PARTNER_UNAVAILABLE' } : { code: 'TIE_UNMET', link }
  }

  private tryWithout(lifted: readonly number[], visit: number, routes: readonly number[]) {
    const company = new Company(this.planWithout(lifted, visit), visit, this.bondedWith(visit))
    const tried = company.try(routes)
    this.steps += company.steps
    return tried
  }

  /** All who may have to agree anew. */
  private bondedWith(visit: number): readonly number[] {
    const { bondOf, bondsFrom, bondVisits } = this.plan.problem
    const bond = bondOf[visit]!
    return [...bondVisits.subarray(bondsFrom[bond]!, bondsFrom[bond + 1]!)]
  }

  /** The plan as it is, but that the visit has no part in those links. */
  private planWithout(lifted: readonly number[], visit: number): Plan {
    const key = lifted.length === 0 ? '' : [visit, ...lifted.toSorted((one, other) => one - other)].join()
    const known = this.plans.get(key)
    if (known !== undefined) return known
    const links = (this.model.links ?? []).flatMap((link, index): LinkModel[] => {
      if (!lifted.includes(index)) return [link]
      return 'visits' in link ? [{ ...link, visits: link.visits.filter((other) => other !== visit) }] : []
    })
    const ties = lifted.length === 0 ? {} : compileLinks({ ...this.model, links })
    const plan = new Plan({ ...this.plan.problem, ...ties })
    plan.assume(draftOf(this.plan).next.slice(0, draftLength(plan.problem)))
    this.steps += plan.problem.visitCount
    this.plans.set(key, plan)
    return plan
  }
}
