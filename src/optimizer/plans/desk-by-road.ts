// The desk for plans that go by road. A plan is asked in one go and cannot wait for a road service in between, so here the
// ways that a question takes are learned first, while others are answered; a question that shows that more have to be known
// is asked again when they are. Calls that are about no ways are not here. Decides nothing about plans.
import type { Ticket } from '../../contracts/ticket.ts'
import type { Ways } from '../live/ways.ts'
import { type CallName, type DeskCalls, DeskRefusedError } from './desk-calls.ts'
import type { DeskPlans } from './desk-plans.ts'

type Task<Name extends CallName> = DeskCalls[Name]['task']
type Answer<Name extends CallName> = Promise<DeskCalls[Name]['answer']>

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
    return this.#knowing(opening, this.#about(opening, ask), () => this.#plans.recommend(task), undo)
  }

  recommendJson(task: Task<'recommendJson'>): Answer<'recommendJson'> {
    const { opening, ask, offerId } = task
    const undo = () => (offerId === undefined ? undefined : this.#plans.release({ opening, offerIds: [offerId] }))
    return this.#knowing(opening, this.#about(opening, ask), async () => this.#plans.recommendJson(task), undo)
  }

  makeRoom(task: Task<'makeRoom'>): Answer<'makeRoom'> {
    const { opening, ask } = task
    const about = this.#about(opening, ask)
    if (this.#plans.live(opening).ways?.roads.isWhole)
      return this.#knowing(opening, about, () => this.#plans.makeRoom(task))
    // Looked for first without keeping what is found, until the ways of all who may move are known.
    return this.#knowing(opening, about, () => this.#plans.makeRoom({ opening, ask })).then(() =>
      this.#plans.makeRoom(task),
    )
  }

  explain(task: Task<'explain'>): Answer<'explain'> {
    const { opening, asked } = task
    return this.#knowing(opening, this.#about(opening, asked), () => this.#plans.explain(task))
  }

  ticketsFor(task: Task<'ticketsFor'>): Answer<'ticketsFor'> {
    return this.#knowing(task.opening, [], () => this.#plans.ticketsFor(task))
  }

  /** Told by the version that the caller has seen, however long it took to learn. */
  async confirm(task: Task<'confirm'>): Answer<'confirm'> {
    const live = this.#plans.live(task.opening)
    await live.learnPlaces(live.ticketsOfOption(task.offerId, task.optionId))
    return this.#plans.confirm(task)
  }

  #about(
    opening: number,
    { ticket, ticketId }: { ticket?: Ticket | undefined; ticketId?: string | undefined },
  ): Ticket[] {
    if (ticket !== undefined) return [ticket]
    return this.#plans.live(opening).input.tickets.filter(({ id }) => id === ticketId)
  }

  async #knowing<T>(
    opening: number,
    about: readonly Ticket[],
    ask: () => T | Promise<T>,
    undo: () => void = () => {},
  ): Promise<T> {
    const live = this.#plans.live(opening)
    const { ways } = live
    if (ways === undefined) return ask()
    let isAnswered = await (live.learnPlaces(about) ?? true)
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
