// Room that is made by moving a visit, in the words of the contract: proposals of the second tier, with who moves and where
// to. Changes nothing and knows no holds.
import type {
  CostLine,
  CostLines,
  JudgedRoom,
  JudgedRooms,
  PlannedRoute,
  PricedOption,
} from '../../../workers/client.ts'
import type { Reason } from '../../contracts/reason.ts'
import type { AdvisedProposal } from '../../contracts/recommendation.ts'
import { entry, type Telling } from '../answer/answer.ts'
import { costOf, type PricedFor, totalOf } from '../answer/cost.ts'
import { proposalReasons } from '../answer/proposal-reasons.ts'
import { scoreOf } from '../answer/proposals.ts'
import { movedVisit } from './moved-visits.ts'
import { type AskedAbout, pricedForPlace, toldPlace, toldWindow } from './told-place.ts'
import type { OnOffer } from './windows-on-offer.ts'

export interface AdvisedRooms extends AskedAbout {
  readonly telling: Telling
  readonly onOffer: OnOffer
  /** What could be had if nobody moved. */
  readonly first: JudgedRooms['first']
  /** Cheapest first. */
  readonly rooms: readonly JudgedRoom[]
  /** The shift as it is: when each of its visits begins. */
  startsOn(route: number): ReadonlyMap<number, number>
}

type Proposal = AdvisedProposal

/** Ranked behind the first tier, and scored against the cheapest of both. */
export const roomProposals = (advised: AdvisedRooms): Proposal[] =>
  advised.rooms.map((room, index) => roomProposal(advised, room, index))

function roomProposal(advised: AdvisedRooms, room: JudgedRoom, index: number): Proposal {
  const { telling, ticket, onOffer } = advised
  const { route, planned, moved } = room
  const pricedFor = pricedForPlace(telling, advised, route)
  const after = moved.to === route ? [planned] : [planned, moved.planned]
  return {
    ...roomTold(advised, room, index, { mover: moved, after, pricedFor }),
    ...toldPlace(telling, ticket, room),
    window: toldWindow(telling, ticket, route, onOffer, room.window),
    moved: movedBy(advised, room),
  }
}

interface Rooms extends Pick<AdvisedRooms, 'telling' | 'visit' | 'startsOn'> {
  readonly first: readonly Pick<JudgedRoom, 'cost'>[]
  readonly rooms: readonly Pick<JudgedRoom, 'cost'>[]
}

interface Made {
  readonly mover: Mover
  /** The shifts that are other ones then. */
  readonly after: readonly PlannedRoute[]
  readonly pricedFor: PricedFor
}

/** What each of them tells, one or several coming: its rank and its score, what all of it costs, and why. */
export function roomTold(
  advised: Rooms,
  room: PricedOption & Pick<JudgedRoom, 'askedCost'>,
  index: number,
  { mover, after, pricedFor }: Made,
) {
  const { telling, visit, first, rooms } = advised
  const price = totalOf(room.cost)
  const prices = [...first.slice(0, 1), ...rooms.slice(0, 1)].map(({ cost }) => totalOf(cost))
  const rank = first.length + index + 1
  const { cost, rest } = parted(room, mover)
  const option = { ...room, cost }
  const dearerByCents = price - (prices[0] ?? price)
  const answer = afterwards(telling, after)
  return {
    optionId: `m${index + 1}`,
    rank,
    score: scoreOf(price, Math.min(...prices), telling.input.policy.costs.perHour),
    tier: 2,
    cost: costOf(room.cost, pricedFor),
    reasons: [
      ...whoMoves(advised, mover, rest),
      ...proposalReasons({ answer, visit, option, pricedFor, rank, dearerByCents }),
    ],
    alsoPossible: 0,
  }
}

/** Lines of which the reasons of a proposal tell for whom they are paid; the others are those of the plan as a whole. */
const OWN_LINES: readonly CostLine[] = ['CHANGE', 'PREFERENCE', 'CONTINUITY', 'SURPLUS_SKILL', 'AREA']
/** The shift of the offer was under way before: another is opened only for who moves, or closed. */
const SHIFT_LINES: readonly CostLine[] = ['SHIFT', 'HEAD']

/** The visit that moves: from which shift to which, and when it begins there. */
export interface Mover {
  readonly visit: number
  readonly from: number
  readonly to: number
  readonly start: number
}

/** What of the bill is told as the ticket's own, and the rest, which is told of the one that moves. */
function parted(
  { cost, askedCost }: Pick<JudgedRoom, 'cost' | 'askedCost'>,
  moved: Pick<Mover, 'from' | 'to'>,
): { cost: CostLines; rest: number } {
  if (moved.from === moved.to) return { cost, rest: 0 }
  const own = { ...cost }
  for (const line of OWN_LINES) own[line] = askedCost[line]
  for (const line of SHIFT_LINES) own[line] = 0
  return { cost: own, rest: totalOf(cost) - totalOf(own) }
}

function* whoMoves(
  { telling, startsOn }: Pick<AdvisedRooms, 'telling' | 'startsOn'>,
  { visit, from, to, start }: Mover,
  rest: number,
): Generator<Reason> {
  const { id: ticketId } = telling.ticketOf(visit)
  const later = start - (startsOn(from).get(visit) ?? start)
  const minutes = Math.sign(later) * Math.ceil(Math.abs(later) / 60) || 0
  const price = rest === 0 ? {} : { cents: rest }
  const [fromTechId, toTechId] = [from, to].map(
    (route) => telling.techOf(entry(telling.shifts, route, 'route').tech).id,
  )
  const isReplaced = fromTechId !== undefined && toTechId !== undefined && fromTechId !== toTechId
  yield telling.reasonOf('VISIT_MOVES', { ticketId, minutes, ...(!isReplaced && price) })
  if (isReplaced) yield telling.reasonOf('TECH_REPLACED', { ticketId, fromTechId, toTechId, ...price })
}

/** The shifts as they would be, without those that were asked about. */
function afterwards(telling: Telling, planned: readonly PlannedRoute[]): Telling {
  const sequences = [...telling.sequences]
  for (const { route, visits } of planned) {
    const others = visits.map(({ visit }) => visit).filter((visit) => visit >= 0)
    // A shift that had one visit, which makes way, is not opened anew.
    if (others.length > 0) sequences[route] = others
  }
  return { ...telling, sequences }
}

/** Whoever begins at another second than without it, and the one that moves even if it does not. */
function movedBy({ telling, startsOn }: AdvisedRooms, { planned, moved }: JudgedRoom): Proposal['moved'] {
  const shifts = moved.to === planned.route ? [planned] : [planned, moved.planned]
  return shifts.flatMap(({ route, visits }) => {
    const before = startsOn(route)
    return visits.flatMap(({ visit, start }) => {
      if (visit === moved.visit) {
        const from = startsOn(moved.from).get(visit) ?? start
        return [movedVisit(telling, { visit, route, from, to: start, fromRoute: moved.from })]
      }
      const from = before.get(visit)
      return from === undefined || from === start ? [] : [movedVisit(telling, { visit, route, from, to: start })]
    })
  })
}
