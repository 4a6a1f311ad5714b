// Live plans: put, read, deleted, asked and booked on, with their store and their desk. Knows no HTTP.
import { randomUUID } from 'node:crypto'
import type { Area } from '../../contracts/area.ts'
import type { Evaluation, EvaluationRequest } from '../../contracts/evaluation.ts'
import type { Explanation, ExplanationRequest, PlanChanges } from '../../contracts/explanation.ts'
import type { OptimizationInput, OptimizationOutput } from '../../contracts/optimization.ts'
import type { PatchAnswer, PatchRequest } from '../../contracts/plan-patch.ts'
import type { Recommendation, Recommendations, RoomMade, TicketsForTech } from '../../contracts/recommendation.ts'
import type { ReplanAnswer } from '../../contracts/replan.ts'
import type { Database } from '../../platform/database.ts'
import type { Logger } from '../../platform/log.ts'
import { holdLock } from '../../platform/sole-lock.ts'
import type { Roads } from '../../travel/roads.ts'
import type { AskForTech } from '../live/wire.ts'
import { cancelTicket } from './cancel-ticket.ts'
import { type Choice, type ConfirmOutcome, confirm, OfferNotFoundError, release } from './confirm.ts'
import { openDesk } from './desk.ts'
import type { Opened } from './desk-calls.ts'
import { evaluate } from './evaluate.ts'
import { explain } from './explain.ts'
import { bothTiers, makeRoom } from './make-room.ts'
import { findOfferNow, type StoredOffer } from './offer-store.ts'
import type { OneOffs } from './one-off.ts'
import { OpenPlans, PlanNotFoundError } from './open-plans.ts'
import { patch } from './patch.ts'
import { replayed } from './plan-event.ts'
import { keepReplaced } from './plan-history.ts'
import { deletePlan, findPlan, lockPlan, type PlanKey, putPlan } from './plan-store.ts'
import { type Planning, recommend, recommendJson, recommendSeveral, type ToldRecommendation } from './recommend.ts'
import { putBack } from './replan.ts'
import { openSweep } from './sweep.ts'
import { ticketsFor } from './tickets-for.ts'
import { type IfMatch, mustMatch } from './version.ts'
import { type Asked, whyChanged } from './why-changed.ts'
import type { Subject, Wish } from './wish.ts'

export interface PlansOptions {
  /** Where the lock is that says which process has the live plans. */
  readonly databaseUrl: string
  readonly database: Database
  readonly log: Logger
  /** Another file in place of the desk's thread, to see what becomes of plans when it misbehaves. */
  readonly deskEntry?: URL
  /** Without it there is no road service to ask. */
  readonly roads?: Roads
  readonly sweepEveryMs?: number
  /** Where spans go, where they go anywhere. */
  readonly otlpEndpoint?: string | undefined
}

export interface PutOutcome {
  readonly isNew: boolean
  readonly version: number
  readonly status: Opened
}

export interface Plans {
  /** Replaces what was there, and what was held on it. Throws VersionMismatchError; then nothing is changed. */
  put(key: PlanKey, input: OptimizationInput, ifMatch?: IfMatch): Promise<PutOutcome>
  /** The input as JSON. Throws PlanNotFoundError. */
  find(key: PlanKey): Promise<{ readonly version: number; readonly input: string }>
  /** Throws PlanNotFoundError or VersionMismatchError. */
  remove(key: PlanKey, ifMatch?: IfMatch): Promise<void>
  recommend(key: PlanKey, subject: Subject, wish: Wish): Promise<Recommendation>
  /** The same as JSON. */
  recommendJson(key: PlanKey, subject: Subject, wish: Wish): Promise<ToldRecommendation>
  recommendSeveral(key: PlanKey, ticketIds: readonly string[] | 'unplanned', wish: Wish): Promise<Recommendations>
  /** The first tier and then the second, in one answer. */
  recommendBoth(key: PlanKey, subject: Subject, wish: Wish): Promise<Recommendation>
  /** The second tier to a recommendation that was made just now. */
  makeRoom(key: PlanKey, subject: Subject, wish: Wish, first: Pick<Recommendation, 'offerId'>): Promise<RoomMade>
  ticketsFor(key: PlanKey, ask: AskForTech): Promise<TicketsForTech>
  explain(key: PlanKey, asked: ExplanationRequest): Promise<Explanation>
  /** From one of its versions to another. Throws PlanNotFoundError or PlanVersionNotFoundError. */
  whyChanged(key: PlanKey, asked: Asked, changesBetween: OneOffs['changesBetween']): Promise<PlanChanges>
  /** `areas`: kept ones that the events name. Throws PlanNotFoundError, VersionMismatchError, EventReusedError, or DeskRefusedError for a change that cannot be. */
  patch(key: PlanKey, request: PatchRequest, ifMatch?: IfMatch, areas?: readonly Area[]): Promise<PatchAnswer>
  /** What a run has found for it. Throws PlanNotFoundError or VersionMismatchError. */
  putBack(key: PlanKey, runId: string, output: OptimizationOutput, version: number): Promise<ReplanAnswer>
  evaluate(key: PlanKey, asked: EvaluationRequest, areas?: readonly Area[]): Promise<Evaluation>
  confirm(tenant: string, choice: Choice): Promise<ConfirmOutcome>
  release(tenant: string, offerId: string): Promise<boolean>
  /** As it stands now. Throws OfferNotFoundError. */
  offer(tenant: string, offerId: string): Promise<StoredOffer>
  /** False when the plan has no such ticket. */
  cancelTicket(key: PlanKey, ticketId: string): Promise<boolean>
  /** Not with another process on the same database. */
  readonly areHere: boolean
  close(): Promise<void>
}

