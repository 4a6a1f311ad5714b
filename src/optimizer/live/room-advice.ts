// Room that is made by moving a visit, in the words of the contract: proposals of the second tier, with who moves and where
// to. Changes nothing and knows no holds.
import type { CostLine, CostLines, JudgedRoom, JudgedRooms } from '../../../workers/client.ts'
import type { Reason } from '../../contracts/reason.ts'
import type { AdvisedProposal } from '../../contracts/recommendation.ts'
import { entry, type Telling } from '../answer/answer.ts'
import { costOf, totalOf } from '../answer/cost.ts'
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
  const { telling, ticket, visit, onOffer, first, rooms } = advised
  const pricedFor = pricedForPlace(telling, advised, room.route)
  const price = totalOf(room.cost)
  const prices = [...first.slice(0, 1), ...rooms.slice(0, 1)].map(({ cost }) => totalOf(cost))
  const rank = first.length + index + 1
  const { cost, rest } = parted(room)
  return {
    optionId: `m${index + 1}`,
    rank,
    score: scoreOf(price, Math.min(...prices), telling.input.policy.costs.perHour),
    tier: 2,
    ...toldPlace(telling, ticket, room),
    window: toldWindow(telling, ticket, room.route, onOffer, room.window),
    cost: costOf(room.cost, pricedFor),
    reasons: [
      ...whoMoves(advised, room, rest),
      ...proposalReasons({
        answer: afterwards(telling, room),
        visit,
        option: { ...room, cost },
        pricedFor,
        rank,
        dearerByCents: price - (prices[0] ?? price),
      }),
    ],
    alsoPossible: 0,
    moved: movedBy(advised, room),
  }
}

/** Lines of which the reasons of a proposal tell for whom they are paid; the others are those of the plan as a whole. */
const OWN_LINES: readonly CostLine[] = ['CHANGE', 'PREFERENCE', 'CONTINUITY', 'SURPLUS_SKILL', 'AREA']
/** The shift of the offer was under way before: another is opened only for who moves, or closed. */
const SHIFT_LINES: readonly CostLine[] = ['SHIFT', 'HEAD']

/** What of the bill is told as the ticket's own, and the rest, which is told of the one that moves. */
function parted({ cost, askedCost, moved }: JudgedRoom): { cost: CostLines; rest: number } {
  if (moved.from === moved.to) return { cost, rest: 0 }
  const own = { ...cost }
  for (const line of OWN_LINES) own[line] = askedCost[line]
  for (const line of SHIFT_LINES) own[line] = 0
  return { cost: own, rest: totalOf(cost) - totalOf(own) }
}

function* whoMoves({ telling, startsOn }: AdvisedRooms, { moved }: JudgedRoom, rest: number): Generator<Reason> {
  const { visit, from, to, start } = moved
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

/** The shifts as they would be, without the visit that was asked about. */
function afterwards(telling: Telling, { route, planned, moved }: JudgedRoom): Telling {
  const sequences = [...telling.sequences]
  const others = planned.visits.map(({ visit }) => visit).filter((visit) => visit >= 0)
  // A shift that had one visit, which makes way, is not opened anew.
  if (others.length > 0) sequences[route] = others
  if (moved.to !== route) sequences[moved.to] = moved.planned.visits.map(({ visit }) => visit)
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
