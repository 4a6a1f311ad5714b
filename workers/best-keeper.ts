// Keeps the best plan of a search for whoever wants to go on from it should everything end at once: taken between two steps,
// told as a plan by a search thread, and no more often than it is wanted. Imports workers/ and solver/ types only.
import type { Model, PlannedDay } from '../solver/model.ts'
import type { Problem } from '../solver/problem.ts'
import type { Task } from '../solver/task.ts'
import { now } from './clock.ts'
import type { RunTask } from './run-task.ts'

interface Keeping {
  readonly run: RunTask
  readonly model: Model
  readonly problem: Problem
  readonly onPlan: (plan: PlannedDay) => void
  readonly everyMs: number
}

export class BestKeeper {
  private readonly keeping: Keeping
  private best = Number.POSITIVE_INFINITY
  private next = 0
  private telling: Promise<void> | undefined

  constructor(keeping: Keeping) {
    this.keeping = keeping
  }

  /** What a step begins with is the best there is, or close to it. */
  see(tasks: readonly Task[]): void {
    const drafts = tasks.flatMap((task) =>
      task.kind === 'anneal' ? [{ next: task.draft, cost: task.whole.cost }] : [],
    )
    const best = drafts.reduce<(typeof drafts)[number] | undefined>(
      (one, other) => (one === undefined || other.cost < one.cost ? other : one),
      undefined,
    )
    if (best === undefined || best.cost >= this.best || this.telling !== undefined || now() < this.next) return
    this.best = best.cost
    this.next = now() + this.keeping.everyMs
    this.telling = this.tell(best.next).finally(() => {
      this.telling = undefined
    })
  }

  async end(): Promise<void> {
    await this.telling
  }

  /** A plan that cannot be told costs nothing but itself. */
  private async tell(next: Int32Array): Promise<void> {
    const { run, model, problem, onPlan } = this.keeping
    const plan = await run('tellDay', { model, problem, next }).catch(() => undefined)
    if (plan) onPlan(plan)
  }
}
