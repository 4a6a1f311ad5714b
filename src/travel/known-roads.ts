// The roads that one live plan has been told of. It is asked in one go and cannot wait for a server in between, so what it
// does not know yet it notes, answers with an estimate, and is asked again when it has learned. Knows no plan.

import { placeKey } from '../contracts/references.ts'
import type { Location } from '../contracts/scalars.ts'
import type { TravelProfile } from '../contracts/tech.ts'
import type { LegSource, Travel } from '../contracts/travel.ts'
import { LegBook } from './leg-book.ts'
import { type RoadFailure, RoadsUnavailableError } from './osrm/failure.ts'
import type { TravelQuality } from './quality.ts'
import type { LegsOnly } from './road-port.ts'
import { NO_ROAD_SERVICE, RoadCount } from './road-tables.ts'
import { LEG_SOURCES, UNKNOWN } from './roads.ts'
import { onRoadFailure, travelSource } from './travel.ts'

/** Each place with each place, as numbers of this book. */
interface Wanted {
  readonly profile: TravelProfile
  readonly from: readonly number[]
  readonly to: readonly number[]
}

/** So many places are asked about all at once, each with each; of more, only the ways that somebody may drive. */
const MOST_PLACES_AT_ONCE = 1200
/** Beyond it the plan is better opened anew: most of it are places that were asked about once. */
const MOST_LEGS = 8_000_000
const QUESTIONS_AT_ONCE = 8

export class KnownRoads {
  readonly #roads: LegsOnly | undefined
  readonly #onFailure: 'fail' | 'estimate'
  readonly #numbers = new Map<string, number>()
  readonly #locations: Location[] = []
  readonly #books = new Map<TravelProfile, LegBook>()
  readonly #snaps: number[] = []
  /** Places that somebody stops at; the others were only asked about. */
  readonly #stops = new Set<number>()
  readonly #count = new RoadCount()
  #wanted = new Map<string, Wanted>()
  #misses = 0
  #isDegraded = false
  #isWhole = false
  #answersAgain = false

  /** Undefined where the plan is not to go by road. */
  static of(travel: Travel | undefined, roads: LegsOnly | undefined): KnownRoads | undefined {
    return travelSource(travel, roads !== undefined) === 'osrm' ? new KnownRoads(travel, roads) : undefined
  }

  private constructor(travel: Travel | undefined, roads: LegsOnly | undefined) {
    this.#roads = roads
    this.#onFailure = onRoadFailure(travel)
  }

  /** Grows whenever something was asked that is not known. */
  get misses(): number {
    return this.#misses
  }

  /** Each of its places with each, as far as anybody could say. */
  get isWhole(): boolean {
    return this.#isWhole
  }

