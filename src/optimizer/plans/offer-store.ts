// The rows of offers, a function for each thing that happens to them. Whether one has expired is asked of the database,
// in the statement that acts on it: no clock of any process counts, and none is read here.
import type { AdvisedProposal } from '../../contracts/recommendation.ts'
import type { Ticket } from '../../contracts/ticket.ts'
import type { Connection } from '../../platform/database.ts'
import type { Assignment, Offer } from '../live/wire.ts'
import type { PlanKey } from './plan-store.ts'
import type { Wish } from './wish.ts'

/** A place for the ticket. One that is not held may be confirmed too, as long as nobody else has it. */
export type StoredOption = Offer['options'][number] & { readonly held: boolean; readonly told?: ToldOption }

/** As it was told, so that it can be proposed with its reasons. */
export interface ToldOption extends Pick<AdvisedProposal, 'rank' | 'score' | 'reasons'> {
  readonly engine?: string
  readonly policy?: { readonly name: string; readonly version: string; readonly hash: string }
}

export interface NewOffer extends PlanKey {
  readonly id: string
  /** Of the plan on which it was made. */
  readonly base: string
  readonly ask: KeptWish
  readonly ticket: Ticket
  readonly options: readonly StoredOption[]
  readonly holdSeconds: number
}

/** As it was asked, so that it can be asked again. */
export type KeptWish = Required<Pick<Wish, 'holdSeconds'>> &
  Wish & {
    /** The ticket came with the question; otherwise by its id. */
    readonly cameAlong: boolean
  }

/** What its caller got, and gets again. */
export interface Confirmation {
  readonly optionId: string
  readonly planVersion: number
  readonly assignment: Assignment
  /** Of whoever was booked with it. */
  readonly with?: readonly Assignment[]
  /** Other assignments that read otherwise since. */
  readonly moved?: readonly Assignment[]
}

export type HeldOffer = Pick<Offer, 'offerId' | 'ticket'> & {
  readonly options: readonly StoredOption[]
  /** When it expires. */
  readonly until?: string
}

/** How it ended without a booking; `taken`: the plan is not what it was. */
export type OfferEnd = 'released' | 'expired' | 'taken'

export interface StoredOffer extends Omit<NewOffer, 'holdSeconds'> {
  readonly state: 'held' | 'confirmed' | OfferEnd
  readonly confirmed: Confirmation | null
}

/** When it expires; nothing, and nothing stored, when its plan has been replaced. */
export async function insertOffer(on: Connection, offer: NewOffer): Promise<Date | undefined> {
  const { id, tenant, planId, base, ask, ticket, options, holdSeconds } = offer
  // Locked, or a plan that is being deleted would still be found, and the offer refused for want of it.
  const [inserted] = await on.query<{ expiresAt: Date }>(
    `INSERT INTO offers (id, tenant, plan_id, base, ask, ticket, options, expires_at)
     SELECT $1, tenant, plan_id, base, $5, $6, $7, clock_timestamp() + make_interval(secs => $8)
     FROM plans WHERE tenant = $2 AND plan_id = $3 AND base = $4 FOR KEY SHARE
     RETURNING expires_at AS "expiresAt"`,
    [id, tenant, planId, base, JSON.stringify(ask), JSON.stringify(ticket), JSON.stringify(options), holdSeconds],
  )
  return inserted?.expiresAt
}

/** When the offer expires that has them now; nothing where it has ended, or is one of another plan. */
export async function addOptions(
  on: Connection,
  { base }: { readonly base: string },
  id: string,
  options: readonly StoredOption[],
): Promise<Date | undefined> {
  const [added] = await on.query<{ expiresAt: Date }>(
    `UPDATE offers SET options = options || $3::jsonb WHERE id = $1 AND base = $2 AND state = 'held'
     RETURNING expires_at AS "expiresAt"`,
    [id, base, JSON.stringify(options)],
  )
  return added?.expiresAt
}

const OFFER = 'id, tenant, plan_id AS "planId", base, state, ask, ticket, options, confirmed'

export async function findOffer(on: Connection, tenant: string, id: string): Promise<StoredOffer | undefined> {
  const [offer] = await on.query<StoredOffer>(`SELECT ${OFFER} FROM offers WHERE tenant = $1 AND id = $2`, [tenant, id])
  return offer
}

