// A shift of a live plan, and all that is looked at together with it, compiled once and kept, with room for one visit more:
// its last visit is whoever is asked about, and is written anew for the next one. Every rule is compiled by the code that
// compiles whole days; here is only said which figures are those of the last visit. Imports solver/ only.
import { crewsApart, crewsOf } from '../crews.ts'
import type { Model, VisitModel } from '../model.ts'
import type { Plan } from '../plan.ts'
import { compileToPrice, compileVisits, type Problem } from '../problem.ts'
import { passDepotsAnew } from '../rules/by-depots.ts'
import { rewriteFit, whoOn } from '../rules/fit.ts'
import { scarceUnits, takenBy } from '../rules/load.ts'
import { type LegLimits, legLimits, rewriteLeg } from '../rules/roads.ts'
import { unshared } from '../shared.ts'
import { type Timetable, timetable } from '../timetable.ts'
import { type Excerpt, placedAt, placeOn, planOfExcerpt, type Standing } from './excerpt.ts'
import { type Figures, figuresOf, type Guest, type Traits, traitsOf } from './guest.ts'
import type { Legs } from './live-model.ts'
import type { RouteLegs } from './route-legs.ts'

/** The place of the guest in every table, in front of those of the shift. */
const GUEST_PLACE = 0
/** So many shifts of several technicians are compiled anew each time: figures for each visit on each of them are too many. */
const MOST_SHIFTS = 64

/** Lists of the visits one behind the other, and where each begins. */
const WINDOWS = { from: 'windowsFrom', of: ['windowOpens', 'windowCloses'] } as const
const LISTS = [
  { from: 'softFrom', of: ['softOpens', 'softCloses', 'softCentsPerHour'] },
  { from: 'preferredFrom', of: ['preferredOpens', 'preferredCloses', 'preferredSaves'] },
  { from: 'aimsFrom', of: ['aims'] },
] as const
type List = (typeof LISTS)[number] | typeof WINDOWS
type Lists = { readonly [Name in List['from'] | List['of'][number]]?: Figures }

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }

interface Shift {
  readonly own: RouteLegs
  readonly profile: number // of the live plan
  readonly limits: LegLimits
}

export class KeptShift {
  readonly excerpt: Excerpt
  /** Nobody who is asked about is on it, ever. */
  readonly plan: Plan
  /** The number of the guest. */
  readonly guestVisit: number
  private readonly problem: Mutable<Problem>
  private readonly figures: readonly Figures[] // those of a visit by itself, as its guest has them
  private readonly shifts: readonly Shift[] // by route of the excerpt
  private readonly sequences: Standing['sequences'] // by route of the excerpt, as the live plan has them
  private readonly standing: readonly VisitModel[] // as the live plan has them
  private readonly placed: readonly VisitModel[] // with the places that they have here
  private readonly units: readonly string[]
  private readonly tripUnits: readonly string[]
  private traits: Traits | undefined // of those who stand, once another guest may come
  private readonly compiled: Traits // of all of them, the first guest included
  private readonly isAnyGuests: boolean // false: nobody but the first
  private readonly told: (Timetable | undefined)[] = []
  private readonly doors: number[] = [] // visits whose address is that of the guest
  private asked: VisitModel // the clone whose figures stand here; its guest, with all its ways, is not kept alive
  private askedTraits: Traits

