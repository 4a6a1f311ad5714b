// A plan that is alive: visits join and leave, and what has been worked out about the shifts they do not touch stays.
// Answers who could take one more visit, and when, exactly and in milliseconds. Imports solver/ only.

import { acceptModel } from '../accept.ts'
import { givenRoutes, seatGiven } from '../given-plan.ts'
import { agreeAsGiven } from '../given-ties.ts'
import type { LinkModel, PlannedRoute, RouteModel, VisitModel } from '../model.ts'
import { Plan } from '../plan.ts'
import { compileToPrice } from '../problem.ts'
import { compileChange, NOT_GIVEN, shiftAround } from '../rules/change.ts'
import { NEVER } from '../rules/never.ts'
import { NO_ROUTE } from '../schedule.ts'
import { timetable } from '../timetable.ts'
import { type Excerpt, excerptOf, placeOn, planOfExcerpt, type Standing } from './excerpt.ts'
import { FitnessBook } from './fitness.ts'
import { seatWhere } from './group-seats.ts'
import type { Guest } from './guest.ts'
import { KeptShift } from './kept-shift.ts'
import { type KnownShift, KnownShifts } from './known-shifts.ts'
import type { LiveModel } from './live-model.ts'
import { type RouteLegs, routeLegs } from './route-legs.ts'
import { Cupboard, Shelf } from './shelf.ts'
import { type Sketch, sketchOf, Tariff } from './sketch.ts'
import { membersOf, together } from './together.ts'

/**
 * Shifts that are kept compiled, of all plans on this thread together: those of the plans asked for last. At 45 kB each all
 * of a large company over two weeks take 90 MB, and more than twice as many are never kept.
 */
const KEPT = new Cupboard(4096)

export interface Seat {
  readonly visit: number
  readonly route: number
  /** Visits before it. */
  readonly position: number
}

export class LiveDay implements Standing {
  readonly model: LiveModel & {
    readonly visits: VisitModel[]
    readonly links: LinkModel[]
    readonly routes: RouteModel[]
  }
  readonly sequences: (readonly number[])[]
  readonly agreed = new Map<number, number>()
  readonly shiftsOf: readonly (readonly number[])[]
  /** Visits that were to stand somewhere and cannot. */
  readonly unplaced: readonly number[]
  private readonly routeOfVisit: number[]
  private readonly linksOfVisit: number[][]
  private readonly freeLinks: number[] = [] // of the model, that bind nobody any more
  private readonly legs: (RouteLegs | undefined)[]
  private readonly sketches: (Sketch | undefined)[]
  private readonly told: (PlannedRoute | undefined)[]
  private tariffs: (Tariff | undefined)[]
  private alike: (boolean | undefined)[]
  private fitnessBook: FitnessBook
  private readonly shelf: Shelf<number, KeptShift>
  private readonly known = new KnownShifts()

  /** Visits that are planned stand where they were planned, in that order, as far as that is possible; or as on `twin`. */
  constructor(model: LiveModel, twin?: LiveDay) {
    const { visits, techs, routes, links = [] } = model
    this.model = { ...model, visits: [...visits], links: [...links], routes: [...routes] }
    // The same for both, whatever becomes of them.
    this.tariffs = twin?.tariffs ?? []
    this.alike = twin?.alike ?? []
    this.fitnessBook = twin?.fitnessBook ?? new FitnessBook()
    this.shelf = twin === undefined ? new Shelf(KEPT) : twin.shelf.copy()
    if (twin !== undefined) {
      this.shiftsOf = twin.shiftsOf
      this.linksOfVisit = twin.linksOfVisit.map((own) => [...own])
      this.sequences = [...twin.sequences]
      this.routeOfVisit = [...twin.routeOfVisit]
      for (const [visit, second] of twin.agreed) this.agreed.set(visit, second)
      this.legs = [...twin.legs]
      this.sketches = [...twin.sketches]
      this.told = [...twin.told]
      this.unplaced = twin.unplaced
      return
    }
    this.shiftsOf = shiftsByTech(techs.length, routes)
    this.linksOfVisit = visits.map(() => [])
    for (const [link, of] of links.entries()) this.noteLink(link, of)
    this.sequences = sequencesGiven(this.model)
    this.routeOfVisit = visits.map(() => NO_ROUTE)
    for (const [route, sequence] of this.sequences.entries())
      for (const visit of sequence) this.routeOfVisit[visit] = route
    this.legs = routes.map(() => undefined)
    this.sketches = routes.map(() => undefined)
    this.told = routes.map(() => undefined)
    this.unplaced = this.seatAll()
  }

