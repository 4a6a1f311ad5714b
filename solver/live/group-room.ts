// Room for visits that go together where there is none for all of them, or dearer: who could come if one visit of the plan
// moves, to another turn or to another shift. The one that moves looks for its place together with the group, as if it came
// with them. On a small plan every visit and every way is tried; of many shifts those with the least detour, and the moves
// that promise most. Searched bit by bit, so that others can be answered in between. Imports solver/ only.
import type { CostLines } from '../model.ts'
import type { Plan } from '../plan.ts'
import { compileToPrice } from '../problem.ts'
import { FARTHEST } from '../rules/never.ts'
import { NO_ROUTE } from '../schedule.ts'
import { totalOf } from '../timetable.ts'
import { nearestShifts } from './candidates.ts'
import { CheapestByWindow } from './cheapest-by-window.ts'
import { type Excerpt, planOfExcerpt } from './excerpt.ts'
import { type GroupOffered, groupOffersFor } from './group-offers.ts'
import { cheapestSeats, type GroupSeat, seatGroup, seatsFor } from './group-seats.ts'
import { type AskedGroup, GroupShifts, groupExcerpt, type Hours } from './group-shifts.ts'
import { windowsWithin } from './guest.ts'
import type { LiveDay } from './live-day.ts'
import { cheapestOn, offersFor } from './offers.ts'
import { membersOf, renumbered } from './together.ts'
import { costAdded, type MovedVisit, toldGroup } from './told-group.ts'

/** So many ways to place all of them are few enough to try each, whoever moves, in every window. */
const FEW_WAYS = 2000
/** Shifts that are looked at for each, moves that are tried with all of them, in one window too, and shifts of the others. */
const NEAR_SHIFTS = 12
const MOST_TRIED = 60
const MOST_IN_WINDOW = 6
const SHIFTS_TRIED = 3
/** Shifts that the one who moves could take beside those of the group. */
const SHIFTS_ELSEWHERE = 2

/** Cost, and what is added, are those of the plan with all changes minus the plan as it is. */
export interface GroupRoomOffer extends GroupOffered {
  readonly cents: number
  /** Of that: what the group costs by itself where the other one has left, in lines that go by who serves whom. */
  readonly askedCost: CostLines
  /** Who has to move for it; one of `moved`. */
  readonly moving: MovedVisit
}

export interface GroupRoom {
  /** Where nobody moves to another turn, cheapest first. */
  readonly first: readonly GroupOffered[]
  /** Cheapest first; one for each window in which nothing was possible so far, or only what is dearer. */
  readonly offers: readonly GroupRoomOffer[]
}

/** `mayMove` says of a visit of the plan whether it may. The day must not change before this has ended. */
export function* makingGroupRoom(
  day: LiveDay,
  asked: AskedGroup,
  mayMove: (visit: number) => boolean,
): Generator<undefined, GroupRoom, undefined> {
  const first = groupOffersFor(day, asked)
  yield
  const search = new GroupRoomSearch(day, asked, mayMove, first)
  yield* search.run()
  return { first, offers: search.best.cheapest(asked.count) }
}

/** One visit that would make way, in one window. */
interface Move {
  readonly visit: number
  readonly window: number
  /** By member: a shift that it is to have. */
  readonly only?: ReadonlyMap<number, number>
  /** About what it would cost. */
  readonly cents: number
}

class GroupRoomSearch {
  readonly best: CheapestByWindow<GroupRoomOffer>
  private readonly day: LiveDay
  private readonly asked: AskedGroup
  private readonly mayMove: (visit: number) => boolean
  private readonly shifts: GroupShifts
  /** Visits of the plan that the group is tied to; whoever of them moves has to suit it elsewhere. */
  private readonly partners: ReadonlySet<number>
  private readonly shiftsWithout = new Map<number, GroupShifts>() // by partner that moves
  private readonly elsewhere = new Map<number, readonly number[]>() // by visit: shifts that could take it

  constructor(day: LiveDay, asked: AskedGroup, mayMove: (visit: number) => boolean, first: readonly GroupOffered[]) {
    this.day = day
    this.asked = asked
    this.mayMove = mayMove
    this.best = new CheapestByWindow(first, asked.count)
    this.shifts = new GroupShifts(day, asked)
    this.partners = new Set(asked.links.flatMap(membersOf).filter((visit) => visit < day.model.visits.length))
  }

  *run(): Generator<undefined, void, undefined> {
    if (this.shifts.ties.isHopeless) return
    // Of the first without the one that moves; each has one more than the one before.
    const turns = this.day.sequences.reduce((sum, { length }) => sum + length + 1, -1)
    const ways = this.asked.members.reduce((product, _, member) => product * (turns + member + 1), turns)
    if (ways <= FEW_WAYS) yield* this.tryEverybody()
    else yield* this.tryPromising()
  }

