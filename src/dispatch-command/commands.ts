// The client of dispatch-api: a DispatchCommand goes in, what became of it comes out, and never an exception for something
// that can be expected. Checks before it sends; holds the token and shows it to nobody else.
import type { DispatchCommand } from '../contracts/command.ts'
import { type TraceContext, traceFrom } from '../platform/trace.ts'
import { tracedFetch } from '../platform/tracing.ts'
import { type Door, deliver } from './deliver.ts'
import { type KillSwitch, openKillSwitch } from './kill-switch.ts'
import { type SendOutcome, withAdvice } from './outcome.ts'
import type { Encoded, Profile, WireRequest } from './profile.ts'
import { profileV0 } from './profile-v0.ts'
import { profileV1 } from './profile-v1.ts'
import { type ReadStory, storyReader } from './ticket-story.ts'

const PROFILES = { v0: profileV0, v1: profileV1 } as const satisfies Record<string, Profile>
export type ProfileName = keyof typeof PROFILES

export type TokenFor = (tenant: string) => Promise<string>

export interface DispatchCommandsOptions {
  readonly baseUrl: string
  /** The same for all, or one that is made for the tenant whose command it is. */
  readonly token: string | TokenFor
  /** To read the kill switch with; without it, `token`. */
  readonly watchToken?: string | TokenFor | undefined
  readonly profile?: ProfileName
  /** Of one try; all of them together take at most two and a half times as long. */
  readonly timeoutMs?: number
  readonly fetch?: typeof fetch
}

export interface DispatchCommands {
  /** For whoever can send it again should this process end in between; else see the outbox. */
  send(command: DispatchCommand): Promise<SendOutcome>
  /** What `send` would send, or why it would not: to be stored first, and then delivered. */
  encode(command: DispatchCommand): Encoded
  deliver(request: WireRequest, trace: TraceContext, signal?: AbortSignal, tenant?: string): Promise<SendOutcome>
  /** Of the same dispatch-api: asked before anything is sent. */
  readonly killSwitch: KillSwitch
  /** What people have settled about a ticket. */
  readonly readStory: ReadStory
  /** Does anybody answer there? */
  isReachable(): Promise<boolean>
}

const TIMEOUT_MS = 10_000
/** The outbox holds a transaction open while it sends, and a database ends those that idle for a minute. */
const LONGEST_TIMEOUT_MS = 20_000
const PROBE_TIMEOUT_MS = 2000

export function openDispatchCommands(options: DispatchCommandsOptions): DispatchCommands {
  const { token, profile = 'v0', timeoutMs = TIMEOUT_MS } = options
  if (!(timeoutMs > 0 && timeoutMs <= LONGEST_TIMEOUT_MS))
    throw new RangeError(`The timeout must be above 0 and at most ${LONGEST_TIMEOUT_MS} ms, and is ${timeoutMs}.`)
  // Any other character makes a header that is refused with an error which quotes it.
  if (typeof token === 'string' && !/^[\x21-\x7e]+$/.test(token))
    throw new TypeError('The token for dispatch-api must be printable ASCII without spaces.')
  const door: Door = {
    profile: PROFILES[profile],
    baseUrl: new URL(options.baseUrl).href.replace(/\/+$/, ''),
    timeoutMs,
    fetch: tracedFetch('dispatch-api', options.fetch ?? fetch),
  }

  const tokenFor = async (tenant = 'default') => (typeof token === 'string' ? token : token(tenant))
  const watchToken = options.watchToken ?? token
  const watchTokenFor = async (tenant: string) => (typeof watchToken === 'string' ? watchToken : watchToken(tenant))

  return {
    encode: (command) => door.profile.encode(command),
    deliver: async (request, trace, signal, tenant) =>
      withAdvice(await deliver(door, request, { trace, token: await tokenFor(tenant), signal })),
    async send(command) {
      const encoded = door.profile.encode(command)
      if (encoded.kind === 'refused') return withAdvice(encoded.finding)
      const as = { trace: traceOf(command), token: command.token ?? (await tokenFor(command.tenantId)) }
      return withAdvice(await deliver(door, encoded.request, as))
    },
    killSwitch: openKillSwitch({ baseUrl: door.baseUrl, tokenFor: watchTokenFor, fetch: door.fetch }),
    readStory: storyReader({ door, isV1: profile === 'v1', tokenFor: watchTokenFor }),
    async isReachable() {
      try {
        const signal = AbortSignal.timeout(PROBE_TIMEOUT_MS)
        const { path, meansUp } = HEALTH[profile]
        const response = await door.fetch(`${door.baseUrl}${path}`, { signal, redirect: 'manual' })
        await response.body?.cancel()
        return meansUp(response)
      } catch {
        return false
      }
    },
  }
}

/** The v1 server is unhealthy by its own word while every command works: any answer means that it is up. */
const HEALTH = {
  v0: { path: '/healthz', meansUp: ({ ok }: Response) => ok },
  v1: { path: '/health', meansUp: ({ status }: Response) => status === 200 || status === 503 },
} as const satisfies Record<ProfileName, object>

const traceOf = ({ correlationId, traceparent, tracestate }: DispatchCommand): TraceContext =>
  traceFrom({ 'x-correlation-id': correlationId, traceparent, tracestate })
