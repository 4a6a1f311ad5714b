// Fit: may this technician do this visit on this shift at all, for how long, and at what price of liking. Each rule has a
// file of its own; a new one is one more entry of the list. Knows no times of day and no plan. The test that the search
// uses is built from the very findings that explain it. Imports solver/ only.
import type { Crews } from '../crews.ts'
import type { Blocker } from '../finding.ts'
import { COST_LINES, type CostLine, type Model, type RouteModel, type VisitModel } from '../model.ts'
import { sharedInts, sharedIntsOf, sharedNumbers } from '../shared.ts'
import { areas } from './areas.ts'
import { techChange } from './change.ts'
import { continuity } from './continuity.ts'
import type { FitRule, Who } from './fit-rule.ts'
import { wholeCentsFor } from './money.ts'
import { namedTechs } from './named-techs.ts'
import { preference } from './preference.ts'
import { skills } from './skills.ts'
import { tools } from './tools.ts'

export const FIT_RULES: readonly FitRule[] = [namedTechs, areas, skills, tools, preference, continuity, techChange]

export const FIT_LINES: readonly CostLine[] = COST_LINES.filter((line) => FIT_RULES.some((rule) => rule.line === line))

export interface Fit {
  readonly crewCount: number // shifts of one crew are alike in all that is said here
  readonly crewOf: Int32Array // by route
  readonly workSeconds: Int32Array // visit × crew
  readonly fitCents: readonly (Int32Array | null)[] // by entry of FIT_LINES: visit × crew; null where nobody pays for it
  readonly likingCents: Float64Array // visit × crew: all of them and labour; FORBIDDEN where nobody of the crew may go
  readonly labourCents: Float64Array // visit × crew: what the work costs where people are paid for being out
  readonly isPicky: boolean // some liking is not zero
}

export const FORBIDDEN = Number.POSITIVE_INFINITY
export const MOST_PREFERENCE_CENTS = 0x3fff_fffe
/** Longer than from the earliest to the latest second that the clock can count. */
const MOST_WORK_SECONDS = 0x1fff_ffff

export const likingOn = (fit: Fit, visit: number, route: number): number =>
  fit.isPicky ? fit.likingCents[visit * fit.crewCount + fit.crewOf[route]!]! : 0

export const labourOn = (fit: Fit, visit: number, route: number): number =>
  fit.labourCents[visit * fit.crewCount + fit.crewOf[route]!]!

export const workOn = (fit: Fit, visit: number, route: number): number =>
  fit.workSeconds[visit * fit.crewCount + fit.crewOf[route]!]!

/** Everything that keeps them from this visit on that shift, whatever the day looks like. Empty: they may go. */
export function fitBlockers(visit: VisitModel, who: Who): Blocker[] {
  const all: Blocker[] = []
  for (const { blockers } of FIT_RULES) if (blockers !== undefined) all.push(...blockers(visit, who))
  return all
}

/** What it costs to send them, whoever may go. */
export const fitCents = (visit: VisitModel, who: Who): number =>
  FIT_RULES.reduce((sum, { cents }) => sum + (cents?.(visit, who) ?? 0), 0)

/** For whoever has no shift at all. */
export const NO_SHIFT: RouteModel = {
  tech: 0,
  profile: 0,
  startPlace: 0,
  endPlace: 0,
  opens: 0,
  closes: 0,
  latest: 0,
  maxVisits: 0,
  centsPerHour: 0,
  centsPerKm: 0,
  waitingCentsPerHour: 0,
  overtimeCentsPerHour: 0,
  centsPerShift: 0,
}

export const whoOn = (model: Model, route: number): Who => {
  const shift = model.routes[route]!
  return { model, tech: model.techs[shift.tech]!, index: shift.tech, shift }
}

