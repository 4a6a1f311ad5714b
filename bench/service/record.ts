// What a measurement of the services leaves behind: a flat record for other programs, and a table for people.
import type { Figures } from './figures.ts'
import { slopePerMinute } from './figures.ts'
import type { LiveHeap } from './live-heap.ts'

export interface Measured {
  readonly capacityPerSecond: number
  readonly share: number
  readonly minutes: number
  readonly figures: readonly Figures[]
  readonly calls: number
  readonly errors: readonly string[]
  readonly memory: readonly { readonly minute: number; readonly mb: number }[]
  /** Before the calls that are measured, and after the last of them. */
  readonly live: { readonly before: LiveHeap; readonly after: LiveHeap }
}

export interface ServiceRecord {
  readonly id: string
  readonly capacityPerSecond: number
  readonly share: number
  readonly minutes: number
  readonly calls: number
  readonly errors: number
  readonly figures: readonly Figures[]
  /** Over the last three quarters. */
  readonly rssMbPerMinute: number
  /** Over the last third: by then the heaps have grown as far as such traffic makes them. */
  readonly rssMbPerMinuteAtEnd: number
  readonly rssMb: number | undefined
  /** In use by all threads together that are not asleep, once garbage was collected. */
  readonly liveMb: { readonly before: number; readonly after: number }
  readonly threads: { readonly before: number; readonly after: number }
  readonly threadsAsleep: { readonly before: number; readonly after: number }
}

export function recordOf(id: string, { errors, memory, live, ...measured }: Measured): ServiceRecord {
  const { before, after } = live
  const slopeFrom = (share: number) => slopePerMinute(memory.slice(Math.floor(share * memory.length)))
  return {
    id,
    ...measured,
    errors: errors.length,
    rssMbPerMinute: slopeFrom(1 / 4),
    rssMbPerMinuteAtEnd: slopeFrom(2 / 3),
    rssMb: memory.at(-1)?.mb,
    liveMb: { before: before.mb, after: after.mb },
    threads: { before: before.threads, after: after.threads },
    threadsAsleep: { before: before.asleep, after: after.asleep },
  }
}

export function pageOf({
  figures,
  calls,
  errors,
  rssMb,
  rssMbPerMinute,
  rssMbPerMinuteAtEnd,
  liveMb,
  threads,
  threadsAsleep,
}: ServiceRecord): string {
  const rows = figures.map(({ kind, perSecond, p50, p95, p99, p99First, p99Second }) => {
    const cells = [perSecond, p50, p95, p99, p99First, p99Second].map((figure) => figure.toFixed(1))
    return `| ${kind} | ${cells.join(' | ')} |`
  })
  const heap = (when: 'before' | 'after') => `${liveMb[when].toFixed(1)} MB in ${threads[when]} threads ${when}`
  return [
    '| call | a second | p50 ms | p95 ms | p99 ms | p99, first half | second half |',
    '|---|---|---|---|---|---|---|',
    ...rows,
    `${calls} calls, ${errors} errors`,
    `memory ${rssMb?.toFixed(0)} MB, ${rssMbPerMinute.toFixed(2)} MB a minute over the last three quarters, ${rssMbPerMinuteAtEnd.toFixed(2)} over the last third`,
    `alive once garbage is collected: ${heap('before')}, ${heap('after')}; ${threadsAsleep.after} more are asleep`,
    '',
  ].join('\n')
}