/**
 * One process at a time has the plans: what is held is known to its desk alone, and to the store. Every other one on the same
 * database refuses with PlansElsewhereError, and takes them over when that one ends.
 */
export function openPlans({
  databaseUrl,
  database,
  log,
  deskEntry,
  roads,
  sweepEveryMs,
  otlpEndpoint,
}: PlansOptions): Plans {
  const desk = openDesk({
    ...(deskEntry && { entry: deskEntry }),
    ...(roads && { roads }),
    otlpEndpoint,
    onLost: (cause) => {
      log.error({ err: cause }, 'The thread of the live plans was lost; its plans are opened again')
      void plans.reopenAll()
    },
  })
  const lock = holdLock({ databaseUrl, name: 'live plans', log, onLost: () => plans.dropAll() })
  const plans = new OpenPlans(database, desk, log, lock)
  const planning: Planning = { database, desk, plans, hasRoads: roads !== undefined }
  const sweep = openSweep(planning, log, sweepEveryMs)

  async function put(key: PlanKey, input: OptimizationInput, ifMatch?: IfMatch): Promise<PutOutcome> {
    await plans.mustBeHere()
    const json = JSON.stringify(input)
    const { opening, status } = await plans.prepare(json)
    const base = randomUUID()
    const stored = database.transaction(async (on) => {
      const now = await lockPlan(on, key)
      mustMatch(ifMatch, now?.version)
      await keepReplaced(on, key)
      return { isNew: now === undefined, version: await putPlan(on, key, base, json) }
    })
    const { isNew, version } = await stored.catch(async (error) => {
      await plans.discard(opening)
      throw error
    })
    await plans.adopt({ key, opening, base, version, status })
    return { isNew, version, status }
  }

  async function find(key: PlanKey) {
    const stored = await findPlan(database, key)
    if (stored === undefined) throw new PlanNotFoundError(key.planId)
    const { version, input, events } = stored
    if (events.length === 0) return { version, input }
    return { version, input: JSON.stringify(replayed(JSON.parse(input), events)) }
  }

  async function remove(key: PlanKey, ifMatch?: IfMatch): Promise<void> {
    await plans.mustBeHere()
    await database.transaction(async (on) => {
      const now = await lockPlan(on, key)
      if (now === undefined) throw new PlanNotFoundError(key.planId)
      mustMatch(ifMatch, now.version)
      await deletePlan(on, key)
    })
    plans.drop(key)
  }

  return {
    put,
    find,
    remove,
    recommend: (key, subject, wish) => recommend(planning, key, subject, wish),
    recommendJson: (key, subject, wish) => recommendJson(planning, key, subject, wish),
    recommendSeveral: (key, ticketIds, wish) => recommendSeveral(planning, key, ticketIds, wish),
    recommendBoth: (key, subject, wish) => bothTiers(planning, key, subject, wish),
    makeRoom: (key, subject, wish, first) => makeRoom(planning, key, subject, wish, first),
    ticketsFor: (key, ask) => ticketsFor(planning, key, ask),
    explain: (key, asked) => explain(planning, key, asked),
    whyChanged: (key, asked, changesBetween) => whyChanged(database, changesBetween, key, asked),
    putBack: (key, runId, output, version) => putBack(planning, key, runId, output, version),
    evaluate: (key, asked, areas) => evaluate(planning, key, asked, areas),
    patch: (key, request, ifMatch, areas) => patch(planning, key, request, ifMatch, areas),
    confirm: (tenant, choice) => confirm(planning, tenant, choice),
    release: async (tenant, offerId) => {
      await plans.mustBeHere()
      return release(planning, tenant, offerId)
    },
    offer: async (tenant, offerId) => {
      const offer = await findOfferNow(database, tenant, offerId)
      if (offer === undefined) throw new OfferNotFoundError(offerId)
      return offer
    },
    cancelTicket: (key, ticketId) => cancelTicket(planning, key, ticketId),
    get areHere() {
      return plans.areHere
    },
    close: async () => {
      await sweep.close()
      await desk.close()
      await lock.close()
    },
  }
}
