// For one visit that is asked about: which shifts could take it in which window, with the least it could cost there. Cheap
// and never too dear: what is not listed here is not possible, and nothing costs less than it says. Imports solver/ only.
import type { Blocker } from '../finding.ts'
import { type Span, UNREACHABLE, type VisitModel } from '../model.ts'
import { asapCents } from '../rules/asap.ts'
import { latenessCents } from '../rules/due.ts'
import { wholeCentsFor } from '../rules/money.ts'
import { startSpans } from '../rules/windows.ts'
import type { Barred, Fitness, FitnessBook } from './fitness.ts'
import { Guest } from './guest.ts'
import type { LiveDay } from './live-day.ts'
import type { Legs } from './live-model.ts'
import { END_PLACE, START_PLACE } from './route-legs.ts'
import { mostOf, type Position } from './sketch.ts'

export interface Candidate {
  readonly route: number
  readonly leastCents: number
}

/** The windows in which there is a place on a shift, and the least that it could cost in any of them. */
export interface Places {
  readonly windows: readonly number[]
  readonly leastCents: number
}

export interface Candidates {
  /** By window, cheapest bound first. */
  readonly inWindows: readonly (readonly Candidate[])[]
  /** The same by route. */
  readonly onRoutes: ReadonlyMap<number, Places>
  /** By route: what keeps its technician away even on an empty day; none where nothing does. */
  readonly barred: readonly Barred[]
}

/** Windows are sorted by their opening. Shifts in `without` are not looked at. */
export function candidatesFor(
  day: LiveDay,
  guest: Guest,
  windows: readonly Span[],
  without: ReadonlySet<number> = new Set(),
): Candidates {
  const search = new CandidateSearch(day, guest, windows)
  const barred = day.model.routes.map((_, route) => (without.has(route) ? NOTHING : search.look(route)))
  for (const candidates of search.inWindows)
    candidates.sort((one, other) => one.leastCents - other.leastCents || one.route - other.route)
  return { inWindows: search.inWindows, onRoutes: search.onRoutes, barred }
}

/** The shifts that could take it on an empty day, those with the least detour first, whatever their hours allow. */
export function nearestShifts(day: LiveDay, visit: VisitModel, most: number): number[] {
  const search = new CandidateSearch(day, new Guest(day.model, visit, []), [])
  const near = day.model.routes.flatMap((_, route) => {
    const { standing, clock } = search.look(route)
    return standing.length + clock.length > 0 ? [] : [{ route, cents: search.leastDetour(route) }]
  })
  near.sort((one, other) => one.cents - other.cents || one.route - other.route)
  return near.slice(0, most).map(({ route }) => route)
}

const byClock = (blocker: Blocker): Barred => ({ standing: [], clock: [blocker] })

const NOTHING: Barred = { standing: [], clock: [] }
const NO_SHIFT = byClock({ code: 'NO_SHIFT_IN_WINDOW' })

class CandidateSearch {
  readonly inWindows: Candidate[][]
  readonly onRoutes = new Map<number, Places>()
  private readonly day: LiveDay
  private readonly guest: Guest
  private readonly windows: readonly Span[]
  private readonly fitnessOf: ReturnType<FitnessBook['of']>
  private readonly spans: readonly Span[]
  private readonly least: Float64Array // by window: on the shift that is looked at; Infinity where there is no place
  private readonly firstOpen = new Map<number, number>() // by second

  constructor(day: LiveDay, guest: Guest, windows: readonly Span[]) {
    const { visit } = guest
    this.day = day
    this.guest = guest
    this.windows = windows
    this.fitnessOf = day.fitness.of(visit)
    this.inWindows = windows.map(() => [])
    this.spans = startSpans(visit)
    this.least = new Float64Array(windows.length).fill(Number.POSITIVE_INFINITY)
  }

  look(route: number): Barred {
    const { day, windows } = this
    const { opens, latest } = day.model.routes[route]!
    const { barred, cents } = this.fitnessOn(route)
    if (barred !== undefined) return barred
    const { isFull, openingCents } = day.sketchOf(route)
    const first = this.firstOpenAt(opens)
    const isOpen = first < windows.length && windows[first]!.opens <= latest
    const mayTake = isOpen && !isFull && openingCents < Number.POSITIVE_INFINITY
    // Where roads are closed, another visit may lie on the only way there: the day as it is comes before an empty one.
    if (mayTake && this.lookAt(route, first, cents)) return NOTHING
    return this.onEmptyDay(route)
  }

  /** The first window that has not closed by then. */
  private firstOpenAt(second: number): number {
    const { windows } = this
    let first = this.firstOpen.get(second)
    if (first !== undefined) return first
    for (first = 0; first < windows.length && windows[first]!.closes < second; ) first++
    this.firstOpen.set(second, first)
    return first
  }

  leastDetour(route: number): number {
    const { day } = this
    const { profile } = day.model.routes[route]!
    const { positions, openingCents } = day.sketchOf(route)
    const { there, back } = this.guest.waysOn(profile, day.legsOf(route))
    const tariff = day.tariffOf(route)
    const price = ({ seconds, metres }: Legs, at: number) => tariff.leastCents(seconds[at]!, metres[at]!)
    const detours = positions.map(({ after, follower, saved }) => price(there, after) + price(back, follower) - saved)
    return openingCents + Math.min(...detours)
  }