  /** As it stands now. Whatever becomes of one of the two, the other stays as it is; and it costs next to nothing. */
  copy(): LiveDay {
    return new LiveDay(this.model, this)
  }

  routeOf(visit: number): number {
    return this.routeOfVisit[visit]!
  }

  linksOf(visit: number): readonly number[] {
    return this.linksOfVisit[visit]!
  }

  /** Whom its links bind it to. */
  partnersOf(visit: number): number[] {
    const all = this.linksOf(visit).flatMap((link) => membersOf(this.model.links[link]!))
    return [...new Set(all)].filter((other) => other !== visit)
  }

  legsOf(route: number): RouteLegs {
    this.legs[route] ??= routeLegs(this.model, this.model.routes[route]!, this.sequences[route]!)
    return this.legs[route]!
  }

  sketchOf(route: number): Sketch {
    if (this.sketches[route] === undefined) this.lookAt(route)
    return this.sketches[route]!
  }

  tariffOf(route: number): Tariff {
    this.tariffs[route] ??= new Tariff(this.model, this.model.routes[route]!)
    return this.tariffs[route]!
  }

  /** Who may go to whom. */
  get fitness(): FitnessBook {
    return this.fitnessBook
  }

  /** Are all shifts of a technician alike in who may go? */
  isAlike(tech: number): boolean {
    this.alike[tech] ??=
      this.model.techs[tech]!.skills.every(({ valid }) => valid === undefined) &&
      new Set(this.shiftsOf[tech]!.map((route) => (this.model.routes[route]!.reloads ?? []).length > 0)).size <= 1
    return this.alike[tech]!
  }

  /** The shift as it is driven, in visits of this plan. */
  tellRoute(route: number): PlannedRoute {
    if (this.told[route] === undefined) this.lookAt(route)
    return this.told[route]!
  }

  /** The shift compiled, and all that is looked at together with it, with the guest as one of its clones. */
  host(route: number, guest: Guest, clone: number): KeptShift {
    const known = this.shelf.get(route)
    if (known?.mayTake(this, guest, clone)) {
      known.take(guest, clone)
      return known
    }
    // The same whichever of them was asked for.
    const all = this.together([route]).sort((one, other) => one - other)
    const excerpt = this.excerpt(all, [guest.clones[clone]!])
    const kept = new KeptShift(this, excerpt, guest, clone)
    this.shelf.put(excerpt.routes, kept)
    return kept
  }

  /** Compiles whatever it is asked for anew. */
  forgetHosts(): void {
    this.shelf.clear()
  }

  together(routes: readonly number[]): number[] {
    return together(this, routes)
  }

  /** Throws ModelRefusedError when a visit makes no sense. */
  accept(visit: VisitModel): void {
    acceptModel(this.excerpt([], [visit]).model)
  }

  /** One more visit that nobody serves yet; `links` name it by the number it gets, which is returned. */
  add(visit: VisitModel, links: readonly LinkModel[] = []): number {
    const number = this.model.visits.push(visit) - 1
    this.routeOfVisit.push(NO_ROUTE)
    this.linksOfVisit.push([])
    this.tie(links)
    return number
  }

  /** Binds visits that stand nowhere yet, to each other or to those of the plan. */
  tie(links: readonly LinkModel[]): void {
    for (const link of links) {
      const slot = this.freeLinks.pop() ?? this.model.links.length
      this.model.links[slot] = link
      this.noteLink(slot, link)
    }
  }

