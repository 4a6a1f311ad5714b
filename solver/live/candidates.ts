// For one visit that is asked about: which shifts could take it in which window, with the least it could cost there. Cheap
// and never too dear: what is not listed here is not possible, and nothing costs less than it says. Imports solver/ only.
import type { Blocker } from '../finding.ts'
import { type Span, UNREACHABLE, type VisitModel } from '../model.ts'
import { type Asap, asapCents, compileAsap } from '../rules/asap.ts'
import { compileDue, type Due, latenessCents } from '../rules/due.ts'
import { fitCents } from '../rules/fit.ts'
import { wholeCentsFor } from '../rules/money.ts'
import { startSpans } from '../rules/windows.ts'
import { standingOn } from '../standing.ts'
import { Guest } from './guest.ts'
import type { LiveDay } from './live-day.ts'
import type { Legs } from './live-model.ts'
import { END_PLACE, START_PLACE } from './route-legs.ts'
import { mostOf, type Position } from './sketch.ts'

export interface Candidate {
  readonly route: number
  readonly leastCents: number
}

export interface Candidates {
  /** By window, cheapest bound first. */
  readonly inWindows: readonly (readonly Candidate[])[]
  /** By route: what keeps its technician away even on an empty day; none where nothing does. */
  readonly barred: readonly Barred[]
}

export interface Barred {
  /** Whatever the hour. */
  readonly standing: readonly Blocker[]
  /** By the clock, on the ways there and back alone. */
  readonly clock: readonly Blocker[]
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
  return { inWindows: search.inWindows, barred }
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

const NOTHING: Barred = { standing: [], clock: [] }

interface Fitness {
  readonly blockers: readonly Blocker[]
  readonly cents: number
}

class CandidateSearch {
  readonly inWindows: Candidate[][]
  private readonly day: LiveDay
  private readonly guest: Guest
  private readonly visit: VisitModel
  private readonly windows: readonly Span[]
  private readonly fitness = new Map<number, Fitness>() // by technician, where all shifts are alike in it
  private readonly due: Due
  private readonly asap: Asap
  private readonly spans: readonly Span[]
  private readonly secondsOf: ReadonlyMap<number, number>

  constructor(day: LiveDay, guest: Guest, windows: readonly Span[]) {
    const { visit } = guest
    this.day = day
    this.guest = guest
    this.visit = visit
    this.windows = windows
    this.inWindows = windows.map(() => [])
    this.due = compileDue([visit])
    this.asap = compileAsap([visit])
    this.spans = startSpans(visit)
    this.secondsOf = new Map(visit.secondsByTech.toReversed().map(({ tech, seconds }) => [tech, seconds]))
  }

  look(route: number): Barred {
    const { day, windows } = this
    const { opens, latest } = day.model.routes[route]!
    const fitness = this.fitnessOn(route)
    if (fitness.blockers.length > 0) return { standing: fitness.blockers, clock: [] }
    const { isFull, openingCents } = day.sketchOf(route)
    let first = 0
    while (first < windows.length && windows[first]!.closes < opens) first++
    const isOpen = first < windows.length && windows[first]!.opens <= latest
    const mayTake = isOpen && !isFull && openingCents < Number.POSITIVE_INFINITY
    // Where roads are closed, another visit may lie on the only way there: the day as it is comes before an empty one.
    if (mayTake && this.lookAt(route, first, fitness.cents)) return NOTHING
    return { standing: [], clock: this.onEmptyDay(route) }
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

  private onEmptyDay(route: number): readonly Blocker[] {
    const { day, spans } = this
    const { tech, profile, opens, latest } = day.model.routes[route]!
    if (!spans.some((span) => span.opens <= latest && span.closes >= opens)) return [{ code: 'NO_SHIFT_IN_WINDOW' }]
    const ways = this.guest.waysOn(profile, day.legsOf(route))
    const there = ways.there.seconds[START_PLACE]!
    const back = ways.back.seconds[END_PLACE]!
    if (there >= UNREACHABLE || back >= UNREACHABLE) return [{ code: 'UNREACHABLE_PLACE' }]
    const tariff = day.tariffOf(route)
    const arrival = opens + tariff.leastSeconds(there)
    const span = spans.find(({ closes }) => closes >= arrival)
    if (span === undefined)
      return [
        { code: 'UNREACHABLE_IN_WINDOW', lateBySeconds: arrival - Math.max(...spans.map(({ closes }) => closes)) },
      ]
    const home = Math.max(arrival, span.opens) + this.workOf(tech) + tariff.leastSeconds(back)
    return home > latest ? [{ code: 'JOB_LONGER_THAN_SHIFT', overBySeconds: home - latest }] : []
  }

  private workOf(tech: number): number {
    return this.secondsOf.get(tech) ?? this.visit.seconds
  }

  /** False: there is no position for it. */
  private lookAt(route: number, first: number, liking: number): boolean {
    const { day, windows, inWindows } = this
    const of = day.model.routes[route]!
    const { positions, depots, openingCents } = day.sketchOf(route)
    const tariff = day.tariffOf(route)
    const work = this.workOf(of.tech)
    const labour = wholeCentsFor(work, of.spanCentsPerHour ?? 0)
    const { there, back } = this.guest.waysOn(of.profile, day.legsOf(route))
    let isFound = false
    for (const position of positions) {
      const { after, follower, ready, latest } = position
      const toSeconds = there.seconds[after]!
      const fromSeconds = back.seconds[follower]!
      if (toSeconds >= UNREACHABLE || fromSeconds >= UNREACHABLE) continue
      const arrival = ready + tariff.leastSeconds(toSeconds)
      const latestStart = latest - work - tariff.leastSeconds(fromSeconds)
      if (arrival > latestStart) continue
      const detour =
        tariff.leastCents(toSeconds, there.metres[after]!) + tariff.leastCents(fromSeconds, back.metres[follower]!)
      const legs = depots.length === 0 ? detour : Math.min(detour, this.byDepot(position, depots, route, detour))
      const cents = legs - position.saved + liking + labour + openingCents
      for (let window = first; window < windows.length && windows[window]!.opens <= latestStart; window++) {
        const start = Math.max(arrival, windows[window]!.opens)
        if (start > Math.min(latestStart, windows[window]!.closes)) continue
        this.note(inWindows[window]!, route, cents + this.hourCents(start))
        isFound = true
      }
    }
    return isFound
  }

  /** The cheapest of the route counts; its positions come one after the other. */
  private note(candidates: Candidate[], route: number, leastCents: number): void {
    const last = candidates.at(-1)
    if (last?.route !== route) candidates.push({ route, leastCents })
    else if (leastCents < last.leastCents) candidates[candidates.length - 1] = { route, leastCents }
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
    return latenessCents(this.due, 0, start) + asapCents(this.asap, 0, start)
  }

  private fitnessOn(route: number): Fitness {
    const { day, visit } = this
    const shift = day.model.routes[route]!
    const tech = day.model.techs[shift.tech]!
    const isAlike = day.isAlike(shift.tech)
    const known = isAlike ? this.fitness.get(shift.tech) : undefined
    if (known !== undefined) return known
    const who = { model: day.model, tech, index: shift.tech, shift }
    const blockers = standingOn(visit, who)
    const fitness = { blockers, cents: blockers.length > 0 ? 0 : fitCents(visit, who) }
    if (isAlike) this.fitness.set(shift.tech, fitness)
    return fitness
  }
}
