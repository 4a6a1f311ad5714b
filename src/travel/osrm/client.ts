// Our own client of OSRM's HTTP interface, version 1: tables of any size, a route, the nearest road. What one place spoils
// stays with that place, and what fails is told and not thrown. Knows no cache and no tickets.
import { UNREACHABLE } from '../../../workers/client.ts'
import type { Location } from '../../contracts/scalars.ts'
import { UNKNOWN } from '../roads.ts'
import { type ErrorAnswer, NearestAnswer, RouteAnswer, TableAnswer } from './answers.ts'
import { type Block, blocksOf } from './blocks.ts'
import { type Asked, answered, failed, type RoadFailure } from './failure.ts'
import { openTransport, type RoadCall, TRANSPORT, type TransportSettings } from './transport.ts'

/** Farther from every road than this, a place is not on the map that the server has. */
export const OFF_MAP_METRES = 5000

/** Row by row: from each of the first places to each of the second. */
export interface RoadTable {
  /** UNREACHABLE where no road leads, UNKNOWN where the server did not say. */
  readonly seconds: Int32Array
  readonly metres: Int32Array
  /** Metres from each place to the road it was moved to; NaN where it is not known, Infinity where there is none. */
  readonly fromSnaps: Float32Array
  readonly toSnaps: Float32Array
  /** Of the map. */
  readonly version: string | undefined
  /** The first thing that went wrong; then some cells are UNKNOWN. */
  readonly failure: RoadFailure | undefined
}

export interface RoadRoute {
  readonly seconds: number
  readonly metres: number
  /** [lon, lat] along the roads. */
  readonly line: readonly (readonly [number, number])[]
}

export interface OsrmClient {
  table(from: readonly Location[], to: readonly Location[], signal?: AbortSignal): Promise<RoadTable>
  /** Through all of the places in order. Undefined where no road leads through them. */
  route(through: readonly Location[], signal?: AbortSignal): Promise<Asked<RoadRoute | undefined>>
  nearest(place: Location, signal?: AbortSignal): Promise<Asked<Nearest>>
  readonly isResting: boolean
  close(): Promise<void>
}

export interface Nearest {
  readonly location: Location
  readonly metres: number
  readonly version: string | undefined
}

export interface OsrmSettings {
  readonly url: string
  /** In the path; a server of one profile reads none. */
  readonly profile?: string
  /** What a table may have at the side, as the server was told (`--max-table-size`). Found out where it is less. */
  readonly maxTableSize?: number
  readonly transport?: Partial<TransportSettings>
  readonly onCall?: (call: RoadCall) => void
}

/** A table of so many cells is read in some milliseconds, so that whoever shares the thread hardly notices. */
const MOST_CELLS = 30_000
/** Some proxies read no address beyond 8 kB. */
const MOST_COORDINATES = 320
/** What OSRM allows when nobody told it otherwise. */
const USUAL_CELLS = 100 * 100
const MOST_THROUGH = 90

