// Offers on a live plan in the words of the contract: ranked proposals, the price of leaving the ticket unbooked, and for
// everybody who is not offered, why. Changes nothing and knows no holds.
import type { Blocker, Offered, Offers, Passed } from '../../../workers/client.ts'
import type { Reason } from '../../contracts/reason.ts'
import type { Advice } from '../../contracts/recommendation.ts'
import { fingerprint } from '../../platform/fingerprint.ts'
import { entry, type Telling } from '../answer/answer.ts'
import { costOf, totalOf } from '../answer/cost.ts'
import { causeOf, MOST_IDS, type Obstacle, reasonCodeOf, reasonFor, surroundingsOf } from '../answer/obstacles.ts'
import { reasonsForVisit } from '../answer/proposal-reasons.ts'
import { scoreOf } from '../answer/proposals.ts'
import { movedVisit } from './moved-visits.ts'
import { type AskedAbout, pricedForPlace, toldPlace, toldWindow } from './told-place.ts'
import type { OnOffer } from './windows-on-offer.ts'

export interface Advised extends AskedAbout {
  readonly telling: Telling
  readonly unservedCents: number
  readonly onOffer: OnOffer
  readonly offers: Offers
  readonly whyNot: 'none' | 'grouped' | 'full'
  readonly policyHash: string
  /** Of a technician: their shifts. */
  readonly shiftsOf: readonly (readonly number[])[]
  /** The shift as it is without the visit: when each of its visits begins. */
  startsOn(route: number): ReadonlyMap<number, number>
}

type Proposal = Advice['proposals'][number]
type NotOffered = Advice['notOffered'][number]
type Verdict = NotOffered['verdict']

export function adviceOf(advised: Advised): Advice {
  const { telling, ticket, facts, offers, unservedCents, policyHash } = advised
  const { options, policy } = telling.input
  const prices = offers.offered.map(({ cost }) => totalOf(cost))
  const [best = unservedCents] = prices
  const verdicts = verdictsOf(advised, prices[0] ?? 0)
  const groups = groupsOf(verdicts)
  return {
    ticketId: ticket.id,
    proposals: proposalsOf(advised, prices),
    unbooked: {
      cost: unservedCents,
      score: scoreOf(unservedCents, Math.min(best, unservedCents), policy.costs.perHour),
      setting: facts.unserved.setting,
    },
    notOffered: advised.whyNot === 'none' ? [] : notOffered(advised, groups),
    funnel: funnelOf(verdicts, groups),
    meta: {
      engine: options.engine,
      policy: { name: policy.name, version: policy.version, hash: policyHash },
      travel: telling.travel.meta,
      checked: true,
    },
  }
}

/** Added to what is told of those who have no place. */
export function withReasons(advice: Advice, reasons: readonly Reason[]): Advice {
  const index = advice.notOffered.findIndex(({ verdict }) => verdict === 'not_found')
  const group = advice.notOffered[index]
  if (reasons.length === 0 || group === undefined) return advice
  const more = { ...group, reasons: [...group.reasons, ...reasons] }
  return { ...advice, notOffered: advice.notOffered.with(index, more) }
}

/** Of those who could only come together: not everybody was tried with everybody. */
export const onlyHeld = (reasons: readonly Reason[]): NotOffered[] =>
  reasons.map((reason) => ({
    techIds: techIdsOf(reason),
    techs: 1,
    verdict: 'not_found',
    proof: 'search_limit',
    reasons: [reason],
  }))

const techIdsOf = ({ params }: Reason): string[] => (Array.isArray(params.techIds) ? params.techIds.map(String) : [])

export const policyHashOf = ({ input }: Pick<Telling, 'input'>): string => fingerprint(input.policy)

function proposalsOf(advised: Advised, prices: readonly number[]): Proposal[] {
  const reasonsFor = reasonsForVisit(advised.telling, advised.visit)
  const [first = 0] = prices
  return advised.offers.offered.map((offered, index) => {
    const price = entry(prices, index, 'offer')
    return proposalOf(advised, offered, { rank: index + 1, price, first }, reasonsFor)
  })
}

interface Ranked {
  readonly rank: number
  readonly price: number
  /** That of the first. */
  readonly first: number
}