export function compileFit(model: Model, { crewOf, oneOf }: Crews): Fit {
  const { visits } = model
  const crewCount = oneOf.length
  const crews = oneOf.map((route) => whoOn(model, route))
  const likingCents = sharedNumbers(visits.length * crewCount)
  const cents = FIT_LINES.map(() => sharedInts(visits.length * crewCount))
  for (const [entry, rule] of FIT_RULES.entries()) {
    const own = rule.line === undefined ? undefined : cents[FIT_LINES.indexOf(rule.line)]
    const known = new Map<string, Float64Array>()
    for (const [index, visit] of visits.entries()) {
      const key = looksOf(visit)[entry]!
      const prices = known.get(key) ?? pricesOf(rule, visit, crews)
      known.set(key, prices)
      for (let crew = 0; crew < crewCount; crew++) {
        likingCents[index * crewCount + crew]! += prices[crew]!
        if (own !== undefined && prices[crew]! < FORBIDDEN) own[index * crewCount + crew] = prices[crew]!
      }
    }
  }
  const workSeconds = workSecondsOf(visits, crews)
  const labourCents = labourCentsOf(workSeconds, crews)
  for (let index = 0; index < likingCents.length; index++) likingCents[index]! += labourCents[index]!
  return {
    crewCount,
    crewOf: sharedIntsOf(crewOf),
    workSeconds,
    labourCents,
    fitCents: cents.map((line) => (line.some((amount) => amount !== 0) ? line : null)),
    likingCents,
    isPicky: likingCents.some((amount) => amount !== 0),
  }
}

/** What each rule looks at, in writing: of a visit that is compiled again and again it stays the same. */
const LOOKS = new WeakMap<VisitModel, readonly string[]>()

export function looksOf(visit: VisitModel): readonly string[] {
  const known = LOOKS.get(visit)
  if (known !== undefined) return known
  const looks = FIT_RULES.map((rule) => JSON.stringify(rule.looksAt(visit)))
  LOOKS.set(visit, looks)
  return looks
}

const pricesOf = (rule: FitRule, visit: VisitModel, crews: readonly Who[]): Float64Array =>
  Float64Array.from(crews, (who) => priceOf(rule, visit, who))

const priceOf = ({ blockers, cents }: FitRule, visit: VisitModel, who: Who): number =>
  (blockers?.(visit, who) ?? []).length > 0 ? FORBIDDEN : (cents?.(visit, who) ?? 0)

/** One visit is another one from now on, as far as this crew goes; somebody may have to pay for any of the lines. */
export function rewriteFit(fit: Fit, visit: number, crew: number, of: VisitModel, who: Who): void {
  const at = visit * fit.crewCount + crew
  let liking = 0
  for (const rule of FIT_RULES) {
    const price = priceOf(rule, of, who)
    liking += price
    const own = rule.line === undefined ? null : fit.fitCents[FIT_LINES.indexOf(rule.line)]
    if (own) own[at] = price < FORBIDDEN ? price : 0
  }
  const seconds = ownSeconds(of).get(who.index) ?? of.seconds
  fit.workSeconds[at] = Math.min(seconds, MOST_WORK_SECONDS)
  fit.labourCents[at] = wholeCentsFor(fit.workSeconds[at]!, who.shift.spanCentsPerHour ?? 0)
  fit.likingCents[at] = liking + fit.labourCents[at]!
}

function labourCentsOf(workSeconds: Int32Array, crews: readonly Who[]): Float64Array {
  const labourCents = sharedNumbers(workSeconds.length)
  for (const [crew, { shift }] of crews.entries()) {
    const rate = shift.spanCentsPerHour ?? 0
    if (rate === 0) continue
    for (let index = crew; index < workSeconds.length; index += crews.length)
      labourCents[index] = wholeCentsFor(workSeconds[index]!, rate)
  }
  return labourCents
}

function workSecondsOf(visits: readonly VisitModel[], crews: readonly Who[]): Int32Array {
  const workSeconds = sharedInts(visits.length * crews.length)
  for (const [index, visit] of visits.entries()) {
    const row = index * crews.length
    workSeconds.fill(Math.min(visit.seconds, MOST_WORK_SECONDS), row, row + crews.length)
    if (visit.secondsByTech.length === 0) continue
    const own = ownSeconds(visit)
    for (const [crew, { index: tech }] of crews.entries()) {
      const seconds = own.get(tech)
      if (seconds !== undefined) workSeconds[row + crew] = Math.min(seconds, MOST_WORK_SECONDS)
    }
  }
  return workSeconds
}

/** The first entry for a technician counts. */
const ownSeconds = ({ secondsByTech }: VisitModel): ReadonlyMap<number, number> =>
  secondsByTech.length === 0 ? NOBODYS : new Map(secondsByTech.toReversed().map(({ tech, seconds }) => [tech, seconds]))

const NOBODYS: ReadonlyMap<number, number> = new Map()
