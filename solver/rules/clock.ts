// Clock, second half: when a shift begins and must end, and what waiting and overtime cost. Work begins at the first second
// after arrival that its windows allow. Knows no plan. Imports solver/ only.
import type { Blocker } from '../finding.ts'
import type { Model, Span } from '../model.ts'
import { UNREACHABLE } from '../model.ts'
import { sharedIntsOf, sharedNumbersOf } from '../shared.ts'
import { type Fit, workOn } from './fit.ts'
import { centsFor } from './money.ts'
import { NEVER } from './never.ts'
import { endOf, type Roads, startOf } from './roads.ts'
import { drivenSeconds, NO_RUSH, type Rush } from './rush-hours.ts'
import type { Setup } from './setup.ts'
import { lastStep, nextStep, type Snap } from './snap.ts'
import { compileWindows, startSpans, type Windows } from './windows.ts'

export interface Clock extends Windows {
  readonly shiftOpens: Int32Array // by route
  readonly shiftCloses: Int32Array // by route: overtime begins
  readonly shiftLatest: Int32Array // by route: back by then
  readonly waitingCentsPerHour: Float64Array // by route
  readonly overtimeCentsPerHour: Float64Array // by route
  readonly shiftCents: Float64Array // by route, once when it is used
  readonly mostShiftCents: number
  readonly waits: boolean // some route pays for waiting
}

export function compileClock({ visits, routes }: Model): Clock {
  const numbers = (value: (route: Model['routes'][number]) => number) => sharedNumbersOf(routes.map(value))
  return {
    ...compileWindows(visits.map((visit) => startSpans(visit))),
    shiftOpens: sharedIntsOf(routes.map(({ opens }) => opens)),
    shiftCloses: sharedIntsOf(routes.map(({ closes }) => closes)),
    shiftLatest: sharedIntsOf(routes.map(({ latest }) => latest)),
    waitingCentsPerHour: numbers((route) => route.waitingCentsPerHour),
    overtimeCentsPerHour: numbers((route) => route.overtimeCentsPerHour),
    shiftCents: numbers((route) => route.centsPerShift),
    mostShiftCents: routes.reduce((most, { centsPerShift }) => Math.max(most, centsPerShift), 0),
    waits: routes.some(({ waitingCentsPerHour }) => waitingCentsPerHour > 0),
  }
}

/** Being back later costs something. */
export const paysOvertime = ({ overtimeCentsPerHour, latest, closes }: Model['routes'][number]): boolean =>
  overtimeCentsPerHour > 0 && latest > closes

export const waitingCents = (clock: Clock, route: number, seconds: number): number =>
  seconds > 0 ? centsFor(seconds, clock.waitingCentsPerHour[route]!) : 0

export function overtimeCents(clock: Clock, route: number, back: number): number {
  const over = back - clock.shiftCloses[route]!
  return over > 0 ? centsFor(over, clock.overtimeCentsPerHour[route]!) : 0
}

/**
 * What keeps a technician from the visit even on an empty day, by the clock alone, when work has to begin in `spans`: the
 * nearest miss over `shifts`, all the routes of that technician. Empty: an empty day would do.
 */
export function clockBlockers(
  problem: Clock & Roads & Fit & Setup & Snap & Rush,
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
    const arrival = arrivalAt(problem, route, startOf(problem, route), visit, opens)
    if (arrival === NEVER || roadTo(problem, route, visit, endOf(problem, route)) >= UNREACHABLE) continue
    reachable = true
    const start = firstStart(problem, visit, spans, arrival)
    if (start === undefined) {
      lateBySeconds = Math.min(lateBySeconds, arrival - lastStart(problem, visit, spans))
      continue
    }
    const end = start + workOn(problem, visit, route) + problem.setupSeconds[visit]!
    const over = arrivalAt(problem, route, visit, endOf(problem, route), end) - latest
    if (over <= 0) return []
    overBySeconds = Math.min(overBySeconds, over)
  }
  if (overBySeconds < NEVER) return [{ code: 'JOB_LONGER_THAN_SHIFT', overBySeconds }]
  if (lateBySeconds < NEVER) return [{ code: 'UNREACHABLE_IN_WINDOW', lateBySeconds }]
  if (onShift && !reachable) return [{ code: 'UNREACHABLE_PLACE' }]
  return [{ code: 'NO_SHIFT_IN_WINDOW' }]
}

/** Whatever limits there are to a drive. */
function roadTo(
  { placeOf, placeCount, profileOf, roadSeconds }: Roads,
  route: number,
  from: number,
  to: number,
): number {
  return roadSeconds[profileOf[route]!]![placeOf[from]! * placeCount + placeOf[to]!]!
}

function arrivalAt(problem: Roads & Rush, route: number, from: number, to: number, leaves: number): number {
  const seconds = roadTo(problem, route, from, to)
  if (seconds >= UNREACHABLE) return NEVER
  const rush = problem.rushOf[route]!
  return leaves + (rush === NO_RUSH ? seconds : drivenSeconds(problem, rush, leaves, seconds))
}

function firstStart(problem: Snap, visit: number, spans: readonly Span[], arrival: number): number | undefined {
  for (const { opens, closes } of spans) {
    const from = Math.max(arrival, opens)
    const start = problem.isSnapped[visit] === 1 ? nextStep(problem, from) : from
    if (start <= closes) return start
  }
  return undefined
}

function lastStart(problem: Snap, visit: number, spans: readonly Span[]): number {
  const lasts = spans.map(({ opens, closes }) => {
    if (problem.isSnapped[visit] === 0) return closes
    const step = lastStep(problem, closes)
    return step >= opens ? step : -NEVER
  })
  const last = Math.max(...lasts)
  return last > -NEVER ? last : spans.at(-1)!.closes
}
