// Ties between visits, for the enumeration: which of them rule out who goes, and when the tied ones begin at the earliest
// once it is settled who does what in which order. Imports solver/model.ts only.
import type { LinkModel, Model } from '../../solver/model.ts'
import type { NotBefore, ShiftClock, TimedCourse } from './enumerate-clock.ts'
import { type Course, visitsOf } from './enumerate-course.ts'

export interface Standing {
  readonly route: number
  readonly tech: number
  readonly position: number
}

export function standingOf(model: Model, courses: readonly Course[]): Map<number, Standing> {
  const standing = new Map<number, Standing>()
  for (const course of courses)
    for (const [position, visit] of visitsOf(course).entries())
      standing.set(visit, { route: course.route, tech: model.routes[course.route]!.tech, position })
  return standing
}

/** Whatever the times and whoever else will be served. */
export const linksAllow = ({ links = [] }: Model, standing: ReadonlyMap<number, Standing>): boolean =>
  links.every((link) => {
    const pairs = pairsOf(membersOf(link).flatMap((visit) => standing.get(visit) ?? []))
    switch (link.kind) {
      case 'same-time':
      case 'other-tech':
        return pairs.every(([one, other]) => one.tech !== other.tech)
      case 'same-tech':
        return pairs.every(([one, other]) => one.tech === other.tech)
      case 'other-route':
        return pairs.every(([one, other]) => one.route !== other.route)
      case 'order':
        return pairs.every(([one, other]) => one.route !== other.route || one.position < other.position)
      default:
        return true
    }
  })

/** Nobody is served without whom they need. */
export const isNobodyMissed = ({ links = [] }: Model, isServed: (visit: number) => boolean): boolean =>
  links.every((link) => {
    if (link.kind === 'after') return isServed(link.first) || !isServed(link.second)
    return link.kind !== 'same-time' || link.visits.every(isServed) || !link.visits.some(isServed)
  })

/** Visits whose hour may depend on somebody else's route. */
export const tiedInTime = ({ links = [] }: Model): Set<number> => new Set(links.filter(isOfTime).flatMap(membersOf))

/** Who could not begin later without asking anybody else. */
export const heldInTime = ({ links = [] }: Model, isServed: (visit: number) => boolean): Set<number> =>
  new Set(
    links
      .filter((link) => isOfTime(link) && membersOf(link).filter(isServed).length > 1)
      .flatMap((link) => (link.kind === 'after' && link.most === undefined ? [link.first] : membersOf(link))),
  )

/** All routes together as early as they can be: once for every order of those that must not be worked on at one time. */
export function settle(model: Model, clocks: readonly ShiftClock[], courses: readonly Course[]): TimedCourse[][] {
  const standing = standingOf(model, courses)
  const held = heldInTime(model, (visit) => standing.has(visit))
  const clashing = (model.links ?? []).flatMap((link) =>
    link.kind === 'other-time' ? pairsOf(link.visits.filter((visit) => standing.has(visit))) : [],
  )
  return ordersOf(clashing).flatMap((order) => {
    const settled = settleInOrder(model, clocks, courses, order)
    const timed = settled?.timed.flatMap((one) => clocks[one.course.route]!.sparing(one, held, settled.notBefore) ?? [])
    return timed?.length === courses.length ? [timed] : []
  })
}

type Pair = readonly [number, number]

function settleInOrder(
  model: Model,
  clocks: readonly ShiftClock[],
  courses: readonly Course[],
  order: readonly Pair[],
): { readonly timed: readonly TimedCourse[]; readonly notBefore: NotBefore } | undefined {
  const notBefore = new Map<number, number>()
  for (;;) {
    const timed: TimedCourse[] = []
    for (const course of courses) {
      const one = clocks[course.route]!.earliest(course, notBefore)
      if (one === undefined) return undefined
      timed.push(one)
    }
    const stops = new Map(timed.flatMap((course) => course.stops.map((stop) => [stop.visit, stop] as const)))
    const delays = delaysOf(model, stops, order).filter(([visit, start]) => start > stops.get(visit)!.start)
    if (delays.length === 0) return { timed, notBefore }
    for (const [visit, start] of delays) notBefore.set(visit, Math.max(start, notBefore.get(visit) ?? start))
  }
}

interface Work {
  readonly start: number
  readonly end: number
}

/** Who has to begin when at the earliest, given when the others do. */
function delaysOf({ links = [] }: Model, at: ReadonlyMap<number | undefined, Work>, order: readonly Pair[]): Pair[] {
  const delays: Pair[] = order.map(([one, other]) => [other, at.get(one)!.end])
  for (const link of links) {
    if (link.kind === 'same-time') {
      const served = link.visits.filter((visit) => at.has(visit))
      const start = Math.max(...served.map((visit) => at.get(visit)!.start))
      delays.push(...served.map((visit): Pair => [visit, start]))
    }
    if (link.kind !== 'after') continue
    const [first, second] = [at.get(link.first), at.get(link.second)]
    if (first === undefined || second === undefined) continue
    const since = first[link.since]
    delays.push([link.second, since + link.least])
    // However late the second comes, the first has to come so late that the time between them is not too long.
    if (link.most !== undefined) delays.push([link.first, first.start + second.start - since - link.most])
  }
  return delays
}

const isOfTime = ({ kind }: LinkModel) => kind === 'same-time' || kind === 'after' || kind === 'other-time'

const membersOf = (link: LinkModel): readonly number[] =>
  link.kind === 'after' || link.kind === 'order' ? [link.first, link.second] : link.visits

const pairsOf = <T>(members: readonly T[]): (readonly [T, T])[] =>
  members.flatMap((one, index) => members.slice(index + 1).map((other) => [one, other] as const))

const ordersOf = (pairs: readonly Pair[]): Pair[][] =>
  pairs.reduce<Pair[][]>(
    (orders, [one, other]) =>
      orders.flatMap((order) => [
        [...order, [one, other]],
        [...order, [other, one]],
      ]),
    [[]],
  )
