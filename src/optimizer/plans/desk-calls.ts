// What is said between the desk and those who ask it: plain data only, as an error crosses threads without its class.
import type { Area } from '../../contracts/area.ts'
import type { Happening } from '../../contracts/change.ts'
import type { Evaluation, EvaluationRequest, PlanScore } from '../../contracts/evaluation.ts'
import type { ExplanationRequest, PlanChange } from '../../contracts/explanation.ts'
import type { OptimizationInput } from '../../contracts/optimization.ts'
import type { Issue } from '../../contracts/problem-details.ts'
import type { Language } from '../../contracts/reason.ts'
import type { AdvisedProposal, TicketForTech } from '../../contracts/recommendation.ts'
import type { Ticket } from '../../contracts/ticket.ts'
import type { Carried } from '../../platform/tracing.ts'
import type { RoadFailure } from '../../travel/osrm/failure.ts'
import type { Booking } from '../live/booking.ts'
import type { ToldExplanation } from '../live/explain.ts'
import type { Happened as HappenedTo } from '../live/live-plan.ts'
import type { UnplacedTicket } from '../live/unplaced.ts'
import type { Advice, Ask, AskForTech, Assignment, Offer } from '../live/wire.ts'
import type { HeldOffer, StoredOption } from './offer-store.ts'
import type { PlanEvent } from './plan-event.ts'
import type { AskedChanges } from './version-changes.ts'

/** One opening of one plan. A plan that is opened again gets another number, so that nothing meant for the first reaches the second. */
type Opening = { readonly opening: number }

export interface OpenTask extends Opening {
  /** JSON of an input that was accepted, by this version of the contract or an earlier one. */
  readonly input: string
  /** False: an earlier process may have accepted it, and it may lack what has been added since. */
  readonly isOfToday: boolean
  readonly events: readonly PlanEvent[]
  readonly offers: readonly HeldOffer[]
}

export interface Opened {
  readonly tickets: number
  readonly assigned: number
  readonly unplaced: readonly UnplacedTicket[]
  /** What the policy says. */
  readonly holdSeconds: number
  /** Offers of which not every place could be held again. */
  readonly lostOfferIds: readonly string[]
}

export interface RecommendTask extends Opening {
  readonly ask: Ask
  /** The options are held for it. */
  readonly offerId?: string
}

export interface Recommended {
  readonly advice: Advice
  readonly ticket: Ticket
  /** To be booked; none for who only looks. */
  readonly options: Offer['options']
  /** Of the options. */
  readonly held: readonly string[]
  /** Bookings and cancellations since the plan was opened. */
  readonly changes: number
}

/** The same as it goes out: nobody between the desk and the caller has to look into it. */
export interface RecommendedJson extends Pick<Recommended, 'changes'> {
  readonly ticketId: string
  /** Of all that stands behind the ticket, options and whether they are held first. */
  readonly json: string
  /** Where something is held. */
  readonly held?: { readonly ticket: Ticket; readonly options: readonly StoredOption[] }
}

export interface RoomTask extends Opening {
  readonly ask: Ask
  /** The options are added to it; where it is new it has no others. */
  readonly offer?: { readonly id: string; readonly isNew: boolean }
}

/** Options of the second tier, none of which is held. */
export interface RoomFound {
  readonly proposals: readonly AdvisedProposal[]
  readonly ticket: Ticket
  readonly options: readonly StoredOption[]
}

/** Refused as stale unless the plan has changed just so often since it was opened. */
type Change = Opening & { readonly changes: number }
export type Changed<T> = { readonly kind: 'changed'; readonly what: T } | { readonly kind: 'stale' }

export interface DeskCalls {
  open: { task: OpenTask; answer: Opened }
  /** Tickets as they are asked for one after the other: dearest to leave out first. */
  order: { task: Opening & { ticketIds: readonly string[] | 'unplanned' }; answer: readonly string[] }
  recommend: { task: RecommendTask; answer: Recommended }
  recommendJson: { task: RecommendTask; answer: RecommendedJson }
  /** Others are answered in between. Nothing for an offer that has ended meanwhile. */
  makeRoom: { task: RoomTask; answer: RoomFound }
  ticketsFor: { task: Opening & { ask: AskForTech }; answer: { tickets: readonly TicketForTech[]; changes: number } }
  explain: { task: Opening & { asked: ExplanationRequest }; answer: { told: ToldExplanation; changes: number } }
  /** Of two versions that need not be open. */
  changes: { task: AskedChanges; answer: readonly PlanChange[] }
  /** When what an offer holds expires. */
  expires: { task: Opening & { offerId: string; until: string }; answer: undefined }
  release: { task: Opening & { offerIds: readonly string[] }; answer: undefined }
  /** Nothing when the option cannot stand any more. */
  confirm: { task: Change & { offerId: string; optionId: string }; answer: Changed<Booking | undefined> }
  evaluate: {
    task: Opening & { asked: EvaluationRequest; areas?: readonly Area[] }
    answer: { told: Omit<Evaluation, 'planId' | 'planVersion'>; changes: number }
  }
  /** The ways that are taken by what is to be done, so that nobody waits for them while it is. Changes nothing. */
  learn: {
    task: Opening & ({ events: readonly Happening[]; areas?: readonly Area[] } | { plan: readonly Assignment[] })
    answer: undefined
  }
  score: { task: { input: OptimizationInput }; answer: PlanScore }
  happen: {
    task: Change & { events: readonly Happening[]; areas?: readonly Area[]; language?: Language }
    answer: Changed<HappenedTo>
  }
  /** Seated as a run has planned it. */
  replan: { task: Change & { plan: readonly Assignment[] }; answer: Changed<HappenedTo> }
  /** False when there is no such ticket. */
  cancel: { task: Change & { ticketId: string }; answer: Changed<boolean> }
  close: { task: Opening; answer: undefined }
}
export type CallName = keyof DeskCalls

/** Why the desk did not do it. */
export type Refusal =
  | { readonly kind: 'not-open' }
  | { readonly kind: 'unknown-tickets'; readonly ticketIds: readonly string[] }
  | { readonly kind: 'planned-tickets'; readonly ticketIds: readonly string[] }
  | { readonly kind: 'unknown-tech' }
  | { readonly kind: 'ticket-refused' | 'change-refused'; readonly issues: readonly Issue[] }
  | { readonly kind: 'not-plannable'; readonly message: string }
  | { readonly kind: 'no-roads'; readonly failure: RoadFailure }

/** On both sides of the thread; between them it is its refusal. */
export class DeskRefusedError extends Error {
  override readonly name = 'DeskRefusedError'
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(`The desk refused: ${refusal.kind}.`)
    this.refusal = refusal
  }
}

export type DeskRequest = {
  readonly [Name in CallName]: { id: number; name: Name; task: DeskCalls[Name]['task']; trace?: Carried | undefined }
}[CallName]
/** In place of a request: what has not been told of the work is told, and the thread ends. */
export const END = 'end'
export type DeskReply = { readonly id: number } & (
  | { readonly answer: DeskCalls[CallName]['answer'] }
  | { readonly refusal: Refusal }
  /** A bug: its stack, for the log. */
  | { readonly bug: string }
)