  /** Nothing binds them any more, and nobody to them: once they stand nowhere. */
  untie(visits: readonly number[]): void {
    for (const link of new Set(visits.flatMap((visit) => this.linksOf(visit)))) {
      for (const visit of membersOf(this.model.links[link]!))
        this.linksOfVisit[visit] = this.linksOf(visit).filter((own) => own !== link)
      this.freeLinks.push(link)
    }
  }

  /**
   * Nobody serves them any more, and nothing binds anybody to them. Whoever had to suit them begins again when they did
   * `before`, by visit, where that is known of all of them and can be; else as early as they can.
   */
  giveUp(visits: readonly number[], before: ReadonlyMap<number, number> = new Map()): void {
    const partners = new Set(visits.flatMap((visit) => this.partnersOf(visit)))
    for (const visit of visits) this.remove(visit)
    this.untie(visits)
    for (const partner of partners) if (!this.agreeAs(before, partner)) this.settleAnew(partner)
  }

  /** With all that it is tied to. False: that cannot be any more, and nothing changes. */
  private agreeAs(before: ReadonlyMap<number, number>, visit: number): boolean {
    const tied = new Set([visit])
    for (const one of tied)
      for (const other of this.partnersOf(one)) if (this.routeOf(other) !== NO_ROUTE) tied.add(other)
    const now = [...tied].map((one) => [one, this.agreed.get(one)] as const)
    if (this.routeOf(visit) === NO_ROUTE || now.some(([one, second]) => !before.has(one) || second === undefined))
      return false
    for (const one of tied) this.agreed.set(one, before.get(one)!)
    const excerpt = this.excerpt(this.together([...tied].map((one) => this.routeOf(one))))
    const plan = this.planOf(excerpt)
    const isPossible = plan.undrivable === 0
    if (isPossible) this.learn(excerpt, plan)
    else for (const [one, second] of now) this.agreed.set(one, second!)
    return isPossible
  }

  /** As early as those allow that it is tied to now; as it was where that is not possible. */
  settleAnew(visit: number): void {
    const route = this.routeOf(visit)
    if (route !== NO_ROUTE) this.put([{ visit, route, position: this.sequences[route]!.indexOf(visit) }])
  }

  /**
   * The visits stand there from now on and nowhere else, unless that is not possible for all of them as things are: then
   * nothing changes. Positions count with those that were seated before, and without those that are still to come.
   */
  put(seats: readonly Seat[]): boolean {
    const left = seats.map(({ visit }) => this.routeOf(visit))
    const touched = new Set([...seats.map(({ route }) => route), ...left.filter((route) => route !== NO_ROUTE)])
    const hung = touched.size > 1 ? this.together([...touched]) : [...touched]
    const before = new Map([...touched].map((route) => [route, this.sequences[route]!]))
    for (const [index, { visit }] of seats.entries())
      if (left[index] !== NO_ROUTE) this.setSequence(left[index]!, this.sequences[left[index]!]!.filter(isOther(visit)))
    for (const { visit, route, position } of seats)
      this.stand(visit, route, this.sequences[route]!.toSpliced(position, 0, visit))
    const excerpt = this.excerpt(this.together(hung))
    const coming = seats.map(({ visit }) => excerpt.visits.indexOf(visit))
    const others = excerpt.sequences.map((sequence) => sequence.filter((visit) => !coming.includes(visit)))
    const plan = this.planOf({ ...excerpt, sequences: others })
    if (seatWhere(plan, coming, excerpt.sequences)) {
      this.learn(excerpt, plan)
      return true
    }
    for (const [index, { visit }] of seats.entries()) this.routeOfVisit[visit] = left[index]!
    for (const [route, sequence] of before) this.setSequence(route, sequence)
    return false
  }

