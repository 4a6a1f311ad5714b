// Measured recommendations as Markdown tables: how long an ask takes in each way of asking, and what the plans are like.
import { tableOf } from '../table.ts'
import type { Latency } from './latency.ts'
import type { MeasuredPlan, MeasuredTable } from './record.ts'

const ASKS = ['asked', 'p50 ms', 'p95 ms', 'p99 ms', 'max ms', 'answers', 'a second']
const PLANS = ['plan', 'technicians', 'days', 'visits', 'options', 'answer kB', 'open ms', 'PUT ms', 'peak MB']

/** Two tables of each kind of travel, under its name where there are several. */
export function pageOf(tables: readonly MeasuredTable[]): string {
  const pages = tables.map(({ source, version, plans }) => {
    const page = `${tableOf(ASKS, plans.flatMap(asksOf))}\n\n${tableOf(PLANS, plans.map(planOf))}\n`
    const title = source === 'estimate' ? 'Travel by estimate' : `Travel from a real OSRM, map ${version}`
    return source === 'estimate' && tables.length === 1 ? page : `${title}\n\n${page}`
  })
  return pages.join('\n')
}

function asksOf({ size, inProcess, http }: MeasuredPlan): string[][] {
  const { together } = http
  const row = (asked: string, latency: Latency, perSecond = '') => [
    `${size.plan} ${asked}`,
    ...[latency.p50Ms, latency.p95Ms, latency.p99Ms, latency.maxMs].map((figure) => figure.toFixed(2)),
    String(latency.asks),
    perSecond,
  ]
  return [
    row('in process', inProcess.asked),
    row('over HTTP', http.asked),
    row('over HTTP, options held', http.held),
    row(`over HTTP, ${together.callers} at once`, together, together.perSecond.toFixed(0)),
    row('over HTTP, both tiers', http.bothTiers),
    row('over HTTP, while all threads optimize', http.whileOptimizing),
  ]
}

function planOf({ size, inProcess, http }: MeasuredPlan): string[] {
  return [
    size.plan,
    ...[size.technicians, size.days, size.visits].map(String),
    inProcess.options.toFixed(1),
    inProcess.kilobytes.toFixed(1),
    ...[inProcess.openMs, http.putMs, http.peakRssMb].map((figure) => figure.toFixed(0)),
  ]
}
