// Offers for visits that go together: a job that takes two, a follow-up with the visit it follows, whatever ties bind to each
// other or to those of the plan. For each window the cheapest way to place all of them, then the second for each, and so on.
// Of many shifts only the most promising are tried together, so that on a large plan a cheaper way may be overlooked; on a
// small one every way is tried. Imports solver/ only.
import { costFromScratch } from '../cost-from-scratch.ts'
import type { PricedOption } from '../finding.ts'
import { COST_LINES, type CostLines, type LinkModel, type PlannedRoute, type Span, type VisitModel } from '../model.ts'
import type { Plan } from '../plan.ts'
import { compileToPrice } from '../problem.ts'
import { noCost, type Timetable, timetable, totalOf } from '../timetable.ts'
import { type Candidate, candidatesFor } from './candidates.ts'
import { type Excerpt, planOfExcerpt } from './excerpt.ts'
import { type Seated, seatGroup, seatsFor } from './group-seats.ts'
import { GroupTies } from './group-ties.ts'
import { Guest, windowsWithin } from './guest.ts'
import type { LiveDay } from './live-day.ts'
import { ASKED } from './offers.ts'

/** Shifts of each that are tried with those of the others, and how many where that comes to nothing. */
const SHIFTS_TRIED = [6, 18]
/** So many ways to place all of them are few enough to try each in every window. */
const FEW_WAYS = 1000

export interface AskedGroup {
  /** The customer is offered when the first of them begins; the others follow from their ties to it. */
  readonly members: readonly VisitModel[]
  /** Between them, numbered behind all visits of the plan, and to those of the plan. */
  readonly links: readonly LinkModel[]
  /** Sorted and apart; the windows of the visits hold beside them. */
  readonly windows: readonly Span[]
  readonly count: number
}

/** A member stands for itself by this number in what is told of a shift. */
export const askedNumber = (member: number): number => ASKED - member

export interface GroupPlace {
  readonly route: number
  /** Visits before it on its shift, others of the group included. */
  readonly position: number
  readonly arrival: number
  readonly start: number
  readonly end: number
}

/** Somebody of the plan who begins at another second with the group than without it. */
export interface MovedVisit {
  readonly visit: number
  readonly route: number
  readonly from: number
  readonly to: number
}

/** The place is that of the first; cost and what is added are those of all together, the leg is that to the first. */
export interface GroupOffered extends PricedOption {
  /** Which of the windows. */
  readonly window: number
  /** By member. */
  readonly places: readonly GroupPlace[]
  /** Every shift that is another one with them, the members by their askedNumber. */
  readonly planned: readonly PlannedRoute[]
  readonly moved: readonly MovedVisit[]
  /** In how many other choices of shifts they could come in this window, as far as they were tried. */
  readonly others: number
}

/** Cheapest first. Nothing where one of them needs somebody who is not on the plan. */
export function groupOffersFor(day: LiveDay, asked: AskedGroup): GroupOffered[] {
  return new GroupSearch(day, asked).run()
}

/** By member. */
export type Hours = readonly Span[]

/** The excerpt of these shifts, in which each member begins only in its hours; undefined where one of them cannot. */
export function groupExcerpt(
  day: LiveDay,
  { members, links }: Pick<AskedGroup, 'members' | 'links'>,
  hours: Hours,
  routes: readonly number[],
): Excerpt | undefined {
  const clones = members.map((member, index) => ({ ...member, windows: windowsWithin(member, hours[index]!) }))
  if (clones.some(({ windows }) => windows.length === 0)) return undefined
  return day.excerpt(day.together(routes), clones, links)
}

interface Found {
  readonly window: number
  readonly round: number
  readonly offered: GroupOffered
}

class GroupSearch {
  private readonly day: LiveDay
  private readonly asked: AskedGroup
  private readonly ties: GroupTies
  private readonly isSmall: boolean
  private readonly hours: readonly Hours[] // by window
  private readonly candidates: readonly (readonly (readonly Candidate[])[])[] // by member and window
  private readonly rounds: number
  private found: Found[] = []

