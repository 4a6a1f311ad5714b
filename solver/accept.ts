// Whether a model makes sense: indexes that exist, times and prices within the range in which all sums stay exact.
// A rule that cannot be met is not its concern, that is a visit left out with a reason. Imports solver/ only.
import type { Model, Span, TravelTable } from './model.ts'
import { UNREACHABLE } from './model.ts'
import { MOST_PREFERENCE_CENTS } from './rules/fit.ts'
import { MOST_CENTS } from './rules/money.ts'
import { FARTHEST } from './rules/never.ts'

/** The model is broken, not merely hard. `path` leads to the fault. */
export class ModelRefusedError extends Error {
  override readonly name = 'ModelRefusedError'
  readonly path: string
  readonly fault: string
  constructor(path: string, fault: string) {
    super(`The model is not plannable: ${path} ${fault}. Maybe it was put together wrongly.`)
    this.path = path
    this.fault = fault
  }
}

const MOST_LEG_CENTS = UNREACHABLE - 1

export function acceptModel(model: Model): void {
  const { visits, techs, routes, travel } = model
  whole('travel.placeCount', travel.placeCount, 0, 2 ** 15)
  for (const [index, table] of travel.profiles.entries())
    acceptTable(`travel.profiles[${index}]`, table, travel.placeCount)
  const dearest = { perHour: travel.profiles.map(() => 0), perKm: travel.profiles.map(() => 0) }
  for (const [index, route] of routes.entries()) {
    const at = `routes[${index}]`
    whole(`${at}.tech`, route.tech, 0, techs.length - 1)
    whole(`${at}.profile`, route.profile, 0, travel.profiles.length - 1)
    whole(`${at}.startPlace`, route.startPlace, 0, travel.placeCount - 1)
    whole(`${at}.endPlace`, route.endPlace, 0, travel.placeCount - 1)
    whole(`${at}.opens`, route.opens, -FARTHEST, FARTHEST)
    whole(`${at}.closes`, route.closes, route.opens, FARTHEST)
    whole(`${at}.latest`, route.latest, route.closes, FARTHEST)
    whole(`${at}.maxVisits`, route.maxVisits, 0, 2 ** 30)
    whole(`${at}.centsPerHour`, route.centsPerHour, 0, MOST_CENTS)
    whole(`${at}.centsPerKm`, route.centsPerKm, 0, MOST_CENTS)
    whole(`${at}.centsPerShift`, route.centsPerShift, 0, MOST_CENTS)
    priced(`${at}.waitingCentsPerHour`, route.waitingCentsPerHour, route.latest - route.opens)
    priced(`${at}.overtimeCentsPerHour`, route.overtimeCentsPerHour, route.latest - route.closes)
    dearest.perHour[route.profile] = Math.max(dearest.perHour[route.profile] ?? 0, route.centsPerHour)
    dearest.perKm[route.profile] = Math.max(dearest.perKm[route.profile] ?? 0, route.centsPerKm)
  }
  for (const [index, { seconds, metres }] of travel.profiles.entries())
    acceptLegs(`travel.profiles[${index}]`, seconds, metres, dearest.perHour[index] ?? 0, dearest.perKm[index] ?? 0)
  const lastSecond = routes.reduce((last, { latest }) => Math.max(last, latest), -FARTHEST)
  for (const [index, tech] of techs.entries())
    for (const [entry, { amount }] of tech.capacity.entries())
      whole(`techs[${index}].capacity[${entry}].amount`, amount, 0, MOST_CENTS)
  for (const [index, visit] of visits.entries()) {
    const at = `visits[${index}]`
    const tech = (path: string, value: number) => whole(`${at}.${path}`, value, 0, techs.length - 1)
    whole(`${at}.place`, visit.place, 0, travel.placeCount - 1)
    whole(`${at}.seconds`, visit.seconds, 0, UNREACHABLE)
    whole(`${at}.otherTechCents`, visit.otherTechCents, 0, MOST_PREFERENCE_CENTS)
    whole(`${at}.unservedCents`, visit.unservedCents, 0, MOST_CENTS)
    acceptWindows(at, visit.windows)
    if (visit.promised) span(`${at}.promised`, visit.promised)
    for (const entry of visit.secondsByTech) {
      tech('secondsByTech', entry.tech)
      whole(`${at}.secondsByTech`, entry.seconds, 0, UNREACHABLE)
    }
    for (const entry of visit.preferredTechs) {
      tech('preferredTechs', entry.tech)
      whole(`${at}.preferredTechs`, entry.cents, 0, MOST_PREFERENCE_CENTS)
    }
    for (const entry of visit.requiredTechs) tech('requiredTechs', entry)
    for (const entry of visit.excludedTechs) tech('excludedTechs', entry)
    for (const { amount } of visit.load) whole(`${at}.load`, amount, 0, MOST_CENTS)
    if (visit.pinned) {
      tech('pinned.tech', visit.pinned.tech)
      whole(`${at}.pinned.start`, visit.pinned.start, -UNREACHABLE, UNREACHABLE)
    }
    if (visit.planned) {
      tech('planned.tech', visit.planned.tech)
      whole(`${at}.planned.start`, visit.planned.start, -UNREACHABLE, UNREACHABLE)
      whole(`${at}.planned.techChangedCents`, visit.planned.techChangedCents, 0, MOST_CENTS)
    }
    if (visit.due) {
      whole(`${at}.due.at`, visit.due.at, -UNREACHABLE, UNREACHABLE)
      priced(`${at}.due.centsPerHour`, visit.due.centsPerHour, lastSecond - visit.due.at)
    }
  }
}

