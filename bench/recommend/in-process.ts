// Recommendations by a function call: the live plan opened in this process, and asked about one new ticket after another.
// Travel to the new place, prices, reasons and the JSON of the answer are all inside the time.
import { OptimizationInput } from '../../src/contracts/optimization.ts'
import type { Ticket } from '../../src/contracts/ticket.ts'
import type { LegsOnly } from '../../src/travel/road-port.ts'
import { Answers, OPTIONS_ASKED } from './answer.ts'
import { newCalls } from './calls.ts'
import { type Latency, timeAsks } from './latency.ts'
import type { PlanSize } from './plan-size.ts'
import { makeLivePlan } from './plans.ts'
import { type TravelFrom, withRoads } from './travel-from.ts'

/** As much of a live plan as is asked here. */
export interface Adviser {
  readonly unplaced: readonly string[]
  /** Undefined where there is nothing to wait for. */
  learnPlaces(tickets: readonly Ticket[]): Promise<boolean> | undefined
  recommend(ask: { readonly ticket: Ticket; readonly count: number; readonly whyNot: 'grouped' }): unknown
}

export interface InProcessTask {
  readonly size: PlanSize
  readonly seed: number
  readonly seconds: number
  readonly travel?: TravelFrom
}

export interface InProcess {
  /** From the input as parsed to a plan that answers. */
  readonly openMs: number
  readonly asked: Latency
  /** In an answer, on the mean. */
  readonly options: number
  readonly kilobytes: number
}

type Open = (input: OptimizationInput, roads?: LegsOnly) => Promise<Adviser>

export const measureInProcess = (open: Open, task: InProcessTask): Promise<InProcess> =>
  withRoads(task.travel ?? {}, (roads) => measureWith(open, task, roads))

async function measureWith(open: Open, { size, seed, seconds }: InProcessTask, roads?: LegsOnly): Promise<InProcess> {
  const input = OptimizationInput.parse(await makeLivePlan(size, seed, roads))
  const began = performance.now()
  const plan = await open(input, roads)
  const openMs = performance.now() - began
  if (plan.unplaced.length > 0)
    throw new Error(`${plan.unplaced.length} visits of the plan ${size.plan} found no place`)
  const calls = newCalls(size, seed, 'in process')
  const answers = new Answers()
  const ask = async () => {
    const { value: ticket } = calls.next()
    const asked = performance.now()
    const learning = plan.learnPlaces([ticket])
    if (learning !== undefined) await learning
    const text = JSON.stringify(plan.recommend({ ticket, count: OPTIONS_ASKED, whyNot: 'grouped' }))
    const milliseconds = performance.now() - asked
    answers.take(text)
    return milliseconds
  }
  const asked = await timeAsks(ask, { seconds })
  return { openMs, asked, options: answers.options, kilobytes: answers.kilobytes }
}
