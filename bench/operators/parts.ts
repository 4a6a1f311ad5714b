// The one list of what is priced alone. Each part gets a plan of its own and leaves it, after every pass, as it was.
import { DESCENT } from '../../solver/descent.ts'
import { draftOf, planOfDraft } from '../../solver/draft.ts'
import { BestInsertion } from '../../solver/insertion.ts'
import { NearMoves } from '../../solver/near-moves.ts'
import type { Operator } from '../../solver/operators/operator.ts'
import { OPERATORS } from '../../solver/operators/operators.ts'
import type { Plan } from '../../solver/plan.ts'
import { Random } from '../../solver/random.ts'
import { Rounds } from './rounds.ts'
import type { Work } from './timing.ts'

export interface SearchPart {
  readonly name: string
  /** What one evaluation of it is. */
  readonly evaluation: string
  /** Undefined where the search would not use it, or where the plan has nothing for it to do. */
  open(plan: Plan, seed: number): Work | undefined
}

const TERMS = {
  /** So many visits at most are put into the plan or taken out of it in one pass, and no more than this share of all. */
  placed: 100,
  placedShare: 0.1,
  /** Of one turn, each time the same. */
  rounds: 256,
  descents: 64,
}

export const PARTS: readonly SearchPart[] = [
  ...OPERATORS.map(evaluateOver),
  { name: 'NearMoves.find', evaluation: 'a served visit and all its near ones', open: findMoves },
  { name: 'BestInsertion.findNear', evaluation: 'a visit without a place', open: insertionBy('findNear') },
  { name: 'BestInsertion.findAnywhere', evaluation: 'a visit without a place', open: insertionBy('findAnywhere') },
  { name: 'Ruin + Recreate', evaluation: 'a round, and taking it back', open: ruinAndRecreate },
  { name: 'Descent', evaluation: 'the descent after a round that changed something', open: descend },
  { name: 'Plan.begin/undo', evaluation: 'taking back such a round', open: takeBack },
  { name: 'Plan.insert/remove', evaluation: 'a visit taken out and put back', open: outAndIn },
  { name: 'draft out', evaluation: 'a plan made a draft', open: draftOut },
  { name: 'draft in', evaluation: 'a plan made of a draft', open: draftIn },
]
export const PART_NAMES = PARTS.map(({ name }) => name)

/** Over the pairs that a descent looks at. */
function evaluateOver(operator: Operator): SearchPart {
  const open = (plan: Plan): Work | undefined => {
    const pairs = nearPairs(plan)
    if (!operator.supports(plan.problem) || pairs.length === 0) return undefined
    const run = () => {
      let sum = 0
      for (let index = 0; index < pairs.length; index += 2)
        sum += operator.evaluate(plan, pairs[index]!, pairs[index + 1]!)
      return sum
    }
    return { evaluations: pairs.length / 2, run }
  }
  return { name: operator.name, evaluation: 'a visit and a stop near it', open }
}

/** Visit and stop by turns: behind each near visit, and behind the start when that one comes first on its route. */
function nearPairs(plan: Plan): Int32Array {
  const { near, nearCount, visitCount } = plan.problem
  const pairs: number[] = []
  for (const visit of servedOn(plan))
    for (const other of near.subarray(visit * nearCount, visit * nearCount + Math.min(nearCount, DESCENT.near))) {
      if (other < 0 || plan.routeOf(other) < 0) continue
      pairs.push(visit, other)
      const before = plan.previous(other)
      if (before >= visitCount) pairs.push(visit, before)
    }
  return Int32Array.from(pairs)
}

function findMoves(plan: Plan): Work | undefined {
  const [legs] = plan.problem.nearLegs
  const served = servedOn(plan)
  if (!plan.problem.isPlain || !legs || served.length === 0) return undefined
  const moves = new NearMoves(plan, legs, DESCENT.near)
  const run = () => {
    let sum = 0
    for (const visit of served) if (moves.find(visit) !== undefined) sum += moves.after
    return sum
  }
  return { evaluations: served.length, run }
}

function insertionBy(find: 'findNear' | 'findAnywhere'): SearchPart['open'] {
  return (plan, seed) => {
    const visits = drawn(plan, seed).filter((visit) => {
      if (!canLeave(plan, visit)) return false
      plan.remove(visit)
      return true
    })
    if (visits.length === 0) return undefined
    const best = new BestInsertion(plan)
    const run = () => {
      let sum = 0
      for (const visit of visits) if (best[find](visit)) sum += best.cents
      return sum
    }
    return { evaluations: visits.length, run }
  }
}

function ruinAndRecreate(plan: Plan, seed: number): Work {
  const rounds = new Rounds(plan, seed)
  const run = () => {
    rounds.ruinAndRecreate()
    const { cost } = rounds
    rounds.takeBack()
    return cost
  }
  return { evaluations: 1, passes: TERMS.rounds, rewind: () => rounds.rewind(), run }
}

function descend(plan: Plan, seed: number): Work {
  const rounds = new Rounds(plan, seed)
  const run = () => {
    rounds.descend()
    return rounds.cost
  }
  return {
    evaluations: 1,
    passes: TERMS.descents,
    rewind: () => rounds.rewind(),
    prepare: () => rounds.ruinAndRecreateToChange(),
    run,
    restore: () => rounds.takeBack(),
  }
}

function takeBack(plan: Plan, seed: number): Work {
  const rounds = new Rounds(plan, seed)
  const run = () => {
    rounds.takeBack() // which begins anew
    return rounds.cost
  }
  return {
    evaluations: 1,
    passes: TERMS.rounds,
    rewind: () => rounds.rewind(),
    prepare: () => rounds.ruinAndRecreateToChange(),
    run,
  }
}

function outAndIn(plan: Plan, seed: number): Work | undefined {
  const visits = drawn(plan, seed).filter((visit) => canLeave(plan, visit))
  if (visits.length === 0) return undefined
  const run = () => {
    let sum = 0
    plan.begin()
    for (const visit of visits) {
      const before = plan.previous(visit)
      plan.remove(visit)
      sum += plan.cost
      plan.insert(visit, before)
    }
    return sum
  }
  return { evaluations: visits.length, run }
}

function draftOut(plan: Plan): Work {
  return { evaluations: 1, run: () => draftOf(plan).next[0]! }
}

function draftIn(plan: Plan): Work {
  const { next } = draftOf(plan)
  return { evaluations: 1, run: () => planOfDraft(plan.problem, next).cost }
}

const servedOn = (plan: Plan): number[] => Array.from(plan.visits).filter((visit) => plan.routeOf(visit) >= 0)

/** Some of those served. */
function drawn(plan: Plan, seed: number): number[] {
  const served = Int32Array.from(servedOn(plan))
  new Random(seed).shuffle(served, served.length)
  return [...served.subarray(0, Math.min(TERMS.placed, Math.ceil(TERMS.placedShare * served.length)))]
}

/** Over one-way streets the way without a visit can be the longer one. */
function canLeave(plan: Plan, visit: number): boolean {
  if (plan.problem.pinned[visit] === 1) return false
  plan.trial.from(plan.previous(visit))
  return plan.trial.rest(plan.next(visit))
}