function whole(path: string, value: number, least: number, most: number): void {
  if (!Number.isSafeInteger(value)) throw new ModelRefusedError(path, `is ${value}, not a whole number`)
  if (value < least || value > most) throw new ModelRefusedError(path, `is ${value}, not from ${least} to ${most}`)
}

/** A price per hour, small enough for the longest time it can be asked for. */
function priced(path: string, centsPerHour: number, mostSeconds: number): void {
  whole(path, centsPerHour, 0, MOST_CENTS)
  if ((centsPerHour * mostSeconds) / 3600 > MOST_CENTS)
    throw new ModelRefusedError(path, `is ${centsPerHour}, too dear for ${mostSeconds} seconds`)
}

function span(path: string, { opens, closes }: Span): void {
  whole(`${path}.opens`, opens, -UNREACHABLE, UNREACHABLE)
  whole(`${path}.closes`, closes, opens, UNREACHABLE)
}

function acceptWindows(at: string, windows: readonly Span[]): void {
  for (const [index, window] of windows.entries()) {
    span(`${at}.windows[${index}]`, window)
    const before = windows[index - 1]
    if (before && before.closes >= window.opens)
      throw new ModelRefusedError(`${at}.windows[${index}]`, 'is not after and apart from the window before it')
  }
}

function acceptTable(at: string, { seconds, metres }: TravelTable, placeCount: number): void {
  const cells = placeCount * placeCount
  if (seconds.length !== cells)
    throw new ModelRefusedError(`${at}.seconds`, `has ${seconds.length} cells, not ${cells}`)
  if (metres.length !== cells) throw new ModelRefusedError(`${at}.metres`, `has ${metres.length} cells, not ${cells}`)
}

function acceptLegs(at: string, seconds: Int32Array, metres: Int32Array, perHour: number, perKm: number): void {
  for (let leg = 0; leg < seconds.length; leg++) {
    const time = seconds[leg] ?? 0
    if (time >= UNREACHABLE) continue
    const way = metres[leg] ?? 0
    if (time < 0 || time > FARTHEST) throw new ModelRefusedError(`${at}.seconds[${leg}]`, `is ${time}`)
    if (way < 0) throw new ModelRefusedError(`${at}.metres[${leg}]`, `is ${way}`)
    if ((perHour * time) / 3600 + (perKm * way) / 1000 > MOST_LEG_CENTS)
      throw new ModelRefusedError(`${at}[${leg}]`, 'is too dear a leg for its prices')
  }
}