  /**
   * The visit, which stands nowhere yet and is tied to nobody, stands on the shift from now on, in the first of these turns
   * that is possible. False: none is, and nothing changes.
   */
  putInTurn(visit: number, route: number, turns: Iterable<number>): boolean {
    const before = this.sequences[route]!
    const known = this.knownOf(route)
    this.stand(visit, route, [...before, visit])
    const excerpt = this.excerpt(this.together([route]))
    const [own, coming] = [excerpt.routes.indexOf(route), excerpt.visits.indexOf(visit)]
    const others = excerpt.sequences[own]!.slice(0, -1)
    const plan = this.planOf({ ...excerpt, sequences: excerpt.sequences.with(own, others) })
    for (const turn of turns) {
      if (seatWhere(plan, [coming], excerpt.sequences.with(own, others.toSpliced(turn, 0, coming)))) {
        this.setSequence(route, before.toSpliced(turn, 0, visit))
        this.learn(excerpt, plan)
        if (known !== undefined && this.isApart(route)) this.known.note(this.model, route, known)
        return true
      }
      if (plan.routeOf(coming) >= 0) plan.remove(coming)
    }
    this.routeOfVisit[visit] = NO_ROUTE
    this.setSequence(route, before)
    if (known !== undefined) this.become(route, known)
    return false
  }

  private knownOf(route: number): KnownShift | undefined {
    const [sequence, sketch, told] = [this.sequences[route]!, this.sketches[route], this.told[route]]
    if (sketch === undefined || told === undefined) return undefined
    return { sequence, sketch, told, legs: this.legs[route], kept: this.shelf.get(route) }
  }

  /** It hangs together with no other shift, and nobody on it is tied to anybody. */
  private isApart(route: number): boolean {
    return (
      this.together([route]).length === 1 && this.sequences[route]!.every((visit) => this.linksOf(visit).length === 0)
    )
  }

  private become(route: number, { sequence, sketch, told, legs, kept }: KnownShift): void {
    this.sequences[route] = sequence
    this.sketches[route] = sketch
    this.told[route] = told
    this.legs[route] = legs
    if (kept !== undefined) this.shelf.put([route], kept)
  }

  /** Nobody serves it any more. */
  remove(visit: number): void {
    const route = this.routeOf(visit)
    if (route === NO_ROUTE) return
    this.forget(route)
    this.routeOfVisit[visit] = NO_ROUTE
    this.agreed.delete(visit)
    this.setSequence(route, this.sequences[route]!.filter(isOther(visit)))
    const known = this.known.recall(this.model, route, this.sequences[route]!)
    if (known !== undefined && this.isApart(route)) this.become(route, known)
  }

  /** The shift is another one from now on; whoever stands on it has to be seated again. */
  changeRoute(route: number, model: RouteModel): void {
    this.forget(route)
    this.model.routes[route] = model
    // Copies made before go on with what they know.
    this.tariffs = this.tariffs.map((tariff, of) => (of === route ? undefined : tariff))
    this.alike = []
    this.fitnessBook = new FitnessBook()
    this.setSequence(route, this.sequences[route]!)
  }

  /** It stands on the shift nearest to when it is planned, in its turn, whether or not that can be; else nowhere. */
  lay(visit: number): void {
    this.remove(visit)
    const { planned, pinned } = this.model.visits[visit]!
    const at = pinned ?? planned
    const route = at === undefined ? NO_ROUTE : shiftAround(at.start, this.shiftsOf[at.tech] ?? [], this.model.routes)
    if (route === NO_ROUTE || at === undefined) return
    const turn = this.sequences[route]!.filter((other) => this.plannedStart(other) <= at.start).length
    this.stand(visit, route, this.sequences[route]!.toSpliced(turn, 0, visit))
    this.forget(route)
  }

  /** Seated again where they are planned, as far as that is possible; answers those who find no place there. */
  seatAgain(routes: readonly number[]): number[] {
    const unplaced: number[] = []
    const left = new Set(this.together(routes))
    for (const route of left) {
      const part = this.together([route])
      for (const other of part) left.delete(other)
      this.forget(route)
      if (part.some((other) => this.sequences[other]!.length > 0)) unplaced.push(...this.seatPart(part))
    }
    return unplaced
  }

  private plannedStart(visit: number): number {
    const { planned, pinned } = this.model.visits[visit]!
    return (pinned ?? planned)?.start ?? Number.NEGATIVE_INFINITY
  }

  excerpt(routes: readonly number[], asked: readonly VisitModel[] = [], links: readonly LinkModel[] = []): Excerpt {
    return excerptOf(this, routes, asked, links)
  }