  constructor(day: LiveDay, asked: AskedGroup) {
    const { members, links, windows, count } = asked
    this.day = day
    this.asked = asked
    this.ties = new GroupTies(day, members, links)
    const turns = day.sequences.reduce((sum, { length }) => sum + length + 1, members.length - 1)
    this.isSmall = turns ** members.length <= FEW_WAYS
    this.hours = windows.map((window) => this.ties.hoursIn(window))
    this.candidates = members.map((member, index) => {
      const { inWindows } = candidatesFor(
        day,
        new Guest(day.model, member, []),
        this.hours.map((hours) => hours[index]!),
      )
      return inWindows.map((list) => list.filter(({ route }) => this.ties.mayStand(index, route)))
    })
    const possible = windows.filter((_, window) => this.bound(window) < Number.POSITIVE_INFINITY).length
    this.rounds = Math.ceil(count / Math.max(1, possible))
  }

  run(): GroupOffered[] {
    const { windows, count } = this.asked
    if (this.ties.isHopeless) return []
    const bounds = windows.map((_, window) => ({ window, cents: this.bound(window) }))
    bounds.sort((one, other) => one.cents - other.cents || one.window - other.window)
    for (const { window, cents } of bounds) {
      if (cents === Number.POSITIVE_INFINITY) break
      const dearest = this.rounds === 1 ? this.found[count - 1] : undefined
      if (dearest !== undefined && cents >= totalOf(dearest.offered.cost)) break
      this.look(window)
    }
    return this.found.map(({ offered }) => offered)
  }

  /**
   * What it costs at least, each taken for itself. Two that share a shift may come cheaper; where few ways are tried anyhow
   * no window is passed over.
   */
  private bound(window: number): number {
    if (this.isSmall) return this.hours[window]!.some(isEmpty) ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY
    return this.candidates.reduce((sum, lists) => sum + (lists[window]![0]?.leastCents ?? Number.POSITIVE_INFINITY), 0)
  }

  private look(window: number): void {
    const { day, asked } = this
    for (const most of this.isSmall ? [Number.POSITIVE_INFINITY] : SHIFTS_TRIED) {
      const routes = this.isSmall ? [...day.model.routes.keys()] : this.promising(window, most)
      const excerpt = groupExcerpt(day, asked, this.hours[window]!, [...new Set([...routes, ...this.ties.routes])])
      if (excerpt === undefined) return
      const problem = compileToPrice(excerpt.model)
      const group = asked.members.map((_, member) => excerpt.visits.length + member)
      const seated = seatsFor(planOfExcerpt(day, excerpt, problem), group, this.isSmall)
      if (seated.length === 0) continue
      const without = planOfExcerpt(day, excerpt, problem)
      for (const [round, of] of seated.slice(0, this.rounds).entries()) {
        const offered = tellGroup(excerpt, without, planOfExcerpt(day, excerpt, problem), of, window, seated.length - 1)
        if (offered !== undefined) this.note({ window, round, offered })
      }
      return
    }
  }

  /** The second of a window only when every window has its first. */
  private note(found: Found): void {
    const all = [...this.found, found]
    all.sort((one, other) => one.round - other.round || byCents(one, other))
    this.found = all.slice(0, this.asked.count).sort(byCents)
  }

  /** The cheapest shifts for each, as far as they suit those picked for the ones before. */
  private promising(window: number, most: number): number[] {
    const picked: number[][] = []
    for (const [member, lists] of this.candidates.entries()) {
      const priced = lists[window]!.map(({ route, leastCents }) => ({
        route,
        cents: leastCents + this.ties.gapCents(member, route, (other) => picked[other]),
      }))
      const suitable = priced.filter(({ cents }) => cents < Number.POSITIVE_INFINITY)
      suitable.sort((one, other) => one.cents - other.cents || one.route - other.route)
      picked.push(suitable.slice(0, most).map(({ route }) => route))
    }
    return [...new Set(picked.flat())]
  }
}

