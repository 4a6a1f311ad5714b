// The model compiled for the search: one structure of arrays over shared memory, each rule bringing its own part.
// Everything is a whole number; visits, techs, routes and places are indexes. Imports solver/ only.
import { acceptModel } from './accept.ts'
import { compileKin, type Kin } from './kin.ts'
import type { Model } from './model.ts'
import { compileNeighbours, type Neighbours } from './neighbours.ts'
import { type Change, compileChange } from './rules/change.ts'
import { type Clock, compileClock } from './rules/clock.ts'
import { compileFit, type Fit } from './rules/fit.ts'
import { compileLoad, type Load } from './rules/load.ts'
import { compileRoads, type Roads } from './rules/roads.ts'
import { compileServe, type Serve } from './rules/serve.ts'

export interface Problem extends Roads, Fit, Clock, Load, Change, Serve, Kin, Neighbours {}

/** Throws ModelRefusedError when the model is not one that can be planned at all. */
export function compile(model: Model): Problem {
  acceptModel(model)
  const roads = compileRoads(model)
  const clock = compileClock(model)
  return {
    ...roads,
    ...clock,
    ...compileFit(model),
    ...compileLoad(model),
    ...compileChange(model),
    ...compileServe(model),
    ...compileKin(model),
    ...compileNeighbours(model, clock, roads),
  }
}
