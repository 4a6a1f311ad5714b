// All courses of one shift that its clock allows, for the enumeration: every order of every subset of visits, and all that
// can be decided on the way. Drops only what no other hour, visit or route could make possible.
// Imports solver/model.ts only.
import type { Model } from '../../solver/model.ts'
import type { ShiftClock } from './enumerate-clock.ts'
import type { Course, Way } from './enumerate-course.ts'
import { linksAllow, standingOf } from './enumerate-links.ts'
import { openings } from './enumerate-starts.ts'

export function coursesOf(model: Model, route: number, clock: ShiftClock, mayDo: readonly number[]): Course[] {
  const shift = model.routes[route]!
  const { breaks = [], reloads = [], mostReloads = Number.POSITIVE_INFINITY } = shift
  const found: Course[] = []

  // Whoever waits for what is to be loaded may have a break within work that would be over before it otherwise.
  const releases = breaks.length === 0 ? [] : mayDo.flatMap((visit) => model.visits[visit]!.release ?? [])
  const departures = new Set([
    shift.opens,
    ...breaks.map(({ opens, seconds }) => Math.max(shift.opens, opens + seconds)),
    ...releases.map((release) => Math.max(shift.opens, release)),
  ])
  for (const leaveFrom of departures) {
    // Who sets out so late has had the others at home.
    const left = [...breaks.keys()].filter((entry) => leaveFrom < breaks[entry]!.opens + breaks[entry]!.seconds)
    extend({ route, leaveFrom, ways: [], homeBreaks: [] }, left)
  }
  return found

  function extend(course: Course, left: readonly number[]): void {
    if (course.ways.length > 0) for (const homeBreaks of subsets(left)) found.push({ ...course, homeBreaks })
    if (course.ways.length === shift.maxVisits) return
    for (const visit of mayDo) {
      if (course.ways.some((way) => way.visit === visit)) continue
      for (const way of waysTo(visit, course, left)) {
        const longer = { ...course, ways: [...course.ways, way] }
        const behind = left.filter((entry) => entry > (lastBreakOf(way) ?? -1))
        if (isCarried(model, longer) && clock.isPossible(longer) && linksAllow(model, standingOf(model, [longer])))
          extend(longer, behind)
      }
    }
  }

  function* waysTo(visit: number, { ways }: Course, left: readonly number[]): Generator<Way> {
    const wanted = model.visits[visit]!
    const mayReload = ways.filter(({ depot }) => depot !== undefined).length < mostReloads
    for (const entry of mayReload ? [undefined, ...reloads.keys()] : [undefined])
      for (const [atDepot, afterDepot] of splits(entry === undefined ? [] : left))
        for (const [before, afterDrive] of splits(entry === undefined ? left : afterDepot))
          for (const inside of wanted.pausable ? subsets(afterDrive) : [[]])
            for (const waitFor of [undefined, ...openings(wanted)])
              yield {
                visit,
                depot: entry === undefined ? undefined : { entry, breaks: atDepot },
                breaks: before,
                inside,
                waitFor,
              }
  }
}

const lastBreakOf = ({ depot, breaks, inside }: Way): number | undefined =>
  [...(depot?.breaks ?? []), ...breaks, ...inside].at(-1)

/** Some of them, in order, none included. */
const subsets = (entries: readonly number[]): number[][] =>
  entries.reduceRight<number[][]>((behind, entry) => behind.flatMap((some) => [some, [entry, ...some]]), [[]])

/** Some of them, and those that may still come after. */
const splits = (entries: readonly number[]): (readonly [readonly number[], readonly number[]])[] =>
  subsets(entries).map((some) => [some, entries.filter((entry) => entry > (some.at(-1) ?? -1))] as const)

/** Does the van hold it all, and the tools for it? */
function isCarried({ visits, techs, routes }: Model, { route, ways }: Course): boolean {
  const { capacity, tools: held = [] } = techs[routes[route]!.tech]!
  let room = new Map(capacity.map(({ unit, amount }) => [unit, amount]))
  let isReloaded = false
  return ways.every(({ visit, depot }) => {
    if (depot) {
      room = new Map(capacity.map(({ unit, amount, reloaded }) => [unit, reloaded ?? amount]))
      isReloaded = true
    }
    const { load, tools = [] } = visits[visit]!
    for (const { unit, amount } of load) if (room.has(unit)) room.set(unit, room.get(unit)! - amount)
    const isEquipped = isReloaded || tools.every((tool) => held.includes(tool))
    return isEquipped && [...room.values()].every((left) => left >= 0)
  })
}
