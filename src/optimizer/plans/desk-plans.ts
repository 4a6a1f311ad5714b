// The plans on the desk: each kept ready to be asked, and each call answered in one go, so that nobody comes in between
// a recommendation and the places it holds. Knows no thread, no store and no clock.
import { ModelRefusedError } from '../../../workers/client.ts'
import type { PlanScore } from '../../contracts/evaluation.ts'
import type { OptimizationInput } from '../../contracts/optimization.ts'
import { durationSeconds } from '../../contracts/scalars.ts'
import { RoadsUnavailableError } from '../../travel/osrm/failure.ts'
import type { Roads } from '../../travel/roads.ts'
import { ChangeRefusedError } from '../changes/refused.ts'
import { LivePlan } from '../live/live-plan.ts'
import { planScore } from '../live/score.ts'
import { TicketPlannedError, TicketRefusedError, UnknownTechError, UnknownTicketError } from '../live/wire.ts'
import { AcceptedPlan } from '../question/accept.ts'
import {
  type CallName,
  type Changed,
  type DeskCalls,
  DeskRefusedError,
  type Opened,
  type OpenTask,
  type Recommended,
  type RecommendedJson,
  type RecommendTask,
  type Refusal,
  type RoomFound,
  type RoomTask,
} from './desk-calls.ts'
import { withTold } from './offer-intents.ts'
import type { HeldOffer } from './offer-store.ts'
import { offeredPlace } from './offered-place.ts'
import { replayed } from './plan-event.ts'
import { inPriceOrder } from './price-order.ts'
import { Turns } from './turns.ts'
import { changesBetween } from './version-changes.ts'

interface OpenPlan {
  readonly live: LivePlan
  /** Tickets that the input had planned and that hold no place, booked ones no longer among them. */
  readonly unplaced: Set<string>
  /** Bookings and cancellations since it was opened. */
  changes: number
}

type Task<Name extends CallName> = DeskCalls[Name]['task']

export class DeskPlans {
  readonly #plans = new Map<number, OpenPlan>()
  readonly #turns = new Turns()
  readonly #roads: Roads | undefined

  /** Without roads, every way is an estimate or the caller's. */
  constructor(roads?: Roads) {
    this.#roads = roads
  }

  /** To be asked what it knows. Throws DeskRefusedError. */
  live(opening: number): LivePlan {
    return this.#plan(opening).live
  }

  async open({ opening, input, isOfToday, events, offers }: OpenTask): Promise<Opened> {
    const stored: unknown = JSON.parse(input)
    const accepted = isOfToday ? (stored as OptimizationInput) : AcceptedPlan.parse(stored)
    const live = await LivePlan.open(replayed(accepted, events), this.#roads)
    await live.learnPlaces(offers.map(({ ticket }) => ticket))
    const lostOfferIds = holdAgain(live, offers)
    this.#plans.set(opening, { live, unplaced: new Set(live.unplaced), changes: 0 })
    return { ...statusOf(live), lostOfferIds }
  }

  order({ opening, ticketIds }: Task<'order'>): readonly string[] {
    const { live, unplaced } = this.#plan(opening)
    const order = inPriceOrder(live.input, unplaced, ticketIds)
    if (order.kind === 'ordered') return order.ticketIds
    throw new DeskRefusedError({ kind: `${order.kind}-tickets`, ticketIds: order.ticketIds })
  }

  recommend({ opening, ask, offerId }: RecommendTask): Recommended {
    const { live, changes } = this.#plan(opening)
    const advice = live.recommend(ask)
    const ticket = ask.ticket ?? ticketOf(live, advice.ticketId)
    // Who only looks books nothing of it.
    if (offerId === undefined) return { advice, ticket, options: [], held: [], changes }
    const options = advice.proposals.map((proposal) => offeredPlace(live.input, proposal))
    const held = live.hold({ offerId, ticket, options })
    // An offer that holds nothing is none: nobody would ever release it.
    if (held.length === 0) live.release(offerId)
    return { advice, ticket, options, held, changes }
  }

  recommendJson(task: RecommendTask): RecommendedJson {
    const { advice, ticket, options, held, changes } = this.recommend(task)
    const { ticketId, proposals, ...rest } = advice
    const isHeld = (proposal: (typeof proposals)[number]) => held.includes(proposal.optionId)
    const told = { proposals: proposals.map((proposal) => ({ ...proposal, held: isHeld(proposal) })), ...rest }
    const json = JSON.stringify(told)
    if (held.length === 0) return { ticketId, json, changes }
    const offered = options.map((option) => ({ ...option, held: held.includes(option.optionId) }))
    return { ticketId, json, changes, held: { ticket, options: withTold(offered, proposals, advice.meta) } }
  }

  ticketsFor({ opening, ask }: Task<'ticketsFor'>): DeskCalls['ticketsFor']['answer'] {
    const { live, changes } = this.#plan(opening)
    return { tickets: live.ticketsFor(ask), changes }
  }

  explain({ opening, asked }: Task<'explain'>): DeskCalls['explain']['answer'] {
    const { live, changes } = this.#plan(opening)
    return { told: live.explain(asked), changes }
  }

  makeRoom({ opening, ask, offer }: RoomTask): Promise<RoomFound> {
    return this.#turns.take(async () => {
      const { live } = this.#plan(opening)
      const rooms = await live.makeRoom(ask, offer?.id)
      const ticket = ask.ticket ?? ticketOf(live, ask.ticketId ?? '')
      const options = rooms.map(({ place }) => ({ ...place, held: false }))
      const isWanted =
        offer === undefined ||
        (rooms.length > 0 && live.addOptions({ offerId: offer.id, ticket, options }, offer.isNew))
      return { proposals: isWanted ? rooms.map(({ proposal }) => proposal) : [], ticket, options }
    })
  }

  changes(asked: Task<'changes'>): ReturnType<typeof changesBetween> {
    return changesBetween(asked, this.#roads)
  }

  expires({ opening, offerId, until }: Task<'expires'>): undefined {
    this.#plan(opening).live.heldUntil(offerId, until)
  }

  release({ opening, offerIds }: Task<'release'>): undefined {
    const { live } = this.#plan(opening)
    for (const offerId of offerIds) live.release(offerId)
  }

  confirm({ opening, changes, offerId, optionId }: Task<'confirm'>): DeskCalls['confirm']['answer'] {
    return this.#change(opening, changes, ({ live, unplaced }) => {
      const booking = live.confirm(offerId, optionId)
      if (booking) for (const { ticketId } of [booking.assignment, ...booking.with]) unplaced.delete(ticketId)
      return booking
    })
  }

  cancel({ opening, changes, ticketId }: Task<'cancel'>): DeskCalls['cancel']['answer'] {
    return this.#change(opening, changes, ({ live }) => live.cancel(ticketId))
  }

  evaluate({ opening, asked, areas }: Task<'evaluate'>): DeskCalls['evaluate']['answer'] {
    const { live, changes } = this.#plan(opening)
    return { told: { ...live.evaluate(asked.changes, asked.language, areas), meta: live.adviceMeta }, changes }
  }

  /** Of estimates, and of the caller's own tables, there is nothing to learn. */
  learn({ opening }: Task<'learn'>): undefined {
    this.#plan(opening)
  }

  score({ input }: Task<'score'>): Promise<PlanScore> {
    return planScore(input, this.#roads)
  }

  happen({ opening, changes, events, language, areas }: Task<'happen'>): DeskCalls['happen']['answer'] {
    return this.#change(opening, changes, ({ live, unplaced }) => {
      const happened = live.happen(events, language, undefined, areas)
      // Whoever was planned and could not stand is no part of the plan any more.
      unplaced.clear()
      return happened
    })
  }

  replan({ opening, changes, plan }: Task<'replan'>): DeskCalls['replan']['answer'] {
    return this.#change(opening, changes, ({ live, unplaced }) => {
      const happened = live.replan(plan)
      unplaced.clear()
      return happened
    })
  }

  close({ opening }: Task<'close'>): undefined {
    this.#plans.delete(opening)
  }

  #plan(opening: number): OpenPlan {
    const plan = this.#plans.get(opening)
    if (plan === undefined) throw new DeskRefusedError({ kind: 'not-open' })
    return plan
  }

  /** Only where both sides mean the same plan; what comes to nothing is no change. */
  #change<T>(opening: number, changes: number, make: (plan: OpenPlan) => T): Changed<T> {
    const plan = this.#plan(opening)
    if (plan.changes !== changes) return { kind: 'stale' }
    const what = make(plan)
    if (what) plan.changes++
    return { kind: 'changed', what }
  }
}