  /** Estimates were kept while nobody answered, and somebody does now; or there is more in it than is worth keeping. */
  get isStale(): boolean {
    return (this.#isDegraded && this.#answersAgain) || this.#size > MOST_LEGS
  }

  get #size(): number {
    let size = 0
    for (const book of this.#books.values()) size += book.size
    return size
  }

  numberOf(location: Location): number {
    const key = placeKey(location)
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    this.#numbers.set(key, this.#locations.length)
    return this.#locations.push(location) - 1
  }

  noteStops(places: readonly number[]): void {
    for (const place of places) this.#stops.add(place)
  }

  leg(profile: TravelProfile, from: number, to: number) {
    return this.#books.get(profile)?.get(from, to)
  }

  /** Something that was asked just now is not known. */
  want(wanted: Wanted): void {
    this.#misses++
    const { profile, from, to } = wanted
    this.#wanted.set(`${profile} ${from.length} ${to.length} ${from[0]} ${to[0]} ${from.at(-1)} ${to.at(-1)}`, wanted)
  }

  /** All of these places with each other, where they are not too many for that. */
  async learnAll(profiles: readonly TravelProfile[], locations: readonly Location[]): Promise<void> {
    const places = [...new Set(locations.map((location) => this.numberOf(location)))]
    this.noteStops(places)
    if (places.length > MOST_PLACES_AT_ONCE) return
    this.#isWhole = true
    for (const profile of profiles) this.want({ profile, from: places, to: places })
    await this.learn()
  }

  /** False: its ways would never be known, and may not be estimated. */
  mayTravel(profile: TravelProfile): boolean {
    return this.#onFailure === 'estimate' || (this.#roads?.profiles.includes(profile) ?? false)
  }

  /** To be learned with what is asked next: what a kind of vehicle of which nothing was asked yet takes where everybody stops. */
  wantProfile(profile: TravelProfile): void {
    const stops = [...this.#stops]
    if (this.#isWhole) this.want({ profile, from: stops, to: stops })
  }

  /** Rows and columns of the places, those among themselves included; undefined where nothing of it is unknown. */
  learnPlaces(profiles: readonly TravelProfile[], locations: readonly Location[]): Promise<boolean> | undefined {
    const misses = this.#misses
    const places = [...new Set(locations.map((location) => this.numberOf(location)))]
    const all = [...new Set([...this.#stops, ...places])]
    for (const profile of profiles) {
      const known = this.#books.get(profile)
      const isUnknown = (one: number, other: number) =>
        one !== other && !(known?.has(one, other) && known.has(other, one))
      const unknown = places.filter((place) => all.some((other) => isUnknown(place, other)))
      if (unknown.length === 0) continue
      const others = unknown.length === 1 ? all.filter((other) => other !== unknown[0]) : all
      this.want({ profile, from: unknown, to: others })
      this.want({ profile, from: others, to: unknown })
    }
    return this.#misses === misses && this.#wanted.size === 0 ? undefined : this.learn()
  }

  /**
   * False where nobody answered: what is not known stays an estimate. Throws RoadsUnavailableError where that will not do.
   */
  async learn(): Promise<boolean> {
    const wanted = [...this.#wanted.values()]
    this.#wanted = new Map()
    let failure: RoadFailure | undefined
    for (let first = 0; first < wanted.length && failure === undefined; first += QUESTIONS_AT_ONCE) {
      const part = wanted.slice(first, first + QUESTIONS_AT_ONCE)
      const failures = await Promise.all(part.map((one) => this.#learnOne(one)))
      failure = failures.find((one) => one !== undefined)
    }
    if (wanted.length === 0) return true
    if (failure === undefined) {
      this.#answersAgain = true
      return true
    }
    if (this.#onFailure === 'fail') throw new RoadsUnavailableError(failure)
    this.#isDegraded = true
    this.#answersAgain = false
    return false
  }

  async #learnOne({ profile, from, to }: Wanted): Promise<RoadFailure | undefined> {
    if (this.#roads === undefined) {
      this.#count.fail(NO_ROAD_SERVICE)
      return NO_ROAD_SERVICE
    }
    const at = (place: number) => this.#locations[place]!
    const legs = await this.#roads.legs({ profile, from: from.map(at), to: to.map(at) })
    const book = this.#books.get(profile) ?? new LegBook()
    this.#books.set(profile, book)
    for (const [row, here] of from.entries()) {
      for (const [column, there] of to.entries()) {
        const cell = row * to.length + column
        if (legs.seconds[cell] === UNKNOWN) continue
        book.set(here, there, legs.seconds[cell]!, legs.metres[cell]!, legs.sources[cell]!)
      }
      if (!Number.isNaN(legs.fromSnaps[row])) this.#snaps[here] = legs.fromSnaps[row]!
    }
    for (const [column, there] of to.entries())
      if (!Number.isNaN(legs.toSnaps[column])) this.#snaps[there] = legs.toSnaps[column]!
    this.#count.add(legs)
    return legs.failure
  }

  /** For places numbered otherwise. */
  quality(profiles: readonly TravelProfile[], numberOf: (place: number) => number): TravelQuality {
    const legSource = (profile: number, from: number, to: number): LegSource => {
      const name = profiles[profile]
      const leg = name && this.leg(name, numberOf(from), numberOf(to))
      return LEG_SOURCES[leg?.source ?? 0] ?? 'estimate'
    }
    const meta = () => this.#count.meta()
    return {
      get meta() {
        return meta()
      },
      legSource,
      snapOf: (place) => this.#snaps[numberOf(place)],
    }
  }
}
