// Roads by OSRM: one server for each kind of vehicle, asked only for what is not known yet. Knows no tickets.
import type { Location } from '../contracts/scalars.ts'
import type { TravelProfile } from '../contracts/tech.ts'
import { TRAVEL_PROFILES } from '../contracts/tech.ts'
import type { Database } from '../platform/database.ts'
import type { Logger } from '../platform/log.ts'
import { LegCache } from './cache/leg-cache.ts'
import { findIn, keyOf, type LegRecord } from './cache/record.ts'
import { type Gap, gapsIn } from './gaps.ts'
import { type OsrmClient, openOsrm, type RoadTable } from './osrm/client.ts'
import { type Asked, failed, type RoadFailure } from './osrm/failure.ts'
import type { RoadCall, TransportSettings } from './osrm/transport.ts'
import { type AskedLegs, blankLegs, type RoadLegs, type Roads, sourceNumber, UNKNOWN } from './roads.ts'

export const NETWORKS = ['car', 'truck', 'bicycle', 'foot'] as const
export type Network = (typeof NETWORKS)[number]
/** By network: where its server is. */
export type RoadServers = Readonly<Partial<Record<Network, string>>>

export interface RoadServiceOptions {
  readonly servers: RoadServers
  readonly maxTableSize?: number
  /** For legs that are known already; without it they are forgotten at the end of the process. */
  readonly database?: Database
  readonly log?: Logger
  readonly mostCacheBytes?: number
  /** How long the name of the map is believed before it is asked for again. */
  readonly versionHoldsMs?: number
  readonly transport?: Partial<TransportSettings>
  readonly onCall?: (call: RoadCall & { readonly network: Network }) => void
}

export interface RoadService extends Roads {
  /** When all that was learned is stored. */
  settled(): Promise<void>
  close(): Promise<void>
}

const MOST_CACHE_BYTES = 192 * 1024 * 1024
const VERSION_HOLDS_MS = 60_000
const HOUR_MS = 3_600_000
/** A map that changes more often while it is asked is no map. */
const MOST_MAPS = 3

const IN_PATHS: Readonly<Record<Network, string>> = {
  car: 'driving',
  truck: 'driving',
  bicycle: 'cycling',
  foot: 'walking',
}

/** A van drives where cars do, and so does a truck where it has no server of its own. */
function networkOf(profile: TravelProfile, servers: RoadServers): Network | undefined {
  const own = profile === 'van' ? 'car' : profile
  if (servers[own] !== undefined) return own
  return profile === 'truck' && servers.car !== undefined ? 'car' : undefined
}

interface Known {
  readonly version: string
  readonly checkedAt: number
}