/**
 * First every place that is held, so that none goes to what is not; then each offer whole, as any of its options may be
 * confirmed. Answers those that did not get all of their places back.
 */
function holdAgain(live: LivePlan, offers: readonly HeldOffer[]): string[] {
  for (const offer of offers) live.hold({ ...offer, options: offer.options.filter(({ held }) => held) })
  const lost = offers.filter((offer) => {
    const heldFirst = offer.options.toSorted((one, other) => Number(other.held) - Number(one.held))
    const held = new Set(live.hold({ ...offer, options: heldFirst }))
    return offer.options.some((option) => option.held && !held.has(option.optionId))
  })
  for (const { offerId, until } of offers) if (until !== undefined) live.heldUntil(offerId, until)
  return lost.map(({ offerId }) => offerId)
}

function statusOf(live: LivePlan): Omit<Opened, 'lostOfferIds'> {
  const { input, unplaced } = live
  const assigned = new Set((input.plan ?? []).map(({ ticketId }) => ticketId))
  for (const ticketId of unplaced) assigned.delete(ticketId)
  return {
    tickets: input.tickets.length,
    assigned: assigned.size,
    unplaced: live.whyUnplaced(),
    holdSeconds: durationSeconds(input.policy.offers.hold),
  }
}

function ticketOf({ input }: LivePlan, ticketId: string) {
  const ticket = input.tickets.find(({ id }) => id === ticketId)
  if (ticket === undefined) throw new RangeError(`Ticket ${ticketId} was advised on and is not in the plan.`)
  return ticket
}

/** Nothing for an error that nobody foresaw. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof DeskRefusedError) return error.refusal
  if (error instanceof UnknownTicketError) return { kind: 'unknown-tickets', ticketIds: [error.ticketId] }
  if (error instanceof TicketPlannedError) return { kind: 'planned-tickets', ticketIds: [error.ticketId] }
  if (error instanceof UnknownTechError) return { kind: 'unknown-tech' }
  if (error instanceof TicketRefusedError) return { kind: 'ticket-refused', issues: [...error.issues] }
  if (error instanceof ChangeRefusedError) return { kind: 'change-refused', issues: error.issues }
  if (error instanceof RoadsUnavailableError) return { kind: 'no-roads', failure: error.failure }
  if (error instanceof ModelRefusedError) return { kind: 'not-plannable', message: error.message }
  return undefined
}
