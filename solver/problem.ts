// The model compiled for the search: one structure of arrays over shared memory, each rule bringing its own part.
// Everything is a whole number; visits, techs, routes and places are indexes. Imports solver/ only.
import { acceptModel } from './accept.ts'
import { type Crews, crewsOf } from './crews.ts'
import { compileKin, type Kin } from './kin.ts'
import type { Model } from './model.ts'
import { compileNeighbours, type Neighbours } from './neighbours.ts'
import { type ByDepots, compileByDepots } from './rules/by-depots.ts'
import { type Change, compileChange } from './rules/change.ts'
import { type Clock, compileClock } from './rules/clock.ts'
import { type CourseRules, compileCourse } from './rules/course.ts'
import { compileFit, type Fit, FORBIDDEN } from './rules/fit.ts'
import { compileLedger, type LedgerRules } from './rules/ledger.ts'
import { compileLinks, type Links } from './rules/links.ts'
import { compileLoad, type Load } from './rules/load.ts'
import { compileRoads, type Roads } from './rules/roads.ts'
import { compileServe, type Serve } from './rules/serve.ts'
import { unshared } from './shared.ts'

interface Rules extends Roads, ByDepots, Fit, Clock, CourseRules, Links, Load, LedgerRules, Change, Serve {}

export interface Problem extends Rules, Kin, Neighbours {
  /**
   * A leg takes and costs the same for everybody, work takes as long, people and hours have no price (though not everybody
   * may go everywhere, and shifts may be limited), a visit has one window and a van one limit. What is asked a million times a second then has a shorter form.
   */
  readonly isPlain: boolean
}

/** Throws ModelRefusedError when the model is not one that can be planned at all. */
export function compile(model: Model): Problem {
  acceptModel(model)
  const crews = crewsOf(model)
  const rules = compileRules(model, crews)
  return {
    ...rules,
    ...compileKin(model, crews, rules),
    ...compileNeighbours(rules),
    isPlain: isPlain(rules),
  }
}

/**
 * The same for whoever prices a few places of a plan on this thread and does not search: nobody is told who is near, and
 * no two shifts are alike. Whether the model makes sense has been seen before.
 */
export const compileToPrice = (model: Model, crews = crewsOf(model)): Problem =>
  unshared(() => ({
    ...compileRules(model, crews, false),
    kindOf: Int32Array.from(model.routes, (_, route) => route),
    kindCount: model.routes.length,
    aloneCents: new Float64Array(0),
    nearCount: 0,
    near: new Int32Array(0),
    nearLegs: [],
    isPlain: false,
  }))

function compileRules(model: Model, crews: Crews, isSearched = true): Rules {
  const roads = compileRoads(model, isSearched)
  const course = compileCourse(model)
  return {
    ...roads,
    ...compileClock(model),
    ...course,
    ...compileByDepots({ ...roads, ...course }),
    ...compileFit(model, crews),
    ...compileLoad(model),
    ...compileLedger(model),
    ...compileLinks(model),
    ...compileChange(model),
    ...compileServe(model),
  }
}

export type VisitRules = Clock & CourseRules & Change & Serve

/** What the rules say of the visits of a model by themselves, whoever serves them. */
export function compileVisits({ visits, techs, snap }: Pick<Model, 'visits' | 'techs' | 'snap'>): VisitRules {
  const alone: Model = { visits, techs, routes: [], travel: { placeCount: 0, profiles: [] }, ...(snap && { snap }) }
  return unshared(() => ({
    ...compileClock(alone),
    ...compileCourse(alone),
    ...compileChange(alone),
    ...compileServe(alone),
  }))
}

const isPlain = (rules: Rules): boolean =>
  rules.tariffCents.length === 1 &&
  rules.travelSeconds.length === 1 &&
  rules.crewCount > 0 &&
  rules.unitCount === 1 &&
  rules.likingCents.every((cents) => cents === 0 || cents === FORBIDDEN) &&
  rules.workSeconds.every((seconds, index) => seconds === rules.workSeconds[index - (index % rules.crewCount)]) &&
  !rules.timed.includes(1) &&
  !rules.hasGaps.includes(1) &&
  rules.mostShiftCents === 0 &&
  rules.maxVisits.every((most) => most >= rules.visitCount)