export function openRoadService(options: RoadServiceOptions): RoadService {
  const { servers, maxTableSize, transport, onCall, versionHoldsMs = VERSION_HOLDS_MS } = options
  const clients = new Map<Network, OsrmClient>()
  for (const network of NETWORKS) {
    const url = servers[network]
    if (url === undefined) continue
    clients.set(
      network,
      openOsrm({
        url,
        profile: IN_PATHS[network],
        ...(maxTableSize !== undefined && { maxTableSize }),
        ...(transport && { transport }),
        ...(onCall && { onCall: (call) => onCall({ ...call, network }) }),
      }),
    )
  }
  const cache = new LegCache({
    mostBytes: options.mostCacheBytes ?? MOST_CACHE_BYTES,
    ...(options.database && { database: options.database }),
    ...(options.log && { log: options.log }),
  })
  const started = Date.now()
  const known = new Map<Network, Known>()

  /** A map without a name is believed in for an hour, and never by another process. */
  const nameless = () => `nameless ${started} ${Math.floor((Date.now() - started) / HOUR_MS)}`
  const isLasting = (version: string) => !version.startsWith('nameless ')

  function learn(network: Network, told: string | undefined): string {
    const version = told ?? nameless()
    const before = known.get(network)
    if (before?.version !== version) cache.forgetOthers({ network, version })
    known.set(network, { version, checkedAt: performance.now() })
    return version
  }

  /** Undefined where the server cannot say it of this place. */
  async function versionNow(network: Network, client: OsrmClient, at: Location, signal?: AbortSignal) {
    const before = known.get(network)
    if (before !== undefined && performance.now() - before.checkedAt < versionHoldsMs) return before.version
    const asked = await client.nearest(at, signal)
    if (asked.kind === 'answered') return learn(network, asked.answer.version)
    // What was learned of the last map still holds for as much as it says.
    return before?.version ?? (await cache.latestVersion(network))
  }

  async function legs(asked: AskedLegs, signal?: AbortSignal): Promise<RoadLegs> {
    const network = networkOf(asked.profile, servers)
    const client = network && clients.get(network)
    const [first] = [...asked.from, ...asked.to]
    if (network === undefined || client === undefined)
      return unanswered(asked, { kind: 'absent', detail: `there is no road service for ${asked.profile}` })
    if (first === undefined) return { ...blankLegs(0, 0), version: undefined, failure: undefined }
    for (let maps = 1; ; maps++) {
      const version = await versionNow(network, client, first, signal)
      const { drawn, told, isTold } = await draw(client, { network, version }, asked, signal)
      if (!isTold || told === version) return drawn
      learn(network, told)
      if (version === undefined || maps === MOST_MAPS) return drawn
    }
  }

  async function draw(
    client: OsrmClient,
    { network, version }: { network: Network; version: string | undefined },
    { from, to }: AskedLegs,
    signal?: AbortSignal,
  ) {
    const map = version === undefined ? undefined : { network, version }
    const blank = blankLegs(from.length, to.length)
    const rows = from.map(keyOf)
    const columns = to.map(keyOf)
    if (map) await recallAll(map, blank, rows, columns)
    let failure: RoadFailure | undefined
    let told: string | undefined
    let isTold = false
    for (const gap of gapsIn(blank.seconds, from.length, to.length)) {
      if (isNowhere(gap, rows, columns)) continue
      const table = await client.table(
        gap.rows.map((row) => from[row]!),
        gap.columns.map((column) => to[column]!),
        signal,
      )
      copy(blank, to.length, gap, table)
      const version = table.version ?? (map && !isLasting(map.version) ? map.version : undefined)
      if (!table.seconds.every((seconds) => seconds === UNKNOWN)) {
        told = version
        isTold = true
        if (map && told === map.version) rememberTable(map, rows, columns, gap, table)
      }
      failure ??= table.failure
      if (failure !== undefined && failure.kind !== 'refused') break
    }
    stayWhereOneIs(blank, rows, columns)
    const drawn: RoadLegs = { ...blank, version: version && isLasting(version) ? version : undefined, failure }
    return { drawn, told, isTold }
  }

  /** The shorter side first: what it does not know the longer one may. */
  async function recallAll(
    map: { network: Network; version: string },
    blank: Blank,
    rows: readonly number[],
    columns: readonly number[],
  ): Promise<void> {
    const lasting = isLasting(map.version)
    const sides = [
      { direction: 'from', places: [...new Set(rows)] },
      { direction: 'to', places: [...new Set(columns)] },
    ] as const
    const [short, long] = rows.length <= columns.length ? sides : [sides[1], sides[0]]
    for (const { direction, places } of [short, long]) {
      // Whole records of very many places are not read for the few legs that are wanted of each.
      const isWorthReading = places.length <= 4 * short.places.length
      const records = await cache.find(map, direction, places, lasting && isWorthReading)
      if (direction === 'from') recallRows(blank, rows, columns, records)
      else recallColumns(blank, rows, columns, records)
      if (!blank.seconds.includes(UNKNOWN)) break
    }
    snapsOfOneAnother(rows, columns, blank.fromSnaps, blank.toSnaps)
  }

  function rememberTable(
    map: { network: Network; version: string },
    rows: readonly number[],
    columns: readonly number[],
    gap: Gap,
    table: RoadTable,
  ): void {
    const isTall = gap.columns.length < gap.rows.length
    const own = isTall ? gap.columns.map((column) => columns[column]!) : gap.rows.map((row) => rows[row]!)
    const others = isTall ? gap.rows.map((row) => rows[row]!) : gap.columns.map((column) => columns[column]!)
    const order = ascending(others)
    const width = gap.columns.length
    const records = new Map<number, LegRecord>()
    // Many cells: nothing is made for each of them.
    const [step, stride] = isTall ? [width, 1] : [1, width]
    for (const [number, place] of own.entries()) {
      const keys = new Float64Array(order.length)
      const seconds = new Int32Array(order.length)
      const metres = new Int32Array(order.length)
      let count = 0
      for (const other of order) {
        const cell = other * step + number * stride
        if (table.seconds[cell] === UNKNOWN) continue
        keys[count] = others[other]!
        seconds[count] = table.seconds[cell]!
        metres[count] = table.metres[cell]!
        count++
      }
      const known = <Figures extends Float64Array | Int32Array>(figures: Figures): Figures =>
        count === order.length ? figures : (figures.slice(0, count) as Figures)
      const snap = (isTall ? table.toSnaps : table.fromSnaps)[number]!
      records.set(place, { keys: known(keys), seconds: known(seconds), metres: known(metres), snap })
    }
    cache.remember(map, isTall ? 'to' : 'from', records, isLasting(map.version))
  }

  return {
    profiles: TRAVEL_PROFILES.filter((profile) => networkOf(profile, servers) !== undefined),
    legs,
    line: async (profile, through, signal) => {
      const network = networkOf(profile, servers)
      const client = network && clients.get(network)
      if (!client) return failed('absent', `there is no road service for ${profile}`)
      const asked = await client.route(through, signal)
      if (asked.kind === 'failed') return asked
      return { kind: 'answered', answer: asked.answer && { line: asked.answer.line } } satisfies Asked<unknown>
    },
    settled: () => cache.settled(),
    close: async () => {
      await Promise.all([...clients.values()].map((client) => client.close()))
      await cache.close()
    },
  }
}

