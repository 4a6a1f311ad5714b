// The inverse question: a technician is free, or a gap has opened; which of the visits that nobody serves are worth most there?
// Each is priced for itself, on the best place that the technician's shifts have for it. Imports solver/ only.
import type { PricedOption } from '../finding.ts'
import { priceInsertion } from '../insertion.ts'
import type { PlannedRoute, Span, VisitModel } from '../model.ts'
import { tellOption } from '../options.ts'
import type { Plan } from '../plan.ts'
import { compileToPrice } from '../problem.ts'
import { FARTHEST } from '../rules/never.ts'
import { startOf } from '../rules/roads.ts'
import { totalOf } from '../timetable.ts'
import { type Excerpt, planOfExcerpt } from './excerpt.ts'
import { windowsWithin } from './guest.ts'
import type { LiveDay } from './live-day.ts'
import { ASKED } from './offers.ts'

/** Visits priced at a time: each takes a row and a column of every shift's travel. */
const BATCH = 24

export interface AskedGap {
  readonly tech: number
  /** Work begins and ends inside it; without one, anywhere on the shifts. */
  readonly gap?: Span
  /** Tied to nobody: visits that go together are asked about together. */
  readonly visits: readonly VisitModel[]
}

export interface GapOffered extends PricedOption {
  /** Which of the visits. */
  readonly visit: number
  /** What leaving it out costs minus what this place does; below zero it is not worth it. */
  readonly gainCents: number
  /** The shift with it, the visit being ASKED. */
  readonly planned: PlannedRoute
}

/** Worth most first, then those that come to the least loss; of equals the one that was named first. Whoever has no place is not in it. */
export function visitsForGap(day: LiveDay, { tech, gap = ANY_TIME, visits }: AskedGap): GapOffered[] {
  const routes = day.shiftsOf[tech]!.filter((route) => {
    const { opens, latest } = day.model.routes[route]!
    return gap.opens <= latest && gap.closes >= opens
  })
  const inGap = visits.map((visit) => visitInGap(visit, gap))
  const possible = [...visits.keys()].filter((visit) => inGap[visit]!.windows.length > 0)
  const offered: GapOffered[] = []
  for (let first = 0; routes.length > 0 && first < possible.length; first += BATCH) {
    const batch = possible.slice(first, first + BATCH)
    const excerpt = day.excerpt(
      day.together(routes),
      batch.map((visit) => inGap[visit]!),
    )
    const plan = planOfExcerpt(day, excerpt, compileToPrice(excerpt.model))
    for (const [index, visit] of batch.entries()) {
      const place = cheapestPlace(plan, excerpt.visits.length + index, routes.length, gap)
      if (place !== undefined) offered.push(tell(place, excerpt, visit, visits[visit]!.unservedCents))
    }
  }
  return offered.sort((one, other) => other.gainCents - one.gainCents || one.visit - other.visit)
}

const ANY_TIME: Span = { opens: -FARTHEST, closes: FARTHEST }

/** As it may begin there; no windows where it may not. */
export const visitInGap = (visit: VisitModel, gap: Span = ANY_TIME): VisitModel => ({
  ...visit,
  windows: windowsWithin(visit, gap),
})

interface Place {
  readonly option: PricedOption
  readonly planned: PlannedRoute
}

/** The technician's own shifts are the first of the excerpt. */
function cheapestPlace(plan: Plan, visit: number, routes: number, gap: Span): Place | undefined {
  const { problem } = plan
  const places: { readonly cents: number; readonly route: number; readonly position: number }[] = []
  for (let route = 0; route < routes; route++) {
    if (!plan.admits(route, visit)) continue
    let stop = startOf(problem, route)
    for (let position = 0; position <= plan.visitsOn[route]!; position++) {
      const cents = priceInsertion(plan, visit, stop, Number.POSITIVE_INFINITY)
      if (cents < Number.POSITIVE_INFINITY) places.push({ cents, route, position })
      stop = plan.next(stop)
    }
  }
  places.sort((one, other) => one.cents - other.cents || one.route - other.route || one.position - other.position)
  for (const { route, position } of places) {
    const place = tellOption(plan, visit, route, plan.visitsOf(route), position)
    // How long it takes depends on where it stands: set-up, breaks.
    if (place.option.end <= gap.closes) return place
  }
  return undefined
}

function tell(
  { option, planned }: Place,
  { routes, visits }: Excerpt,
  visit: number,
  unservedCents: number,
): GapOffered {
  const route = routes[option.route]!
  return {
    ...option,
    route,
    visit,
    gainCents: unservedCents - totalOf(option.cost),
    planned: {
      ...planned,
      route,
      visits: planned.visits.map((of) => ({ ...of, visit: visits[of.visit] ?? ASKED })),
    },
  }
}
