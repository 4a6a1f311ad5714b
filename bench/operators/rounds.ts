// Rounds of ruin, recreate and descent as an anneal has them, every one taken back, and the same ones again after `rewind`.
import { Descent } from '../../solver/descent.ts'
import { draftOf, planOfDraft } from '../../solver/draft.ts'
import type { Plan } from '../../solver/plan.ts'
import type { Problem } from '../../solver/problem.ts'
import { Random } from '../../solver/random.ts'
import { Recreate } from '../../solver/recreate.ts'
import { Ruin } from '../../solver/ruin.ts'

const ROUNDS = {
  /** A round may make the plan dearer by so many legs of average price, as early in an anneal. */
  riseInLegs: 2,
  /** Rounds that are given up or change nothing are drawn again, so often at most. */
  draws: 100,
}
const NEVER_STOP = () => false

interface Hands {
  readonly plan: Plan
  readonly ruin: Ruin
  readonly recreate: Recreate
  readonly descent: Descent
}

export class Rounds {
  private readonly problem: Problem
  private readonly next: Int32Array
  private readonly seed: number
  private hands: Hands

  /** The plan is only read. */
  constructor(plan: Plan, seed: number) {
    this.problem = plan.problem
    this.next = draftOf(plan).next
    this.seed = seed
    this.hands = this.fresh()
  }

  rewind(): void {
    this.hands = this.fresh()
  }

  get cost(): number {
    return this.hands.plan.cost
  }

  /** False: given up, as the plan would become too dear. */
  ruinAndRecreate(): boolean {
    const { plan, ruin, recreate } = this.hands
    const stops = plan.visits.length - plan.unservedCount + plan.usedRoutes
    const rise = (ROUNDS.riseInLegs * plan.drivenCents) / Math.max(1, stops)
    const limit = plan.cost + rise + 1
    plan.begin()
    ruin.run()
    return recreate.run(ruin.open, ruin.count, limit)
  }

  /** As a descent finds the plan. */
  ruinAndRecreateToChange(): void {
    const { cost } = this
    for (let draw = 1; ; draw++) {
      if ((this.ruinAndRecreate() && this.cost !== cost) || draw === ROUNDS.draws) return
      this.takeBack()
    }
  }

  /** Around the visits that the last round took out. */
  descend(): void {
    const { ruin, descent } = this.hands
    for (let turn = 0; turn < ruin.count; turn++) descent.enqueueAround(ruin.open[turn]!)
    descent.run(NEVER_STOP)
  }

  takeBack(): void {
    this.hands.plan.undo()
  }

  private fresh(): Hands {
    const plan = planOfDraft(this.problem, this.next)
    const random = new Random(this.seed)
    return {
      plan,
      ruin: new Ruin(plan, random, new Uint8Array(this.problem.visitCount)),
      recreate: new Recreate(plan, random),
      descent: new Descent(plan),
    }
  }
}
