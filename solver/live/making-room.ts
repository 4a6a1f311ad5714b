// Room for one more visit where there is none, or dearer: who could take it if one visit that nobody was promised moves, to
// another turn of the same shift or to another shift. Single moves, the shifts with the least detour first, and of each
// shift every visit that may move. Searched bit by bit, so that others can be answered in between. Imports solver/ only.
import type { PricedOption } from '../finding.ts'
import type { CostLines, PlannedRoute, Span } from '../model.ts'
import { tellOption } from '../options.ts'
import type { Plan } from '../plan.ts'
import { compileToPrice } from '../problem.ts'
import { type Timetable, timetable, totalOf } from '../timetable.ts'
import { nearestShifts } from './candidates.ts'
import { CheapestByWindow } from './cheapest-by-window.ts'
import { type Excerpt, planOfExcerpt } from './excerpt.ts'
import { isOpen, windowsWithin } from './guest.ts'
import type { LiveDay } from './live-day.ts'
import { ASKED, type Asked, cheapestOn, type Offered, offersFor } from './offers.ts'

/**
 * Shifts that are looked at, and visits for which other shifts are: so many, and the answer is there while somebody holds
 * the line. On 2,000 shifts with 16,000 visits it takes 0.4 s, and 0.8 s at most.
 */
const MOST_SHIFTS = 24
const MOST_MOVES = 80

export interface Moved {
  readonly visit: number
  readonly from: number
  readonly to: number
  /** The shift it moves to, with it. The same as that of the offer where it stays on its shift. */
  readonly planned: PlannedRoute
  readonly start: number
}

/** Position and leg as the shift is with both changes; what is added, by both together. */
export interface RoomOffer extends Omit<PricedOption, 'cost'> {
  readonly window: number
  /** All of it together: the plan with both changes minus the plan as it is. */
  readonly cents: number
  /** Of that: what the visit that was asked about adds to a shift that the other one has left. */
  readonly askedCost: CostLines
  /** The shift with the visit that was asked about, and without or with the one that moves. */
  readonly planned: PlannedRoute
  readonly moved: Moved
}

export interface Room {
  /** Where nobody moves, cheapest first. */
  readonly first: readonly Offered[]
  /** Cheapest first; one for each window in which nothing was possible so far, or only what is dearer. */
  readonly offers: readonly RoomOffer[]
}

/** `mayMove` says of a visit of the plan whether it may. The day must not change before this has ended. */
export function* makingRoom(
  day: LiveDay,
  asked: Asked,
  mayMove: (visit: number) => boolean,
): Generator<undefined, Room, undefined> {
  const { offered: first } = offersFor(day, asked)
  yield
  const near = nearestShifts(day, asked.visit, MOST_SHIFTS)
  const search = new RoomSearch(day, asked, mayMove, first)
  for (const route of near) {
    yield
    yield* search.look(route)
  }
  return { first, offers: search.best.cheapest(asked.count) }
}

class RoomSearch {
  readonly best: CheapestByWindow<RoomOffer>
  private readonly day: LiveDay
  private readonly asked: Asked
  private readonly mayMove: (visit: number) => boolean
  private readonly elsewhere = new Map<number, Elsewhere | undefined>() // by visit that would have to move

  constructor(day: LiveDay, asked: Asked, mayMove: (visit: number) => boolean, first: readonly Offered[]) {
    this.day = day
    this.asked = asked
    this.mayMove = mayMove
    this.best = new CheapestByWindow(first, asked.count)
  }

  *look(route: number): Generator<undefined, void, undefined> {
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
    const before = timetable(plan.problem, own, plan.visitsOf(own), plan.appointments)
    for (const moving of plan.visitsOf(own)) {
      const visit = excerpt.visits[moving]!
      if (!this.mayMove(visit) || plan.problem.isLinked[moving] === 1) continue
      yield* this.without(plan, excerpt, { route, own, before, moving, visit, windows })
    }
  }

  /** Everything back in its place when this returns. */
  private *without(plan: Plan, excerpt: Excerpt, move: Move): Generator<undefined, void, undefined> {
    const { own, moving, windows, visit, route } = move
    const before = plan.cost
    const after = plan.previous(moving)
    plan.remove(moving)
    // On one-way streets the others may need it on their way.
    if (plan.undrivable === 0) {
      const freed = plan.cost - before - plan.problem.unservedCents[moving]!
      for (const [index, window] of windows.entries()) {
        const clone = excerpt.visits.length + index
        const found = cheapestOn(plan, clone, own)
        if (found === undefined) continue
        const try_ = { ...move, clone, window, ...found, freed }
        this.stay(plan, excerpt, try_)
        const other = yield* this.elsewhereFor(visit, route)
        if (other !== undefined) this.goElsewhere(plan, excerpt, try_, other)
      }
    }
    plan.insert(moving, after)
  }