  private stand(visit: number, route: number, sequence: readonly number[]): void {
    this.routeOfVisit[visit] = route
    this.setSequence(route, sequence)
  }

  private setSequence(route: number, sequence: readonly number[]): void {
    this.sequences[route] = sequence
    this.legs[route] = undefined
    this.shelf.drop(route)
  }

  /** What was worked out about a shift and about all that hangs together with it. */
  private forget(route: number): void {
    for (const other of this.together([route])) {
      this.sketches[other] = undefined
      this.told[other] = undefined
      this.shelf.drop(other)
    }
  }

  private lookAt(route: number): void {
    const excerpt = this.excerpt(this.together([route]))
    this.learn(excerpt, this.planOf(excerpt))
  }

  private planOf(excerpt: Excerpt): Plan {
    return planOfExcerpt(this, excerpt, compileToPrice(excerpt.model))
  }

  private learn(excerpt: Excerpt, plan: Plan): void {
    const { problem, appointments } = plan
    // Of who is tied to nobody any more nothing is agreed.
    for (const [index, visit] of excerpt.visits.entries()) {
      const second = appointments?.notBefore[index] ?? -NEVER
      if (second > -NEVER) this.agreed.set(visit, second)
      else this.agreed.delete(visit)
    }
    for (const [index, route] of excerpt.routes.entries()) {
      this.shelf.drop(route)
      const places = this.sequences[route]!.map((visit) => placeOn(this, route, this.model.visits[visit]!))
      this.sketches[route] = sketchOf(plan, index, this.model.routes[route]!, places)
      const { route: planned } = timetable(problem, index, plan.visitsOf(index), appointments)
      this.told[route] = {
        ...planned,
        route,
        visits: planned.visits.map((of) => ({ ...of, visit: excerpt.visits[of.visit]! })),
      }
    }
  }

  private noteLink(link: number, of: LinkModel): void {
    for (const visit of membersOf(of)) this.linksOfVisit[visit]!.push(link)
  }

  /** Part by part; returns those who find no place where they were to stand. */
  private seatAll(): number[] {
    const unplaced: number[] = []
    const seen = new Set<number>()
    for (const route of this.model.routes.keys()) {
      if (seen.has(route)) continue
      const part = this.together([route])
      for (const other of part) seen.add(other)
      if (part.some((other) => this.sequences[other]!.length > 0)) unplaced.push(...this.seatPart(part))
    }
    return unplaced
  }

  private seatPart(part: readonly number[]): number[] {
    const excerpt = this.excerpt(part)
    acceptModel(excerpt.model)
    const problem = compileToPrice(excerpt.model)
    const plan = new Plan(problem)
    const given = givenRoutes(problem)
    agreeAsGiven(plan, given)
    seatGiven(plan, given)
    const lost = [...excerpt.visits.keys()]
      .filter((index) => plan.routeOf(index) < 0)
      .map((index) => excerpt.visits[index]!)
    for (const visit of lost) this.routeOfVisit[visit] = NO_ROUTE
    for (const [index, route] of excerpt.routes.entries())
      this.setSequence(
        route,
        plan.visitsOf(index).map((visit) => excerpt.visits[visit]!),
      )
    this.learn(excerpt, plan)
    return lost
  }
}

const isOther =
  (visit: number) =>
  (other: number): boolean =>
    other !== visit

function shiftsByTech(count: number, routes: LiveModel['routes']): number[][] {
  const shifts = Array.from({ length: count }, (): number[] => [])
  for (const [route, { tech }] of routes.entries()) shifts[tech]!.push(route)
  return shifts
}

/** By route, in the order of their starts. */
function sequencesGiven(model: LiveModel): number[][] {
  const { givenRoute, givenStart } = compileChange(model)
  const sequences = model.routes.map((): number[] => [])
  for (const visit of model.visits.keys()) {
    const route = givenRoute[visit]!
    if (route !== NOT_GIVEN) sequences[route]!.push(visit)
  }
  for (const sequence of sequences) sequence.sort((one, other) => givenStart[one]! - givenStart[other]! || one - other)
  return sequences
}