function unanswered({ from, to }: AskedLegs, failure: RoadFailure): RoadLegs {
  return { ...blankLegs(from.length, to.length), version: undefined, failure }
}

type Blank = ReturnType<typeof blankLegs>

/** Positions in ascending order of what stands there, each value once. */
function ascending(values: readonly number[]): number[] {
  const order = [...values.keys()].sort((one, other) => values[one]! - values[other]!)
  return order.filter((position, index) => index === 0 || values[position] !== values[order[index - 1]!])
}

/** Fills in what is known of the legs from these places. */
function recallRows(
  blank: Blank,
  rows: readonly number[],
  columns: readonly number[],
  records: ReadonlyMap<number, LegRecord>,
): void {
  const { order, sorted } = inOrder(columns)
  for (const [row, key] of rows.entries()) {
    const record = records.get(key)
    if (record === undefined) continue
    blank.fromSnaps[row] = record.snap
    findIn(record, sorted, (wanted, at) => note(blank, row * columns.length + order[wanted]!, record, at))
  }
}

function recallColumns(
  blank: Blank,
  rows: readonly number[],
  columns: readonly number[],
  records: ReadonlyMap<number, LegRecord>,
): void {
  const { order, sorted } = inOrder(rows)
  for (const [column, key] of columns.entries()) {
    const record = records.get(key)
    if (record === undefined) continue
    blank.toSnaps[column] = record.snap
    findIn(record, sorted, (wanted, at) => note(blank, order[wanted]! * columns.length + column, record, at))
  }
}

function note({ seconds, metres, sources }: Blank, cell: number, record: LegRecord, at: number): void {
  seconds[cell] = record.seconds[at]!
  metres[cell] = record.metres[at]!
  sources[cell] = CACHED
}

const CACHED = sourceNumber('cache')

function inOrder(keys: readonly number[]) {
  const order = [...keys.keys()].sort((one, other) => keys[one]! - keys[other]!)
  return { order, sorted: Float64Array.from(order, (position) => keys[position]!) }
}

/** A place stands as far from the road whichever way one looks at it. */
function snapsOfOneAnother(
  rows: readonly number[],
  columns: readonly number[],
  fromSnaps: Float32Array,
  toSnaps: Float32Array,
): void {
  const snaps = new Map<number, number>()
  for (const [keys, of] of [
    [rows, fromSnaps],
    [columns, toSnaps],
  ] as const)
    for (const [index, key] of keys.entries()) if (!Number.isNaN(of[index])) snaps.set(key, of[index]!)
  for (const [keys, of] of [
    [rows, fromSnaps],
    [columns, toSnaps],
  ] as const)
    for (const [index, key] of keys.entries()) of[index] = snaps.get(key) ?? Number.NaN
}

const isNowhere = (gap: Gap, rows: readonly number[], columns: readonly number[]): boolean =>
  gap.rows.length === 1 && gap.columns.length === 1 && rows[gap.rows[0]!] === columns[gap.columns[0]!]

/** Nobody asks a server how far it is to where they stand. */
function stayWhereOneIs(
  { seconds, metres, sources }: Blank,
  rows: readonly number[],
  columns: readonly number[],
): void {
  const columnsOf = Map.groupBy(columns.keys(), (column) => columns[column]!)
  for (const [row, key] of rows.entries())
    for (const column of columnsOf.get(key) ?? []) {
      const cell = row * columns.length + column
      if (seconds[cell] === UNKNOWN) sources[cell] = sourceNumber('osrm')
      seconds[cell] = 0
      metres[cell] = 0
    }
}

function copy(legs: Blank, width: number, { rows, columns }: Gap, table: RoadTable): void {
  const asked = sourceNumber('osrm')
  for (const [index, row] of rows.entries()) {
    if (!Number.isNaN(table.fromSnaps[index])) legs.fromSnaps[row] = table.fromSnaps[index]!
    for (const [number, column] of columns.entries()) {
      const from = index * columns.length + number
      const cell = row * width + column
      if (legs.seconds[cell] !== UNKNOWN || table.seconds[from] === UNKNOWN) continue
      legs.seconds[cell] = table.seconds[from]!
      legs.metres[cell] = table.metres[from]!
      legs.sources[cell] = asked
    }
  }
  for (const [number, column] of columns.entries())
    if (!Number.isNaN(table.toSnaps[number])) legs.toSnaps[column] = table.toSnaps[number]!
}
