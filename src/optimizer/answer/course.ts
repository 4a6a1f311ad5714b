// The course of one planned route, leg by leg: from stop to stop and depot to depot, with the time on the road that the
// plan itself states. Knows no clocks and no texts.
import type { PlannedRoute } from '../../../workers/client.ts'
import type { LegSource } from '../../contracts/travel.ts'
import { type Answer, entry, sum } from './answer.ts'

export interface Leg {
  readonly seconds: number
  readonly metres: number
}

/** Between two stops, with where its figures come from. */
export interface KnownLeg extends Leg {
  readonly source: LegSource
}

export interface Course {
  /** To each visit, from the stop, the depot or the start before. */
  readonly toVisits: readonly KnownLeg[]
  readonly toReloads: readonly KnownLeg[]
  readonly home: Leg
  /** Between the visits and before the way home, neither driven nor worked nor loading nor a break. */
  readonly waitingSeconds: number
  /** Breaks within it taken off. */
  readonly workSeconds: number
  readonly loadingSeconds: number
  readonly breakSeconds: number
}

export const sumOfLegs = (legs: readonly Leg[]): Leg => ({
  seconds: sum(legs.map(({ seconds }) => seconds)),
  metres: sum(legs.map(({ metres }) => metres)),
})

/** The way home included. */
export const travelOf = ({ toVisits, toReloads, home }: Course): Leg => sumOfLegs([...toVisits, ...toReloads, home])

interface Stop {
  readonly place: number
  readonly arrival: number
  readonly end: number
  /** When the way on may begin, where that is not at once: a part that is waited for at the depot. */
  readonly released?: number
}

export function courseOf(answer: Answer, planned: PlannedRoute): Course {
  const { model, travel } = answer
  const route = entry(model.routes, planned.route, 'route')
  const { metres } = entry(travel.tables, route.profile, 'travel table')
  const { breaks = [], reloads = [], visits, departure, back } = planned

  let last: Stop = { place: route.startPlace, arrival: departure, end: departure }
  const legTo = (stop: Stop): KnownLeg => {
    // A break that begins before the arrival cannot be on the road, so it comes before the drive.
    const rested = breaks.filter(({ start }) => last.end <= start && start < stop.arrival).map(({ end }) => end)
    const ready = Math.max(last.end, last.released ?? last.end, ...rested)
    const leg = {
      seconds: Math.max(0, stop.arrival - ready),
      metres: metres[last.place * model.travel.placeCount + stop.place] ?? 0,
      source: travel.legSource(route.profile, last.place, stop.place),
    }
    last = stop
    return leg
  }

  const toReloads: KnownLeg[] = []
  const toVisits = visits.map(({ visit, arrival, end }, index) => {
    for (const { entry: number, before, ...times } of reloads) {
      if (before !== index) continue
      const { place } = entry(route.reloads ?? [], number, 'depot')
      toReloads.push(legTo({ place, ...times, released: releaseFor(answer, planned, index) }))
    }
    return legTo({ place: entry(model.visits, visit, 'visit').place, arrival, end })
  })
  const home = legTo({ place: route.endPlace, arrival: back, end: back })

  const workSeconds = sum(
    visits.map(({ start, end }) => {
      const within = breaks.filter((taken) => start <= taken.start && taken.start < end)
      return end - start - sum(within.map((taken) => taken.end - taken.start))
    }),
  )
  return {
    toVisits,
    toReloads,
    home,
    workSeconds,
    loadingSeconds: sum(reloads.map(({ start, end }) => end - start)),
    breakSeconds: sum(breaks.map(({ start, end }) => end - start)),
    waitingSeconds: waitingOf(planned, [...toVisits, home], toReloads),
  }
}

/** Until what the trip that begins here brings has arrived; its visits are those up to the next depot. */
function releaseFor({ model }: Answer, { visits, reloads = [] }: PlannedRoute, from: number): number {
  const next = reloads.map(({ before }) => before).filter((before) => before > from)
  const trip = visits.slice(from, Math.min(visits.length, ...next))
  return Math.max(...trip.map(({ visit }) => entry(model.visits, visit, 'visit').release ?? -Infinity))
}

/** Whoever would be early for the first visit leaves home later, so that only the gaps behind it count. */
function waitingOf(
  { visits, breaks = [], reloads = [], back }: PlannedRoute,
  legs: readonly Leg[],
  toReloads: readonly Leg[],
) {
  const ends = [...visits.slice(1).map(({ start }) => start), back]
  const gaps = visits.map(({ end }, index) => {
    const until = ends[index] ?? end
    const rested = breaks.filter((taken) => end <= taken.start && taken.start < until)
    const loaded = reloads.flatMap((reload, number) =>
      reload.before === index + 1 ? [reload.end - reload.start + (toReloads[number]?.seconds ?? 0)] : [],
    )
    const busy = (legs[index + 1]?.seconds ?? 0) + sum(loaded) + sum(rested.map((taken) => taken.end - taken.start))
    return Math.max(0, until - end - busy)
  })
  return sum(gaps)
}