function proposalOf(
  advised: Advised,
  offered: Offered,
  { rank, price, first }: Ranked,
  reasonsFor: ReturnType<typeof reasonsForVisit>,
): Proposal {
  const { telling, ticket, onOffer } = advised
  const pricedFor = pricedForPlace(telling, advised, offered.route)
  return {
    optionId: `o${rank}`,
    rank,
    score: scoreOf(price, first, telling.input.policy.costs.perHour),
    tier: 1,
    ...toldPlace(telling, ticket, offered),
    window: toldWindow(telling, ticket, offered.route, onOffer, offered.window),
    cost: costOf(offered.cost, pricedFor),
    reasons: reasonsFor({ option: offered, pricedFor, rank, dearerByCents: price - first }),
    alsoPossible: offered.others,
    moved: movedBy(advised, offered),
  }
}

/** Whoever begins at another second with it than without it. */
function movedBy({ telling, startsOn }: Advised, { route, planned }: Offered): Proposal['moved'] {
  const before = startsOn(route)
  return planned.visits.flatMap(({ visit, start }) => {
    const was = before.get(visit)
    if (was === undefined || was === start) return []
    return [movedVisit(telling, { visit, route, from: was, to: start })]
  })
}

/** What becomes of one technician. */
interface TechVerdict {
  readonly tech: number
  readonly verdict: Verdict | 'offered'
  readonly proof: NotOffered['proof']
  /** How far they came: not eligible, not even on an empty day, no place as planned, possible. */
  readonly stage: 'barred' | 'untimely' | 'full' | 'possible'
  readonly obstacles: readonly Obstacle[]
  /** What the best place would cost more than the first option; at least so much where it is not exact. */
  readonly dearerBy?: { readonly cents: number; readonly isExact: boolean }
}

function verdictsOf(advised: Advised, first: number): TechVerdict[] {
  const { telling, offers } = advised
  const offered = new Set(offers.offered.map(({ route }) => entry(telling.shifts, route, 'route').tech))
  return telling.input.techs.map((_, tech) => verdictOf(advised, tech, offered.has(tech), first))
}

function verdictOf(
  { telling, offers, shiftsOf }: Advised,
  tech: number,
  isOffered: boolean,
  first: number,
): TechVerdict {
  if (telling.techOf(tech).active === false) return blocked(tech, 'barred', [{ code: 'TECH_INACTIVE' }])
  if (isOffered) return { tech, verdict: 'offered', proof: 'exact_insertion', stage: 'possible', obstacles: NONE }
  const shifts = entry(shiftsOf, tech, 'technician')
  if (shifts.length === 0) return blocked(tech, 'untimely', [{ code: 'NO_SHIFT_IN_WINDOW' }])
  let cheapest: Passed | undefined
  let standing: readonly Blocker[] | undefined // of the shift on which the least stands against them
  let nearest: Blocker | undefined // of several days the one on which least is missing
  let isInTime = false
  for (const route of shifts) {
    const passed = entry(offers.passed, route, 'route')
    const { cents = Number.POSITIVE_INFINITY, barred } = passed
    if (cents < (cheapest?.cents ?? Number.POSITIVE_INFINITY)) cheapest = passed
    if (standing === undefined || barred.standing.length < standing.length) standing = barred.standing
    if (barred.standing.length > 0) continue
    if (barred.clock.length === 0) isInTime = true
    for (const blocker of barred.clock)
      if (nearest === undefined || missing(blocker) < missing(nearest)) nearest = blocker
  }
  if (cheapest?.cents !== undefined) {
    const { isExact } = cheapest
    const dearerBy = { cents: Math.max(0, cheapest.cents - first), isExact }
    const proof = isExact ? 'exact_insertion' : 'search_limit'
    return { tech, verdict: 'outranked', proof, stage: 'possible', obstacles: NONE, dearerBy }
  }
  if (standing !== undefined && standing.length > 0) return blocked(tech, 'barred', standing)
  if (!isInTime && nearest !== undefined) return blocked(tech, 'untimely', [nearest])
  return { tech, verdict: 'not_found', proof: 'exact_insertion', stage: 'full', obstacles: NO_GAP }
}

const NONE: readonly Obstacle[] = []
const NO_GAP: readonly Obstacle[] = [{ code: 'NO_GAP' }]

const blocked = (tech: number, stage: TechVerdict['stage'], obstacles: readonly Obstacle[]): TechVerdict => ({
  tech,
  verdict: 'blocked',
  proof: 'empty_route_bound',
  stage,
  obstacles,
})

