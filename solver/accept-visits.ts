// Whether the visits of a model make sense. Imports solver/ only.
import type { Model, TechGrade, UnitAmount, VisitModel } from './model.ts'
import { UNREACHABLE } from './model.ts'
import { moment, priced, span, whole, wholeIfSaid, windowsApart } from './refusal.ts'
import { MOST_PREFERENCE_CENTS } from './rules/fit.ts'
import { MOST_CENTS } from './rules/money.ts'
import { FARTHEST } from './rules/never.ts'

/** No level of a skill is higher. */
export const MOST_LEVEL = 2 ** 16

interface Bounds {
  readonly techCount: number
  readonly placeCount: number
  /** When the first shift opens, and when the last one is over. */
  readonly first: number
  readonly last: number
}

export function acceptVisits({ visits, techs, routes, travel }: Model): void {
  const bounds = {
    techCount: techs.length,
    placeCount: travel.placeCount,
    first: routes.reduce((first, { opens }) => Math.min(first, opens), FARTHEST),
    last: routes.reduce((last, { latest }) => Math.max(last, latest), -FARTHEST),
  }
  for (const [index, visit] of visits.entries()) {
    const at = `visits[${index}]`
    acceptWork(at, visit, bounds)
    acceptTechsOf(at, visit, bounds)
    acceptHours(at, visit, bounds)
    acceptStanding(at, visit, bounds)
  }
}

function acceptWork(at: string, visit: VisitModel, { placeCount }: Bounds): void {
  whole(`${at}.place`, visit.place, 0, placeCount - 1)
  whole(`${at}.seconds`, visit.seconds, 0, UNREACHABLE)
  wholeIfSaid(`${at}.setupSeconds`, visit.setupSeconds, 0, FARTHEST)
  whole(`${at}.unservedCents`, visit.unservedCents, 0, MOST_CENTS)
  for (const [entry, { level }] of visit.skills.entries()) whole(`${at}.skills[${entry}].level`, level, 0, MOST_LEVEL)
  acceptAmounts(`${at}.load`, visit.load)
  if (visit.release !== undefined) moment(`${at}.release`, visit.release)
}

export function acceptAmounts(at: string, amounts: readonly UnitAmount[]): void {
  for (const [entry, { amount }] of amounts.entries()) whole(`${at}[${entry}].amount`, amount, 0, MOST_CENTS)
}

function acceptTechsOf(at: string, visit: VisitModel, { techCount }: Bounds): void {
  const tech = (path: string, value: number) => whole(`${at}.${path}`, value, 0, techCount - 1)
  const grades = (path: string, all: readonly TechGrade[]) => {
    for (const [entry, grade] of all.entries()) {
      tech(`${path}[${entry}].tech`, grade.tech)
      whole(`${at}.${path}[${entry}].cents`, grade.cents, 0, MOST_PREFERENCE_CENTS)
    }
  }
  for (const [entry, own] of visit.secondsByTech.entries()) {
    tech(`secondsByTech[${entry}].tech`, own.tech)
    whole(`${at}.secondsByTech[${entry}].seconds`, own.seconds, 0, UNREACHABLE)
  }
  for (const entry of visit.requiredTechs) tech('requiredTechs', entry)
  for (const entry of visit.excludedTechs) tech('excludedTechs', entry)
  grades('preferredTechs', visit.preferredTechs)
  grades('knownTechs', visit.knownTechs ?? [])
  whole(`${at}.otherTechCents`, visit.otherTechCents, 0, MOST_PREFERENCE_CENTS)
  wholeIfSaid(`${at}.strangerCents`, visit.strangerCents, 0, MOST_PREFERENCE_CENTS)
}

function acceptHours(at: string, visit: VisitModel, { first, last }: Bounds): void {
  windowsApart(`${at}.windows`, visit.windows)
  for (const [entry, window] of (visit.softWindows ?? []).entries()) {
    span(`${at}.softWindows[${entry}]`, window)
    const farthest = Math.max(last - window.closes, window.opens - first)
    priced(`${at}.softWindows[${entry}].centsPerHour`, window.centsPerHour, farthest)
  }
  for (const [entry, window] of (visit.preferredWindows ?? []).entries()) {
    span(`${at}.preferredWindows[${entry}]`, window)
    whole(`${at}.preferredWindows[${entry}].cents`, window.cents, 0, MOST_CENTS)
  }
  if (visit.due) {
    moment(`${at}.due.at`, visit.due.at)
    priced(`${at}.due.centsPerHour`, visit.due.centsPerHour, last - visit.due.at)
  }
  if (visit.asap) {
    moment(`${at}.asap.from`, visit.asap.from)
    priced(`${at}.asap.centsPerHour`, visit.asap.centsPerHour, last - visit.asap.from)
  }
}

function acceptStanding(at: string, { planned, promised, pinned }: VisitModel, { techCount }: Bounds): void {
  const stand = (path: string, { tech, start }: { readonly tech: number; readonly start: number }) => {
    whole(`${at}.${path}.tech`, tech, 0, techCount - 1)
    moment(`${at}.${path}.start`, start)
  }
  if (pinned) stand('pinned', pinned)
  if (planned) {
    stand('planned', planned)
    whole(`${at}.planned.techChangedCents`, planned.techChangedCents, 0, MOST_PREFERENCE_CENTS)
  }
  if (!promised) return
  span(`${at}.promised`, promised)
  if (!promised.moved) return
  whole(`${at}.promised.moved.most`, promised.moved.most, 0, FARTHEST)
  priced(`${at}.promised.moved.centsPerHour`, promised.moved.centsPerHour, promised.moved.most)
}