  /** The one that moves takes another turn of the same shift. */
  private stay(plan: Plan, excerpt: Excerpt, try_: Try): void {
    const { own, moving, clone, window, position, freed, visit, route, before } = try_
    const others = plan.visitsOf(own)
    const costBefore = plan.cost
    if (!plan.tryInsert(clone, others[position - 1] ?? startOfRoute(plan, own))) return
    const added = plan.cost - costBefore + plan.problem.unservedCents[clone]!
    const found = cheapestOn(plan, moving, own)
    const cents = freed + added + (found?.cents ?? Number.POSITIVE_INFINITY)
    if (found !== undefined && cents < this.best.limit(window)) {
      const sequence = plan.visitsOf(own).toSpliced(found.position, 0, moving)
      const turn = sequence.indexOf(clone)
      const withBoth = timetable(plan.problem, own, sequence, plan.appointments)
      const { option } = tellOption(plan, clone, own, sequence.toSpliced(turn, 1), turn)
      const planned = told(withBoth.route, excerpt, route)
      const start = planned.visits.find((stop) => stop.visit === visit)?.start ?? 0
      const moved = { visit, from: route, to: route, planned, start }
      const added = addedBy(before, withBoth)
      this.best.note({ ...option, askedCost: option.cost, ...added, route, window, cents, planned, moved })
    }
    plan.remove(clone)
  }

  private goElsewhere(plan: Plan, excerpt: Excerpt, try_: Try, { cents: there, moved, added }: Elsewhere): void {
    const { own, clone, window, position, freed, route, before } = try_
    const cents = freed + try_.cents + there
    if (cents >= this.best.limit(window)) return
    const others = plan.visitsOf(own)
    const withIt = timetable(plan.problem, own, others.toSpliced(position, 0, clone), plan.appointments)
    const { option, planned } = tellOption(plan, clone, own, others, position)
    const here = addedBy(before, withIt)
    this.best.note({
      ...option,
      askedCost: option.cost,
      addedSeconds: here.addedSeconds + added.addedSeconds,
      addedMetres: here.addedMetres + added.addedMetres,
      addedWaitingSeconds: here.addedWaitingSeconds + added.addedWaitingSeconds,
      route,
      window,
      cents,
      planned: told(planned, excerpt, route),
      moved,
    })
  }

  private *elsewhereFor(visit: number, route: number): Generator<undefined, Elsewhere | undefined, undefined> {
    if (!this.elsewhere.has(visit)) {
      if (this.elsewhere.size >= MOST_MOVES) return undefined
      yield
      this.elsewhere.set(visit, elsewhereFor(this.day, visit, route))
    }
    return this.elsewhere.get(visit)
  }

  private isInReach(route: number, span: Span): boolean {
    const { opens, latest } = this.day.model.routes[route]!
    return span.closes >= opens && span.opens <= latest && isOpen(this.asked.visit, span)
  }
}

interface Move {
  readonly route: number
  readonly own: number
  readonly before: Timetable
  /** The visit that moves: of the excerpt, and of the plan. */
  readonly moving: number
  readonly visit: number
  readonly windows: readonly number[]
}

interface Try extends Move {
  readonly clone: number
  readonly window: number
  readonly position: number
  readonly cents: number
  /** What the shift costs more without the one that moves; mostly below zero. */
  readonly freed: number
}

type Added = Pick<PricedOption, 'addedSeconds' | 'addedMetres' | 'addedWaitingSeconds'>

interface Elsewhere {
  readonly cents: number
  readonly moved: Moved
  readonly added: Added
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
  const planned = { ...place.planned, visits: stops }
  const moved = { visit, from: route, to: place.route, planned, start: place.start }
  return { cents: totalOf(place.cost), moved, added: place }
}

const startOfRoute = (plan: Plan, route: number): number => plan.problem.visitCount + route

const addedBy = (before: Timetable, after: Timetable): Added => ({
  addedSeconds: after.seconds - before.seconds,
  addedMetres: after.metres - before.metres,
  addedWaitingSeconds: after.waitingSeconds - before.waitingSeconds,
})

const told = (planned: PlannedRoute, { visits }: Excerpt, route: number): PlannedRoute => ({
  ...planned,
  route,
  visits: planned.visits.map((stop) => ({ ...stop, visit: visits[stop.visit] ?? ASKED })),
})
