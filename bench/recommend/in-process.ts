// Recommendations by a function call: the live plan opened in this process, and asked about one new ticket after another.
// Travel to the new place, prices, reasons and the JSON of the answer are all inside the time.
import { OptimizationInput } from '../../src/contracts/optimization.ts'
import type { Ticket } from '../../src/contracts/ticket.ts'
import { Answers, OPTIONS_ASKED } from './answer.ts'
import { newCalls } from './calls.ts'
import { type Latency, timeAsks } from './latency.ts'
import type { PlanSize } from './plan-size.ts'
import { makeLivePlan } from './plans.ts'

/** As much of a live plan as is asked here. */
export interface Adviser {
  readonly unplaced: readonly string[]
  recommend(ask: { readonly ticket: Ticket; readonly count: number; readonly whyNot: 'grouped' }): unknown
}

export interface InProcessTask {
  readonly size: PlanSize
  readonly seed: number
  readonly seconds: number
}

export interface InProcess {
  /** From the input as parsed to a plan that answers. */
  readonly openMs: number
  readonly asked: Latency
  /** In an answer, on the mean. */
  readonly options: number
  readonly kilobytes: number
}

export async function measureInProcess(
  open: (input: OptimizationInput) => Promise<Adviser>,
  { size, seed, seconds }: InProcessTask,
): Promise<InProcess> {
  const input = OptimizationInput.parse(await makeLivePlan(size, seed))
  const began = performance.now()
  const plan = await open(input)
  const openMs = performance.now() - began
  if (plan.unplaced.length > 0)
    throw new Error(`${plan.unplaced.length} visits of the plan ${size.plan} found no place`)
  const calls = newCalls(size, seed, 'in process')
  const answers = new Answers()
  const ask = () => {
    const { value: ticket } = calls.next()
    const asked = performance.now()
    const text = JSON.stringify(plan.recommend({ ticket, count: OPTIONS_ASKED, whyNot: 'grouped' }))
    const milliseconds = performance.now() - asked
    answers.take(text)
    return milliseconds
  }
  const asked = await timeAsks(ask, { seconds })
  return { openMs, asked, options: answers.options, kilobytes: answers.kilobytes }
}
