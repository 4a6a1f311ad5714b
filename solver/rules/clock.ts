// Clock, second half: when work may begin, when a shift begins and must end, and what waiting, lateness and overtime
// cost. Work begins at the first second after arrival that a window allows. Knows no plan. Imports solver/ only.
import type { Blocker } from '../finding.ts'
import type { Model, Span, VisitModel } from '../model.ts'
import { UNREACHABLE } from '../model.ts'
import { sharedFlags, sharedInts, sharedIntsOf, sharedNumbers } from '../shared.ts'
import { type Fit, workOn } from './fit.ts'
import { centsFor } from './money.ts'
import { endOf, legSeconds, type Roads, startOf } from './roads.ts'

export interface Windows {
  readonly windowsFrom: Int32Array // by visit, and one more: its windows are those from here to before the next visit's
  readonly windowOpens: Int32Array // by window, rising within a visit
  readonly windowCloses: Int32Array // by window, rising within a visit
  readonly opensFirst: Int32Array // by visit: when its first window opens; NEVER when it has none
  readonly closesLast: Int32Array // by visit: when its last window closes; -NEVER when it has none
  readonly hasGaps: Uint8Array // by visit: 1 when it has several windows
}

export interface Clock extends Windows {
  readonly shiftOpens: Int32Array // by route
  readonly shiftCloses: Int32Array // by route: overtime begins
  readonly shiftLatest: Int32Array // by route: back by then
  readonly waitingCentsPerHour: Float64Array // by route
  readonly overtimeCentsPerHour: Float64Array // by route
  readonly shiftCents: Float64Array // by route, once when it is used
  readonly mostShiftCents: number
  readonly dueAt: Int32Array // by visit; NEVER without a due time
  readonly lateCentsPerHour: Float64Array // by visit
  readonly waits: boolean // some route pays for waiting
  readonly timed: Uint8Array // by route: 1 where being earlier or later can change the cost
}

/** Later than any time of the model, and small enough to add travel to. */
export const NEVER = 0x3fff_ffff
/** All shifts lie within this of the origin, so that one unreachable leg ends beyond all of them. */
export const FARTHEST = 0x0fff_ffff

export function compileClock(model: Model): Clock {
  const { visits, routes } = model
  const dueAt = sharedInts(visits.length).fill(NEVER)
  const lateCentsPerHour = sharedNumbers(visits.length)
  for (const [visit, { due }] of visits.entries()) {
    if (due === undefined || due.centsPerHour === 0) continue
    dueAt[visit] = due.at
    lateCentsPerHour[visit] = due.centsPerHour
  }
  const anyDue = visits.some(({ due }) => due !== undefined && due.centsPerHour > 0)
  const numbers = (value: (route: Model['routes'][number]) => number) => {
    const shared = sharedNumbers(routes.length)
    for (const [route, of] of routes.entries()) shared[route] = value(of)
    return shared
  }
  const timed = sharedFlags(routes.length)
  for (const [route, of] of routes.entries()) {
    const overtime = of.overtimeCentsPerHour > 0 && of.latest > of.closes
    timed[route] = anyDue || overtime || of.waitingCentsPerHour > 0 ? 1 : 0
  }
  return {
    ...compileWindows(visits.map((visit) => startSpans(visit))),
    shiftOpens: sharedIntsOf(routes.map(({ opens }) => opens)),
    shiftCloses: sharedIntsOf(routes.map(({ closes }) => closes)),
    shiftLatest: sharedIntsOf(routes.map(({ latest }) => latest)),
    waitingCentsPerHour: numbers((route) => route.waitingCentsPerHour),
    overtimeCentsPerHour: numbers((route) => route.overtimeCentsPerHour),
    shiftCents: numbers((route) => route.centsPerShift),
    mostShiftCents: routes.reduce((most, { centsPerShift }) => Math.max(most, centsPerShift), 0),
    dueAt,
    lateCentsPerHour,
    waits: routes.some(({ waitingCentsPerHour }) => waitingCentsPerHour > 0),
    timed,
  }
}

/** Of each visit, the spans in which work may begin. */
export function compileWindows(spans: readonly (readonly Span[])[]): Windows {
  const windowsFrom = sharedInts(spans.length + 1)
  for (const [visit, of] of spans.entries()) windowsFrom[visit + 1] = windowsFrom[visit]! + of.length
  const hasGaps = sharedFlags(spans.length)
  for (const [visit, { length }] of spans.entries()) if (length > 1) hasGaps[visit] = 1
  return {
    windowsFrom,
    windowOpens: sharedIntsOf(spans.flatMap((of) => of.map(({ opens }) => opens))),
    windowCloses: sharedIntsOf(spans.flatMap((of) => of.map(({ closes }) => closes))),
    opensFirst: sharedIntsOf(spans.map(([first]) => first?.opens ?? NEVER)),
    closesLast: sharedIntsOf(spans.map((of) => of.at(-1)?.closes ?? -NEVER)),
    hasGaps,
  }
}