export function openOsrm({ url, profile = 'driving', maxTableSize, transport, onCall }: OsrmSettings): OsrmClient {
  const server = openTransport(url, { ...TRANSPORT, ...transport }, onCall)
  const limits = {
    cells: Math.min(MOST_CELLS, maxTableSize === undefined ? MOST_CELLS : maxTableSize ** 2),
    coordinates: MOST_COORDINATES,
  }

  async function table(from: readonly Location[], to: readonly Location[], signal?: AbortSignal): Promise<RoadTable> {
    const drawing = new Drawing(from.length, to.length)
    const ask = async (block: Block): Promise<void> => {
      if (drawing.failure !== undefined) return
      const asked = await server.get(tablePath(profile, from, to, block), TableAnswer, signal)
      if (asked.kind === 'failed') return drawing.fail(asked.failure)
      if (asked.answer.kind === 'said') return drawing.draw(block, asked.answer.answer)
      return mend(block, asked.answer.error)
    }
    const askAll = async (blocks: readonly Block[]) => {
      await Promise.all(blocks.map(ask))
    }
    const mend = async (block: Block, error: ErrorAnswer): Promise<void> => {
      if (error.code === 'TooBig' && block.rows * block.columns > 1) {
        limits.cells = cellsBelow(limits.cells, block)
        return askAll(blocksOf(block, limits))
      }
      if (error.code === 'UrlTooLong' && block.rows + block.columns > 2) {
        limits.coordinates = Math.min(limits.coordinates, Math.ceil((block.rows + block.columns) / 2))
        return askAll(blocksOf(block, limits))
      }
      if (error.code !== 'NoSegment' && error.code !== 'NoTable') return drawing.fail(refusal(error))
      return askAll(drawing.withoutRoad(block, coordinateNamed(error)))
    }
    await askAll(blocksOf({ row: 0, rows: from.length, column: 0, columns: to.length }, limits))
    return drawing.table()
  }

  async function route(through: readonly Location[], signal?: AbortSignal): Promise<Asked<RoadRoute | undefined>> {
    const parts: RoadRoute[] = []
    for (let first = 0; first < through.length - 1; first += MOST_THROUGH - 1) {
      const places = through.slice(first, first + MOST_THROUGH)
      const path = `/route/v1/${profile}/${places.map(coordinate).join(';')}?overview=full&geometries=geojson&steps=false&generate_hints=false`
      const asked = await server.get(path, RouteAnswer, signal)
      if (asked.kind === 'failed') return asked
      if (asked.answer.kind === 'error') {
        const { error } = asked.answer
        return error.code === 'NoRoute' || error.code === 'NoSegment'
          ? answered(undefined)
          : { kind: 'failed', failure: refusal(error) }
      }
      const [best] = asked.answer.answer.routes
      if (best === undefined) return failed('garbage', 'an answer without a route')
      parts.push({ seconds: best.duration, metres: best.distance, line: best.geometry.coordinates })
    }
    return answered({
      seconds: parts.reduce((sum, part) => sum + part.seconds, 0),
      metres: parts.reduce((sum, part) => sum + part.metres, 0),
      line: parts.flatMap(({ line }, part) => (part === 0 ? line : line.slice(1))),
    })
  }

  async function nearest(place: Location, signal?: AbortSignal): Promise<Asked<Nearest>> {
    const path = `/nearest/v1/${profile}/${coordinate(place)}?number=1&generate_hints=false`
    const asked = await server.get(path, NearestAnswer, signal)
    if (asked.kind === 'failed') return asked
    if (asked.answer.kind === 'error') return { kind: 'failed', failure: refusal(asked.answer.error) }
    const { waypoints, data_version } = asked.answer.answer
    const [first] = waypoints
    if (first === undefined) return failed('garbage', 'an answer without a place')
    const [lon, lat] = first.location
    return answered({ location: { lat, lon }, metres: first.distance ?? Number.NaN, version: data_version })
  }

  return {
    table,
    route,
    nearest,
    get isResting() {
      return server.isResting
    },
    close: () => server.close(),
  }
}

/** A table while its parts come in. */
class Drawing {
  failure: RoadFailure | undefined
  readonly #width: number
  readonly #seconds: Int32Array
  readonly #metres: Int32Array
  readonly #fromSnaps: Float32Array
  readonly #toSnaps: Float32Array
  #version: string | undefined

  constructor(rows: number, columns: number) {
    this.#width = columns
    this.#seconds = new Int32Array(rows * columns).fill(UNKNOWN)
    this.#metres = new Int32Array(rows * columns).fill(UNKNOWN)
    this.#fromSnaps = new Float32Array(rows).fill(Number.NaN)
    this.#toSnaps = new Float32Array(columns).fill(Number.NaN)
  }

  fail(failure: RoadFailure): undefined {
    this.failure ??= failure
  }

