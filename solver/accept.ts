// Whether a model makes sense: indexes that exist, times and prices within the range in which all sums stay exact.
// A rule that cannot be met is not its concern, that is a visit left out with a reason. Imports solver/ only.
import { acceptLinks } from './accept-links.ts'
import { acceptRoutes, acceptTechs } from './accept-shifts.ts'
import { acceptTravel } from './accept-travel.ts'
import { acceptVisits } from './accept-visits.ts'
import type { Model } from './model.ts'
import { ModelRefusedError, moment, priced, whole } from './refusal.ts'
import { MOST_PREFERENCE_CENTS } from './rules/fit.ts'
import { MOST_CENTS } from './rules/money.ts'
import { FARTHEST } from './rules/never.ts'

/** Throws ModelRefusedError. Indexes come before whatever follows them. */
export function acceptModel(model: Model): void {
  acceptRoutes(model)
  acceptVisits(model)
  const highest = acceptedTechs(model)
  acceptLinks(model)
  if (model.snap !== undefined) {
    whole('snap.every', model.snap.every, 1, FARTHEST)
    moment('snap.from', model.snap.from)
  }
  acceptPrices(model, highest)
  acceptTravel(model)
}

/** By skill: the highest level that anybody holds. */
type Highest = ReadonlyMap<string, number>

/** Lists of technicians that make sense: parts of one model share theirs, which is long and never changes. */
const ACCEPTED = new WeakMap<Model['techs'], Highest>()

function acceptedTechs(model: Model): Highest {
  const known = ACCEPTED.get(model.techs)
  if (known !== undefined) return known
  acceptTechs(model)
  const highest = new Map<string, number>()
  for (const { skills } of model.techs)
    for (const { skill, level } of skills) highest.set(skill, Math.max(level, highest.get(skill) ?? 0))
  ACCEPTED.set(model.techs, highest)
  return highest
}

function acceptPrices({ visits, techs, routes, prices = {} }: Model, highest: Highest): void {
  const {
    surplusLevelCents = 0,
    areaMissedCents = 0,
    unfairCentsPerHour = 0,
    scatterCentsPerKm = 0,
    worstLateCentsPerHour = 0,
  } = prices
  whole('prices.surplusLevelCents', surplusLevelCents, 0, MOST_PREFERENCE_CENTS)
  whole('prices.areaMissedCents', areaMissedCents, 0, MOST_PREFERENCE_CENTS)
  whole('prices.scatterCentsPerKm', scatterCentsPerKm, 0, MOST_CENTS)
  const surplus = surplusLevelCents === 0 ? 0 : mostSurplusLevels(visits, highest)
  if (surplusLevelCents * surplus > MOST_PREFERENCE_CENTS)
    throw new ModelRefusedError('prices.surplusLevelCents', `is ${surplusLevelCents}, too dear for ${surplus} levels`)
  const shiftSeconds = techs.map(({ busyBefore = 0 }) => busyBefore)
  for (const { tech, opens, latest } of routes) shiftSeconds[tech]! += latest - opens
  priced(
    'prices.unfairCentsPerHour',
    unfairCentsPerHour,
    shiftSeconds.reduce((most, own) => Math.max(most, own), 0),
  )
  const last = routes.reduce((end, { latest }) => Math.max(end, latest), -FARTHEST)
  const firstDue = visits.reduce((first, { due }) => Math.min(first, due?.at ?? last), last)
  priced('prices.worstLateCentsPerHour', worstLateCentsPerHour, last - firstDue)
}

/** Above what one visit asks for, over all its skills, whoever comes. */
function mostSurplusLevels(visits: Model['visits'], highest: Highest): number {
  return visits.reduce((most, { skills }) => {
    const own = skills.reduce((sum, { skill, level }) => sum + Math.max(0, (highest.get(skill) ?? 0) - level), 0)
    return Math.max(most, own)
  }, 0)
}
