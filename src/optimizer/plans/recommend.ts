// Recommendations on a live plan. The places of an offer are held on the desk before it is stored, and it is told only
// when it is stored too; until then nobody knows its id, and nothing is lost by letting it go.
import { v7 as timeOrderedId } from 'uuid'
import type { Recommendation, Recommendations } from '../../contracts/recommendation.ts'
import type { Database } from '../../platform/database.ts'
import type { Ask } from '../live/wire.ts'
import { asking } from './asking.ts'
import type { Desk } from './desk.ts'
import { DeskRefusedError, type RecommendedJson, type RecommendTask } from './desk-calls.ts'
import { endOffer, insertOffer } from './offer-store.ts'
import { OfferedOnce } from './offered-once.ts'
import { type Opening, type OpenPlans, StaleOpeningError } from './open-plans.ts'
import type { PlanKey } from './plan-store.ts'
import type { Subject, Wish } from './wish.ts'

export interface Planning {
  readonly database: Database
  readonly desk: Desk
  readonly plans: OpenPlans
  /** Some plans go by road. */
  readonly hasRoads: boolean
}

export async function recommend(
  planning: Planning,
  key: PlanKey,
  subject: Subject,
  wish: Wish,
): Promise<Recommendation> {
  return JSON.parse((await recommendJson(planning, key, subject, wish)).json) as Recommendation
}

/** A recommendation as it goes out; written on the desk, so that the thread that serves everybody only passes it on. */
export interface ToldRecommendation extends Pick<Recommendation, 'offerId'> {
  readonly json: string
}

export function recommendJson(
  planning: Planning,
  key: PlanKey,
  subject: Subject,
  wish: Wish,
): Promise<ToldRecommendation> {
  return asking(planning.plans, key, async (opening) => {
    await freeExpired(planning, key)
    return wish.holdSeconds === 0
      ? toldOf(opening, await planning.desk.ask.recommendJson(taskFor(opening, subject, wish)))
      : offer(planning, opening, subject, wish)
  })
}

/**
 * Consistent with one another: each ticket's places are held before the next is asked for, also where the caller only
 * looks. Whoever is offered with another one is not offered again, nor is who can only come with somebody that is: their turn
 * is when that one is booked. Others are served in between.
 */
export async function recommendSeveral(
  planning: Planning,
  key: PlanKey,
  ticketIds: readonly string[] | 'unplanned',
  wish: Wish,
): Promise<Recommendations> {
  const { desk, plans } = planning
  const ordered = await asking(plans, key, ({ opening }) => desk.ask.order({ opening, ticketIds }))
  const offers: Recommendation[] = []
  const looks: string[] = []
  const offered = new OfferedOnce()
  try {
    for (const ticketId of ordered) {
      if (offered.has(ticketId)) continue
      const asked =
        wish.holdSeconds === 0
          ? lookAndKeep(planning, key, ticketId, wish, looks)
          : recommend(planning, key, { ticketId }, wish)
      const told = await (ticketIds === 'unplanned' ? unlessPlanned(asked) : asked)
      if (!told) continue
      if (offered.add(told)) offers.push(told)
      else if (told.offerId !== undefined) await letGo(planning, key, told.offerId)
    }
  } catch (error) {
    // Nobody will hear of those that were made.
    for (const { offerId } of offers) if (offerId !== undefined) await letGo(planning, key, offerId)
    throw error
  } finally {
    await plans.free(key, looks)
  }
  const { version } = await plans.get(key)
  return { planId: key.planId, planVersion: offers.at(-1)?.planVersion ?? version, offers }
}

/** Ends an offer that its caller does not hear of, or does not want. */
export async function letGo({ database, plans }: Planning, key: PlanKey, offerId: string): Promise<void> {
  await endOffer(database, offerId, 'released')
  await plans.free(key, [offerId])
}

/** Before anything else is offered. */
async function freeExpired({ plans }: Planning, key: PlanKey): Promise<void> {
  if (plans.mayHold(key)) await plans.freeExpired(key)
}

function taskFor({ opening }: Opening, subject: Subject, wish: Wish, offerId?: string): RecommendTask {
  const { holdSeconds, ...how } = wish
  const ask: Ask = { ...subject, ...how }
  return { opening, ask, ...(offerId !== undefined && { offerId }) }
}

async function offer(planning: Planning, opening: Opening, subject: Subject, wish: Wish): Promise<ToldRecommendation> {
  const { database, plans } = planning
  const { key } = opening
  const offerId = timeOrderedId()
  const found = await planning.desk.ask.recommendJson(taskFor(opening, subject, wish, offerId))
  if (found.held === undefined) return toldOf(opening, found)
  const { ticket, options } = found.held
  const holdSeconds = wish.holdSeconds ?? opening.status.holdSeconds
  plans.noteHold(key)
  const stored = insertOffer(database, {
    ...key,
    id: offerId,
    base: opening.base,
    ask: { ...wish, holdSeconds, cameAlong: 'ticket' in subject },
    ticket,
    options,
    holdSeconds,
  })
  const expiresAt = await stored.catch(async (error) => {
    await plans.free(key, [offerId])
    throw error
  })
  // Replaced meanwhile; or opened anew, perhaps before the offer was in the store, and then its places may be free there.
  if (expiresAt === undefined || !plans.isCurrent(opening)) {
    await letGo(planning, key, offerId)
    throw new StaleOpeningError(key)
  }
  const until = expiresAt.toISOString()
  // A lost desk learns it from the store.
  planning.desk.ask.expires({ opening: opening.opening, offerId, until }).catch(() => undefined)
  return toldOf(opening, found, { offerId, expiresAt: until })
}

function toldOf(
  { key, version }: Opening,
  { ticketId, json, changes }: RecommendedJson,
  offer?: Required<Pick<Recommendation, 'offerId' | 'expiresAt'>>,
): ToldRecommendation {
  const first = { planId: key.planId, planVersion: version + changes, ticketId, ...offer }
  return { json: `${JSON.stringify(first).slice(0, -1)},${json.slice(1)}`, ...(offer && { offerId: offer.offerId }) }
}

/** Nothing for a ticket that somebody has booked or canceled since the list was made. */
function unlessPlanned(asked: Promise<Recommendation>): Promise<Recommendation | undefined> {
  return asked.catch((error) => {
    const kind = error instanceof DeskRefusedError ? error.refusal.kind : undefined
    if (kind === 'planned-tickets' || kind === 'unknown-tickets') return undefined
    throw error
  })
}

async function lookAndKeep(
  planning: Planning,
  key: PlanKey,
  ticketId: string,
  wish: Wish,
  looks: string[],
): Promise<Recommendation> {
  return asking(planning.plans, key, async (opening) => {
    await freeExpired(planning, key)
    const look = timeOrderedId()
    looks.push(look)
    const { advice, changes } = await planning.desk.ask.recommend(taskFor(opening, { ticketId }, wish, look))
    const { proposals, ...rest } = advice
    // What is kept from the tickets that follow is not the caller's.
    const unheld = proposals.map((proposal) => ({ ...proposal, held: false }))
    return { planId: key.planId, planVersion: opening.version + changes, ...rest, proposals: unheld }
  })
}
