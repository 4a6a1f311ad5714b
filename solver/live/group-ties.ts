// What the ties of a group say before anybody is placed: on which shifts each of its visits may stand beside those of the plan,
// and between which seconds it begins when the first of the group begins in a window. Bounds only; whoever places them has
// the compiled ties. Imports solver/ only.
import { type LinkModel, PLENTY, type RouteModel, type Span, type VisitModel } from '../model.ts'
import { TIE, type Tie, tiesOf } from '../rules/links.ts'
import { FARTHEST, NEVER } from '../rules/never.ts'
import { startSpans } from '../rules/windows.ts'
import { NO_ROUTE } from '../schedule.ts'
import type { LiveDay } from './live-day.ts'

/** More than any chain of visits that wait for each other takes. */
const MOST_ROUNDS = 10

/** When it may begin, and how long it may take. */
interface Hours {
  from: number
  to: number
  readonly leastWork: number
  readonly mostWork: number
}

export class GroupTies {
  /** Somebody who would have to come with them, or before them, is not on the plan, or one of them may not begin at all. */
  readonly isHopeless: boolean
  /** Shifts of the plan's visits that they are tied to. */
  readonly routes: readonly number[]
  private readonly day: LiveDay
  private readonly members: readonly VisitModel[]
  private readonly ties: readonly Tie[]
  private readonly partners: ReadonlyMap<number, number> // visit of the plan to its shift

  /** Members are numbered behind all visits of the plan. */
  constructor(day: LiveDay, members: readonly VisitModel[], links: readonly LinkModel[]) {
    const all = links.flatMap(tiesOf)
    const isHere = (visit: number) => this.isMember(visit) || day.routeOf(visit) !== NO_ROUTE
    this.day = day
    this.members = members
    this.ties = all.filter(({ first, second }) => isHere(first) && isHere(second))
    const partners = this.ties.flatMap(({ first, second }) => [first, second]).filter((visit) => !this.isMember(visit))
    this.partners = new Map(partners.map((visit) => [visit, day.routeOf(visit)]))
    this.routes = [...new Set(this.partners.values())]
    const isMissed = ({ kind, first, second }: Tie) =>
      kind === TIE.sameTime ? !isHere(first) || !isHere(second) : isAfter(kind) && !isHere(first) && isHere(second)
    this.isHopeless = all.some(isMissed) || members.some((member) => startSpans(member).length === 0)
  }

  /** Beside those of the plan that it is tied to. */
  mayStand(member: number, route: number): boolean {
    return this.tiesOf(member).every(({ tie, other, isFirst }) => {
      const beside = this.partners.get(other)
      return beside === undefined || this.suits(tie, isFirst ? route : beside, isFirst ? beside : route)
    })
  }

  /** Could two members stand on one shift? */
  mayShareShift(one: number, two: number): boolean {
    const second = this.day.model.visits.length + two
    return this.tiesOf(one).every(({ tie, other }) => other !== second || this.suits(tie, 0, 0))
  }

  /** The least that the days between it and those it is tied to cost; Infinity where it suits none of their shifts. */
  gapCents(member: number, route: number, routesOf: (other: number) => readonly number[] | undefined): number {
    let cents = 0
    for (const { tie, other, isFirst } of this.tiesOf(member)) {
      const beside = this.partners.get(other)
      const routes = beside === undefined ? routesOf(other - this.day.model.visits.length) : [beside]
      if (routes === undefined) continue
      const prices = routes.map((of) => this.gap(tie, isFirst ? route : of, isFirst ? of : route))
      cents += Math.min(...prices)
    }
    return cents
  }

  /** By member: the first and the last second at which it may begin when the first of them begins in the window. */
  hoursIn(window: Span): Span[] {
    const { members, day } = this
    const hours = new Map<number, Hours>()
    for (const [index, member] of members.entries()) hours.set(day.model.visits.length + index, hoursOf(member))
    for (const [visit, route] of this.partners) hours.set(visit, hoursOn(day.model.routes[route]!))
    const first = hours.get(day.model.visits.length)
    if (first !== undefined) meet(first, { from: window.opens, to: window.closes })
    let isNew = true
    for (let round = 0; round < MOST_ROUNDS && isNew; round++) {
      const before = [...hours.values()].map(({ from, to }) => [from, to])
      for (const tie of this.ties) narrow(tie, hours.get(tie.first)!, hours.get(tie.second)!)
      isNew = [...hours.values()].some(({ from, to }, index) => from !== before[index]![0] || to !== before[index]![1])
    }
    return members.map((_, index) => {
      const { from, to } = hours.get(day.model.visits.length + index)!
      return { opens: from, closes: to }
    })
  }

  private isMember(visit: number): boolean {
    return visit >= this.day.model.visits.length
  }

  private tiesOf(member: number): { readonly tie: Tie; readonly other: number; readonly isFirst: boolean }[] {
    const visit = this.day.model.visits.length + member
    return this.ties
      .filter(({ first, second }) => first === visit || second === visit)
      .map((tie) => ({ tie, other: tie.first === visit ? tie.second : tie.first, isFirst: tie.first === visit }))
  }

  private suits({ kind, leastDays }: Tie, first: number, second: number): boolean {
    const { routes } = this.day.model
    const isOneTech = routes[first]!.tech === routes[second]!.tech
    if (kind === TIE.sameTech && !isOneTech) return false
    if ((kind === TIE.sameTime || kind === TIE.otherTech) && isOneTech) return false
    if (kind === TIE.otherRoute && first === second) return false
    return leastDays === -NEVER || this.daysBetween(first, second) >= leastDays
  }

  private gap(tie: Tie, first: number, second: number): number {
    if (!this.suits(tie, first, second)) return Number.POSITIVE_INFINITY
    return tie.centsPerDay === 0 ? 0 : (this.daysBetween(first, second) - tie.leastDays) * tie.centsPerDay
  }

  private daysBetween(first: number, second: number): number {
    const { routes } = this.day.model
    return (routes[second]!.day ?? 0) - (routes[first]!.day ?? 0)
  }
}

const isAfter = (kind: number): boolean => kind === TIE.afterEnd || kind === TIE.afterStart

function hoursOf(visit: VisitModel): Hours {
  const spans = startSpans(visit)
  const works = [visit.seconds, ...visit.secondsByTech.map(({ seconds }) => seconds)]
  return {
    from: spans[0]?.opens ?? FARTHEST,
    to: spans.at(-1)?.closes ?? -FARTHEST,
    leastWork: Math.min(...works),
    // Breaks within the work make it longer by nobody knows how much.
    mostWork: visit.pausable === true ? PLENTY : Math.max(...works) + (visit.setupSeconds ?? 0),
  }
}

/** Wherever on its shift it stands. */
const hoursOn = ({ opens, latest }: RouteModel): Hours => ({
  from: opens,
  to: latest,
  leastWork: 0,
  mostWork: latest - opens,
})

function narrow({ kind, least, most }: Tie, first: Hours, second: Hours): void {
  if (kind === TIE.sameTime) {
    meet(first, second)
    meet(second, first)
  } else if (isAfter(kind)) {
    const atLeast = least + (kind === TIE.afterEnd ? first.leastWork : 0)
    const atMost = most + (kind === TIE.afterEnd ? first.mostWork : 0)
    meet(second, { from: first.from + atLeast, to: first.to + atMost })
    meet(first, { from: second.from - atMost, to: second.to - atLeast })
  }
}

function meet(hours: Hours, { from, to }: { readonly from: number; readonly to: number }): void {
  hours.from = Math.max(hours.from, from)
  hours.to = Math.min(hours.to, to)
}
