// The second tier of a recommendation: options for which one visit has to move that nobody was promised. They are searched
// for once the first tier is told, hold nothing, and are confirmed as options of the same offer.
import { v7 as timeOrderedId } from 'uuid'
import type { Recommendation, RoomMade } from '../../contracts/recommendation.ts'
import { asking } from './asking.ts'
import { DeskRefusedError, type RoomFound } from './desk-calls.ts'
import { withTold } from './offer-intents.ts'
import { addOptions, insertOffer } from './offer-store.ts'
import { type Opening, StaleOpeningError } from './open-plans.ts'
import type { PlanKey } from './plan-store.ts'
import { letGo, type Planning, recommend } from './recommend.ts'
import type { Subject, Wish } from './wish.ts'

const NONE: RoomMade = { proposals: [] }

/** `first` was told already. Nothing where its ticket has been booked or canceled meanwhile. */
export function makeRoom(
  planning: Planning,
  key: PlanKey,
  subject: Subject,
  wish: Wish,
  { offerId }: Pick<Recommendation, 'offerId'>,
): Promise<RoomMade> {
  return asking(planning.plans, key, async (opening) => {
    const isNew = offerId === undefined && wish.holdSeconds !== 0
    const id = isNew ? timeOrderedId() : offerId
    const { holdSeconds: _, ...how } = wish
    const ask = { ...subject, ...how }
    const task = { opening: opening.opening, ask, ...(id !== undefined && { offer: { id, isNew } }) }
    const found = await planning.desk.ask.makeRoom(task).catch(unlessGone)
    if (found === undefined || found.proposals.length === 0) return NONE
    // Who only looks is told what there is; of an offer that has ended meanwhile nothing can be had.
    if (id === undefined) return toldOf(found)
    return isNew ? offerOf(planning, opening, subject, wish, id, found) : addTo(planning, opening, id, found)
  })
}

/** In one answer; where the second tier fails, nobody hears of the first. */
export async function bothTiers(
  planning: Planning,
  key: PlanKey,
  subject: Subject,
  wish: Wish,
): Promise<Recommendation> {
  const first = await recommend(planning, key, subject, wish)
  try {
    const { proposals, ...offer } = await makeRoom(planning, key, subject, wish, first)
    return { ...first, ...offer, proposals: [...first.proposals, ...proposals] }
  } catch (error) {
    if (first.offerId !== undefined) await letGo(planning, key, first.offerId)
    throw error
  }
}

const toldOf = ({ proposals }: RoomFound, offer?: Pick<RoomMade, 'offerId' | 'expiresAt'>): RoomMade => ({
  ...offer,
  proposals: proposals.map((proposal) => ({ ...proposal, held: false })),
})

function unlessGone(error: unknown): undefined {
  const kind = error instanceof DeskRefusedError ? error.refusal.kind : undefined
  if (kind === 'planned-tickets' || kind === 'unknown-tickets') return undefined
  throw error
}

async function addTo({ database, plans }: Planning, opening: Opening, id: string, found: RoomFound): Promise<RoomMade> {
  const expiresAt = await addOptions(database, opening, id, withTold(found.options, found.proposals))
  if (expiresAt === undefined) return NONE
  // Opened anew meanwhile, perhaps before these options were in the store.
  if (!plans.isCurrent(opening)) plans.drop(opening.key)
  return toldOf(found, { offerId: id, expiresAt: expiresAt.toISOString() })
}

/** One that holds nothing, as there was nothing to hold. */
async function offerOf(
  planning: Planning,
  opening: Opening,
  subject: Subject,
  wish: Wish,
  id: string,
  { ticket, options, ...found }: RoomFound,
): Promise<RoomMade> {
  const { database, plans } = planning
  const { key, base, status } = opening
  const holdSeconds = wish.holdSeconds ?? status.holdSeconds
  const ask = { ...wish, holdSeconds, cameAlong: 'ticket' in subject }
  plans.noteHold(key)
  const stored = insertOffer(database, {
    ...{ ...key, id, base, ask, ticket, holdSeconds },
    options: withTold(options, found.proposals),
  })
  const expiresAt = await stored.catch(async (error) => {
    await plans.free(key, [id])
    throw error
  })
  if (expiresAt === undefined || !plans.isCurrent(opening)) {
    await letGo(planning, key, id)
    throw new StaleOpeningError(key)
  }
  return toldOf({ ticket, options, ...found }, { offerId: id, expiresAt: expiresAt.toISOString() })
}