const missing = (blocker: Blocker): number =>
  'overBySeconds' in blocker
    ? blocker.overBySeconds
    : 'lateBySeconds' in blocker
      ? blocker.lateBySeconds
      : Number.POSITIVE_INFINITY

/** Technicians of whom the same is to be said, one by one; the offered ones are not among them. */
type Group = readonly TechVerdict[]

/** One cause after the other. */
class Causes {
  readonly group: TechVerdict[] = []
  private readonly next = new Map<string, Causes>()

  and(cause: string): Causes {
    const known = this.next.get(cause)
    if (known !== undefined) return known
    const next = new Causes()
    this.next.set(cause, next)
    return next
  }
}

/** Alike in the verdict, its proof and every cause. */
function groupsOf(verdicts: readonly TechVerdict[]): Group[] {
  const all = new Causes()
  const known = new Map<readonly Obstacle[], Causes>() // many share theirs
  const groups: Group[] = []
  for (const one of verdicts) {
    const { verdict, proof, obstacles } = one
    if (verdict === 'offered') continue
    let causes = obstacles.length > 0 ? known.get(obstacles) : undefined
    if (causes === undefined) {
      causes = all.and(verdict).and(proof)
      for (const obstacle of obstacles) causes = causes.and(causeOf(obstacle))
      if (obstacles.length > 0) known.set(obstacles, causes)
    }
    if (causes.group.length === 0) groups.push(causes.group)
    causes.group.push(one)
  }
  return groups
}

function notOffered(advised: Advised, all: readonly Group[]): NotOffered[] {
  const { telling, whyNot } = advised
  const isFull = whyNot === 'full'
  const one = (verdict: TechVerdict): Group => [verdict]
  const groups = isFull
    ? all.flatMap((group) => group.map(one)).sort(([first], [other]) => (first?.tech ?? 0) - (other?.tech ?? 0))
    : all.toSorted((first, other) => other.length - first.length)
  return groups.map((group) => {
    const [first] = group
    const techIds = group.slice(0, MOST_IDS).map(({ tech }) => telling.techOf(tech).id)
    return {
      techIds,
      techs: group.length,
      verdict: first?.verdict === 'offered' || first === undefined ? 'not_found' : first.verdict,
      proof: first?.proof ?? 'search_limit',
      reasons: reasonsFor(advised, group, techIds),
    }
  })
}

function reasonsFor({ telling, ticket }: Advised, group: Group, techIds: string[]): Reason[] {
  const about = { techs: group.length, techIds }
  let leastCents = Number.POSITIVE_INFINITY
  for (const { dearerBy } of group) if (dearerBy) leastCents = Math.min(leastCents, dearerBy.cents)
  if (leastCents < Number.POSITIVE_INFINITY) return [telling.reasonOf('OUTRANKED_AT_LEAST', { ...about, leastCents })]
  const around = surroundingsOf(telling, ticket)
  const causes = new Map<string, Obstacle[]>()
  for (const [turn, obstacle] of group[0]?.obstacles.entries() ?? []) {
    const cause = causeOf(obstacle)
    const alike = causes.get(cause) ?? []
    // Turn by turn those of all of them have the same cause.
    for (const { obstacles } of group) alike.push(entry(obstacles, turn, 'obstacle'))
    causes.set(cause, alike)
  }
  return [...causes.values()].map((obstacles) => reasonFor(obstacles, about, around))
}

function funnelOf(verdicts: readonly TechVerdict[], groups: readonly Group[]): Advice['funnel'] {
  const at = { barred: 0, untimely: 0, full: 0, possible: 0 } satisfies Record<TechVerdict['stage'], number>
  let left = 0
  for (const { stage } of verdicts) at[stage]++
  const blocking = new Map<Reason['code'], { techs: number; alone: number }>()
  for (const group of groups) {
    left += group.length
    const codes = new Set(group[0]?.obstacles.map(reasonCodeOf))
    for (const code of codes) {
      const { techs, alone } = blocking.get(code) ?? { techs: 0, alone: 0 }
      blocking.set(code, { techs: techs + group.length, alone: alone + (codes.size === 1 ? group.length : 0) })
    }
  }
  return {
    considered: verdicts.length,
    eligible: at.untimely + at.full + at.possible,
    inTime: at.full + at.possible,
    possible: at.possible,
    offered: verdicts.length - left,
    blocking: [...blocking]
      .map(([code, counts]) => ({ code, ...counts }))
      .sort((one, other) => other.techs - one.techs || (one.code < other.code ? -1 : 1)),
  }
}
