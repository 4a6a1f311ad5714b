// Which routes have a course of their own: where more than windows, shift and road decides what happens when. Their
// timetables are worked out label by label (solver/course.ts); all other routes know nothing of it and pay nothing for it.
// Imports solver/ only.
import type { Model, RouteModel } from '../model.ts'
import { sharedFlags } from '../shared.ts'
import { type Breaks, compileBreaks } from './breaks.ts'
import { paysOvertime } from './clock.ts'
import { compileLimits, type Limits } from './limits.ts'
import { compileReloads, type Reloads } from './reloads.ts'
import { compileRush, type Rush } from './rush-hours.ts'
import { compileSetup, type Setup } from './setup.ts'
import { compileSnap, type Snap } from './snap.ts'
import { compileStartPrices, type StartPrices } from './start-prices.ts'
import { startSpans } from './windows.ts'

export interface CourseRules extends StartPrices, Breaks, Setup, Snap, Rush, Reloads, Limits {
  readonly hasCourse: Uint8Array // by route
  readonly hasTrips: Uint8Array // by route: 1 where loading again, or waiting for what is to be loaded, is all that a course would be about
  readonly isCapped: Uint8Array // by route: 1 where the time out is limited, and that is all that a course would say of it
  readonly timed: Uint8Array // by route: 1 where being earlier or later can change the cost
  readonly paysToBeLater: Uint8Array // by route: 1 where being later can cost less: somebody waits less, or for a better hour
}

export function compileCourse(model: Model): CourseRules {
  const { visits, routes } = model
  const startPrices = compileStartPrices(model)
  const setup = compileSetup(model)
  const snap = compileSnap(model)
  const reloads = compileReloads(model)
  const isAnyCoursed =
    startPrices.prefersLater ||
    setup.hasSetup ||
    snap.snapEvery > 0 ||
    (model.prices?.worstLateCentsPerHour ?? 0) > 0 ||
    (model.links ?? []).length > 0
  const isScatterFree = (model.prices?.scatterCentsPerKm ?? 0) === 0
  const hasGaps = visits.some((visit) => startSpans(visit).length > 1)
  const hasCourse = sharedFlags(routes.length)
  const hasTrips = sharedFlags(routes.length)
  const isCapped = sharedFlags(routes.length)
  const timed = sharedFlags(routes.length)
  const paysToBeLater = sharedFlags(routes.length)
  for (const [route, of] of routes.entries()) {
    const isPriced = startPrices.isStartPriced || paysOvertime(of) || of.waitingCentsPerHour > 0
    const isLimited = of.mostSeconds !== undefined
    const isSupplied = reloads.hasReleases || (of.reloads ?? []).length > 0
    const isPlainlySupplied = !isPriced && !isLimited && !hasGaps && loadsAnyTimeAtOne(of) && isScatterFree
    const needsCourse =
      isAnyCoursed || isCoursed(of, model) || (isLimited && (isPriced || hasGaps)) || (isSupplied && !isPlainlySupplied)
    hasTrips[route] = isSupplied && !needsCourse ? 1 : 0
    hasCourse[route] = needsCourse ? 1 : 0
    isCapped[route] = isLimited && !needsCourse ? 1 : 0
    timed[route] = needsCourse || isSupplied || isPriced ? 1 : 0
    const paysTime = of.waitingCentsPerHour > 0 || (of.spanCentsPerHour ?? 0) > 0 || of.rushHours !== undefined
    paysToBeLater[route] = paysTime || startPrices.prefersLater || setup.hasSetup ? 1 : 0
  }
  return {
    ...startPrices,
    ...compileBreaks(model),
    ...setup,
    ...snap,
    ...compileRush(model),
    ...reloads,
    ...compileLimits(model),
    hasCourse,
    hasTrips,
    isCapped,
    timed,
    paysToBeLater,
  }
}

/** At one depot at most, and as often as that helps. */
const loadsAnyTimeAtOne = ({ reloads = [], mostReloads }: RouteModel): boolean =>
  reloads.length === 0 || (reloads.length === 1 && mostReloads === undefined)

function isCoursed(route: RouteModel, { techs, prices }: Model): boolean {
  const { mostBusyPerDay, mostBusyPerWeek, fairShare } = techs[route.tech]!
  return (
    (route.breaks ?? []).length > 0 ||
    route.rushHours !== undefined ||
    (route.spanCentsPerHour ?? 0) > 0 ||
    route.mostTravelSeconds !== undefined ||
    (route.reserveSeconds ?? 0) > 0 ||
    mostBusyPerDay !== undefined ||
    mostBusyPerWeek !== undefined ||
    (fairShare !== undefined && (prices?.unfairCentsPerHour ?? 0) > 0)
  )
}
