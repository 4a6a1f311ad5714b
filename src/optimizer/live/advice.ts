// Offers on a live plan in the words of the contract: ranked proposals, the price of leaving the ticket unbooked, and for
// everybody who is not offered, why. Changes nothing and knows no holds.
import type { Blocker, Offered, Offers, Passed } from '../../../workers/client.ts'
import type { Reason } from '../../contracts/reason.ts'
import type { Advice } from '../../contracts/recommendation.ts'
import { fingerprint } from '../../platform/fingerprint.ts'
import { entry, type Telling } from '../answer/answer.ts'
import { costOf, totalOf } from '../answer/cost.ts'
import { causeOf, MOST_IDS, type Obstacle, reasonCodeOf, reasonFor, surroundingsOf } from '../answer/obstacles.ts'
import { proposalReasons } from '../answer/proposal-reasons.ts'
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
  const best = offers.offered.length > 0 ? priceOf(offers.offered[0]) : unservedCents
  const verdicts = verdictsOf(advised)
  return {
    ticketId: ticket.id,
    proposals: offers.offered.map((offered, index) => proposalOf(advised, offered, index + 1)),
    unbooked: {
      cost: unservedCents,
      score: scoreOf(unservedCents, Math.min(best, unservedCents), policy.costs.perHour),
      setting: facts.unserved.setting,
    },
    notOffered: advised.whyNot === 'none' ? [] : notOffered(advised, verdicts),
    funnel: funnelOf(verdicts),
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

const priceOf = (offered: Offered | undefined): number => (offered ? totalOf(offered.cost) : 0)

function proposalOf(advised: Advised, offered: Offered, rank: number): Proposal {
  const { telling, ticket, visit, offers, onOffer } = advised
  const pricedFor = pricedForPlace(telling, advised, offered.route)
  const price = priceOf(offered)
  const first = priceOf(offers.offered[0])
  return {
    optionId: `o${rank}`,
    rank,
    score: scoreOf(price, first, telling.input.policy.costs.perHour),
    tier: 1,
    ...toldPlace(telling, ticket, offered),
    window: toldWindow(telling, ticket, offered.route, onOffer, offered.window),
    cost: costOf(offered.cost, pricedFor),
    reasons: proposalReasons({
      answer: telling,
      visit,
      option: offered,
      pricedFor,
      rank,
      dearerByCents: price - first,
    }),
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

function verdictsOf(advised: Advised): TechVerdict[] {
  const { telling, offers } = advised
  const offered = new Set(offers.offered.map(({ route }) => entry(telling.shifts, route, 'route').tech))
  const first = priceOf(offers.offered[0])
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
  return { tech, verdict: 'not_found', proof: 'exact_insertion', stage: 'full', obstacles: [{ code: 'NO_GAP' }] }
}

const NONE: readonly Obstacle[] = []

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

function notOffered(advised: Advised, verdicts: readonly TechVerdict[]): NotOffered[] {
  const { telling, whyNot } = advised
  const left = verdicts.filter(({ verdict }) => verdict !== 'offered')
  const causes = ({ verdict, proof, obstacles }: TechVerdict) =>
    obstacles.reduce((key, obstacle) => `${key}|${causeOf(obstacle)}`, `${verdict}|${proof}`)
  const groups = whyNot === 'full' ? left.map((one) => [one]) : [...Map.groupBy(left, causes).values()]
  if (whyNot === 'grouped') groups.sort((one, other) => other.length - one.length)
  return groups.map((group) => {
    const [first] = group
    const ids = group.map(({ tech }) => telling.techOf(tech).id)
    return {
      techIds: ids.slice(0, MOST_IDS),
      techs: group.length,
      verdict: first?.verdict === 'offered' || first === undefined ? 'not_found' : first.verdict,
      proof: first?.proof ?? 'search_limit',
      reasons: reasonsFor(advised, group, ids.slice(0, MOST_IDS)),
    }
  })
}

function reasonsFor({ telling, ticket }: Advised, group: readonly TechVerdict[], techIds: string[]): Reason[] {
  const about = { techs: group.length, techIds }
  const exact = group.flatMap(({ dearerBy }) => (dearerBy ? [dearerBy] : []))
  if (exact.length > 0) {
    const leastCents = Math.min(...exact.map(({ cents }) => cents))
    return [telling.reasonOf('OUTRANKED_AT_LEAST', { ...about, leastCents })]
  }
  const around = surroundingsOf(telling, ticket)
  const causes = Map.groupBy(
    group.flatMap(({ obstacles }) => obstacles),
    causeOf,
  )
  return [...causes.values()].map((obstacles) => reasonFor(obstacles, about, around))
}

function funnelOf(verdicts: readonly TechVerdict[]): Advice['funnel'] {
  const count = (...stages: TechVerdict['stage'][]) => verdicts.filter(({ stage }) => stages.includes(stage)).length
  const blocking = new Map<Reason['code'], { techs: number; alone: number }>()
  for (const { obstacles } of verdicts) {
    if (obstacles.length === 0) continue
    const codes = new Set(obstacles.map(reasonCodeOf))
    for (const code of codes) {
      const known = blocking.get(code) ?? { techs: 0, alone: 0 }
      blocking.set(code, { techs: known.techs + 1, alone: known.alone + (codes.size === 1 ? 1 : 0) })
    }
  }
  return {
    considered: verdicts.length,
    eligible: count('untimely', 'full', 'possible'),
    inTime: count('full', 'possible'),
    possible: count('possible'),
    offered: verdicts.filter(({ verdict }) => verdict === 'offered').length,
    blocking: [...blocking]
      .map(([code, counts]) => ({ code, ...counts }))
      .sort((one, other) => other.techs - one.techs || (one.code < other.code ? -1 : 1)),
  }
}
