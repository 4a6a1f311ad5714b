// One question to one OSRM over HTTP: kept connections, a bound on how many are under way, a time limit, a few tries with
// pauses between them, and a breaker that spares a server which is down. Each question is sent once at a time: a server that
// is slow is not helped by asking twice. Knows no tables.
import { setTimeout as sleep } from 'node:timers/promises'
import { type Span, SpanKind } from '@opentelemetry/api'
import { Agent, fetch } from 'undici'
import type { z } from 'zod'
import { AnswerTooLongError, answerText } from '../../platform/answer-text.ts'
import { spanned } from '../../platform/tracing.ts'
import { ErrorAnswer } from './answers.ts'
import { Breaker } from './breaker.ts'
import { type Asked, answered, failed } from './failure.ts'
import { Lanes } from './lanes.ts'

export interface TransportSettings {
  /** Questions under way at one time. */
  readonly parallel: number
  /** Of one try. */
  readonly timeoutMs: number
  readonly tries: number
  /** Before the second try; each pause is twice as long, and a random part of it is left out. */
  readonly pauseMs: number
  readonly breaker: { readonly failures: number; readonly restMs: number }
  readonly mostAnswerBytes: number
}

export const TRANSPORT: TransportSettings = {
  parallel: 4,
  timeoutMs: 5000,
  tries: 3,
  pauseMs: 100,
  breaker: { failures: 6, restMs: 5000 },
  mostAnswerBytes: 64 * 1024 * 1024,
}

/** How one question went, for whoever counts. */
export interface RoadCall {
  readonly service: 'table' | 'route' | 'nearest'
  readonly outcome: 'answered' | 'error' | 'down' | 'slow' | 'garbage' | 'refused' | 'resting' | 'absent'
  readonly ms: number
}

/** An answer that says no, such as `TooBig`, is an answer: it is neither tried again nor held against the server. */
export type Said<T> =
  | { readonly kind: 'said'; readonly answer: T }
  | { readonly kind: 'error'; readonly error: ErrorAnswer }

export interface Transport {
  get<T>(path: string, schema: z.ZodType<T>, signal?: AbortSignal): Promise<Asked<Said<T>>>
  /** It failed so often that it is not asked now. */
  readonly isResting: boolean
  close(): Promise<void>
}

type Tried<T> = Asked<Said<T>> & { readonly again?: boolean }

export function openTransport(
  baseUrl: string,
  settings: TransportSettings = TRANSPORT,
  onCall: (call: RoadCall) => void = () => {},
): Transport {
  const base = new URL(baseUrl).href.replace(/\/+$/, '')
  const agent = new Agent({
    connections: settings.parallel,
    connect: { timeout: settings.timeoutMs },
    headersTimeout: settings.timeoutMs,
    bodyTimeout: settings.timeoutMs,
    // Less than a server keeps a silent connection, so that none is used just as it closes.
    keepAliveTimeout: 3000,
    keepAliveMaxTimeout: 3000,
  })
  const lanes = new Lanes(settings.parallel)
  const breaker = new Breaker(settings.breaker)

  const { hostname, port } = new URL(base)
  const server = { 'server.address': hostname, 'server.port': Number(port) || 0 }

  const get: Transport['get'] = (path, schema, signal) =>
    lanes.run(() => {
      const started = performance.now()
      const service = /^\/(table|route|nearest)\//.exec(path)?.[1] as RoadCall['service']
      const ask = async (span: Span) => {
        const result = await untilAnswered(path, schema, signal)
        const outcome =
          result.kind === 'failed' ? result.failure.kind : result.answer.kind === 'error' ? 'error' : 'answered'
        span.setAttribute('outcome', outcome)
        onCall({ service, outcome, ms: performance.now() - started })
        return result
      }
      // The path is places of customers: it is never told.
      return spanned(`OSRM ${service}`, server, ask, { kind: SpanKind.CLIENT })
    })

  async function untilAnswered<T>(path: string, schema: z.ZodType<T>, signal?: AbortSignal): Promise<Asked<Said<T>>> {
    for (let attempt = 1; ; attempt++) {
      if (signal?.aborted) return failed('refused', 'nobody waits for the answer any more')
      if (!breaker.enter()) return failed('resting', 'it has failed too often to be asked now')
      const tried = await tryOnce(path, schema, signal)
      if (signal?.aborted) breaker.gaveUp()
      else if (tried.kind === 'failed' && tried.failure.kind !== 'refused') breaker.failed()
      else breaker.succeeded()
      if (tried.kind === 'answered' || tried.again !== true || attempt >= settings.tries) return tried
      await sleep(jittered(settings.pauseMs * 2 ** (attempt - 1)), undefined, signal ? { signal } : {}).catch(
        () => undefined,
      )
    }
  }

  async function tryOnce<T>(path: string, schema: z.ZodType<T>, signal?: AbortSignal): Promise<Tried<T>> {
    const timeout = AbortSignal.timeout(settings.timeoutMs)
    try {
      const response = await fetch(`${base}${path}`, {
        dispatcher: agent,
        redirect: 'manual',
        // Packing takes longer on both sides than sending does to a server that stands near.
        headers: { accept: 'application/json', 'accept-encoding': 'identity' },
        signal: signal ? AbortSignal.any([timeout, signal]) : timeout,
      })
      const text = await answerText(response.body, settings.mostAnswerBytes)
      return read(response.status, text, schema)
    } catch (error) {
      return { ...failureOf(error, timeout.aborted), again: !(error instanceof AnswerTooLongError) }
    }
  }

  return {
    get,
    get isResting() {
      return breaker.isResting
    },
    close: () => agent.destroy(),
  }
}

/** Between half and all of it: those who failed together must not come back together. */
const jittered = (ms: number) => ms * (0.5 + Math.random() / 2)

function read<T>(status: number, text: string, schema: z.ZodType<T>): Tried<T> {
  const json = parsed(text)
  if (status === 200) {
    const answer = schema.safeParse(json)
    if (answer.success) return answered({ kind: 'said', answer: answer.data })
  }
  const error = ErrorAnswer.safeParse(json)
  // A proxy in front has its own words for it.
  if (status === 414 || status === 431) return answered({ kind: 'error', error: { code: 'UrlTooLong' } })
  if (error.success && error.data.code !== 'Ok' && status >= 400 && status < 500)
    return answered({ kind: 'error', error: error.data })
  if (status >= 500 || status === 429) return { ...failed('down', `HTTP ${status}`), again: true }
  if (status === 200) return { ...failed('garbage', 'an answer that is none of OSRM’s'), again: true }
  return failed('refused', `HTTP ${status}`)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function failureOf(error: unknown, isLate: boolean): Asked<never> {
  if (error instanceof AnswerTooLongError) return failed('garbage', 'an answer without end')
  const { name, code, cause } = error as { name?: unknown; code?: unknown; cause?: { code?: unknown } }
  const reason = String(cause?.code ?? code ?? name)
  const late = isLate || /TIMEOUT/i.test(reason)
  return late ? failed('slow', 'no answer came in time') : failed('down', reason)
}
