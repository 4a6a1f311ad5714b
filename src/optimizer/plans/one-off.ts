// One question about a plain input: it is opened, asked and thrown away, on a desk of its own, so that nobody on a live
// plan waits for it. Nothing is stored.
import { v7 as timeOrderedId } from 'uuid'
import type { PlanScore } from '../../contracts/evaluation.ts'
import type { PlanChange } from '../../contracts/explanation.ts'
import type { OptimizationInput } from '../../contracts/optimization.ts'
import type { Advice } from '../../contracts/recommendation.ts'
import { type Desk, type DeskOptions, openDesk } from './desk.ts'
import { OfferedOnce } from './offered-once.ts'
import type { AskedChanges } from './version-changes.ts'
import type { Wish } from './wish.ts'

export interface OneOffs {
  /** Consistent with one another: what is offered for one ticket is not offered for the next. */
  advise(
    input: OptimizationInput,
    ticketIds: readonly string[] | 'unplanned',
    wish: Omit<Wish, 'holdSeconds'>,
  ): Promise<Advice[]>
  /** From one version of a plan to another, or from one run to another. */
  changesBetween(asked: AskedChanges): Promise<PlanChange[]>
  /** Of a plan that was made anywhere. */
  score(input: OptimizationInput): Promise<PlanScore>
  close(): Promise<void>
}

export function openOneOffs(options: Omit<DeskOptions, 'onLost'> = {}): OneOffs {
  const desk: Desk = openDesk(options)
  let count = 0

  const advise: OneOffs['advise'] = async (input, ticketIds, wish) => {
    const opening = count++
    await desk.ask.open({ opening, input: JSON.stringify(input), isOfToday: true, events: [], offers: [] })
    try {
      const advices: Advice[] = []
      const offered = new OfferedOnce()
      for (const ticketId of await desk.ask.order({ opening, ticketIds })) {
        if (offered.has(ticketId)) continue
        const [ask, offerId] = [{ ticketId, ...wish }, timeOrderedId()]
        const { advice } = await desk.ask.recommend({ opening, ask, offerId })
        if (offered.add(advice)) advices.push(advice)
        else await desk.ask.release({ opening, offerIds: [offerId] })
      }
      return advices
    } finally {
      await desk.ask.close({ opening }).catch(() => undefined)
    }
  }

  const changesBetween: OneOffs['changesBetween'] = async (asked) => [...(await desk.ask.changes(asked))]

  return { advise, changesBetween, score: (input) => desk.ask.score({ input }), close: () => desk.close() }
}
