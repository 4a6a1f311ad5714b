// Room for one more visit where there is none: who could take it if one visit that nobody was promised moves, to another
// turn of the same shift or to another shift. Single moves, the shifts with the least detour first, and of each shift every
// visit that may move. Imports solver/ only.
import type { PricedOption } from '../finding.ts'
import type { PlannedRoute, Span } from '../model.ts'
import { tellOption } from '../options.ts'
import type { Plan } from '../plan.ts'
import { compileToPrice } from '../problem.ts'
import { timetable } from '../timetable.ts'
import { nearestShifts } from './candidates.ts'
import { type Excerpt, planOfExcerpt } from './excerpt.ts'
import type { LiveDay } from './live-day.ts'
import { ASKED, type Asked, cheapestOn, isOpen, offersFor, windowsWithin } from './offers.ts'

/** Shifts that are looked at: so many, and the answer is there while somebody holds the line. */
const MOST_SHIFTS = 24
/** All that is priced elsewhere for visits that would have to move, for the same reason. */
const MOST_MOVES = 80

export interface Moved {
  readonly visit: number
  readonly from: number
  readonly to: number
  /** The shift it moves to, with it. The same as that of the offer where it stays on its shift. */
  readonly planned: PlannedRoute
  readonly start: number
}

export interface RoomOffer extends Omit<PricedOption, 'cost'> {
  readonly window: number
  /** All of it together: the plan with both changes minus the plan as it is. */
  readonly cents: number
  /** The shift with the visit that was asked about, and without or with the one that moves. */
  readonly planned: PlannedRoute
  readonly moved: Moved
}

/** The cheapest for each window; `mayMove` says of a visit of the plan whether it may. */
export function makingRoom(day: LiveDay, asked: Asked, mayMove: (visit: number) => boolean): RoomOffer[] {
  const search = new RoomSearch(day, asked, mayMove)
  for (const route of nearestShifts(day, asked.visit, MOST_SHIFTS)) search.look(route)
  return [...search.best.values()].sort(byCents).slice(0, asked.count)
}

class RoomSearch {
  readonly best = new Map<number, RoomOffer>() // by window
  private readonly day: LiveDay
  private readonly asked: Asked
  private readonly mayMove: (visit: number) => boolean
  private readonly elsewhere = new Map<number, Elsewhere | undefined>() // by visit that would have to move

  constructor(day: LiveDay, asked: Asked, mayMove: (visit: number) => boolean) {
    this.day = day
    this.asked = asked
    this.mayMove = mayMove
  }

  look(route: number): void {
    const { day, asked } = this
    const windows = asked.windows.flatMap((span, window) => (this.isInReach(route, span) ? [window] : []))
    if (windows.length === 0) return
    const clones = windows.map((window) => ({
      ...asked.visit,
      windows: windowsWithin(asked.visit, asked.windows[window]!),
    }))
    const excerpt = day.excerpt(day.together([route]), clones)
    const plan = planOfExcerpt(day, excerpt, compileToPrice(excerpt.model))
    const own = excerpt.routes.indexOf(route)
    for (const moving of plan.visitsOf(own)) {
      const visit = excerpt.visits[moving]!
      if (!this.mayMove(visit) || plan.problem.isLinked[moving] === 1) continue
      this.without(plan, excerpt, { route, own, moving, visit, windows })
    }
  }

  /** Everything back in its place when this returns. */
  private without(plan: Plan, excerpt: Excerpt, move: Move): void {
    const { own, moving, windows, visit, route } = move
    const before = plan.cost
    const turn = plan.visitsOf(own).indexOf(moving)
    const after = plan.previous(moving)
    plan.remove(moving)
    // On one-way streets the others may need it on their way.
    if (plan.undrivable === 0) {
      const freed = plan.cost - before - plan.problem.unservedCents[moving]!
      for (const [index, window] of windows.entries()) {
        const clone = excerpt.visits.length + index
        const found = cheapestOn(plan, clone, own)
        if (found === undefined || freed + found.cents >= this.limit(window)) continue
        this.stay(plan, excerpt, { ...move, clone, window, ...found, freed, turn })
        const other = this.elsewhereFor(visit, route)
        const cents = freed + found.cents + (other?.cents ?? Number.POSITIVE_INFINITY)
        if (other === undefined || cents >= this.limit(window)) continue
        const { option, planned } = tellOption(plan, clone, own, plan.visitsOf(own), found.position)
        this.note({ ...option, route, window, cents, planned: told(planned, excerpt, route), moved: other.moved })
      }
    }
    plan.insert(moving, after)
  }

