// What becomes of an offer: one of its options is confirmed, once, or it ends and its ticket is offered something else.
// Two who want one place are told apart by the row that both wait for, and by the clock of the database.
import type { Confirmed } from '../../contracts/offer.ts'
import type { Recommendation } from '../../contracts/recommendation.ts'
import { DeskRefusedError } from './desk-calls.ts'
import { inStep } from './in-step.ts'
import {
  type Confirmation,
  confirmOffer,
  endOffer,
  findOffer,
  lockOffer,
  type OfferEnd,
  type StoredOffer,
} from './offer-store.ts'
import type { PlanEvent } from './plan-event.ts'
import { appendEvent } from './plan-store.ts'
import { letGo, type Planning, recommend } from './recommend.ts'

/** There is no such offer, or it is somebody else's, or it was forgotten long after its end. */
export class OfferNotFoundError extends Error {
  override readonly name = 'OfferNotFoundError'
  constructor(offerId: string) {
    super(`There is no offer ${offerId}. Maybe its plan was deleted.`)
  }
}

/** The offer has no such option. */
export class UnknownOptionError extends Error {
  override readonly name = 'UnknownOptionError'
  constructor(optionId: string) {
    super(`The offer has no option ${optionId}.`)
  }
}

export interface Choice {
  readonly offerId: string
  readonly optionId: string
  readonly requestId?: string
}

export type ConfirmOutcome =
  | { readonly kind: 'confirmed'; readonly answer: Confirmed }
  /** Another option of it is. */
  | { readonly kind: 'confirmed-otherwise'; readonly optionId: string }
  | { readonly kind: 'released' }
  | ({ readonly kind: 'expired' | 'taken' } & Instead)

/** Fresh options, or why there are none: somebody planned the ticket, or the plan does not know it any more. */
type Instead = { readonly offer: Recommendation } | { readonly noOffer: 'planned' | 'gone' }

/** Throws OfferNotFoundError or UnknownOptionError. */
export async function confirm(planning: Planning, tenant: string, choice: Choice): Promise<ConfirmOutcome> {
  const { offerId, optionId } = choice
  const offer = await findOffer(planning.database, tenant, offerId)
  if (offer === undefined) throw new OfferNotFoundError(offerId)
  if (!offer.options.some((option) => option.optionId === optionId)) throw new UnknownOptionError(optionId)
  if (offer.confirmed) return outcomeOf(offer, offer.confirmed, choice)
  const settled = await settle(planning, offer, choice)
  if (typeof settled === 'object') return outcomeOf(offer, settled, choice)
  if (settled === 'released') return { kind: settled }
  await planning.plans.free(offer, [offerId])
  return { kind: settled, ...(await freshOptions(planning, offer)) }
}

function outcomeOf(offer: StoredOffer, { optionId, ...booked }: Confirmation, choice: Choice): ConfirmOutcome {
  if (optionId !== choice.optionId) return { kind: 'confirmed-otherwise', optionId }
  const { with: others, moved, ...rest } = booked
  const answer = {
    offerId: offer.id,
    optionId,
    planId: offer.planId,
    ...rest,
    ...(others && { with: [...others] }),
    ...(moved && { moved: [...moved] }),
  }
  return { kind: 'confirmed', answer }
}

/** What it is confirmed as, now or before, or how it has ended. */
function settle(planning: Planning, offer: StoredOffer, choice: Choice): Promise<Confirmation | OfferEnd> {
  const { offerId, optionId, requestId } = choice
  const { tenant, ticket } = offer
  return inStep(planning, offer, async ({ on, plan, changeDesk }) => {
    // Always after the plan's row, so that nobody waits in a circle.
    const now = await lockOffer(on, tenant, offerId)
    if (now === undefined) throw new OfferNotFoundError(offerId)
    if (now !== 'held') return now
    const booking =
      plan.base === offer.base
        ? await changeDesk((meant) => planning.desk.ask.confirm({ ...meant, offerId, optionId }))
        : undefined
    if (booking === undefined) {
      await endOffer(on, offerId, 'taken')
      return 'taken'
    }
    const caller = requestId !== undefined && { requestId }
    const { assignment, with: others, moved } = booking
    const booked = { assignment, ...(others.length > 0 && { with: others }), ...(moved.length > 0 && { moved }) }
    const event: PlanEvent = { kind: 'booked', offerId, optionId, ...caller, ticket, ...booked }
    const confirmation = { optionId, planVersion: await appendEvent(on, offer, event), ...booked }
    await confirmOffer(on, offerId, confirmation)
    return confirmation
  })
}

/** Options for the same ticket, wanted in the same way; nothing where there is nothing to ask for any more. */
async function freshOptions(planning: Planning, { ticket, ask, ...key }: StoredOffer): Promise<Instead> {
  const { cameAlong, ...wish } = ask
  try {
    return { offer: await recommend(planning, key, { ticketId: ticket.id }, wish) }
  } catch (error) {
    if (!(error instanceof DeskRefusedError)) throw error
    const { kind } = error.refusal
    if (kind === 'planned-tickets') return { noOffer: 'planned' }
    if (kind !== 'unknown-tickets' || !cameAlong) return { noOffer: 'gone' }
    return { offer: await recommend(planning, key, { ticket }, wish) }
  }
}

/** False for an offer that is confirmed: nothing of it is held any more, and its booking stays. Throws OfferNotFoundError. */
export async function release(planning: Planning, tenant: string, offerId: string): Promise<boolean> {
  const offer = await findOffer(planning.database, tenant, offerId)
  if (offer === undefined) throw new OfferNotFoundError(offerId)
  await letGo(planning, offer, offerId)
  return (await findOffer(planning.database, tenant, offerId))?.state !== 'confirmed'
}
