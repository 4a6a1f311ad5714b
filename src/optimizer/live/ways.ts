// The ways of a live plan that goes by road: what it has to know before it is opened, and before it is asked about a place.
// Knows no offers.
import type { Change } from '../../contracts/change.ts'
import type { OptimizationInput } from '../../contracts/optimization.ts'
import type { Location } from '../../contracts/scalars.ts'
import type { TravelProfile } from '../../contracts/tech.ts'
import type { Ticket } from '../../contracts/ticket.ts'
import { KnownRoads } from '../../travel/known-roads.ts'
import type { LegsOnly } from '../../travel/road-port.ts'
import { DEFAULT_PROFILE } from '../../travel/travel.ts'
import { ChangeRefusedError } from '../changes/refused.ts'
import type { Territory } from '../question/territory.ts'
import { Layout } from './layout.ts'

export class Ways {
  readonly roads: KnownRoads
  private profiles: readonly TravelProfile[]

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

  /**
   * Of places and vehicles that changes bring with them; `isMade`: they are part of the plan from now on. Throws
   * ChangeRefusedError, whose pointers begin with `list`, where nobody knows the roads of such a vehicle.
   */
  learnChanges(changes: readonly Change[], list: string, isMade: boolean): Promise<boolean> | undefined {
    const issues = [...changes.entries()].flatMap(([index, change]) => {
      if (!('tech' in change)) return []
      const { profile = DEFAULT_PROFILE } = change.tech
      if (this.roads.mayTravel(profile)) return []
      const message = `there is no road service for ${profile}`
      return [{ path: `${list}/${index}/tech/profile`, code: 'NO_ROAD_SERVICE', message }]
    })
    if (issues.length > 0) throw new ChangeRefusedError(issues)
    const tickets = changes.flatMap((change) => ('ticket' in change ? [change.ticket] : []))
    const techs = changes.flatMap((change) => ('tech' in change ? [change.tech] : []))
    const places = locationsOf({ tickets, techs })
    if (isMade) this.roads.noteStops(places.map((place) => this.roads.numberOf(place)))
    const fresh = profilesOf({ techs }).filter((profile) => !this.profiles.includes(profile))
    return fresh.length === 0 ? this.roads.learnPlaces(this.profiles, places) : this.learnProfiles(fresh, places)
  }

  private async learnProfiles(fresh: readonly TravelProfile[], places: readonly Location[]): Promise<boolean> {
    for (const profile of fresh) this.roads.wantProfile(profile)
    const isAnswered = (await this.roads.learnPlaces([...this.profiles, ...fresh], places)) ?? true
    this.profiles = [...new Set([...this.profiles, ...fresh])]
    return isAnswered
  }
}

const profilesOf = ({ techs }: Pick<OptimizationInput, 'techs'>): TravelProfile[] => [
  ...new Set(techs.map(({ profile }) => profile ?? DEFAULT_PROFILE)),
]

/** Of everything that stands in it. */
export function locationsOf({
  tickets,
  techs,
  depots = [],
}: Pick<OptimizationInput, 'tickets' | 'techs' | 'depots'>): Location[] {
  const ends = techs.flatMap(({ start, end = start, shifts = [] }) =>
    [{}, ...shifts].flatMap(({ from = start, to = end }: { from?: Location; to?: Location }) => [from, to]),
  )
  return [...tickets, ...depots].map(({ location }) => location).concat(ends)
}
