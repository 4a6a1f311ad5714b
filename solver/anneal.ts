// Simulated annealing over ruin and recreate, polished by a short descent: a change is kept when it is not much dearer,
// and "much" shrinks as the time runs out (Kirkpatrick et al. 1983). Imports solver/ only.
import { BestSequences } from './best-sequences.ts'
import type { Descent } from './descent.ts'
import { BestInsertion } from './insertion.ts'
import { Plan } from './plan.ts'
import { Random } from './random.ts'
import { Recreate } from './recreate.ts'
import { Ruin } from './ruin.ts'
import type { SearchTerms } from './terms.ts'

/** Temperatures are counted in legs of average price, so they fit any currency and any map. */
export const ANNEAL = {
  /** Days of up to so many visits get the hot start: they have time to cool from anywhere. */
  few: 250,
  fewHot: 3,
  fewCold: 0.1,
  /** Otherwise hotter the more visits a route has. */
  hot: 1,
  cold: 0.05,
  hotLong: 2,
  coldLong: 0.1,
  longRoute: 20,
  /** A recreated plan this many temperatures above the limit is still worth polishing. */
  polish: 1,
  /** Rounds between two looks at the clock. */
  clockEvery: 16,
}
const REPORT_EVERY = 256

export interface Annealed {
  readonly rounds: number
  /** `next` of the best plan it saw; the plan itself is where the annealing came to. */
  readonly best: Int32Array
  readonly bestCost: number
}

export function anneal(
  plan: Plan,
  descent: Descent,
  { seed, iterations, stop, share = (rounds) => rounds / iterations, onProgress }: SearchTerms,
): Annealed {
  const random = new Random(seed)
  const ruin = new Ruin(plan, random, hopelessVisits(plan))
  const recreate = new Recreate(plan, random)
  const best = new BestSequences(plan)
  let temperature = 0
  let round = 0
  for (; round < iterations; round++) {
    if (round % ANNEAL.clockEvery === 0) {
      if (stop()) break
      temperature = legPrice(plan) * heat(plan, Math.min(1, share(round)))
    }
    const before = plan.cost
    const limit = before - temperature * Math.log(1 - random.fraction())
    plan.begin()
    ruin.run()
    const hope = Math.max(before + 1, limit + ANNEAL.polish * temperature)
    const isPlaced = recreate.run(ruin.open, ruin.count, hope)
    if (isPlaced && plan.cost !== before && plan.cost < hope) {
      for (let turn = 0; turn < ruin.count; turn++) descent.enqueueAround(ruin.open[turn]!)
      descent.run(NEVER_STOP)
    }
    if (!isPlaced || (plan.cost > before && plan.cost >= limit)) plan.undo()
    else {
      best.follow()
      if (plan.cost < best.cost) {
        best.keep()
        onProgress?.(plan, round + 1)
      }
    }
    if (round % REPORT_EVERY === 0 && plan.cost === best.cost) onProgress?.(plan, round + 1)
  }
  return { rounds: round, best: best.next, bestCost: best.cost }
}

/** A handful of visits takes no time worth interrupting, and half a descent would depend on the clock. */
const NEVER_STOP = () => false

function heat({ problem, visits, unservedCount, usedRoutes }: Plan, share: number): number {
  const stops = (visits.length - unservedCount) / Math.max(1, usedRoutes)
  const [hot, cold] =
    problem.visitCount <= ANNEAL.few
      ? [ANNEAL.fewHot, ANNEAL.fewCold]
      : stops >= ANNEAL.longRoute
        ? [ANNEAL.hotLong, ANNEAL.coldLong]
        : [ANNEAL.hot, ANNEAL.cold]
  return hot * (cold / hot) ** share
}

const legPrice = ({ visits, drivenCents, usedRoutes, unservedCount }: Plan): number =>
  drivenCents / Math.max(1, visits.length - unservedCount + usedRoutes)

/** Those left out that would be so on an empty day too: trying them again and again only costs time. */
function hopelessVisits(plan: Plan): Uint8Array {
  const hopeless = new Uint8Array(plan.problem.visitCount)
  if (plan.unservedCount === 0) return hopeless
  const emptyDay = new BestInsertion(new Plan(plan.problem))
  for (let turn = 0; turn < plan.unservedCount; turn++) {
    const visit = plan.unserved[turn]!
    if (!emptyDay.findNear(visit)) hopeless[visit] = 1
  }
  return hopeless
}
