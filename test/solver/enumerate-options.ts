// All that one route can do, by the set of visits it serves and cheapest first, for the enumeration.
// Imports solver/model.ts and the judge.
import { judge } from '../../solver/check/judge.ts'
import type { ViolationCode } from '../../solver/check/violation.ts'
import type { Model } from '../../solver/model.ts'
import { hoursCents, ownCents, whoGoesCents } from './enumerate-bounds.ts'
import { ShiftClock, type TimedCourse } from './enumerate-clock.ts'
import { type Course, visitsOf } from './enumerate-course.ts'
import { coursesOf } from './enumerate-courses.ts'

/** One bit for each visit. */
export type Subset = number

export interface Option {
  readonly course: Course
  readonly timed: TimedCourse
  /** Of its own, at least. */
  readonly least: number
}

export class RouteOptions {
  readonly clock: ShiftClock
  readonly bySubset: ReadonlyMap<Subset, readonly Option[]>
  private readonly model: Model
  private readonly tied: ReadonlySet<number>
  private readonly whoGoes = new Map<Subset, number>()
  private readonly known = new Map<Option, number>()
  private readonly leastKnown = new Map<Subset, number>()

  constructor(model: Model, route: number, tied: ReadonlySet<number>) {
    this.model = model
    this.tied = tied
    this.clock = new ShiftClock(model, route)
    const options = coursesOf(model, route, this.clock, mayDo(model, route)).flatMap(
      (course) => this.optionOf(course) ?? [],
    )
    options.sort((one, other) => one.least - other.least)
    this.bySubset = Map.groupBy(options, ({ course }) => subsetOf(course))
  }

  /** Who is tied to somebody else may have to begin later than alone. */
  isTied(course: Course): boolean {
    return visitsOf(course).some((visit) => this.tied.has(visit))
  }

  /** Cents of its own: what the judge says, or at least so much where the hours may still change. */
  centsOf(option: Option): number {
    if (this.isTied(option.course)) return option.least
    const known = this.known.get(option)
    if (known !== undefined) return known
    const cents = ownCents(this.model, option.timed) ?? Number.POSITIVE_INFINITY
    this.known.set(option, cents)
    return cents
  }

  /** The least that any course costs that serves exactly these. */
  leastFor(subset: Subset): number {
    const known = this.leastKnown.get(subset)
    if (known !== undefined) return known
    let least = Number.POSITIVE_INFINITY
    for (const option of this.bySubset.get(subset) ?? []) {
      if (option.least >= least) break
      least = Math.min(least, this.centsOf(option))
    }
    this.leastKnown.set(subset, least)
    return least
  }

  leastAt(timed: TimedCourse): number {
    const subset = subsetOf(timed.course)
    let cents = this.whoGoes.get(subset)
    if (cents === undefined) {
      cents = whoGoesCents(this.model, timed)
      this.whoGoes.set(subset, cents)
    }
    return cents + hoursCents(this.model, this.clock, timed)
  }

  private optionOf(course: Course): Option | undefined {
    const earliest = this.clock.earliest(course)
    if (earliest === undefined) return undefined
    if (this.isTied(course)) return { course, timed: earliest, least: this.leastAt(earliest) }
    const timed = this.clock.sparing(earliest, new Set())
    return timed && this.clock.restsEnough(timed) ? { course, timed, least: this.leastAt(timed) } : undefined
  }
}

export const subsetOf = (course: Course): Subset => visitsOf(course).reduce((subset, visit) => subset | (1 << visit), 0)

const NEVER_FITS: ReadonlySet<ViolationCode> = new Set([
  'APPROVAL_PENDING',
  'TECH_EXCLUDED',
  'TECH_NOT_REQUIRED',
  'AREA_OUTSIDE',
  'SKILL_MISSING',
])

/** Visits that this technician may do at some time, as the judge says of a route with nobody else. */
const mayDo = (model: Model, route: number): number[] =>
  [...model.visits.keys()].filter((visit) => {
    const { tech } = model.routes[route]!
    if ((model.visits[visit]!.pinned?.tech ?? tech) !== tech) return false
    const visits = [{ visit, arrival: 0, start: 0, end: 0 }]
    const { violations } = judge(model, { routes: [{ route, departure: 0, visits, back: 0 }], unserved: [] })
    return !violations.some(({ code }) => NEVER_FITS.has(code))
  })