  private *tryEverybody(): Generator<undefined, void, undefined> {
    const routes = [...this.day.model.routes.keys()]
    for (const visit of this.moversOn(routes))
      for (const window of this.asked.windows.keys()) {
        yield
        this.try({ visit, window, cents: 0 }, routes, true)
      }
  }

  private *tryPromising(): Generator<undefined, void, undefined> {
    const { day, asked, shifts } = this
    const moves: Move[] = []
    for (const member of asked.members.keys())
      for (const route of this.near(member)) {
        yield
        moves.push(...this.weigh(member, route))
      }
    // Whoever is tied to them may have to begin at another time.
    for (const visit of this.moversOn(shifts.ties.routes)) {
      const without = this.shiftsFor(visit)
      for (const window of asked.windows.keys()) {
        if (without.leastCents(window) === Number.POSITIVE_INFINITY) continue
        const cents = asked.members.reduce((sum, _, member) => sum + without.leastCentsOf(member, window), 0)
        moves.push({ visit, window, cents })
      }
    }
    moves.sort((one, other) => one.cents - other.cents || one.window - other.window || one.visit - other.visit)
    const triedIn = new Map<number, number>() // by window
    let tried = 0
    for (const move of moves) {
      const { visit, window, cents, only } = move
      const already = triedIn.get(window) ?? 0
      if (already >= MOST_IN_WINDOW || cents >= this.best.limit(window)) continue
      if (tried++ >= MOST_TRIED) break
      triedIn.set(window, already + 1)
      yield
      const own = day.routeOf(visit)
      const others = [...this.shiftsFor(visit).promising(window, SHIFTS_TRIED), ...this.elsewhereFor(visit)]
      this.try(move, [own, ...(only?.values() ?? []), ...others], false)
    }
  }

  /** Those of its shifts with the least detour. */
  private near(member: number): number[] {
    const { day, asked, shifts } = this
    return nearestShifts(day, asked.members[member]!, Number.POSITIVE_INFINITY)
      .filter((route) => shifts.ties.mayStand(member, route))
      .slice(0, NEAR_SHIFTS)
  }

  /** What it would cost there without one of the visits, with the least that the others cost. */
  private weigh(member: number, route: number): Move[] {
    const { day, asked, shifts } = this
    const { opens, latest } = day.model.routes[route]!
    const windows = [...asked.windows.keys()].filter((window) => {
      const hours = shifts.hours[window]![member]!
      return shifts.isOpen(window) && hours.closes >= opens && hours.opens <= latest
    })
    const visit = asked.members[member]!
    const clones = windows.map((window) => ({
      ...visit,
      windows: windowsWithin(visit, shifts.hours[window]![member]!),
    }))
    const excerpt = day.excerpt(day.together([route]), clones)
    const plan = planOfExcerpt(day, excerpt, compileToPrice(excerpt.model))
    const own = excerpt.routes.indexOf(route)
    const only = new Map([[member, route]])
    const moves: Move[] = []
    for (const moving of this.moversOn([route])) {
      const index = excerpt.visits.indexOf(moving)
      const [before, after] = [plan.cost, plan.previous(index)]
      plan.remove(index)
      const freed = plan.cost - before - plan.problem.unservedCents[index]!
      for (const [clone, window] of windows.entries()) {
        if (plan.undrivable > 0 || clones[clone]!.windows.length === 0) continue
        const others = this.leastOfOthers(member, window)
        if (others === Number.POSITIVE_INFINITY) continue
        const found = cheapestOn(plan, excerpt.visits.length + clone, own)
        if (found !== undefined) moves.push({ visit: moving, window, only, cents: freed + found.cents + others })
      }
      plan.insert(index, after)
    }
    return moves
  }

  /** Who may stand on the same shift has room there perhaps. */
  private leastOfOthers(member: number, window: number): number {
    const { asked, shifts } = this
    return [...asked.members.keys()].reduce((sum, other) => {
      if (other === member) return sum
      const cents = shifts.leastCentsOf(other, window)
      const isForTwo = cents === Number.POSITIVE_INFINITY && shifts.ties.mayShareShift(member, other)
      return sum + (isForTwo ? 0 : cents)
    }, 0)
  }

  private moversOn(routes: readonly number[]): number[] {
    const { day, mayMove } = this
    const all = [...new Set(routes)].flatMap((route) => day.sequences[route]!)
    return all.filter((visit) => mayMove(visit) && day.linksOf(visit).length === 0 && !day.model.visits[visit]!.pinned)
  }

