// Which plans are open on the desk, and how they get there: from the store, with what happened to them and what is held.
// Whatever makes an opening doubtful (a lost thread, a commit that failed) only drops it; the next question opens it anew.
import { type Database, DatabaseAwayError } from '../../platform/database.ts'
import type { Logger } from '../../platform/log.ts'
import type { SoleLock } from '../../platform/sole-lock.ts'
import type { Desk } from './desk.ts'
import type { Opened } from './desk-calls.ts'
import { expireOffersOf, hasExpired, heldOffers } from './offer-store.ts'
import { findPlan, type PlanHead, type PlanKey } from './plan-store.ts'

/** There is no plan of this name, or it is somebody else's. */
export class PlanNotFoundError extends Error {
  override readonly name = 'PlanNotFoundError'
  constructor(planId: string) {
    super(`There is no plan ${planId}. Maybe it was deleted.`)
  }
}

/** The opening that was asked is not the plan any more; whoever asks again asks another one. */
export class StaleOpeningError extends Error {
  override readonly name = 'StaleOpeningError'
  constructor({ planId }: PlanKey) {
    super(`Plan ${planId} has been opened anew.`)
  }
}

/** Another process has the live plans: what is held on them it alone knows. */
export class PlansElsewhereError extends Error {
  override readonly name = 'PlansElsewhereError'
  constructor() {
    super('Another process on this database has the live plans. Maybe it is about to stop; ask it, or ask again.')
  }
}

/** A plan as it was when it was opened. */
export interface Opening extends PlanHead {
  readonly key: PlanKey
  readonly opening: number
  readonly status: Opened
}

/** Open at a time: each takes memory on the desk, by its tickets. Who was not asked for longest goes first. */
const MOST_OPEN = { plans: 8, tickets: 80_000 }

interface Entry {
  readonly opening: number
  readonly ready: Promise<Opening>
  /** None as long as it is being opened. */
  tickets: number
}

export class OpenPlans {
  readonly #database: Database
  readonly #desk: Desk
  readonly #log: Logger
  readonly #lock: SoleLock
  readonly #most: typeof MOST_OPEN
  /** Those asked last stand last. */
  readonly #entries = new Map<string, Entry>()
  /** Plans on which something may be held. */
  readonly #holding = new Set<string>()
  /** Plans whose expired offers are being ended, until the desk knows it. */
  readonly #freeing = new Map<string, Promise<void>>()
  #count = 0

  constructor(database: Database, desk: Desk, log: Logger, lock: SoleLock, most = MOST_OPEN) {
    this.#database = database
    this.#desk = desk
    this.#log = log
    this.#lock = lock
    this.#most = most
  }