  /** The one that moves takes another turn of the same shift. */
  private stay(plan: Plan, excerpt: Excerpt, try_: Try): void {
    const { own, moving, clone, window, position, freed, visit, route } = try_
    const others = plan.visitsOf(own)
    const before = plan.cost
    if (!plan.tryInsert(clone, others[position - 1] ?? startOfRoute(plan, own))) return
    const added = plan.cost - before + plan.problem.unservedCents[clone]!
    const found = cheapestOn(plan, moving, own)
    const cents = freed + added + (found?.cents ?? Number.POSITIVE_INFINITY)
    if (found !== undefined && cents < this.limit(window)) {
      const withBoth = plan.visitsOf(own).toSpliced(found.position, 0, moving)
      const { route: planned } = timetable(plan.problem, own, withBoth, plan.appointments)
      const { option } = tellOption(
        plan,
        clone,
        own,
        withBoth.filter((other) => other !== clone),
        withBoth.indexOf(clone),
      )
      const start = planned.visits.find((stop) => stop.visit === moving)?.start ?? 0
      const whole = told(planned, excerpt, route)
      const moved = { visit, from: route, to: route, planned: whole, start }
      this.note({ ...option, route, window, cents, planned: whole, moved })
    }
    plan.remove(clone)
  }

  private elsewhereFor(visit: number, route: number): Elsewhere | undefined {
    if (!this.elsewhere.has(visit)) {
      if (this.elsewhere.size >= MOST_MOVES) return undefined
      this.elsewhere.set(visit, elsewhereFor(this.day, visit, route))
    }
    return this.elsewhere.get(visit)
  }

  private limit(window: number): number {
    return this.best.get(window)?.cents ?? Number.POSITIVE_INFINITY
  }

  private note(offer: RoomOffer): void {
    this.best.set(offer.window, offer)
  }

  private isInReach(route: number, span: Span): boolean {
    const { opens, latest } = this.day.model.routes[route]!
    return span.closes >= opens && span.opens <= latest && isOpen(this.asked.visit, span)
  }
}

interface Move {
  readonly route: number
  readonly own: number
  /** The visit that moves: of the excerpt, and of the plan. */
  readonly moving: number
  readonly visit: number
  readonly windows: readonly number[]
}

interface Try extends Move {
  readonly clone: number
  readonly window: number
  readonly position: number
  /** What the shift costs more without the one that moves; mostly below zero. */
  readonly freed: number
  readonly turn: number
}

interface Elsewhere {
  readonly cents: number
  readonly moved: Moved
}

/** The cheapest place on any shift that is not counted together with its own. */
function elsewhereFor(day: LiveDay, visit: number, route: number): Elsewhere | undefined {
  const { opens, latest } = day.model.routes.reduce(
    (span, of) => ({ opens: Math.min(span.opens, of.opens), latest: Math.max(span.latest, of.latest) }),
    { opens: Number.POSITIVE_INFINITY, latest: Number.NEGATIVE_INFINITY },
  )
  const asked = { visit: day.model.visits[visit]!, windows: [{ opens, closes: latest }], count: 1 }
  const [place] = offersFor(day, asked, new Set(day.together([route]))).offered
  if (place === undefined) return undefined
  const stops = place.planned.visits.map((stop) => (stop.visit === ASKED ? { ...stop, visit } : stop))
  const cents = Object.values(place.cost).reduce((sum, line) => sum + line, 0)
  const planned = { ...place.planned, visits: stops }
  return { cents, moved: { visit, from: route, to: place.route, planned, start: place.start } }
}

const startOfRoute = (plan: Plan, route: number): number => plan.problem.visitCount + route

const byCents = (one: RoomOffer, other: RoomOffer): number =>
  one.cents - other.cents || one.window - other.window || one.route - other.route

const told = (planned: PlannedRoute, { visits }: Excerpt, route: number): PlannedRoute => ({
  ...planned,
  route,
  visits: planned.visits.map((stop) => ({ ...stop, visit: visits[stop.visit] ?? ASKED })),
})
