// npm run bench:recommend -- [--plans 100x1,200x10] [--seconds 5] [--callers 20] [--seed 1] [--travel estimate,osrm] [--json]
// How soon a live plan answers who can go, when, and why them: in process and over HTTP, alone, in company, and beside an
// optimization on all threads. Plan and server have a process of their own each, fresh for every plan.
import { runCommand, untilStopped } from './command.ts'
import { openProgressBar } from './progress.ts'
import { thisMachine } from './quality/record.ts'
import { type RecommendArguments, readRecommendArguments } from './recommend/arguments.ts'
import { openChild } from './recommend/child.ts'
import type { InProcess, InProcessTask } from './recommend/in-process.ts'
import type { InProcessJobs } from './recommend/in-process-child.ts'
import { WARM_UP_SHARE } from './recommend/latency.ts'
import { type HttpHooks, type HttpTask, measureOverHttp, type OverHttp } from './recommend/over-http.ts'
import { type MeasuredPlan, type MeasuredTable, type RecommendRecord, rowsOf } from './recommend/record.ts'
import type { ServerJobs } from './recommend/server-child.ts'
import { START_FLAGS } from './recommend/start-flags.ts'
import { pageOf } from './recommend/table.ts'
import { travellingBy } from './recommend/travel-from.ts'

const IN_PROCESS = new URL('./recommend/in-process-child.ts', import.meta.url)
const SERVER = new URL('./recommend/server-child.ts', import.meta.url)
const REDRAW_MS = 500
/** In process; and over HTTP looking, holding, all at once, both tiers, beside an optimization. */
const MEASUREMENTS = 6
/** About what it takes to make a plan, start a server and hand the plan over, for the progress bar alone. */
const USUAL_START_SECONDS = 10

await runCommand('bench:recommend', async () => {
  const args = readRecommendArguments(process.argv.slice(2))
  const { seconds, callers, seed, travel } = args
  const settings = { plans: args.plans.map(({ plan }) => plan), seconds, callers, seed, travel: travel.join(',') }
  const record = { startedAt: new Date().toISOString(), machine: thisMachine(), settings }
  const { tables, failure } = await measured(args)
  const whole: RecommendRecord = { ...record, ...rowsOf(tables) }
  if (tables.length > 0) process.stdout.write(args.json ? `${JSON.stringify(whole)}\n` : pageOf(tables))
  if (failure !== undefined) throw failure
})

/** One plan after another; those that are done are kept, whatever becomes of the next. */
function measured(args: RecommendArguments): Promise<{ tables: MeasuredTable[]; failure?: unknown }> {
  const display = openDisplay(secondsOf(args))
  return untilStopped(async (stopped) => {
    const done: (MeasuredTable & { plans: MeasuredPlan[] })[] = []
    const tables = () => done.filter(({ plans }) => plans.length > 0)
    try {
      for (const source of args.travel) {
        if (source === 'osrm') display.tell('preparing the roads')
        await travellingBy(source, async (travel) => {
          const plans: MeasuredPlan[] = []
          done.push({ source, ...(travel.version !== undefined && { version: travel.version }), plans })
          for (const size of args.plans) {
            const task = { ...args, size, travel }
            const hooks = { tell: display.tell, stopped }
            plans.push({ size, inProcess: await inProcess(task, hooks), http: await overHttp(task, hooks) })
          }
        })
      }
      return { tables: tables() }
    } catch (error) {
      const failure = stopped.aborted ? new Error('stopped; plans that were not done are not kept') : error
      return { tables: tables(), failure }
    } finally {
      display.end()
    }
  })
}

async function inProcess(
  { size, seed, seconds, travel = {} }: InProcessTask,
  { tell, stopped }: Required<HttpHooks>,
): Promise<InProcess> {
  tell(`${size.plan}: in process`)
  const child = openChild<InProcessJobs>(IN_PROCESS, stopped)
  try {
    return await child.call('measure', { size, seed, seconds, travel })
  } finally {
    await child.end()
  }
}

async function overHttp(task: HttpTask, hooks: Required<HttpHooks>): Promise<OverHttp> {
  hooks.tell(`${task.size.plan}: starting the services`)
  const server = openChild<ServerJobs>(SERVER, hooks.stopped, START_FLAGS)
  try {
    const { url, token } = await server.call('start', task.travel ?? {})
    const peakMb = () => server.call('peakMb', undefined)
    return await measureOverHttp({ url, token, peakMb }, task, hooks)
  } finally {
    await server.end()
  }
}

/** Drawn now and then only: what is measured needs the processor more. */
function openDisplay(seconds: number) {
  const began = performance.now()
  const bar = openProgressBar(seconds)
  let note = ''
  const draw = () => bar.draw({ seconds: (performance.now() - began) / 1000, note })
  const timer = setInterval(draw, REDRAW_MS)
  return {
    tell: (latest: string) => {
      note = latest
      draw()
    },
    end: () => {
      clearInterval(timer)
      bar.clear()
    },
  }
}

function secondsOf({ plans, seconds, travel }: RecommendArguments): number {
  return Math.ceil(travel.length * plans.length * (USUAL_START_SECONDS + MEASUREMENTS * seconds * (1 + WARM_UP_SHARE)))
}
