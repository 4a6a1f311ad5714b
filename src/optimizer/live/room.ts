// Room that is made by moving a visit: who may have to make way, whether what was found still stands, and what of it an
// offer keeps. Knows no holds.
import type { JudgedRoom, LiveDay, PlannedRoute } from '../../../workers/client.ts'
import type { AdvisedProposal } from '../../contracts/recommendation.ts'
import { entry } from '../answer/answer.ts'
import { isCommitted } from '../question/commitments.ts'
import type { Layout } from './layout.ts'
import { type AdvisedRooms, roomProposals } from './room-advice.ts'
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
export const routesOf = ({ route, moved }: JudgedRoom): number[] => [...new Set([route, moved.to])]

export function roomOptions(advised: AdvisedRooms): RoomOption[] {
  const { telling, ticket, rooms } = advised
  return roomProposals(advised).map((proposal, index) => {
    const { route, planned, moved } = entry(rooms, index, 'offer')
    const { optionId, techId, start, window } = proposal
    const shiftStart = (of: number) => {
      const { tech, whole } = entry(telling.shifts, of, 'route')
      return telling.localInstant(whole.opens, telling.zoneOf(ticket, telling.techOf(tech)))
    }
    const mover = entry(telling.shifts, moved.to, 'route').tech
    const turnOnPlanned = (visit: number) => moved.planned.visits.findIndex((stop) => stop.visit === visit)
    const others = planned.visits.filter((stop) => stop.visit !== moved.visit)
    const move: Move = {
      ticketId: telling.ticketOf(moved.visit).id,
      techId: telling.techOf(mover).id,
      shiftStart: shiftStart(moved.to),
      start: telling.instant(moved.start, telling.zoneOf(telling.ticketOf(moved.visit), telling.techOf(mover))),
      turns: [others.findIndex((stop) => stop.visit < 0), turnOnPlanned(moved.visit)],
    }
    return { proposal, place: { optionId, techId, shiftStart: shiftStart(route), start, window, move } }
  })
}

/** By visit; of a shift that stands as it did, looked at once. */
export function startsOn(day: LiveDay, route: number): ReadonlyMap<number, number> {
  const told = day.tellRoute(route)
  const starts = STARTS.get(told) ?? new Map(told.visits.map(({ visit, start }) => [visit, start]))
  STARTS.set(told, starts)
  return starts
}

const STARTS = new WeakMap<PlannedRoute, ReadonlyMap<number, number>>()