const ANY_TIME: Span = { opens: -FARTHEST, closes: FARTHEST }

/** When work may begin: the windows, narrowed by what was promised and by a pin. Without `held`, the windows alone. */
export function startSpans(
  visit: VisitModel,
  held: { promise: boolean; pin: boolean } = { promise: true, pin: true },
): Span[] {
  // A window far beyond all shifts, or none, is cut to what the clock can count.
  let spans = within(visit.windows.length > 0 ? visit.windows : [ANY_TIME], ANY_TIME)
  if (held.promise && visit.promised) spans = within(spans, visit.promised)
  if (held.pin && visit.pinned) spans = within(spans, { opens: visit.pinned.start, closes: visit.pinned.start })
  return spans
}

const within = (spans: readonly Span[], { opens, closes }: Span): Span[] =>
  spans
    .map((span) => ({ opens: Math.max(span.opens, opens), closes: Math.min(span.closes, closes) }))
    .filter((span) => span.opens <= span.closes)

/** The second at which work begins after arriving then, or NEVER. */
export function startAt(clock: Windows, visit: number, arrival: number): number {
  if (arrival > clock.closesLast[visit]!) return NEVER
  const opens = clock.opensFirst[visit]!
  if (arrival <= opens) return opens
  return clock.hasGaps[visit] === 0 ? arrival : startBetween(clock, visit, arrival)
}

function startBetween(clock: Windows, visit: number, arrival: number): number {
  let window = clock.windowsFrom[visit]!
  while (arrival > clock.windowCloses[window]!) window++
  return Math.max(arrival, clock.windowOpens[window]!)
}

/** The last second not after `bound` at which work may begin, or -NEVER. Whoever arrives by then still begins by then. */
export function lastStartBy(clock: Windows, visit: number, bound: number): number {
  const closes = clock.closesLast[visit]!
  if (clock.hasGaps[visit] === 0) return bound < clock.opensFirst[visit]! ? -NEVER : Math.min(bound, closes)
  const first = clock.windowsFrom[visit]!
  for (let window = clock.windowsFrom[visit + 1]! - 1; window >= first; window--)
    if (clock.windowOpens[window]! <= bound) return Math.min(bound, clock.windowCloses[window]!)
  return -NEVER
}

export const waitingCents = (clock: Clock, route: number, seconds: number): number =>
  seconds > 0 ? centsFor(seconds, clock.waitingCentsPerHour[route]!) : 0

export function latenessCents(clock: Clock, visit: number, start: number): number {
  const late = start - clock.dueAt[visit]!
  return late > 0 ? centsFor(late, clock.lateCentsPerHour[visit]!) : 0
}

export function overtimeCents(clock: Clock, route: number, back: number): number {
  const over = back - clock.shiftCloses[route]!
  return over > 0 ? centsFor(over, clock.overtimeCentsPerHour[route]!) : 0
}

/**
 * What keeps a technician from the visit even on an empty day when work has to begin in `spans`: the nearest miss over
 * `shifts`, all the routes of that technician. Empty: an empty day would do.
 */
export function clockBlockers(
  problem: Clock & Roads & Fit,
  visit: number,
  spans: readonly Span[],
  shifts: readonly number[],
): Blocker[] {
  let onShift = false
  let reachable = false
  let lateBySeconds = NEVER
  let overBySeconds = NEVER
  for (const route of shifts) {
    const opens = problem.shiftOpens[route]!
    const latest = problem.shiftLatest[route]!
    if (!spans.some((span) => span.opens <= latest && span.closes >= opens)) continue
    onShift = true
    const out = legSeconds(problem, route, startOf(problem, route), visit)
    const home = legSeconds(problem, route, visit, endOf(problem, route))
    if (out >= UNREACHABLE || home >= UNREACHABLE) continue
    reachable = true
    const span = spans.find(({ closes }) => opens + out <= closes)
    if (span === undefined) {
      lateBySeconds = Math.min(lateBySeconds, opens + out - spans.at(-1)!.closes)
      continue
    }
    const over = Math.max(opens + out, span.opens) + workOn(problem, visit, route) + home - latest
    if (over <= 0) return []
    overBySeconds = Math.min(overBySeconds, over)
  }
  if (overBySeconds < NEVER) return [{ code: 'JOB_LONGER_THAN_SHIFT', overBySeconds }]
  if (lateBySeconds < NEVER) return [{ code: 'UNREACHABLE_IN_WINDOW', lateBySeconds }]
  if (onShift && !reachable) return [{ code: 'UNREACHABLE_PLACE' }]
  return [{ code: 'NO_SHIFT_IN_WINDOW' }]
}