  constructor(day: Standing, excerpt: Excerpt, guest: Guest, clone: number) {
    const { visits, model, routes } = excerpt
    const isSmall = routes.length <= MOST_SHIFTS
    const problem: Mutable<Problem> = compileToPrice(model, isSmall ? crewsApart(model) : crewsOf(model))
    this.excerpt = excerpt
    this.problem = problem
    this.figures = figuresOf(problem)
    this.guestVisit = visits.length
    this.asked = guest.clones[clone]!
    this.askedTraits = guest.traitsIn(clone)
    this.standing = visits.map((visit) => day.model.visits[visit]!)
    this.placed = visits.map((visit, index) => {
      const own = this.standing[index]!
      return placedAt(own, GUEST_PLACE + 1 + placeOn(day, day.routeOf(visit), own))
    })
    this.shifts = routes.map((route) => {
      const of = day.model.routes[route]!
      return { own: day.legsOf(route), profile: of.profile, limits: legLimits(of, model.travel.rushHours) }
    })
    this.units = scarceUnits(model)
    this.tripUnits = problem.tripUnits > 0 ? this.units : []
    this.sequences = routes.map((route) => day.sequences[route]!)
    this.compiled = traitsOf(problem, problem.hasGaps.includes(1))
    problem.isPicky = true
    problem.fitCents = problem.fitCents.map((line) => line ?? new Int32Array(problem.likingCents.length))
    // Where time is money one to one a table does for both, but the guest may be another matter.
    problem.tariffCents = problem.tariffCents.map((cents) =>
      cents !== null && problem.travelSeconds.includes(cents) ? cents.slice() : cents,
    )
    this.knock()
    // Where somebody shares the address of the first guest, the shift was compiled without that place of its own.
    this.isAnyGuests = isSmall && problem.placeCount === model.travel.placeCount && this.doors.length === 0
    this.plan = planOfExcerpt(day, excerpt, problem)
  }

  /** Would it be the same if it were compiled for this guest? */
  mayTake(day: Standing, guest: Guest, clone: number): boolean {
    return (this.isAnyGuests || this.isOf(guest)) && this.isLike(guest, clone) && this.isAsItStands(day)
  }

  /** The same for another clone of its guest, while nothing changes. False: it would have to be compiled for that one. */
  turnsTo(guest: Guest, clone: number): boolean {
    if (!this.isOf(guest) || !this.isLike(guest, clone)) return false
    this.take(guest, clone)
    return true
  }

  /** From now on it is about this guest. */
  take(guest: Guest, clone: number): void {
    const asked = guest.clones[clone]!
    if (asked === this.asked) return
    const isAnother = !this.isOf(guest)
    this.asked = asked
    this.askedTraits = guest.traitsIn(clone)
    if (!isAnother) {
      this.writeHours(guest, clone)
      return
    }
    this.knock()
    this.writeLegs(guest)
    this.writeFit(guest)
    this.writeLoad(guest)
    this.writeVisit(guest, clone)
  }

  private isOf({ clones }: Guest): boolean {
    return clones.includes(this.asked)
  }

  /** The plain model with the guest. */
  model(): Model {
    const visits = [...this.placed, { ...this.asked, place: GUEST_PLACE }]
    for (const visit of this.doors) visits[visit] = placedAt(this.standing[visit]!, GUEST_PLACE)
    return { ...this.excerpt.model, visits }
  }

  /** A route of the excerpt without the guest. */
  asItStands(route: number): Timetable {
    this.told[route] ??= timetable(this.problem, route, this.plan.visitsOf(route), this.plan.appointments)
    return this.told[route]!
  }

  private isLike(guest: Guest, clone: number): boolean {
    const own = guest.traitsIn(clone)
    if (own === this.askedTraits) return true
    this.traits ??= this.traitsOfStanding()
    const { traits, compiled } = this
    return (
      compiled.flags === (traits.flags | own.flags) &&
      compiled.mostFallingCentsPerHour === Math.max(traits.mostFallingCentsPerHour, own.mostFallingCentsPerHour) &&
      guest.units.every((unit) => this.units.includes(unit))
    )
  }

  private traitsOfStanding(): Traits {
    const rules = compileVisits({ ...this.excerpt.model, visits: this.placed })
    return traitsOf(rules, rules.hasGaps.includes(1))
  }

  private isAsItStands({ model, sequences }: Standing): boolean {
    const { visits, routes } = this.excerpt
    return (
      this.sequences.every((sequence, index) => sequences[routes[index]!] === sequence) &&
      this.standing.every((of, index) => model.visits[visits[index]!] === of)
    )
  }

