// The desk for plans that go by road. A plan is asked in one go and cannot wait for a road service in between, so here the
// ways that a question takes are learned first, while others are answered; a question that shows that more have to be known
// is asked again when they are, and a change is rehearsed until they are. Calls that are about no ways are not here. Decides
// nothing about plans.
import type { Ticket } from '../../contracts/ticket.ts'
import { ChangeRefusedError } from '../changes/refused.ts'
import type { LivePlan } from '../live/live-plan.ts'
import type { Ways } from '../live/ways.ts'
import { type CallName, type DeskCalls, DeskRefusedError } from './desk-calls.ts'
import type { DeskPlans } from './desk-plans.ts'

type Task<Name extends CallName> = DeskCalls[Name]['task']
type Answer<Name extends CallName> = Promise<DeskCalls[Name]['answer']>
/** Undefined where there is nothing to wait for, false where nobody answered. */
type Learned = Promise<boolean> | undefined

/** Each shows further ways that have to be known; in the end the answer is told with what there is. */
const MOST_LOOKS = 6

export class DeskByRoad {
  readonly #plans: DeskPlans

  constructor(plans: DeskPlans) {
    this.#plans = plans
  }

  recommend(task: Task<'recommend'>): Answer<'recommend'> {
    const { opening, ask, offerId } = task
    // What was held by estimates is let go, and held again.
    const undo = () => (offerId === undefined ? undefined : this.#plans.release({ opening, offerIds: [offerId] }))
    return this.#knowing(opening, this.#about(ask), () => this.#plans.recommend(task), undo)
  }

  recommendJson(task: Task<'recommendJson'>): Answer<'recommendJson'> {
    const { opening, ask, offerId } = task
    const undo = () => (offerId === undefined ? undefined : this.#plans.release({ opening, offerIds: [offerId] }))
    return this.#knowing(opening, this.#about(ask), async () => this.#plans.recommendJson(task), undo)
  }

  makeRoom(task: Task<'makeRoom'>): Answer<'makeRoom'> {
    const { opening, ask } = task
    const about = this.#about(ask)
    if (this.#plans.live(opening).ways?.roads.isWhole)
      return this.#knowing(opening, about, () => this.#plans.makeRoom(task))
    // Looked for first without keeping what is found, until the ways of all who may move are known.
    return this.#knowing(opening, about, () => this.#plans.makeRoom({ opening, ask })).then(() =>
      this.#plans.makeRoom(task),
    )
  }

  explain(task: Task<'explain'>): Answer<'explain'> {
    const { opening, asked } = task
    return this.#knowing(opening, this.#about(asked), () => this.#plans.explain(task))
  }

  ticketsFor(task: Task<'ticketsFor'>): Answer<'ticketsFor'> {
    return this.#knowing(task.opening, NOTHING, () => this.#plans.ticketsFor(task))
  }

  evaluate(task: Task<'evaluate'>): Answer<'evaluate'> {
    const { changes } = task.asked
    const about = (live: LivePlan) => live.learnChanges(changes, '/changes', false)
    return this.#knowing(task.opening, about, () => this.#plans.evaluate(task))
  }

  /** Told by the version that the caller has seen, however long it took to learn. */
  async confirm(task: Task<'confirm'>): Answer<'confirm'> {
    const live = this.#plans.live(task.opening)
    await live.learnPlaces(live.ticketsOfOption(task.offerId, task.optionId))
    return this.#plans.confirm(task)
  }

  async happen(task: Task<'happen'>): Answer<'happen'> {
    await this.#rehearsed(task)
    return this.#plans.happen(task)
  }

  async replan(task: Task<'replan'>): Answer<'replan'> {
    await this.#rehearsed(task)
    return this.#plans.replan(task)
  }

  /** What cannot be is told to whoever does it. */
  async learn(task: Task<'learn'>): Answer<'learn'> {
    await this.#rehearsed(task).catch((error) => {
      if (!(error instanceof ChangeRefusedError)) throw error
    })
    return undefined
  }

  /** Where each of its places is known with each, no more has to be known than what comes new to it. */
  async #rehearsed(task: Task<'learn'>): Promise<void> {
    const { opening } = task
    const [what, about] =
      'plan' in task
        ? [{ plan: task.plan }, NOTHING]
        : [
            { changes: task.events, areas: task.areas ?? [] },
            (live: LivePlan) => live.learnChanges(task.events, '/events', true),
          ]
    await this.#knowing(opening, about, () => {
      const live = this.#plans.live(opening)
      if (live.ways?.roads.isWhole === false) live.rehearse(what)
    })
  }

  #about({ ticket, ticketId }: { ticket?: Ticket | undefined; ticketId?: string | undefined }) {
    return (live: LivePlan): Learned =>
      live.learnPlaces(ticket === undefined ? live.input.tickets.filter(({ id }) => id === ticketId) : [ticket])
  }

  async #knowing<T>(
    opening: number,
    learn: (live: LivePlan) => Learned,
    ask: () => T | Promise<T>,
    undo: () => void = () => {},
  ): Promise<T> {
    const live = this.#plans.live(opening)
    const { ways } = live
    if (ways === undefined) return ask()
    let isAnswered = await (learn(live) ?? true)
    for (let looks = 1; ; looks++) {
      this.#mustBeFresh(opening, ways)
      const before = ways.roads.misses
      const answer = await ask()
      if (ways.roads.misses === before || !isAnswered || looks === MOST_LOOKS) return answer
      undo()
      isAnswered = await ways.roads.learn()
    }
  }

  /** What stands on it was worked out with other ways: it is opened anew by whoever asks next. */
  #mustBeFresh(opening: number, { roads }: Ways): void {
    if (!roads.isStale) return
    this.#plans.close({ opening })
    throw new DeskRefusedError({ kind: 'not-open' })
  }
}

const NOTHING = (): Learned => undefined
