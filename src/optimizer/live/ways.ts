// The ways of a live plan that goes by road: what it has to know before it is opened, and before it is asked about a place.
// Knows no offers.
import type { OptimizationInput } from '../../contracts/optimization.ts'
import type { Location } from '../../contracts/scalars.ts'
import type { TravelProfile } from '../../contracts/tech.ts'
import type { Ticket } from '../../contracts/ticket.ts'
import { KnownRoads } from '../../travel/known-roads.ts'
import type { LegsOnly } from '../../travel/road-port.ts'
import { DEFAULT_PROFILE } from '../../travel/travel.ts'
import type { Territory } from '../question/territory.ts'
import { Layout } from './layout.ts'

export class Ways {
  readonly roads: KnownRoads
  private readonly profiles: readonly TravelProfile[]

  /** Undefined where the plan does not go by road. Throws RoadsUnavailableError. */
  static async of(input: OptimizationInput, territory: Territory, roads?: LegsOnly): Promise<Ways | undefined> {
    const known = KnownRoads.of(input.travel, roads)
    if (known === undefined) return undefined
    const ways = new Ways(known, profilesOf(input))
    await known.learnAll(ways.profiles, locationsOf(input))
    const before = known.misses
    // Of a large plan only the ways within its shifts: laying it out once says which these are.
    new Layout(input, territory, known)
    if (known.misses > before) await known.learn()
    return ways
  }

  private constructor(roads: KnownRoads, profiles: readonly TravelProfile[]) {
    this.roads = roads
    this.profiles = profiles
  }

  /** Of these tickets, and of those among all that they are tied to; undefined where there is nothing to wait for. */
  learn(tickets: readonly Ticket[], all: readonly Ticket[]): Promise<boolean> | undefined {
    const ids = new Set(tickets.map(({ id }) => id))
    const tied = new Set(tickets.flatMap(({ links = [] }) => links.map(({ ticketId }) => ticketId)))
    const others = all.filter(
      ({ id, links = [] }) => !ids.has(id) && (tied.has(id) || links.some(({ ticketId }) => ids.has(ticketId))),
    )
    const places = [...tickets, ...others].map(({ location }) => location)
    return this.roads.learnPlaces(this.profiles, places)
  }
}

const profilesOf = ({ techs }: OptimizationInput): TravelProfile[] => [
  ...new Set(techs.map(({ profile }) => profile ?? DEFAULT_PROFILE)),
]

/** Of everything that stands in it. */
export function locationsOf({ tickets, techs, depots = [] }: OptimizationInput): Location[] {
  const ends = techs.flatMap(({ start, end = start, shifts = [] }) =>
    [{}, ...shifts].flatMap(({ from = start, to = end }: { from?: Location; to?: Location }) => [from, to]),
  )
  return [...tickets, ...depots].map(({ location }) => location).concat(ends)
}
