// Legs that are known already: in memory first, and behind it in the database. Never in the way: a database that is away
// is a cache that knows nothing. Knows no road service.
import type { Database } from '../../platform/database.ts'
import type { Logger } from '../../platform/log.ts'
import { bytesOf, type LegRecord, merged } from './record.ts'
import { type Direction, findRecords, forgetOld, latestVersion, type RoadMap, saveRecords } from './store.ts'

export interface LegCacheOptions {
  readonly mostBytes: number
  /** Without it, everything is forgotten at the end of the process. */
  readonly database?: Database
  readonly log?: Logger
}

const KEPT_DAYS = 60

export class LegCache {
  readonly #options: LegCacheOptions
  /** Those used last stand last. */
  readonly #records = new Map<string, LegRecord>()
  #bytes = 0
  #writing: Promise<void> = Promise.resolve()
  #isClosed = false

  constructor(options: LegCacheOptions) {
    this.#options = options
  }

  get bytes(): number {
    return this.#bytes
  }

  /** `isLasting`: the map has a name by which it is known again, also by another process. */
  async find(
    map: RoadMap,
    direction: Direction,
    places: readonly number[],
    isLasting: boolean,
  ): Promise<Map<number, LegRecord>> {
    const found = new Map<number, LegRecord>()
    const missing: number[] = []
    for (const place of places) {
      const record = this.#use(nameOf(map, direction, place))
      if (record) found.set(place, record)
      else missing.push(place)
    }
    const { database } = this.#options
    if (database === undefined || !isLasting || missing.length === 0) return found
    const stored = await findRecords(database, map, direction, missing).catch((error) => this.#lost(error))
    for (const [place, record] of stored ?? []) {
      found.set(place, record)
      this.#keep(nameOf(map, direction, place), record)
    }
    return found
  }

  /** Written to the database when there is time; nobody waits for it. */
  remember(map: RoadMap, direction: Direction, records: ReadonlyMap<number, LegRecord>, isLasting: boolean): void {
    const whole = new Map<number, LegRecord>()
    for (const [place, record] of records) {
      const name = nameOf(map, direction, place)
      const all = merged(this.#records.get(name), record)
      this.#keep(name, all)
      whole.set(place, all)
    }
    const { database } = this.#options
    if (database === undefined || !isLasting || this.#isClosed) return
    this.#writing = this.#writing.then(() =>
      this.#isClosed ? undefined : saveRecords(database, map, direction, whole).catch((error) => this.#lost(error)),
    )
  }

  async latestVersion(network: string): Promise<string | undefined> {
    const { database } = this.#options
    return database && latestVersion(database, network).catch((error) => this.#lost(error))
  }

  /** The map is another one now. */
  forgetOthers(map: RoadMap): void {
    for (const [name, record] of this.#records)
      if (name.startsWith(`${map.network} `) && !name.startsWith(`${map.network} ${map.version} `)) {
        this.#records.delete(name)
        this.#bytes -= bytesOf(record)
      }
    const { database } = this.#options
    if (database === undefined || this.#isClosed) return
    this.#writing = this.#writing.then(() => forgetOld(database, map, KEPT_DAYS).catch((error) => this.#lost(error)))
  }

  /** When what is being written is written. */
  settled(): Promise<void> {
    return this.#writing
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await this.#writing
  }

  #use(name: string): LegRecord | undefined {
    const record = this.#records.get(name)
    if (record === undefined) return undefined
    this.#records.delete(name)
    this.#records.set(name, record)
    return record
  }

  #keep(name: string, record: LegRecord): void {
    const before = this.#records.get(name)
    if (before) this.#bytes -= bytesOf(before)
    this.#records.delete(name)
    this.#records.set(name, record)
    this.#bytes += bytesOf(record)
    for (const [oldest, old] of this.#records) {
      if (this.#bytes <= this.#options.mostBytes) return
      this.#records.delete(oldest)
      this.#bytes -= bytesOf(old)
    }
  }

  #lost(error: unknown): undefined {
    this.#options.log?.warn(
      { err: error },
      'Known legs could not be read or written; the road service is asked instead',
    )
    return undefined
  }
}

const nameOf = ({ network, version }: RoadMap, direction: Direction, place: number) =>
  `${network} ${version} ${direction} ${place}`
