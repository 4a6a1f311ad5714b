// The best plan there is, by trying all of them: every order of every subset of visits on every route. Times and prices
// are worked out here once more from the model; what is best for a subset is then put before the judge.
import { judge } from '../../solver/check/judge.ts'
import { routeViolations } from '../../solver/check/route.ts'
import { type CostLines, type Model, type PlannedVisit, type Span, UNREACHABLE } from '../../solver/model.ts'

export interface BestOfAll {
  readonly cents: number
  /** By route: its visits in order. */
  readonly sequences: readonly (readonly number[])[]
}

/** Up to nine visits or so; work begins as early as it can, as in all plans. */
export function bestOfAll(model: Model): BestOfAll {
  const everybody = 2 ** model.visits.length
  const nothing: BestOfAll = { cents: 0, sequences: [] }
  // The cheapest way to serve exactly the visits of a subset with the routes looked at so far.
  let best: (BestOfAll | undefined)[] = Array.from({ length: everybody }, (_, subset) =>
    subset === 0 ? nothing : undefined,
  )
  for (const route of model.routes.keys()) {
    const onRoute = bestOrders(model, route)
    best = best.map((_, subset) => {
      let found: BestOfAll | undefined
      for (let part = subset; ; part = (part - 1) & subset) {
        const [order, others] = [onRoute[part], best[subset ^ part]]
        if (order && others && order.cents + others.cents < (found?.cents ?? Number.POSITIVE_INFINITY))
          found = { cents: order.cents + others.cents, sequences: [...others.sequences, order.visits] }
        if (part === 0) return found
      }
    })
  }
  const leftOutCents = (subset: number) =>
    model.visits.reduce((sum, { unservedCents }, visit) => (subset & (1 << visit) ? sum : sum + unservedCents), 0)
  return best
    .flatMap((of, subset) => (of ? [{ ...of, cents: of.cents + leftOutCents(subset) }] : []))
    .reduce((one, other) => (other.cents < one.cents ? other : one))
}

interface BestOrder {
  readonly visits: readonly number[]
  readonly cents: number
}

/** By subset: this route serving it in the best order; undefined when no order is allowed. */
export function bestOrders(model: Model, route: number): (BestOrder | undefined)[] {
  const tour = new Tour(model, route)
  const subsets = Array.from({ length: 2 ** model.visits.length }, (_, subset) => subset)
  const isAllowed = subsets.map((subset) => tour.mayDo(visitsIn(model, subset)))
  const best: (BestOrder | undefined)[] = subsets.map((subset) => (subset === 0 ? { visits: [], cents: 0 } : undefined))
  const order: number[] = []
  const extend = (subset: number, at: Stage): void => {
    for (const visit of model.visits.keys()) {
      const grown = subset | (1 << visit)
      if (grown === subset || !isAllowed[grown]) continue
      const next = tour.goOn(at, visit)
      if (next === undefined) continue // nor can anybody be served behind it
      order.push(visit)
      const cents = tour.end(next)
      if (cents !== undefined && cents < (best[grown]?.cents ?? Number.POSITIVE_INFINITY))
        best[grown] = { visits: [...order], cents }
      extend(grown, next)
      order.pop()
    }
  }
  extend(0, tour.begin())
  for (const of of best) if (of && of.visits.length > 0) confirm(model, route, of.visits, of.cents)
  return best
}

const visitsIn = (model: Model, subset: number) => [...model.visits.keys()].filter((visit) => subset & (1 << visit))

interface Stage {
  readonly place: number
  readonly clock: number
  readonly cents: number
  readonly isFirst: boolean
}

class Tour {
  private readonly model: Model
  private readonly route: number
  private readonly seconds: Int32Array
  private readonly metres: Int32Array
  private readonly spans: readonly (readonly Span[])[] // by visit: when work may begin
  private readonly work: readonly number[] // by visit
  private readonly liking: readonly number[] // by visit: preference and change

  constructor(model: Model, route: number) {
    this.model = model
    this.route = route
    const { tech, profile } = this.shift
    const table = model.travel.profiles[profile]
    if (table === undefined) throw new Error(`No profile ${profile}.`)
    this.seconds = table.seconds
    this.metres = table.metres
    this.spans = model.visits.map(({ windows, promised, pinned }) => {
      const fixed = pinned && { opens: pinned.start, closes: pinned.start }
      return [promised, fixed].reduce<readonly Span[]>(
        (spans, held) => (held ? spans.flatMap((span) => overlap(span, held)) : spans),
        windows.length > 0 ? windows : [{ opens: Number.NEGATIVE_INFINITY, closes: Number.POSITIVE_INFINITY }],
      )
    })
    this.work = model.visits.map(
      ({ seconds, secondsByTech }) => secondsByTech.find((own) => own.tech === tech)?.seconds ?? seconds,
    )
    this.liking = model.visits.map(({ preferredTechs, otherTechCents, planned }) => {
      const preference = preferredTechs.find((own) => own.tech === tech)?.cents ?? otherTechCents
      return preference + (planned && planned.tech !== tech ? planned.techChangedCents : 0)
    })
  }