  private onEmptyDay(route: number): Barred {
    const { day, spans } = this
    const { tech, profile, opens, latest } = day.model.routes[route]!
    if (!spans.some((span) => span.opens <= latest && span.closes >= opens)) return NO_SHIFT
    const ways = this.guest.waysOn(profile, day.legsOf(route))
    const there = ways.there.seconds[START_PLACE]!
    const back = ways.back.seconds[END_PLACE]!
    if (there >= UNREACHABLE || back >= UNREACHABLE) return byClock({ code: 'UNREACHABLE_PLACE' })
    const tariff = day.tariffOf(route)
    const arrival = opens + tariff.leastSeconds(there)
    const span = spans.find(({ closes }) => closes >= arrival)
    if (span === undefined)
      return byClock({
        code: 'UNREACHABLE_IN_WINDOW',
        lateBySeconds: arrival - Math.max(...spans.map(({ closes }) => closes)),
      })
    const home = Math.max(arrival, span.opens) + this.guest.workOf(tech) + tariff.leastSeconds(back)
    return home > latest ? byClock({ code: 'JOB_LONGER_THAN_SHIFT', overBySeconds: home - latest }) : NOTHING
  }

  /** False: there is no position for it. */
  private lookAt(route: number, first: number, liking: number): boolean {
    const { day, windows, least } = this
    const of = day.model.routes[route]!
    const { positions, depots, openingCents } = day.sketchOf(route)
    const tariff = day.tariffOf(route)
    const work = this.guest.workOf(of.tech)
    const labour = wholeCentsFor(work, of.spanCentsPerHour ?? 0)
    const own = day.legsOf(route)
    const { there, back } = this.guest.waysOn(of.profile, own)
    let last = first
    for (const position of positions) {
      const { after, follower, ready, latest } = position
      const toSeconds = there.seconds[after]!
      const fromSeconds = back.seconds[follower]!
      let quickestTo = toSeconds
      let quickestFrom = fromSeconds
      for (const depot of depots) {
        quickestTo = Math.min(quickestTo, own.seconds[after * own.places.length + depot]! + there.seconds[depot]!)
        quickestFrom = Math.min(quickestFrom, back.seconds[depot]! + own.seconds[depot * own.places.length + follower]!)
      }
      if (quickestTo >= UNREACHABLE || quickestFrom >= UNREACHABLE) continue
      const arrival = ready + tariff.leastSeconds(quickestTo)
      const latestStart = latest - work - tariff.leastSeconds(quickestFrom)
      if (arrival > latestStart) continue
      const detour =
        tariff.leastCents(toSeconds, there.metres[after]!) + tariff.leastCents(fromSeconds, back.metres[follower]!)
      const legs = depots.length === 0 ? detour : Math.min(detour, this.byDepot(position, depots, route, detour))
      const cents = legs - position.saved + liking + labour + openingCents
      for (let window = first; window < windows.length && windows[window]!.opens <= latestStart; window++) {
        const start = Math.max(arrival, windows[window]!.opens)
        if (start > Math.min(latestStart, windows[window]!.closes)) continue
        least[window] = Math.min(least[window]!, cents + this.hourCents(start))
        last = Math.max(last, window + 1)
      }
    }
    return last > first && this.note(route, first, last)
  }

  /** The cheapest position of the route in each of these windows; true. */
  private note(route: number, first: number, last: number): boolean {
    const { least, inWindows } = this
    const windows: number[] = []
    let leastCents = Number.POSITIVE_INFINITY
    for (let window = first; window < last; window++) {
      const cents = least[window]!
      if (cents === Number.POSITIVE_INFINITY) continue
      least[window] = Number.POSITIVE_INFINITY
      inWindows[window]!.push({ route, leastCents: cents })
      windows.push(window)
      leastCents = Math.min(leastCents, cents)
    }
    this.onRoutes.set(route, { windows, leastCents })
    return true
  }

  /** The same where the van may be loaded right before the visit, or right behind it. */
  private byDepot({ after, follower }: Position, depots: readonly number[], route: number, direct: number): number {
    const { day } = this
    const own = day.legsOf(route)
    const { length } = own.places
    const tariff = day.tariffOf(route)
    const { there, back } = this.guest.waysOn(day.model.routes[route]!.profile, own)
    const price = ({ seconds, metres }: Legs, at: number) => tariff.leastCents(seconds[at]!, metres[at]!)
    return depots.reduce((least, depot) => {
      const before = price(there, depot) + price(back, follower) - mostOf(price(own, depot * length + follower))
      const behind = price(there, after) + price(back, depot) - mostOf(price(own, after * length + depot))
      return Math.min(least, before, behind)
    }, direct)
  }

  /** Prices of the hour that only rise; those that fall are left out, which makes the bound no dearer. */
  private hourCents(start: number): number {
    const { rules } = this.guest
    return latenessCents(rules, 0, start) + asapCents(rules, 0, start)
  }

  private fitnessOn(route: number): Fitness {
    const { model } = this.day
    const shift = model.routes[route]!
    return this.fitnessOf(
      { model, tech: model.techs[shift.tech]!, index: shift.tech, shift },
      this.day.isAlike(shift.tech),
    )
  }
}