  /** Who has the same address as the guest stands at the same place. */
  private knock(): void {
    const { problem, doors, placed, standing } = this
    for (const visit of doors.splice(0)) problem.placeOf[visit] = placed[visit]!.place
    for (let visit = 0; visit < standing.length; visit++) {
      if (standing[visit]!.place !== this.asked.place) continue
      problem.placeOf[visit] = GUEST_PLACE
      doors.push(visit)
    }
  }

  private writeLegs(guest: Guest): void {
    const { problem, shifts, excerpt } = this
    for (let route = 0; route < shifts.length; route++) {
      const { own, profile, limits } = shifts[route]!
      const { there, back } = guest.waysOn(profile, own)
      const table = excerpt.model.travel.profiles[route]!
      const write = (cell: number, legs: Legs, at: number) => {
        const seconds = legs.seconds[at]!
        const metres = legs.metres[at]!
        table.seconds[cell] = seconds
        table.metres[cell] = metres
        rewriteLeg(problem, route, cell, { seconds, metres }, limits)
      }
      write(GUEST_PLACE, guest.wayWithin(profile), 0)
      for (let turn = 0; turn < own.places.length; turn++) {
        const other = GUEST_PLACE + 1 + turn
        write(other, back, turn)
        write(other * problem.placeCount, there, turn)
      }
      if (problem.mostReloads[route]! > 0) unshared(() => passDepotsAnew(problem, route))
    }
  }

  private writeFit(guest: Guest): void {
    const { problem, excerpt, guestVisit } = this
    for (let crew = 0; crew < problem.crewCount; crew++)
      rewriteFit(problem, guestVisit, crew, guest.visit, whoOn(excerpt.model, crew))
  }

  private writeLoad(guest: Guest): void {
    const { problem, guestVisit, units, tripUnits } = this
    for (const [index, unit] of units.entries())
      problem.loadOf[guestVisit * units.length + index] = takenBy(guest.visit, unit)
    for (const [index, unit] of tripUnits.entries())
      problem.tripLoad[guestVisit * tripUnits.length + index] = takenBy(guest.visit, unit)
  }

  private writeVisit(guest: Guest, clone: number): void {
    const { problem, guestVisit, figures } = this
    const { rules, figures: own } = guest
    for (let figure = 0; figure < figures.length; figure++) figures[figure]![guestVisit] = own[figure]![0]!
    for (const list of LISTS) this.writeList(list, rules, 0)
    this.writeHours(guest, clone)
    problem.lacksTool.set(rules.lacksTool, guestVisit * problem.techCount)
  }

  /** All in which one clone is not like another. */
  private writeHours({ hours }: Guest, clone: number): void {
    const { problem, guestVisit } = this
    problem.opensFirst[guestVisit] = hours.opensFirst[clone]!
    problem.closesLast[guestVisit] = hours.closesLast[clone]!
    problem.hasGaps[guestVisit] = hours.hasGaps[clone]!
    this.writeList(WINDOWS, hours, clone)
  }

  /** The list of the guest is the one with this number. */
  private writeList({ from, of }: List, rules: Lists, number: number): void {
    const { problem, guestVisit } = this
    const first = problem[from][guestVisit]!
    const begins = rules[from]![number]!
    const ends = rules[from]![number + 1]!
    const length = first + ends - begins
    for (const name of of) {
      const before: Figures = problem[name]
      const list = before.length === length ? before : resized(before, length)
      for (let entry = begins; entry < ends; entry++) list[first + entry - begins] = rules[name]![entry]!
      if (list !== before) (problem as Record<string, unknown>)[name] = list
    }
    problem[from][guestVisit + 1] = length
  }
}

function resized<T extends Figures>(figures: T, length: number): T {
  const list = new (figures.constructor as new (length: number) => T)(length)
  list.set(figures.subarray(0, length))
  return list
}
