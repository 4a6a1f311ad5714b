// Whether the technicians and shifts of a model make sense. Imports solver/ only.
import { acceptAmounts, MOST_LEVEL } from './accept-visits.ts'
import { type Model, type RouteModel, type TechModel, UNREACHABLE } from './model.ts'
import { moment, priced, span, whole, wholeIfSaid, windowsApart } from './refusal.ts'
import { MOST_CENTS } from './rules/money.ts'
import { FARTHEST } from './rules/never.ts'

/** Days and weeks are counted through, and their numbers lie within this. */
export const FARTHEST_DAY = 2 ** 20
/** Longer than anybody works without a day off; it is counted day by day. */
const MOST_DAYS_IN_ROW = 1000
const MOST_TIMES = 2 ** 30

export function acceptRoutes({ routes, techs, travel }: Model): void {
  whole('travel.placeCount', travel.placeCount, 0, 2 ** 15)
  for (const [index, route] of routes.entries()) {
    const at = `routes[${index}]`
    whole(`${at}.tech`, route.tech, 0, techs.length - 1)
    whole(`${at}.profile`, route.profile, 0, travel.profiles.length - 1)
    wholeIfSaid(`${at}.rushHours`, route.rushHours, 0, (travel.rushHours ?? []).length - 1)
    whole(`${at}.startPlace`, route.startPlace, 0, travel.placeCount - 1)
    whole(`${at}.endPlace`, route.endPlace, 0, travel.placeCount - 1)
    whole(`${at}.opens`, route.opens, -FARTHEST, FARTHEST)
    whole(`${at}.closes`, route.closes, route.opens, FARTHEST)
    whole(`${at}.latest`, route.latest, route.closes, FARTHEST)
    wholeIfSaid(`${at}.day`, route.day, -FARTHEST_DAY, FARTHEST_DAY)
    wholeIfSaid(`${at}.week`, route.week, -FARTHEST_DAY, FARTHEST_DAY)
    wholeIfSaid(`${at}.busyBeforeOnDay`, route.busyBeforeOnDay, 0, UNREACHABLE)
    wholeIfSaid(`${at}.busyBeforeInWeek`, route.busyBeforeInWeek, 0, UNREACHABLE)
    acceptCosts(at, route)
    acceptLimits(at, route)
    acceptStops(at, route, travel.placeCount)
  }
}

function acceptCosts(at: string, route: RouteModel): void {
  whole(`${at}.centsPerHour`, route.centsPerHour, 0, MOST_CENTS)
  whole(`${at}.centsPerKm`, route.centsPerKm, 0, MOST_CENTS)
  whole(`${at}.centsPerShift`, route.centsPerShift, 0, MOST_CENTS)
  priced(`${at}.waitingCentsPerHour`, route.waitingCentsPerHour, route.latest - route.opens)
  priced(`${at}.overtimeCentsPerHour`, route.overtimeCentsPerHour, route.latest - route.closes)
  if (route.spanCentsPerHour !== undefined)
    priced(`${at}.spanCentsPerHour`, route.spanCentsPerHour, route.latest - route.opens)
}

function acceptLimits(at: string, route: RouteModel): void {
  whole(`${at}.maxVisits`, route.maxVisits, 0, MOST_TIMES)
  wholeIfSaid(`${at}.mostReloads`, route.mostReloads, 0, MOST_TIMES)
  wholeIfSaid(`${at}.mostSeconds`, route.mostSeconds, 0, UNREACHABLE)
  wholeIfSaid(`${at}.mostTravelSeconds`, route.mostTravelSeconds, 0, UNREACHABLE)
  wholeIfSaid(`${at}.mostLegSeconds`, route.mostLegSeconds, 0, UNREACHABLE)
  wholeIfSaid(`${at}.reserveSeconds`, route.reserveSeconds, 0, UNREACHABLE)
}

function acceptStops(at: string, { breaks = [], reloads = [] }: RouteModel, placeCount: number): void {
  for (const [entry, rest] of breaks.entries()) {
    span(`${at}.breaks[${entry}]`, rest)
    whole(`${at}.breaks[${entry}].seconds`, rest.seconds, 0, FARTHEST)
  }
  for (const [entry, { place, seconds, windows }] of reloads.entries()) {
    whole(`${at}.reloads[${entry}].place`, place, 0, placeCount - 1)
    whole(`${at}.reloads[${entry}].seconds`, seconds, 0, FARTHEST)
    windowsApart(`${at}.reloads[${entry}].windows`, windows)
  }
}

export function acceptTechs({ techs }: Model): void {
  for (const [index, tech] of techs.entries()) acceptTech(`techs[${index}]`, tech)
}

function acceptTech(at: string, tech: TechModel): void {
  for (const [entry, { level, valid }] of tech.skills.entries()) {
    whole(`${at}.skills[${entry}].level`, level, 0, MOST_LEVEL)
    if (valid === undefined) continue
    moment(`${at}.skills[${entry}].valid.opens`, valid.opens)
    whole(`${at}.skills[${entry}].valid.closes`, valid.closes, valid.opens, UNREACHABLE)
  }
  acceptAmounts(`${at}.capacity`, tech.capacity)
  for (const [entry, { reloaded }] of tech.capacity.entries())
    wholeIfSaid(`${at}.capacity[${entry}].reloaded`, reloaded, 0, MOST_CENTS)
  wholeIfSaid(`${at}.mostBusyPerDay`, tech.mostBusyPerDay, 0, UNREACHABLE)
  wholeIfSaid(`${at}.mostBusyPerWeek`, tech.mostBusyPerWeek, 0, UNREACHABLE)
  wholeIfSaid(`${at}.busyBefore`, tech.busyBefore, 0, UNREACHABLE)
  wholeIfSaid(`${at}.fairShare`, tech.fairShare, 0, UNREACHABLE)
  wholeIfSaid(`${at}.centsPerHead`, tech.centsPerHead, 0, MOST_CENTS)
  if (tech.rest === undefined) return
  whole(`${at}.rest.afterDays`, tech.rest.afterDays, 1, MOST_DAYS_IN_ROW)
  whole(`${at}.rest.days`, tech.rest.days, 0, MOST_DAYS_IN_ROW)
}
