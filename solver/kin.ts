// Which routes are interchangeable: alike in place, hours, prices and in what every rule says of their technician. The
// search tries one empty route of a kind and may hand a whole rest of a route to another of its kind without re-pricing.
// Imports solver/ only.
import type { Crews } from './crews.ts'
import type { Model } from './model.ts'
import type { Clock } from './rules/clock.ts'
import { type Fit, likingOn } from './rules/fit.ts'
import type { LedgerRules } from './rules/ledger.ts'
import { endOf, legCents, type Roads, startOf } from './rules/roads.ts'
import { sharedInts, sharedNumbers } from './shared.ts'

export interface Kin {
  readonly kindOf: Int32Array // by route
  readonly kindCount: number
  readonly aloneCents: Float64Array // kind × visit: legs, liking and shift of a route that serves nobody else
}

export function compileKin(model: Model, { crewOf }: Crews, rules: Roads & Fit & Clock & LedgerRules): Kin {
  const kindOf = sharedInts(model.routes.length)
  const kinds = new Map<string, number>()
  // Who is counted over several shifts is like nobody else, on no other day.
  const limitsOf = model.techs.map(({ capacity, rest, centsPerHead }, tech) => {
    const isCounted = rules.countsBusy[tech] === 1 || rest !== undefined || (centsPerHead ?? 0) > 0
    return { limits: JSON.stringify([capacity, isCounted ? tech : null]), isCounted }
  })
  for (const [index, { tech, day, week, ...terms }] of model.routes.entries()) {
    const { limits, isCounted } = limitsOf[tech]!
    const key = JSON.stringify([crewOf[index], limits, isCounted ? [day, week] : null, Object.entries(terms).sort()])
    const kind = kinds.get(key) ?? kinds.size
    kinds.set(key, kind)
    kindOf[index] = kind
  }
  return { kindOf, kindCount: kinds.size, aloneCents: aloneCents(rules, kindOf, kinds.size) }
}

function aloneCents(rules: Roads & Fit & Clock, kindOf: Int32Array, kindCount: number): Float64Array {
  const { visitCount } = rules
  const alone = sharedNumbers(kindCount * visitCount)
  for (let kind = 0; kind < kindCount; kind++) {
    const route = kindOf.indexOf(kind)
    const start = startOf(rules, route)
    const end = endOf(rules, route)
    for (let visit = 0; visit < visitCount; visit++)
      alone[kind * visitCount + visit] =
        legCents(rules, route, start, visit) +
        legCents(rules, route, visit, end) +
        likingOn(rules, visit, route) +
        rules.shiftCents[route]!
  }
  return alone
}
