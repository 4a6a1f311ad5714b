// What is told of one technician and one visit, judged before anybody sees it: the place that there is, and what would make
// one. The shifts as they are and as they would be, from plain models, by rules that share no code with the search.
// Imports workers/ and solver/ only.
import { judge } from '../solver/check/judge.ts'
import type { PricedOption } from '../solver/finding.ts'
import type { AskedOf, Told } from '../solver/live/attempt.ts'
import { type Inquired, inquire } from '../solver/live/inquiry.ts'
import type { Change, Wanted } from '../solver/live/knobs.ts'
import type { LiveDay } from '../solver/live/live-day.ts'
import { type Move, type Unlock, unlocksFor } from '../solver/live/unlock.ts'
import { COST_LINES, type CostLine, type CostLines } from '../solver/model.ts'
import { totalOf } from '../solver/timetable.ts'
import { PlanRejectedError } from './errors.ts'

export interface JudgedInquiry extends Omit<Inquired, 'place'> {
  /** The cheapest there is, where nothing is in the way. */
  readonly option?: PricedOption
}

export interface JudgedUnlock {
  readonly changes: readonly Change[]
  readonly route: number
  readonly start: number
  readonly end: number
  /** What the plan then costs more than it does now, leaving the visit out not counted. */
  readonly cost: CostLines
  readonly moves: readonly Move[]
}

export interface JudgedUnlocks {
  /** Cheapest first. */
  readonly found: readonly JudgedUnlock[]
  /** Not everything was tried that could be. */
  readonly isCut: boolean
}

/** Throws PlanRejectedError when the place is not what it says: a bug, which nobody is to see as an answer. */
export function judgedInquiry(day: LiveDay, asked: AskedOf): JudgedInquiry {
  day.accept(asked.visit)
  const { place, ...inquired } = inquire(day, asked)
  if (place === undefined) return inquired
  const added = addedCost(place.before, place.after)
  if (COST_LINES.some((line) => added[line] !== place.option.cost[line]))
    throw new PlanRejectedError([], totalOf(place.option.cost), added)
  return { ...inquired, option: place.option }
}

/** The same of what would have to change. */
export function judgedUnlocks(day: LiveDay, wanted: Wanted): JudgedUnlocks {
  day.accept(wanted.visit)
  const { found, isCut } = unlocksFor(day, wanted)
  return { found: found.map(judged), isCut }
}

const judged = ({ changes, route, start, end, moves, before, after }: Unlock): JudgedUnlock => ({
  changes,
  route,
  start,
  end,
  cost: addedCost(before, after),
  moves,
})

/** Line by line; without what it costs that somebody is not served. */
function addedCost(before: Told, after: Told): CostLines {
  const [was, is] = [judgedCost(before), judgedCost(after)]
  const added = (line: CostLine) => (line === 'UNSERVED' ? 0 : is[line] - was[line])
  return Object.fromEntries(COST_LINES.map((line) => [line, added(line)])) as CostLines
}

function judgedCost({ model, day, cents }: Told): CostLines {
  const { violations, cost } = judge(model, day)
  if (violations.length > 0 || totalOf(cost) !== cents) throw new PlanRejectedError(violations, cents, cost)
  return cost
}
