// Room that is made by moving a visit: who may have to make way, whether what was found still stands, and what of it an
// offer keeps. Knows no holds.
import type { JudgedRoom, LiveDay, PlannedRoute } from '../../../workers/client.ts'
import type { AdvisedProposal } from '../../contracts/recommendation.ts'
import type { Ticket } from '../../contracts/ticket.ts'
import { entry, type Telling } from '../answer/answer.ts'
import { isCommitted } from '../question/commitments.ts'
import type { Layout } from './layout.ts'
import { type AdvisedRooms, type Mover, roomProposals } from './room-advice.ts'
import type { Move, OfferedPlace } from './wire.ts'

/** Of a plan that others change all the while; after the last one, what they have left of it counts. */
export const MOST_SEARCHES = 3

export interface RoomOption {
  readonly proposal: AdvisedProposal
  readonly place: OfferedPlace & { readonly move: Move }
}

/** It stands on the plan, alone, and nothing of that is fixed; nor was it promised, unless that may be moved at a price. */
export function mayMakeWay({ day, duties, input }: Layout, visit: number): boolean {
  const { commitment, crew } = entry(duties, visit, 'visit')
  if (commitment === undefined || crew > 1 || day.linksOf(visit).length > 0) return false
  const { promised, ...fixed } = commitment
  const isPriced = promised !== true && input.policy.promise.movedPerMinute !== undefined
  return !isCommitted(fixed) && (promised === undefined || isPriced)
}

/** Do all shifts that it was judged with stand as they did? What `held` has there may have come since. */
export function isAsSeen(now: LiveDay, seen: LiveDay, held: ReadonlySet<number>, routes: readonly number[]): boolean {
  return seen.together(routes).every((of) => {
    const before = entry(seen.sequences, of, 'route')
    const sequence = entry(now.sequences, of, 'route').filter((visit) => !held.has(visit))
    return (
      sequence.length === before.length &&
      sequence.every((visit, turn) => visit === before[turn] && now.model.visits[visit] === seen.model.visits[visit])
    )
  })
}

/** Every shift that it was judged with. */
export const routesOf = ({ route, moved }: JudgedRoom): number[] => [route, moved.to]

export function roomOptions(advised: AdvisedRooms): RoomOption[] {
  const { telling, ticket, rooms } = advised
  return roomProposals(advised).map((proposal, index) => {
    const { route, planned, moved } = entry(rooms, index, 'offer')
    const { optionId, techId, start, window } = proposal
    const others = planned.visits.filter((stop) => stop.visit !== moved.visit)
    const turns = [
      others.findIndex((stop) => stop.visit < 0),
      moved.planned.visits.findIndex((stop) => stop.visit === moved.visit),
    ]
    const move = moveOf(telling, ticket, moved, turns)
    const shiftStart = shiftStartOf(telling, ticket, route)
    return { proposal, place: { optionId, techId, shiftStart, start, window, move } }
  })
}

/** When a shift of the plan begins, on the clock on which the ticket is spoken of. */
export function shiftStartOf(telling: Telling, ticket: Ticket, route: number): string {
  const { tech, whole } = entry(telling.shifts, route, 'route')
  return telling.localInstant(whole.opens, telling.zoneOf(ticket, telling.techOf(tech)))
}

/** What an offer for the ticket keeps of the one who makes way. */
export function moveOf(telling: Telling, ticket: Ticket, { visit, to, start }: Mover, turns: Move['turns']): Move {
  const mover = telling.ticketOf(visit)
  const tech = telling.techOf(entry(telling.shifts, to, 'route').tech)
  return {
    ticketId: mover.id,
    techId: tech.id,
    shiftStart: shiftStartOf(telling, ticket, to),
    start: telling.instant(start, telling.zoneOf(mover, tech)),
    turns,
  }
}

/** By visit; of a shift that stands as it did, looked at once. */
export function startsOn(day: LiveDay, route: number): ReadonlyMap<number, number> {
  const told = day.tellRoute(route)
  const starts = STARTS.get(told) ?? new Map(told.visits.map(({ visit, start }) => [visit, start]))
  STARTS.set(told, starts)
  return starts
}

const STARTS = new WeakMap<PlannedRoute, ReadonlyMap<number, number>>()
