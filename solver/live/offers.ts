// Who could take one more visit, and in which of the windows that a customer can be offered: the cheapest for each window,
// then the second for each, and so on. Shifts are priced exactly in the order of what they could cost at least, until
// nothing that is left can be cheaper than what was found. Imports solver/ only.
import type { PricedOption } from '../finding.ts'
import { hasTime, NOWHERE, priceInsertion } from '../insertion.ts'
import type { PlannedRoute, Span, VisitModel } from '../model.ts'
import { tellOption } from '../options.ts'
import type { Plan } from '../plan.ts'
import { legCents, startOf } from '../rules/roads.ts'
import { type Candidates, candidatesFor } from './candidates.ts'
import type { Barred } from './fitness.ts'
import { Guest } from './guest.ts'
import type { KeptShift } from './kept-shift.ts'
import type { LiveDay } from './live-day.ts'

/** Stands for the visit that is asked about in what is told of a shift with it. */
export const ASKED = -1

export interface Asked {
  readonly visit: VisitModel
  /** What a customer can be offered, sorted and apart; the windows of the visit hold beside them. */
  readonly windows: readonly Span[]
  readonly count: number
}

export interface Offered extends PricedOption {
  /** Which of the windows. */
  readonly window: number
  /** How many others could come in this window, as far as they were priced. */
  readonly others: number
  /** The shift with it. */
  readonly planned: PlannedRoute
}

/** What is known of a shift, whether it is offered or not. */
export interface Passed {
  /** What keeps the technician away even on an empty day. */
  readonly barred: Barred
  /** The least it could cost; exact where that is said, and undefined where there is no place for it. */
  readonly cents: number | undefined
  readonly isExact: boolean
}

export interface Offers {
  /** Cheapest first. */
  readonly offered: readonly Offered[]
  /** By route. */
  readonly passed: readonly Passed[]
}

/** For whoever looks at the same shifts again, while nothing changes. */
export interface OffersToGuest extends Offers {
  /** Who was asked about, in the window of an offer. */
  cloneIn(window: number): VisitModel
  /** The shift of an offer compiled, with that clone as its guest. */
  hostOf(offered: Offered): KeptShift
}

/** On none of the shifts in `without`. */
export function offersFor(day: LiveDay, asked: Asked, without: ReadonlySet<number> = NONE): OffersToGuest {
  return new OfferSearch(day, asked, without).run()
}

const NONE: ReadonlySet<number> = new Set()

/** Shifts priced before it is asked again which of them could still be cheaper. */
const BATCH = 8

interface Place {
  readonly cents: number
  readonly route: number // of the day
  readonly position: number
}

class OfferSearch {
  private readonly day: LiveDay
  private readonly asked: Asked
  private readonly guest: Guest
  private readonly candidates: Candidates
  private readonly places: Place[][] // by window, cheapest first
  private readonly next: number[] // by window: the first candidate that is not priced
  private readonly priced = new Map<number, number>() // by route: the cheapest place; Infinity where there is none
  private readonly hosts = new Map<number, KeptShift>() // by route
  private readonly rounds: number

  constructor(day: LiveDay, asked: Asked, without: ReadonlySet<number>) {
    this.day = day
    this.asked = asked
    this.guest = new Guest(day.model, asked.visit, asked.windows)
    this.candidates = candidatesFor(day, this.guest, this.guest.windows, without)
    const { inWindows } = this.candidates
    this.places = inWindows.map(() => [])
    this.next = inWindows.map(() => 0)
    const possible = inWindows.filter(({ length }) => length > 0).length
    this.rounds = Math.ceil(asked.count / Math.max(1, possible))
  }

  run(): OffersToGuest {
    for (let batch = this.promising(); batch.length > 0; batch = this.promising())
      for (const route of batch) this.price(route)
    const chosen = this.chosen()
    const { guest } = this
    return {
      offered: chosen.map((of) => this.tell(of)),
      passed: this.passed(),
      cloneIn: (window) => guest.clones[guest.cloneIn(window)]!,
      hostOf: ({ route, window }) => this.host(route, guest.cloneIn(window)),
    }
  }

  /** Shifts that could still be cheaper than what is chosen so far. */
  private promising(): number[] {
    const { candidates, places, next, priced, rounds } = this
    const dearest = this.dearest()
    const bounds = new Map<number, number>()
    for (const [window, list] of candidates.inWindows.entries()) {
      while (next[window]! < list.length && priced.has(list[next[window]!]!.route)) next[window]!++
      const limit = Math.min(dearest, places[window]![rounds - 1]?.cents ?? Number.POSITIVE_INFINITY)
      for (let at = next[window]!; at < list.length && list[at]!.leastCents < limit; at++) {
        const { route, leastCents } = list[at]!
        if (!priced.has(route)) bounds.set(route, Math.min(leastCents, bounds.get(route) ?? leastCents))
        if (at - next[window]! >= BATCH) break
      }
    }
    return [...bounds]
      .sort(([one, cents], [other, otherCents]) => cents - otherCents || one - other)
      .slice(0, BATCH)
      .map(([route]) => route)
  }