  /** All of them with the one that moves, which stands nowhere to begin with. */
  private try({ visit, window, only }: Move, routes: readonly number[], isWhole: boolean): void {
    const { day, asked } = this
    const { links } = asked
    const { hours, ties } = this.shiftsFor(visit)
    // With a place in every table the one that moves may stand on any of these shifts.
    const members = [...asked.members, day.model.visits[visit]!]
    const ofAll: Hours = [...hours[window]!.slice(0, asked.members.length), EVER]
    const together = [...new Set([...routes, ...ties.routes, day.routeOf(visit)])]
    const excerpt = groupExcerpt(day, { members, links }, ofAll, together)
    if (excerpt === undefined) return
    const problem = compileToPrice(excerpt.model)
    const moving = excerpt.visits.indexOf(visit)
    const group = [...asked.members.map((_, member) => excerpt.visits.length + member), moving]
    const without = planOfExcerpt(day, excerpt, problem)
    const plan = planOfExcerpt(day, excerpt, problem)
    plan.remove(moving)
    const freed = plan.cost - without.cost - problem.unservedCents[moving]!
    const shifts = asked.members.map((_, member) => {
      const route = only?.get(member)
      return route === undefined ? undefined : excerpt.routes.indexOf(route)
    })
    const limit = this.best.limit(window)
    const seated = isWhole
      ? seatsFor(plan, group, true, shifts)
      : [cheapestSeats(plan, group, shifts, limit - freed)].filter((found) => found !== undefined)
    for (const { cents, seats } of seated) {
      if (freed + cents >= limit) return
      const withThem = planOfExcerpt(day, excerpt, problem)
      withThem.remove(moving)
      const offer = this.tell(excerpt, { without, withThem, seats, window, visit })
      if (offer === undefined) continue
      this.best.note({ ...offer, others: 0 })
      return
    }
  }

  /** Undefined where they do not come to the same seconds again, or nobody would move. */
  private tell(
    excerpt: Excerpt,
    { without, withThem, seats, window, visit }: Seating,
  ): Omit<GroupRoomOffer, 'others'> | undefined {
    if (!seatGroup(withThem, seats)) return undefined
    const told = toldGroup(excerpt, this.asked.members.length, without, withThem)
    const moving = told.moved.find((moved) => moved.visit === visit)
    if (moving === undefined) return undefined
    const index = excerpt.visits.indexOf(visit)
    const bare = planOfExcerpt(this.day, excerpt, without.problem)
    bare.remove(index)
    withThem.remove(index)
    return { ...told, window, moving, cents: totalOf(told.cost), askedCost: costAdded(bare, withThem) }
  }

  /** Where the cheapest shifts are that could take it as they stand, beside all that are counted together with its own. */
  private elsewhereFor(visit: number): readonly number[] {
    const known = this.elsewhere.get(visit)
    if (known !== undefined) return known
    const { day } = this
    const asked = { visit: day.model.visits[visit]!, windows: [EVER], count: SHIFTS_ELSEWHERE }
    const { offered } = offersFor(day, asked, new Set(day.together([day.routeOf(visit)])))
    const routes = offered.map(({ route }) => route)
    this.elsewhere.set(visit, routes)
    return routes
  }

  /** What the ties allow while this one stands nowhere. */
  private shiftsFor(visit: number): GroupShifts {
    if (!this.partners.has(visit)) return this.shifts
    const known = this.shiftsWithout.get(visit)
    if (known !== undefined) return known
    const shifts = new GroupShifts(...withMember(this.day, this.asked, visit))
    this.shiftsWithout.set(visit, shifts)
    return shifts
  }
}

interface Seating {
  readonly without: Plan
  readonly withThem: Plan
  readonly seats: readonly GroupSeat[]
  readonly window: number
  readonly visit: number
}

const EVER = { opens: -FARTHEST, closes: FARTHEST }

/** The same question, the visit being one of the group, on a day on which it stands nowhere. */
export function withMember<Group extends Pick<AskedGroup, 'members' | 'links'>>(
  day: LiveDay,
  asked: Group,
  visit: number,
): [LiveDay, Group] {
  const bare = day.copy()
  if (bare.routeOf(visit) !== NO_ROUTE) bare.remove(visit)
  const number = day.model.visits.length + asked.members.length
  const links = asked.links.map((link) => renumbered(link, (of) => (of === visit ? number : of)))
  return [bare, { ...asked, members: [...asked.members, day.model.visits[visit]!], links }]
}