  /** Throws PlansElsewhereError. */
  async mustBeHere(): Promise<void> {
    if (this.#lock.holder === 'here') return
    const holder = await this.#lock.settled()
    if (holder === 'elsewhere') throw new PlansElsewhereError()
    if (holder === 'unknown')
      throw new DatabaseAwayError({ cause: new Error('The lock of the live plans is not held.') })
  }

  get areHere(): boolean {
    return this.#lock.holder === 'here'
  }

  /** Throws PlanNotFoundError or PlansElsewhereError. */
  async get(key: PlanKey): Promise<Opening> {
    await this.mustBeHere()
    const name = nameOf(key)
    const entry = this.#entries.get(name) ?? this.#load(key)
    this.#keep(name, entry)
    return entry.ready
  }

  /** An input that was accepted just now; it is not the plan yet. */
  async prepare(input: string): Promise<Pick<Opening, 'opening' | 'status'>> {
    const opening = this.#count++
    const status = await this.#desk.ask.open({ opening, input, isOfToday: true, events: [], offers: [] })
    return { opening, status }
  }

  /** What was prepared is the plan now, unless a later one is already. */
  async adopt(prepared: Opening): Promise<void> {
    const name = nameOf(prepared.key)
    for (;;) {
      const entry = this.#entries.get(name)
      const current = await entry?.ready.catch(() => undefined)
      // Somebody else was quicker; and who was quicker may be who comes later.
      if (this.#entries.get(name) !== entry && this.#entries.has(name)) continue
      if (current && current.version >= prepared.version) return this.discard(prepared.opening)
      this.drop(prepared.key)
      const { opening, status } = prepared
      return this.#keep(name, { opening, ready: Promise.resolve(prepared), tickets: status.tickets })
    }
  }

  /** To be said before an offer is stored. */
  noteHold(key: PlanKey): void {
    this.#holding.add(nameOf(key))
  }

  /** False: nothing has been held since the plan was opened, and so nothing can have expired. */
  mayHold(key: PlanKey): boolean {
    return this.#holding.has(nameOf(key))
  }

  isCurrent({ key, opening }: Opening): boolean {
    return this.#entries.get(nameOf(key))?.opening === opening
  }

  /**
   * The store says that these offers hold nothing any more. Throws nothing: an opening that cannot be told is dropped, and
   * the next one learns it from the store.
   */
  async free(key: PlanKey, offerIds: readonly string[]): Promise<void> {
    if (offerIds.length === 0) return
    const opening = await this.#entries.get(nameOf(key))?.ready.catch(() => undefined)
    if (!opening) return
    await this.#desk.ask.release({ opening: opening.opening, offerIds }).catch(() => this.dropIfCurrent(opening))
  }

  /** Only what the database calls expired; also what somebody else has ended and the desk is just being told. */
  async freeExpired(key: PlanKey): Promise<void> {
    const name = nameOf(key)
    if (await hasExpired(this.#database, key)) this.#endExpired(key, name)
    await this.#freeing.get(name)
  }

  #endExpired(key: PlanKey, name: string): void {
    const before = this.#freeing.get(name)?.catch(() => undefined)
    const ending = async () => {
      await before
      await this.free(key, await expireOffersOf(this.#database, key))
    }
    const ended = ending().finally(() => {
      if (this.#freeing.get(name) === ended) this.#freeing.delete(name)
    })
    this.#freeing.set(name, ended)
  }

  drop(key: PlanKey): void {
    const name = nameOf(key)
    const entry = this.#entries.get(name)
    if (!entry) return
    this.#entries.delete(name)
    void this.discard(entry.opening)
  }

  /** Somebody else may change any of them from now on. */
  dropAll(): void {
    for (const { opening } of this.#entries.values()) void this.discard(opening)
    this.#entries.clear()
  }

  dropIfCurrent(opening: Opening): void {
    if (this.isCurrent(opening)) this.drop(opening.key)
  }

  /** A desk that is lost has closed it already. */
  async discard(opening: number): Promise<void> {
    await this.#desk.ask.close({ opening }).catch(() => undefined)
  }

  /**
   * The desk is empty. What was open is opened again before it is asked for; what was just being opened is not, as it
   * may be what the desk was lost to.
   */
  async reopenAll(): Promise<void> {
    const lost = [...this.#entries.values()]
    this.#entries.clear()
    for (const { ready } of lost) {
      const opening = await ready.catch(() => undefined)
      if (opening)
        await this.get(opening.key).catch((error) => this.#log.warn({ err: error }, 'A plan was not opened again'))
    }
  }

  #load(key: PlanKey): Entry {
    const opening = this.#count++
    const ready = this.#open(key, opening)
    const entry = { opening, ready, tickets: 0 }
    const name = nameOf(key)
    const isWanted = () => this.#entries.get(name) === entry
    void ready.then(
      async ({ status }) => {
        // Dropped while it was being opened, when the desk did not know it yet.
        if (!isWanted()) return this.discard(opening)
        entry.tickets = status.tickets
        this.#makeRoom()
      },
      () => {
        if (isWanted()) this.#entries.delete(name)
      },
    )
    return entry
  }

  async #open({ tenant, planId }: PlanKey, opening: number): Promise<Opening> {
    const key = { tenant, planId }
    await expireOffersOf(this.#database, key)
    const stored = await findPlan(this.#database, key)
    if (stored === undefined) throw new PlanNotFoundError(planId)
    const { base, version, input, events } = stored
    const offers = await heldOffers(this.#database, key, base)
    if (offers.length > 0) this.noteHold(key)
    const status = await this.#desk.ask.open({ opening, input, isOfToday: false, events, offers })
    for (const offerId of status.lostOfferIds)
      this.#log.error({ ...key, offerId }, 'Not every place of an offer could be held again')
    return { key, opening, base, version, status }
  }

  #keep(name: string, entry: Entry): void {
    this.#entries.delete(name)
    this.#entries.set(name, entry)
    this.#makeRoom()
  }

  /** For the one asked for last, however large it is. */
  #makeRoom(): void {
    let all = 0
    for (const { tickets } of this.#entries.values()) all += tickets
    for (const [oldest, { opening, tickets }] of this.#entries) {
      const { size } = this.#entries
      if (size === 1 || (size <= this.#most.plans && all <= this.#most.tickets)) return
      all -= tickets
      this.#entries.delete(oldest)
      void this.discard(opening)
    }
  }
}

const nameOf = ({ tenant, planId }: PlanKey): string => JSON.stringify([tenant, planId])
