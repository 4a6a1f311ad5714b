// npm run bench:service [-- --minutes 30 --share 0.7 --seconds 15 --json]: both services in a process of their own under mixed
// traffic. First how much they can take, then a share of that for as long as is asked for: throughput and latency by kind of
// call, errors, and whether memory grows and what is alive in it before and after. Ends with 1 on any error, so that it can be held against.
import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { openChild } from './recommend/child.ts'
import type { ServerJobs } from './recommend/server-child.ts'
import { START_FLAGS } from './recommend/start-flags.ts'
import { type Figures, figuresOf } from './service/figures.ts'
import { type Measured, pageOf, recordOf } from './service/record.ts'
import { pickKind, type Traffic, trafficTo } from './service/traffic.ts'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '2' },
    share: { type: 'string', default: '0.7' },
    seconds: { type: 'string', default: '15' },
    json: { type: 'boolean', default: false },
  },
})
const [minutes, share, seconds] = [values.minutes, values.share, values.seconds].map(Number)
if (
  minutes === undefined ||
  share === undefined ||
  seconds === undefined ||
  !(minutes > 0 && share > 0 && share <= 1 && seconds > 0)
)
  throw new RangeError('--minutes and --seconds must be above 0, --share above 0 and at most 1.')

const AT_ONCE = 8
const LOOK_EVERY_MS = 2000

const say = (line: string) => void (values.json || process.stdout.write(`${line}\n`))
const child = openChild<ServerJobs>(new URL('./recommend/server-child.ts', import.meta.url), undefined, START_FLAGS)
try {
  const { url, token } = await child.call('start', undefined as never)
  const traffic = await trafficTo(url, token)
  say(`Warming up, then ${seconds} s as fast as ${AT_ONCE} callers can ask …`)
  await closedLoop(traffic, 3)
  const most = await closedLoop(traffic, seconds)
  const perSecond = most.count / seconds
  say(`Capacity: ${perSecond.toFixed(1)} calls a second. Now ${minutes} min at ${Math.round(share * 100)} % of it.`)
  const before = await child.call('liveHeap', undefined)
  const held = await openLoop(traffic, perSecond * share, minutes * 60)
  const after = await child.call('liveHeap', undefined)
  report({ capacityPerSecond: perSecond, share, minutes, ...held, live: { before, after } })
} finally {
  await child.end()
}

/** Each asks again as soon as it is answered. */
async function closedLoop(to: Traffic, forSeconds: number): Promise<{ count: number }> {
  const end = performance.now() + forSeconds * 1000
  let count = 0
  const caller = async () => {
    while (performance.now() < end) {
      await to.call(pickKind())
      count++
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, caller))
  return { count }
}

interface Held {
  readonly figures: readonly Figures[]
  readonly calls: number
  readonly errors: readonly string[]
  readonly memory: readonly { minute: number; mb: number }[]
}

/** Calls begin when they are due, whoever is still waiting: latency counts from there, or a slow answer would hide the next. */
async function openLoop(to: Traffic, perSecond: number, forSeconds: number): Promise<Held> {
  const begun = performance.now()
  const ends = begun + forSeconds * 1000
  const latencies: { kind: string; ms: number; isLate: boolean }[] = []
  const errors: string[] = []
  const memory: { minute: number; mb: number }[] = []
  const pending = new Set<Promise<void>>()
  const looks = setInterval(() => {
    void to.memoryMb().then((mb) => void memory.push({ minute: (performance.now() - begun) / 60_000, mb }))
  }, LOOK_EVERY_MS)
  for (let due = begun; due < ends; due += (-Math.log(1 - Math.random()) * 1000) / perSecond) {
    const early = due - performance.now()
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early))
    const kind = pickKind()
    const isLate = due - begun > (ends - begun) / 2
    const one = to.call(kind).then(
      () => void latencies.push({ kind, ms: performance.now() - due, isLate }),
      (error: unknown) => void errors.push(`${kind}: ${error instanceof Error ? error.message : String(error)}`),
    )
    pending.add(one)
    void one.finally(() => pending.delete(one))
  }
  await Promise.all(pending)
  clearInterval(looks)
  return { figures: figuresOf(latencies, forSeconds), calls: latencies.length, errors, memory }
}

function report(measured: Measured): void {
  const record = recordOf(randomUUID(), measured)
  process.stdout.write(values.json ? `${JSON.stringify(record)}\n` : pageOf(record))
  for (const error of measured.errors.slice(0, 10)) process.stderr.write(`${error}\n`)
  if (measured.errors.length > 0) process.exitCode = 1
}