  private get shift() {
    const shift = this.model.routes[this.route]
    if (shift === undefined) throw new Error(`No route ${this.route}.`)
    return shift
  }

  /** Whatever the times, in whatever order. */
  mayDo(visits: readonly number[]): boolean {
    const { model, route, shift } = this
    const isPinnedElsewhere = visits.some((visit) => (model.visits[visit]?.pinned?.tech ?? shift.tech) !== shift.tech)
    const told = visits.map((visit) => ({ visit, arrival: 0, start: 0, end: 0 }))
    return !isPinnedElsewhere && routeViolations(model, { route, departure: 0, visits: told, back: 0 }).length === 0
  }

  begin(): Stage {
    const { startPlace, opens, centsPerShift } = this.shift
    return { place: startPlace, clock: opens, cents: centsPerShift, isFirst: true }
  }

  goOn({ place, clock, cents, isFirst }: Stage, visit: number): Stage | undefined {
    const { shift } = this
    const to = this.model.visits[visit]?.place ?? 0
    const leg = place * this.model.travel.placeCount + to
    const arrival = clock + (this.seconds[leg] ?? 0)
    const span = this.spans[visit]?.find(({ closes }) => arrival <= closes)
    if ((this.seconds[leg] ?? 0) >= UNREACHABLE || span === undefined) return undefined
    const start = Math.max(arrival, span.opens)
    const end = start + (this.work[visit] ?? 0)
    if (end > shift.latest) return undefined
    const due = this.model.visits[visit]?.due
    return {
      place: to,
      clock: end,
      isFirst: false,
      cents:
        cents +
        this.legCents(leg) +
        (this.liking[visit] ?? 0) +
        (isFirst ? 0 : hourly(start - arrival, shift.waitingCentsPerHour)) +
        (due ? hourly(start - due.at, due.centsPerHour) : 0),
    }
  }

  /** Undefined: there is no way home in time. */
  end({ place, clock, cents }: Stage): number | undefined {
    const { shift } = this
    const leg = place * this.model.travel.placeCount + shift.endPlace
    const back = clock + (this.seconds[leg] ?? 0)
    if ((this.seconds[leg] ?? 0) >= UNREACHABLE || back > shift.latest) return undefined
    return cents + this.legCents(leg) + hourly(back - shift.closes, shift.overtimeCentsPerHour)
  }

  private legCents(leg: number): number {
    const { centsPerHour, centsPerKm } = this.shift
    const [seconds, metres] = [this.seconds[leg] ?? 0, this.metres[leg] ?? 0]
    return rounded(centsPerHour * seconds * 1000 + centsPerKm * metres * 3600, 3_600_000)
  }

  tell(visits: readonly number[]): PlannedVisit[] {
    let at = this.begin()
    return visits.map((visit) => {
      const leg = at.place * this.model.travel.placeCount + (this.model.visits[visit]?.place ?? 0)
      const arrival = at.clock + (this.seconds[leg] ?? 0)
      const isFirst = at.isFirst
      at = this.goOn(at, visit) ?? at
      const start = at.clock - (this.work[visit] ?? 0)
      return { visit, arrival: isFirst ? start : arrival, start, end: at.clock }
    })
  }
}

const overlap = (one: Span, other: Span): Span[] => {
  const opens = Math.max(one.opens, other.opens)
  const closes = Math.min(one.closes, other.closes)
  return opens <= closes ? [{ opens, closes }] : []
}

/** Half a cent up. */
const rounded = (dividend: number, divisor: number) => Math.floor((dividend + divisor / 2) / divisor)
const hourly = (seconds: number, centsPerHour: number) => (seconds > 0 ? rounded(seconds * centsPerHour, 3600) : 0)

/** The judge has to allow it, at that price. */
function confirm(model: Model, route: number, visits: readonly number[], cents: number): void {
  const tour = new Tour(model, route)
  const told = tour.tell(visits)
  const shift = model.routes[route]
  const [first] = told
  const last = told.at(-1)
  if (shift === undefined || first === undefined || last === undefined) throw new Error('Nothing to confirm.')
  const { placeCount, profiles } = model.travel
  const seconds = (from: number, to: number) => profiles[shift.profile]?.seconds[from * placeCount + to] ?? 0
  const placeOf = (visit: number) => model.visits[visit]?.place ?? 0
  const day = {
    routes: [
      {
        route,
        departure: first.start - seconds(shift.startPlace, placeOf(first.visit)),
        visits: told,
        back: last.end + seconds(placeOf(last.visit), shift.endPlace),
      },
    ],
    unserved: [...model.visits.keys()].filter((visit) => !visits.includes(visit)),
  }
  const { violations, cost } = judge(model, day)
  if (violations.length > 0 || totalOf(cost) - cost.UNSERVED !== cents)
    throw new Error(`Not as the judge says: ${JSON.stringify({ route, visits, cents, violations, cost })}`)
}

const totalOf = (cost: CostLines) => Object.values(cost).reduce((sum, cents) => sum + cents, 0)