/** As `findOffer`, with one whose time is over told as expired. */
export async function findOfferNow(on: Connection, tenant: string, id: string): Promise<StoredOffer | undefined> {
  const [offer] = await on.query<StoredOffer & { isOver: boolean }>(
    `SELECT ${OFFER}, state = 'held' AND expires_at <= clock_timestamp() AS "isOver" FROM offers WHERE tenant = $1 AND id = $2`,
    [tenant, id],
  )
  if (offer === undefined) return undefined
  const { isOver, ...found } = offer
  return isOver ? { ...found, state: 'expired' } : found
}

/** Final until the transaction ends: held, confirmed as what, or how it ended. If its time was over, it is expired now. */
export async function lockOffer(
  on: Connection,
  tenant: string,
  id: string,
): Promise<'held' | Confirmation | OfferEnd | undefined> {
  const [offer] = await on.query<{ now: 'held' | OfferEnd; confirmed: Confirmation | null }>(
    'SELECT state AS now, confirmed FROM offers WHERE tenant = $1 AND id = $2 FOR UPDATE',
    [tenant, id],
  )
  if (offer?.now !== 'held') return offer?.confirmed ?? offer?.now
  const expired = await on.query(
    `UPDATE offers SET state = 'expired' WHERE id = $1 AND expires_at <= clock_timestamp() RETURNING id`,
    [id],
  )
  return expired.length > 0 ? 'expired' : 'held'
}

/** To be called by who has locked it. */
export async function confirmOffer(on: Connection, id: string, confirmation: Confirmation): Promise<void> {
  await on.query(`UPDATE offers SET state = 'confirmed', confirmed = $2 WHERE id = $1`, [
    id,
    JSON.stringify(confirmation),
  ])
}

/** Nothing happens to one that has ended already. */
export async function endOffer(on: Connection, id: string, end: Exclude<OfferEnd, 'expired'>): Promise<void> {
  await on.query(`UPDATE offers SET state = $2 WHERE id = $1 AND state = 'held'`, [id, end])
}

const IS_EXPIRED = `state = 'held' AND expires_at <= (SELECT clock_timestamp())`

/** A reading: nearly always there is none, and it locks nothing. */
export async function hasExpired(on: Connection, { tenant, planId }: PlanKey): Promise<boolean> {
  const some = await on.query(`SELECT FROM offers WHERE ${IS_EXPIRED} AND tenant = $1 AND plan_id = $2 LIMIT 1`, [
    tenant,
    planId,
  ])
  return some.length > 0
}

export function plansWithExpired(on: Connection): Promise<PlanKey[]> {
  return on.query<PlanKey>(`SELECT DISTINCT tenant, plan_id AS "planId" FROM offers WHERE ${IS_EXPIRED}`)
}

/** Of one plan. Who is being confirmed at this moment is left to who confirms it. */
export async function expireOffersOf(on: Connection, { tenant, planId }: PlanKey): Promise<string[]> {
  const expired = await on.query<{ id: string }>(
    `UPDATE offers SET state = 'expired' WHERE id IN (
       SELECT id FROM offers WHERE ${IS_EXPIRED} AND tenant = $1 AND plan_id = $2 FOR UPDATE SKIP LOCKED)
     RETURNING id`,
    [tenant, planId],
  )
  return expired.map(({ id }) => id)
}

/** What has to be held when the plan is opened. */
export function heldOffers(on: Connection, { tenant, planId }: PlanKey, base: string): Promise<HeldOffer[]> {
  return on.query<HeldOffer>(
    `SELECT id AS "offerId", ticket, options, to_json(expires_at) #>> '{}' AS until FROM offers
     WHERE state = 'held' AND tenant = $1 AND plan_id = $2 AND base = $3 ORDER BY made_at, id`,
    [tenant, planId, base],
  )
}

const KEPT_FOR = '1 day'

/** Those that ended without a booking a while ago: nobody comes back for them. */
export async function forgetOldOffers(on: Connection): Promise<void> {
  await on.query(
    `DELETE FROM offers WHERE state IN ('released', 'expired', 'taken')
       AND expires_at < (SELECT clock_timestamp()) - $1::interval`,
    [KEPT_FOR],
  )
}