  /** That of the options chosen so far, where nothing that is dearer can be among them any more. */
  private dearest(): number {
    const { asked, places, rounds } = this
    if (rounds > 1) return Number.POSITIVE_INFINITY
    const firsts: number[] = []
    for (const [first] of places) if (first !== undefined) firsts.push(first.cents)
    if (firsts.length < asked.count) return Number.POSITIVE_INFINITY
    return firsts.sort((one, other) => one - other)[asked.count - 1]!
  }

  private price(route: number): void {
    const { places, candidates } = this
    let cheapest = Number.POSITIVE_INFINITY
    for (const window of candidates.onRoutes.get(route)!.windows) {
      const kept = this.host(route, window)
      const found = cheapestOn(kept.plan, kept.guestVisit, kept.excerpt.routes.indexOf(route))
      if (found === undefined) continue
      insertSorted(places[window]!, { cents: found.cents, route, position: found.position })
      cheapest = Math.min(cheapest, found.cents)
    }
    this.priced.set(route, cheapest)
  }

  private host(route: number, clone: number): KeptShift {
    const known = this.hosts.get(route)
    if (known?.turnsTo(this.guest, clone)) return known
    const kept = this.day.host(route, this.guest, clone)
    this.hosts.set(route, kept)
    return kept
  }

  private chosen(): { readonly window: number; readonly place: Place }[] {
    const { places, rounds, asked } = this
    const all: { window: number; place: Place; round: number }[] = []
    for (const [window, list] of places.entries())
      for (let round = 0; round < rounds && round < list.length; round++)
        all.push({ window, place: list[round]!, round })
    // The second of a window only when every window has its first.
    all.sort((one, other) => one.round - other.round || byCents(one.place, other.place) || one.window - other.window)
    return all.slice(0, asked.count).sort((one, other) => byCents(one.place, other.place) || one.window - other.window)
  }

  private tell({ window, place }: { readonly window: number; readonly place: Place }): Offered {
    const { guest } = this
    const { route, position } = place
    const kept = this.host(route, window)
    const { plan, excerpt, guestVisit } = kept
    const own = excerpt.routes.indexOf(route)
    const visits = plan.visitsOf(own)
    const { option, planned } = tellOption(plan, guestVisit, own, visits, position, kept.asItStands(own))
    return {
      ...option,
      route,
      window: guest.windowNumbers[window]!,
      others: this.places[window]!.length - 1,
      planned: {
        ...planned,
        route,
        visits: planned.visits.map(({ visit, arrival, start, end }) => ({
          visit: excerpt.visits[visit] ?? ASKED,
          arrival,
          start,
          end,
        })),
      },
    }
  }

  private passed(): Passed[] {
    const { priced, candidates } = this
    return candidates.barred.map((barred, route) => {
      const exact = priced.get(route)
      if (exact === undefined) return { barred, cents: candidates.onRoutes.get(route)?.leastCents, isExact: false }
      return { barred, cents: exact < Number.POSITIVE_INFINITY ? exact : undefined, isExact: true }
    })
  }
}

/** The first of the cheapest positions. The shortest detour is priced first: most of the others are dearer at a glance. */
export function cheapestOn(plan: Plan, visit: number, route: number): { cents: number; position: number } | undefined {
  const { problem } = plan
  if (!plan.admits(route, visit)) return undefined
  const near = shortestDetour(plan, visit, route)
  if (near === NOWHERE) return undefined
  let cents = priceInsertion(plan, visit, near, Number.POSITIVE_INFINITY)
  let cheapest = NOWHERE
  let position = 0
  for (let stop = startOf(problem, route); plan.ready(stop) <= problem.closesLast[visit]!; position++) {
    const limit = cheapest === NOWHERE ? cents + 1 : cents
    const here = stop === near ? cents : priceInsertion(plan, visit, stop, limit)
    if (here < limit) {
      cents = here
      cheapest = position
    }
    stop = plan.next(stop)
    if (stop >= problem.visitCount) break
  }
  return cheapest === NOWHERE ? undefined : { cents, position: cheapest }
}

/** Where there is time; NOWHERE, when there is none on the whole route. */
function shortestDetour(plan: Plan, visit: number, route: number): number {
  const { problem } = plan
  let shortest = Number.POSITIVE_INFINITY
  let near = NOWHERE
  for (let stop = startOf(problem, route); plan.ready(stop) <= problem.closesLast[visit]!; ) {
    const follower = plan.next(stop)
    if (hasTime(plan, visit, stop)) {
      const detour =
        legCents(problem, route, stop, visit) + legCents(problem, route, visit, follower) - plan.centsOn(stop)
      if (detour < shortest) {
        shortest = detour
        near = stop
      }
    }
    if (follower >= problem.visitCount) break
    stop = follower
  }
  return near
}

const byCents = (one: Place, other: Place): number =>
  one.cents - other.cents || one.route - other.route || one.position - other.position

function insertSorted(places: Place[], place: Place): void {
  let slot = places.length
  while (slot > 0 && byCents(places[slot - 1]!, place) > 0) slot--
  places.splice(slot, 0, place)
}
