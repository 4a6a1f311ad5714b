// Which rules and ties it is that are in the way of one more visit: each without which there would be a turn for it; where
// that is none alone, the few that it takes together. What cannot be taken away is not asked about. Imports solver/ only.
import type { Blocker } from './finding.ts'
import { HINDRANCES } from './hindrances.ts'
import type { Model } from './model.ts'
import type { OneMore, Terms, Turn } from './one-more.ts'
import type { Problem } from './problem.ts'
import type { AskedVisit, Hindrance, Taken } from './rules/hindrance.ts'
import { NEVER } from './rules/never.ts'

/** A rule or a tie that may be in the way. */
interface Suspect {
  readonly lift: (terms: Terms, by: number) => Terms
  readonly enough?: (problem: Problem, taken: Taken) => number
  readonly blockers: (problem: Problem, route: number, over: number) => Blocker[]
}

/** One visit, the turns that are in question, and the rules as they are. */
export interface Inquiry {
  readonly asked: AskedVisit
  readonly turns: readonly Turn[]
  readonly terms: Terms
}

/** Nothing: there is a turn for it as it is. Undefined: there would be none without any of the rules either. */
export function rulesInTheWay(oneMore: OneMore, inquiry: Inquiry): Blocker[] | undefined {
  return new Suspicion(oneMore, inquiry).blockers()
}

class Suspicion {
  private readonly oneMore: OneMore
  private readonly inquiry: Inquiry
  private readonly suspects: readonly Suspect[]
  private turns: readonly Turn[]

  constructor(oneMore: OneMore, inquiry: Inquiry) {
    this.oneMore = oneMore
    this.inquiry = inquiry
    this.turns = inquiry.turns
    this.suspects = this.suspectsOf(inquiry)
  }

  blockers(): Blocker[] | undefined {
    const { suspects } = this
    // What is not possible without any of them is not possible with some.
    const free = this.without(suspects)
    this.turns = this.turns.filter((turn) => this.oneMore.take(this.inquiry.asked.visit, turn, free) !== undefined)
    if (this.turns.length === 0) return undefined
    if (this.first([]) !== undefined) return []
    const alone = suspects.filter((suspect) => this.first([suspect]) !== undefined)
    if (alone.length > 0) return alone.flatMap((suspect) => this.told(suspect, this.inquiry.terms, []).blockers)
    // Their numbers hold together: each is the least with those before it.
    const together = this.fewest()
    const told: Blocker[] = []
    let { terms } = this.inquiry
    for (const [index, suspect] of together.entries()) {
      const { blockers, over } = this.told(suspect, terms, together.slice(index + 1))
      told.push(...blockers)
      terms = this.widened(suspect, terms, over)
    }
    return told
  }

  /** All without whom it would not be enough to be without the others. */
  private fewest(): readonly Suspect[] {
    return this.suspects.reduce((kept, suspect) => {
      const others = kept.filter((other) => other !== suspect)
      return this.first(others) === undefined ? kept : others
    }, this.suspects)
  }

  /** Under these terms, and without some others. */
  private told(suspect: Suspect, terms: Terms, besides: readonly Suspect[]): { blockers: Blocker[]; over: number } {
    const others = this.without(besides, terms)
    let enough = Number.POSITIVE_INFINITY
    let route = 0
    for (const taken of this.taken(this.widened(suspect, others, NEVER))) {
      const own = suspect.enough?.(others.problem, taken) ?? NEVER
      if (own < enough) ({ route } = taken)
      enough = Math.min(enough, own)
    }
    const over = suspect.enough === undefined ? NEVER : this.least(suspect, others, enough)
    return { blockers: suspect.blockers(others.problem, route, over), over }
  }

  /** By how much the limit would have to be wider; `enough` is. */
  private least(suspect: Suspect, terms: Terms, enough: number): number {
    const isEnough = (by: number) => !this.taken(this.widened(suspect, terms, by)).next().done
    let most = Math.max(1, enough)
    if (most <= 1 || !isEnough(most - 1)) return most
    for (let least = 0; most - least > 1; ) {
      const middle = Math.floor((least + most) / 2)
      if (isEnough(middle)) most = middle
      else least = middle
    }
    return most
  }

  private first(lifted: readonly Suspect[]): Taken | undefined {
    return this.taken(this.without(lifted)).next().value ?? undefined
  }

  private *taken(terms: Terms): Generator<Taken, undefined> {
    const { asked } = this.inquiry
    for (const turn of this.turns) {
      const taken = this.oneMore.take(asked.visit, turn, terms)
      if (taken !== undefined) yield taken
    }
    return undefined
  }

  private without(lifted: readonly Suspect[], terms: Terms = this.inquiry.terms): Terms {
    return lifted.reduce((freer, suspect) => this.widened(suspect, freer, NEVER), terms)
  }

  private widened(suspect: Suspect, terms: Terms, by: number): Terms {
    const lifted = suspect.lift(terms, by)
    return lifted.problem.mostBusyIn === terms.problem.mostBusyIn
      ? lifted
      : { ...lifted, problem: this.oneMore.withBusyLeft(lifted.problem, lifted.isAlone) }
  }

  private suspectsOf({ asked, turns, terms }: Inquiry): Suspect[] {
    const routes = [...new Set(turns.map(({ route }) => route))]
    const rules = HINDRANCES.filter(({ binds }) => routes.some((route) => binds(terms.problem, route, asked)))
    return [...rules.map((rule) => ofRule(rule, asked)), ...terms.ties.map((link) => ofTie(link))]
  }
}

const ofRule = ({ lift, enough, blockers }: Hindrance<Problem>, asked: AskedVisit): Suspect => ({
  lift: (terms, by) => ({ ...terms, problem: { ...terms.problem, ...lift(terms.problem, asked, by) } }),
  ...(enough && { enough }),
  blockers: (problem, route, over) => blockers(problem, route, asked, over),
})

const ofTie = (link: number): Suspect => ({
  lift: (terms) => ({ ...terms, ties: terms.ties.filter((other) => other !== link) }),
  blockers: () => [{ code: 'TIE_UNMET', link }],
})

/** By visit: the links that it stands in. */
export function linksOfVisits({ visits, links = [] }: Model): number[][] {
  const linksOf = visits.map((): number[] => [])
  for (const [index, link] of links.entries())
    for (const visit of new Set('visits' in link ? link.visits : [link.first, link.second])) linksOf[visit]!.push(index)
  return linksOf
}
