// Recommendations as a caller of the service has them: one caller who only looks, one whose options are held for them,
// several at once, and one while a whole optimization keeps every search thread busy.
import { availableParallelism } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { Run, RunAccepted } from '../../src/contracts/run.ts'
import { Answers, OPTIONS_ASKED } from './answer.ts'
import { newCalls } from './calls.ts'
import { type Client, expected, openClient, type Reply } from './client.ts'
import { firstDayOf } from './first-day.ts'
import { type Ask, type Latency, type Load, timeAsks, timeCallers, WARM_UP_SHARE } from './latency.ts'
import type { PlanSize } from './plan-size.ts'
import { type LiveRequest, makeLivePlan } from './plans.ts'
import { type TravelFrom, withRoads } from './travel-from.ts'

/** A running optimizer of which somebody else takes care. */
export interface MeasuredService {
  readonly url: string
  readonly token: string
  /** The most memory that it has had so far. */
  peakMb(): Promise<number>
}

export interface HttpTask {
  readonly size: PlanSize
  readonly seed: number
  readonly seconds: number
  readonly callers: number
  readonly travel?: TravelFrom
}

export interface OverHttp {
  /** The plan handed over, stored and ready to answer. */
  readonly putMs: number
  readonly asked: Latency
  readonly held: Latency
  readonly together: Load
  /** The same with what is possible if a visit moves, until that is there too. */
  readonly bothTiers: Latency
  readonly whileOptimizing: Latency
  /** With the plan and all callers, before the optimization. */
  readonly peakRssMb: number
}

export interface HttpHooks {
  readonly tell: (note: string) => void
  readonly stopped?: AbortSignal
}

const PLAN = '/v1/plans/measured'
const HELD_FOR = 'PT15M'
/** Of each some take half a second. */
const FEWEST_OF_BOTH_TIERS = 8
const POLL_MS = 50
/** Beyond the asks that it keeps company: it is canceled when they are done. */
const OPTIMIZING_SECONDS = { start: 60, perSecond: 4 }
const MOST_SECONDS = 3600

const Opened = z.object({ unplaced: z.array(z.unknown()) })

export async function measureOverHttp(service: MeasuredService, task: HttpTask, hooks: HttpHooks): Promise<OverHttp> {
  const { size, seed, callers } = task
  const client = openClient(service.url, service.token, callers)
  const tell = (what: string) => hooks.tell(`${size.plan}: ${what}`)
  const length = { seconds: task.seconds, ...(hooks.stopped && { stopped: hooks.stopped }) }
  try {
    tell('handing the plan over')
    const request = await withRoads(task.travel ?? {}, (roads) => makeLivePlan(size, seed, roads))
    const putMs = await handOver(client, request)
    tell('one caller')
    const asked = await timeAsks(looks(client, task, 'one caller'), length)
    tell('one caller, options held')
    const held = await timeAsks(holds(client, task), length)
    tell(`${callers} callers at once`)
    const together = await timeCallers(looksUnread(client, task), callers, length)
    tell('one caller, both tiers')
    const bothTiers = await timeAsks(looks(client, task, 'both tiers', 2), { ...length, fewest: FEWEST_OF_BOTH_TIERS })
    const peakRssMb = await service.peakMb()
    tell('one caller, while all threads optimize')
    const look = looks(client, task, 'while optimizing')
    const whileOptimizing = await besideOptimization(client, request, task, () => timeAsks(look, length))
    return { putMs, asked, held, together, bothTiers, whileOptimizing, peakRssMb }
  } finally {
    client.close()
  }
}

async function handOver(client: Client, request: LiveRequest): Promise<number> {
  const put = await expected('The plan', client.send('PUT', PLAN, JSON.stringify(request)), 200, 201)
  const { unplaced } = Opened.parse(JSON.parse(put.text))
  if (unplaced.length > 0) throw new Error(`${unplaced.length} visits of the plan found no place`)
  return put.milliseconds
}

/** Nothing is held: the caller only looks. Every answer is read, outside the time. */
function looks(client: Client, task: HttpTask, stream: string, tier: 1 | 2 = 1): Ask {
  const answers = new Answers()
  const next = asksOf(task, stream, 'PT0S', tier)
  return async () => {
    const { text, milliseconds } = await recommended(client, next())
    answers.take(text)
    return milliseconds
  }
}

/** The same, but nobody reads the answers: with many callers that would be time that the service could have had. */
function looksUnread(client: Client, task: HttpTask): Ask {
  const next = asksOf(task, 'several callers', 'PT0S')
  return async () => (await recommended(client, next())).milliseconds
}

/** The options are held, and given back at once, so that the plan stays as it is; giving back is not in the time. */
function holds(client: Client, task: HttpTask): Ask {
  const answers = new Answers()
  const next = asksOf(task, 'holding', HELD_FOR)
  return async () => {
    const { text, milliseconds } = await recommended(client, next())
    const { offerId } = answers.take(text)
    if (offerId !== undefined) await expected('A release', client.send('POST', `/v1/offers/${offerId}/release`), 204)
    return milliseconds
  }
}

function asksOf({ size, seed }: HttpTask, stream: string, hold: string, tier: 1 | 2 = 1): () => string {
  const calls = newCalls(size, seed, stream)
  return () => JSON.stringify({ ticket: calls.next().value, count: OPTIONS_ASKED, hold, tier })
}

const recommended = (client: Client, ask: string): Promise<Reply> =>
  expected('An ask', client.send('POST', `${PLAN}/recommendations`, ask), 200)

/** Fails when the optimization was over before the asks were: they would have been measured beside nothing. */
async function besideOptimization<Result>(
  client: Client,
  request: LiveRequest,
  { seconds, seed }: HttpTask,
  measure: () => Promise<Result>,
): Promise<Result> {
  const searched = OPTIMIZING_SECONDS.start + OPTIMIZING_SECONDS.perSecond * seconds * (1 + WARM_UP_SHARE)
  const options = { seconds: Math.min(MOST_SECONDS, searched), threads: availableParallelism(), seed }
  const body = JSON.stringify({ ...firstDayOf(request), options })
  const submitted = await expected('The optimization', client.send('POST', '/v1/optimizations', body), 202)
  const { links } = RunAccepted.parse(JSON.parse(submitted.text))
  const look = async () => Run.parse(JSON.parse((await expected('The run', client.send('GET', links.self), 200)).text))
  const isSearching = async () => {
    const { status, progress } = await look()
    if (status === 'queued' || (status === 'running' && progress === undefined)) return false
    if (status === 'running') return true
    throw new Error(`The optimization is ${status} already`)
  }
  try {
    while (!(await isSearching())) await sleep(POLL_MS)
    const measured = await measure()
    await isSearching()
    return measured
  } finally {
    await client.send('POST', links.cancel).catch(() => undefined)
  }
}
