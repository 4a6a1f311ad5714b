// What the optimizer counts of its own work: the queue, how runs end and how good their plans are, what became of what was
// applied. Knows no HTTP. Words of ours are the only labels.
import type { OptimizationOutput } from '../contracts/optimization.ts'
import type { RunStatus } from '../contracts/run.ts'
import type { Outbox } from '../dispatch-command/outbox.ts'
import type { Metrics } from '../platform/metrics.ts'
import type { RoadCall } from '../travel/osrm/transport.ts'
import type { Network } from '../travel/road-service.ts'
import type { QueueState } from './runs/run-queue.ts'

export interface EndedRun {
  readonly status: RunStatus
  readonly seconds: number
  readonly output?: OptimizationOutput
}

export interface Measures {
  runEnded(run: EndedRun): void
  /** A question to a road service, its tries together. */
  roadAsked(call: RoadCall & { readonly network: Network }): void
  /** The same outbox; what it answers is counted. */
  counted(outbox: Outbox): Outbox
}

const SECONDS = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800]
const ROAD_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20]
const RATES = [100, 1000, 10_000, 30_000, 100_000, 300_000, 1_000_000]
const SHARES = [0, 0.001, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1]
const PRICES = [500, 1000, 1500, 2000, 3000, 5000, 10_000, 30_000]

export function openMeasures(metrics: Metrics, queue: () => QueueState): Measures {
  metrics.gauge('runs_running', 'Runs that are computed now', () => queue().running)
  metrics.gauge('runs_waiting', 'Runs that wait for their turn', () => queue().waiting)
  metrics.gauge(
    'runs_oldest_wait_seconds',
    'How long the one has waited that waits longest',
    () => queue().oldestSeconds,
  )
  metrics.gauge('tenants_in_queue', 'Tenants with runs that run or wait', () => queue().tenants)
  const ended = metrics.counter('runs_ended_total', 'Runs by how they ended', ['status'])
  const seconds = metrics.histogram('run_seconds', 'From its turn to its end', ['status'], SECONDS)
  const rate = metrics.histogram('run_iterations_per_second', 'Rounds of the search, all threads', [], RATES)
  const unserved = metrics.histogram('run_unserved_ratio', 'Tickets without a place, of all tickets', [], SHARES)
  const price = metrics.histogram(
    'run_cost_per_ticket',
    'Cost of the plan for each ticket in it, in the smallest unit',
    [],
    PRICES,
  )
  const applied = metrics.counter('apply_outcomes_total', 'Proposals that were applied, by what became of each', [
    'outcome',
  ])
  const asked = metrics.counter('road_calls_total', 'Questions to road services, by how they ended', [
    'network',
    'service',
    'outcome',
  ])
  const answerSeconds = metrics.histogram(
    'road_call_seconds',
    'Questions to road services, tries and pauses included',
    ['network', 'service'],
    ROAD_SECONDS,
  )
  return {
    roadAsked: ({ network, service, outcome, ms }) => {
      asked.inc({ network, service, outcome })
      // A server that rests is not asked.
      if (outcome !== 'resting') answerSeconds.observe({ network, service }, ms / 1000)
    },
    runEnded: (run) => {
      ended.inc({ status: run.status })
      seconds.observe({ status: run.status }, run.seconds)
      if (run.output === undefined) return
      const { proposals, unassigned, meta, kpis } = run.output
      const served = new Set(proposals.map(({ ticketId }) => ticketId)).size
      if (run.seconds > 0) rate.observe(meta.iterations / run.seconds)
      if (served + unassigned.length > 0) unserved.observe(unassigned.length / (served + unassigned.length))
      if (served > 0) price.observe(kpis.cost.total / served)
    },
    counted: (outbox) => ({
      ...outbox,
      apply: async (intents) => {
        const outcomes = await outbox.apply(intents)
        for (const { outcome } of outcomes) applied.inc({ outcome })
        return outcomes
      },
    }),
  }
}
