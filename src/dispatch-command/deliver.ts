// Sends one request until it has an answer or its time is over: the same bytes under the same key, so that trying again
// never does anything twice. Knows HTTP; what an answer means is the profile's to say.
import { setTimeout as sleep } from 'node:timers/promises'
import { answerText } from '../platform/answer-text.ts'
import { childHeaders, type TraceContext } from '../platform/trace.ts'
import type { Finding } from './outcome.ts'
import type { Profile, Verdict, WireAnswer, WireRequest } from './profile.ts'

export interface Door {
  readonly profile: Profile
  readonly baseUrl: string
  readonly timeoutMs: number
  readonly fetch: typeof fetch
}

const TRIES = 4
const FIRST_PAUSE_MS = 200
/** Several tries, but never so long that whoever holds a lock meanwhile loses it. */
const BUDGET_IN_TIMEOUTS = 2.5
const MOST_ANSWER_BYTES = 8 * 1024 * 1024

export interface Delivery {
  readonly trace: TraceContext
  readonly token: string
  /** Ends trying; what was sent until then may have been done all the same. */
  readonly signal?: AbortSignal | undefined
}

/** Throws nothing, whatever the other side or the network does. */
export async function deliver(door: Door, request: WireRequest, delivery: Delivery): Promise<Finding> {
  const deadline = performance.now() + door.timeoutMs * BUDGET_IN_TIMEOUTS
  for (let attempt = 1; ; attempt++) {
    const remainingMs = deadline - performance.now()
    const first = await tryOnce(door, request, delivery, Math.min(door.timeoutMs, remainingMs))
    const { waitMs } = first
    const verdict = first.verdict.inDoubt ? await lookUp(door, request, delivery, first.verdict) : first.verdict
    const pauseMs = Math.max(waitMs, jittered(FIRST_PAUSE_MS * 2 ** (attempt - 1)))
    const isLast = attempt === TRIES || performance.now() + pauseMs >= deadline
    if (!verdict.again || isLast) return verdict.finding
    await sleep(pauseMs, undefined, { signal: delivery.signal }).catch(() => undefined)
    if (delivery.signal?.aborted) return verdict.finding
  }
}

/** Between half and all of it: those who failed together must not come back together. */
const jittered = (ms: number) => ms * (0.5 + Math.random() / 2)

interface Attempt {
  readonly verdict: Verdict
  /** How long the server asks us to stay away. */
  readonly waitMs: number
}

async function tryOnce(
  { profile, baseUrl, fetch }: Door,
  request: WireRequest,
  { trace, token, signal }: Delivery,
  timeoutMs: number,
): Promise<Attempt> {
  const timeout = AbortSignal.timeout(Math.max(1, Math.ceil(timeoutMs)))
  try {
    const response = await fetch(`${baseUrl}${request.path}`, {
      method: 'POST',
      headers: { ...request.headers, ...childHeaders(trace), authorization: `Bearer ${token}` },
      body: request.body,
      // Whoever answers with another address does not get the token there.
      redirect: 'manual',
      signal: signal ? AbortSignal.any([timeout, signal]) : timeout,
    })
    const answer: WireAnswer = { status: response.status, headers: response.headers, text: await textOf(response) }
    return { verdict: profile.read(request, answer), waitMs: retryAfterMs(response.headers) }
  } catch (error) {
    const { requestId } = request
    const finding: Finding = { outcome: 'unreachable', judged: false, requestId, ...failureOf(error) }
    return { verdict: { again: !signal?.aborted, finding }, waitMs: 0 }
  }
}

/** Reads what the ticket tells of the command. While nobody can read it, nobody knows, and it is sent again. */
async function lookUp(door: Door, request: WireRequest, delivery: Delivery, doubted: Verdict): Promise<Verdict> {
  const { story } = door.profile
  if (!story) return doubted
  const { trace, token, signal } = delivery
  const timeout = AbortSignal.timeout(door.timeoutMs)
  const told = await door
    .fetch(`${door.baseUrl}${story.path(request)}`, {
      headers: { ...story.headers(request), ...childHeaders(trace), authorization: `Bearer ${token}` },
      redirect: 'manual',
      signal: signal ? AbortSignal.any([timeout, signal]) : timeout,
    })
    .then(async ({ status, headers, body }) => story.tells(request, { status, headers, text: await textOf({ body }) }))
    .catch(() => 'unread' as const)
  if (told === 'untold') return { finding: doubted.finding, again: false }
  if (told !== 'unread') return { finding: told, again: false }
  const detail = 'Somebody was quicker, perhaps an earlier attempt of ours; the story of the ticket cannot be read.'
  const finding: Finding = { ...doubted.finding, outcome: 'unreachable', judged: false, code: 'STORY_UNREAD', detail }
  return { finding, again: !signal?.aborted }
}

export const textOf = ({ body }: Pick<Response, 'body'>): Promise<string> => answerText(body, MOST_ANSWER_BYTES)

/** Names and codes only: the message of an error may quote a header, and with it the token. */
function failureOf(error: unknown): Pick<Finding, 'code' | 'detail'> {
  const { name, cause } = error as { name?: unknown; cause?: { code?: unknown } }
  if (name === 'TimeoutError') return { code: 'TIMEOUT', detail: 'No answer came in time.' }
  const reason = cause?.code ?? name
  return { code: 'NO_CONNECTION', ...(typeof reason === 'string' ? { detail: reason } : {}) }
}

/** RFC 9110: seconds, or the moment itself. */
function retryAfterMs(headers: Headers): number {
  const value = headers.get('retry-after')?.trim() ?? ''
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now()
  return Number.isNaN(ms) ? 0 : Math.max(0, ms)
}
