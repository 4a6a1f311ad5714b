// What a booking makes of the assignments of a plan. Pure: the live plan does it, and whoever replays what happened to it.
import type { Window } from '../../contracts/scalars.ts'
import { secondFrom } from '../question/clock.ts'
import type { Commitment } from '../question/commitments.ts'
import type { Assignment, OfferedPlace } from './wire.ts'

export interface Booking {
  readonly assignment: Assignment
  /** Of whoever was booked with it: the others of its crew, and tickets that are planned together with it. */
  readonly with: readonly Assignment[]
  /** Other assignments that read otherwise from now on: who made way, and whose start no longer told the order. */
  readonly moved: readonly Assignment[]
}

/** Of one ticket: the entry of the same technician where it is a crew. */
export const asMoved = (own: readonly Assignment[], moved: Assignment): Assignment[] =>
  own.length > 1 ? own.map((one) => (one.techId === moved.techId ? moved : one)) : [moved]

/** All of a plan, each entry in its turn. */
export function withMoved(plan: readonly Assignment[], moved: readonly Assignment[]): Assignment[] {
  if (moved.length === 0) return [...plan]
  const anew = Map.groupBy(moved, ({ ticketId }) => ticketId)
  const own = Map.groupBy(
    plan.filter(({ ticketId }) => anew.has(ticketId)),
    ({ ticketId }) => ticketId,
  )
  const entries = [...own].map(([ticketId, all]) => {
    const now = (anew.get(ticketId) ?? []).reduce((list: readonly Assignment[], one) => asMoved(list, one), all)
    return [ticketId, now.values()] as const
  })
  const next = new Map(entries)
  return plan.map((one) => next.get(one.ticketId)?.next().value ?? one)
}

/** Without whatever the plan had for these tickets, and behind all others with what it has now. */
export function withBooked(plan: readonly Assignment[], booked: readonly Assignment[]): Assignment[] {
  const ids = new Set(booked.map(({ ticketId }) => ticketId))
  return [...plan.filter(({ ticketId }) => !ids.has(ticketId)), ...booked]
}

/** By ticket, in the order in which they were offered: the windows are those of the ticket that the offer is for. */
export function commitmentsAt(ticketId: string, place: OfferedPlace): Map<string, Commitment[]> {
  const commitments = new Map([[ticketId, [commitmentOf(place, place.window)]]])
  for (const other of place.with ?? []) {
    const own = commitments.get(other.ticketId) ?? []
    commitments.set(other.ticketId, [
      ...own,
      commitmentOf(other, other.ticketId === ticketId ? place.window : undefined),
    ])
  }
  return commitments
}

/** As an entry of a plan that has it there, and nothing of it fixed. */
export const commitmentOf = (
  { techId, start }: Pick<OfferedPlace, 'techId' | 'start'>,
  promised?: true | Window,
): Commitment => ({
  entry: -1,
  techId,
  start: secondFrom(start),
  fixed: { tech: false, start: false, order: false },
  isFrozen: false,
  ...(promised && { promised }),
})