  draw(block: Block, { durations, distances, sources, destinations, data_version }: TableAnswer): undefined {
    const { row, rows, column, columns } = block
    const isWhole = [durations, distances].every(
      (cells) => cells.length === rows && cells.every(({ length }) => length === columns),
    )
    if (!isWhole || sources.length !== rows || destinations.length !== columns)
      return this.fail({ kind: 'garbage', detail: 'a table of another size' })
    // Half of it from one map and half from another would be a table of neither.
    if (this.#version !== undefined && data_version !== this.#version)
      return this.fail({ kind: 'garbage', detail: 'the map was changed in between' })
    this.#version = data_version
    for (const [index, waypoint] of sources.entries()) this.#fromSnaps[row + index] = snapOf(waypoint)
    for (const [index, waypoint] of destinations.entries()) this.#toSnaps[column + index] = snapOf(waypoint)
    for (let at = 0; at < rows; at++)
      for (let to = 0; to < columns; to++)
        this.#set(row + at, column + to, durations[at]?.[to] ?? null, distances[at]?.[to] ?? null)
  }

  /** What is left of a block when a place of it has no road; all of its parts where nobody says which place that is. */
  withoutRoad(block: Block, named: number | undefined): Block[] {
    const { row, rows, column, columns } = block
    if (rows * columns === 1) {
      this.#close(row, column)
      return []
    }
    if (named !== undefined && named < rows) {
      this.#fromSnaps[row + named] = Number.POSITIVE_INFINITY
      for (let to = 0; to < columns; to++) this.#close(row + named, column + to)
      return around(row, rows, row + named).map(([first, count]) => ({ ...block, row: first, rows: count }))
    }
    if (named !== undefined && named < rows + columns) {
      const to = column + named - rows
      this.#toSnaps[to] = Number.POSITIVE_INFINITY
      for (let from = 0; from < rows; from++) this.#close(row + from, to)
      return around(column, columns, to).map(([first, count]) => ({ ...block, column: first, columns: count }))
    }
    return rows >= columns
      ? halves(row, rows).map(([first, count]) => ({ ...block, row: first, rows: count }))
      : halves(column, columns).map(([first, count]) => ({ ...block, column: first, columns: count }))
  }

  table(): RoadTable {
    return {
      seconds: this.#seconds,
      metres: this.#metres,
      fromSnaps: this.#fromSnaps,
      toSnaps: this.#toSnaps,
      version: this.#version,
      failure: this.failure,
    }
  }

  #set(row: number, column: number, duration: number | null, distance: number | null): void {
    const cell = row * this.#width + column
    const isOnMap = !(this.#fromSnaps[row]! > OFF_MAP_METRES) && !(this.#toSnaps[column]! > OFF_MAP_METRES)
    const isRoad = duration !== null && distance !== null && isOnMap
    this.#seconds[cell] = isRoad ? Math.max(0, Math.round(duration)) : UNREACHABLE
    this.#metres[cell] = isRoad ? Math.max(0, Math.round(distance)) : UNREACHABLE
  }

  #close(row: number, column: number): void {
    this.#set(row, column, null, null)
  }
}

const snapOf = (waypoint: TableAnswer['sources'][number]): number =>
  waypoint === null ? Number.POSITIVE_INFINITY : (waypoint.distance ?? Number.NaN)

/** What is left of `count` numbers from `first` on without one of them. */
const around = (first: number, count: number, without: number): [number, number][] =>
  (
    [
      [first, without - first],
      [without + 1, first + count - without - 1],
    ] as [number, number][]
  ).filter(([, length]) => length > 0)

const halves = (first: number, count: number): [number, number][] => {
  const half = Math.floor(count / 2)
  return [
    [first, half],
    [first + half, count - half],
  ]
}

/** The usual limit before anything smaller; never more than the block that was too big. */
function cellsBelow(cells: number, { rows, columns }: Block): number {
  const tooMany = rows * columns
  if (cells < tooMany) return cells
  return tooMany > USUAL_CELLS ? USUAL_CELLS : Math.max(1, Math.floor(tooMany / 2))
}

const refusal = ({ code }: ErrorAnswer): RoadFailure => ({ kind: 'refused', detail: code })

/** "Could not find a matching segment for coordinate 7". */
function coordinateNamed({ code, message }: ErrorAnswer): number | undefined {
  const digits = code === 'NoSegment' ? /coordinate (\d{1,6})\b/.exec(message ?? '')?.[1] : undefined
  return digits === undefined ? undefined : Number(digits)
}

/** To about a metre: finer than any map, and the same question for whoever is a step away. */
export const roundedDegrees = (degrees: number): number => Math.round(degrees * 1e5) / 1e5

const coordinate = ({ lat, lon }: Location): string => `${roundedDegrees(lon)},${roundedDegrees(lat)}`

function tablePath(
  profile: string,
  from: readonly Location[],
  to: readonly Location[],
  { row, rows, column, columns }: Block,
): string {
  const places = [...from.slice(row, row + rows), ...to.slice(column, column + columns)]
  const numbers = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + index).join(';')
  return (
    `/table/v1/${profile}/${places.map(coordinate).join(';')}` +
    `?sources=${numbers(0, rows)}&destinations=${numbers(rows, columns)}` +
    '&annotations=duration,distance&generate_hints=false'
  )
}
