// Is automatic work paused for a ticket? Asked of dispatch-api right before each command. Whatever cannot be told for certain
// is told as unknown, and unknown means that nothing is sent. Throws nothing.
import { z } from 'zod'
import { childHeaders, type TraceContext } from '../platform/trace.ts'
import { jsonOf, plain } from './answer-text.ts'
import { textOf } from './deliver.ts'

export type SwitchState =
  | { readonly kind: 'clear' }
  | { readonly kind: 'paused'; readonly detail: string }
  | { readonly kind: 'unknown'; readonly code: UnknownCode; readonly detail: string }
export type UnknownCode = 'KILL_SWITCH_UNREACHABLE' | 'KILL_SWITCH_FORBIDDEN' | 'KILL_SWITCH_UNREADABLE'

export interface Watched {
  readonly tenant: string
  readonly ticketId: string
}

export interface KillSwitch {
  read(watched: Watched, trace: TraceContext, signal?: AbortSignal): Promise<SwitchState>
}

export interface KillSwitchOptions {
  readonly baseUrl: string
  readonly tokenFor: (tenant: string) => Promise<string>
  readonly fetch?: typeof fetch
  readonly timeoutMs?: number
}

const TIMEOUT_MS = 5000
/** A connection that was kept and has died meanwhile fails once; reading twice changes nothing. */
const TRIES = 2
const MOST_DETAIL = 300

export function openKillSwitch({
  baseUrl,
  tokenFor,
  timeoutMs = TIMEOUT_MS,
  ...options
}: KillSwitchOptions): KillSwitch {
  const call = options.fetch ?? fetch
  const base = new URL(baseUrl).href.replace(/\/+$/, '')

  async function readOnce(
    { tenant, ticketId }: Watched,
    trace: TraceContext,
    signal?: AbortSignal,
  ): Promise<SwitchState> {
    const timeout = AbortSignal.timeout(timeoutMs)
    const response = await call(`${base}/ops/autonomy/state?ticket_id=${encodeURIComponent(ticketId)}`, {
      headers: {
        ...childHeaders(trace),
        accept: 'application/json',
        authorization: `Bearer ${await tokenFor(tenant)}`,
        // Of the v1 wire: an agent may not look there. With a token that it knows, the token decides.
        'x-actor-id': 'optimizer-watch',
        'x-actor-role': 'dispatcher',
        'x-actor-type': 'SERVICE',
      },
      redirect: 'manual',
      signal: signal ? AbortSignal.any([timeout, signal]) : timeout,
    })
    const text = await textOf(response)
    if (response.status === 401 || response.status === 403)
      return unknown('KILL_SWITCH_FORBIDDEN', `The kill switch may not be read with this token (${response.status}).`)
    if (response.status !== 200) return unknown('KILL_SWITCH_UNREADABLE', `It was answered ${response.status}.`)
    return stateFrom(jsonOf(text), ticketId)
  }

  return {
    async read(watched, trace, signal) {
      for (let attempt = 1; ; attempt++)
        try {
          return await readOnce(watched, trace, signal)
        } catch {
          // The error may quote a header, and with it the token.
          if (attempt === TRIES || signal?.aborted)
            return unknown('KILL_SWITCH_UNREACHABLE', 'The kill switch does not answer.')
        }
    },
  }
}

const unknown = (code: UnknownCode, detail: string): SwitchState => ({ kind: 'unknown', code, detail })

const Control = z
  .looseObject({
    scope_type: z.enum(['GLOBAL', 'INCIDENT', 'TICKET']),
    ticket_id: z.string().nullable().optional(),
    is_paused: z.boolean(),
    reason: z.string().nullable().optional(),
  })
  .transform((control) => ({ ...control, ticket_id: control.ticket_id?.toLowerCase() }))
const State = z.looseObject({
  controls: z.array(Control),
  decision: Control.nullable(),
  /** The controls that speak of the ticket; which they are takes its incident type, which dispatch-api knows. */
  chain: z.array(z.looseObject({})).optional(),
  query: z.looseObject({ ticket_id: z.string().nullable() }),
})

/** The most specific control decides: that of the ticket, of its kind of incident, then the global one. */
export function stateFrom(json: unknown, ticketId: string): SwitchState {
  const read = State.safeParse(json)
  const unreadable = (detail: string) => unknown('KILL_SWITCH_UNREADABLE', detail)
  if (!read.success) return unreadable('The answer is not what the wire promises.')
  const { controls, decision, chain, query } = read.data
  const ticket = ticketId.toLowerCase()
  if (query.ticket_id?.toLowerCase() !== ticket) return unreadable('The answer is about another ticket.')
  const own = controls.find(({ scope_type, ticket_id }) => scope_type === 'TICKET' && ticket_id === ticket)
  const everywhere = controls.find(({ scope_type }) => scope_type === 'GLOBAL')
  // Which kind of incident it is, dispatch-api knows, and has decided with it; what it lists must not say otherwise.
  const agrees =
    own !== undefined
      ? decision?.scope_type === 'TICKET' && decision.is_paused === own.is_paused
      : decision === null
        ? everywhere === undefined &&
          (chain?.length === 0 || controls.every(({ scope_type }) => scope_type === 'TICKET'))
        : decision.scope_type === 'INCIDENT' ||
          (decision.scope_type === 'GLOBAL' && decision.is_paused === everywhere?.is_paused)
  if (!agrees) return unreadable('The answer contradicts itself.')
  if (!decision?.is_paused) return { kind: 'clear' }
  const reason = decision.reason ? `: ${decision.reason}` : ''
  return { kind: 'paused', detail: plain(`${decision.scope_type}${reason}`).slice(0, MOST_DETAIL) }
}