const isEmpty = ({ opens, closes }: Span): boolean => opens > closes

const byCents = (one: Found, other: Found): number =>
  totalOf(one.offered.cost) - totalOf(other.offered.cost) || one.window - other.window || one.round - other.round

/** Undefined where they do not come to the same seconds again. */
function tellGroup(
  excerpt: Excerpt,
  without: Plan,
  withThem: Plan,
  { seats }: Seated,
  window: number,
  others: number,
): GroupOffered | undefined {
  if (!seatGroup(withThem, seats)) return undefined
  const [before, after] = [timetablesOf(without), timetablesOf(withThem)]
  const numberIn = (visit: number) => excerpt.visits[visit] ?? askedNumber(visit - excerpt.visits.length)
  const told = after.map(({ route }, index) => ({
    ...route,
    route: excerpt.routes[index]!,
    visits: route.visits.map((of) => ({ ...of, visit: numberIn(of.visit) })),
  }))
  const isOther = (_: unknown, index: number) =>
    JSON.stringify(before[index]!.route) !== JSON.stringify(after[index]!.route)
  const planned = told.filter(isOther).sort((one, other) => one.route - other.route)
  const places = seats
    .toSorted((one, other) => one.visit - other.visit)
    .map(({ visit }) => placeOf(planned, numberIn(visit)))
  const [first] = places
  if (first === undefined) return undefined
  const leg = after[withThem.routeOf(excerpt.visits.length)]!.legs[first.position]!
  return {
    ...first,
    window,
    others,
    places,
    planned,
    moved: movedOn(excerpt, before, planned),
    cost: costAdded(without, withThem),
    addedSeconds: added(before, after, 'seconds'),
    addedMetres: added(before, after, 'metres'),
    addedWaitingSeconds: added(before, after, 'waitingSeconds'),
    legSeconds: leg.seconds,
    legMetres: leg.metres,
  }
}

const timetablesOf = (plan: Plan): Timetable[] =>
  Array.from({ length: plan.problem.routeCount }, (_, route) =>
    timetable(plan.problem, route, plan.visitsOf(route), plan.appointments),
  )

function placeOf(planned: readonly PlannedRoute[], number: number): GroupPlace {
  for (const { route, visits } of planned) {
    const position = visits.findIndex(({ visit }) => visit === number)
    const of = visits[position]
    if (of !== undefined) return { route, position, arrival: of.arrival, start: of.start, end: of.end }
  }
  throw new Error(`Nobody serves member ${ASKED - number} of the group.`)
}

function movedOn({ visits }: Excerpt, before: readonly Timetable[], planned: readonly PlannedRoute[]): MovedVisit[] {
  const startOf = new Map(before.flatMap(({ route }) => route.visits.map((of) => [visits[of.visit]!, of.start])))
  return planned.flatMap(({ route, visits: told }) =>
    told.flatMap(({ visit, start }) => {
      const from = startOf.get(visit)
      return from === undefined || from === start ? [] : [{ visit, route, from, to: start }]
    }),
  )
}

/** Who was left out is served now, which is not what it costs. */
function costAdded(without: Plan, withThem: Plan): CostLines {
  const [before, after] = [costFromScratch(without), costFromScratch(withThem)]
  const cost = noCost()
  for (const line of COST_LINES) if (line !== 'UNSERVED') cost[line] = after[line] - before[line]
  return cost
}

function added(
  before: readonly Timetable[],
  after: readonly Timetable[],
  what: 'seconds' | 'metres' | 'waitingSeconds',
): number {
  const sum = (told: readonly Timetable[]) => told.reduce((total, of) => total + of[what], 0)
  return sum(after) - sum(before)
}
