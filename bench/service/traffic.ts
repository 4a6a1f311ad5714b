// The calls of a busy afternoon and in what shares they come. Every answer that is none fails its call.
import { readFixture } from '../../fixtures/read.ts'

/** Of a hundred calls. */
const SHARES = { recommend: 55, read: 15, change: 12, run: 8, stream: 6, optimize: 4 } as const
export type Kind = keyof typeof SHARES

export function pickKind(): Kind {
  let point = Math.random() * Object.values(SHARES).reduce((sum, share) => sum + share, 0)
  for (const [kind, share] of Object.entries(SHARES)) {
    point -= share
    if (point < 0) return kind as Kind
  }
  return 'recommend'
}

export interface Traffic {
  call(kind: Kind): Promise<void>
  memoryMb(): Promise<number>
}

interface Day {
  readonly tickets: readonly { readonly id: string; readonly location: object }[]
}

const PLANS = 4
/** Put anew again and again; what is held on it is gone then, so nobody is offered anything on it. */
const CHANGING = '/v1/plans/load-changing'

/** Some plans are put, and one run is made, for the calls to be about. */
export async function trafficTo(url: string, token: string): Promise<Traffic> {
  const day = readFixture('corner') as Day
  const ask = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(60_000),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status} ${text.slice(0, 200)}`)
    return text
  }
  const paths = Array.from({ length: PLANS }, (_, index) => `/v1/plans/load-${index}`)
  for (const path of [...paths, CHANGING]) await ask('PUT', path, day)
  const small = {
    ...day,
    tickets: day.tickets.slice(0, 10),
    plan: undefined,
    options: { seconds: 1, iterations: 300, threads: 1 },
  }
  const submitted = JSON.parse(await ask('POST', '/v1/optimizations', small, { prefer: 'wait=60' })) as {
    meta: { runId: string }
  }
  const any = <T>(of: readonly T[]): T => of[Math.floor(Math.random() * of.length)] as T
  let calls = 0
  const newTicket = () => ({ id: `call-${calls++}`, location: any(day.tickets).location, duration: 'PT30M' })

  /** And given back, as most callers do: else the day would be full of what is held. */
  async function recommend(headers: Record<string, string>, more: object): Promise<void> {
    const path = any(paths)
    const text = await ask('POST', `${path}/recommendations`, { ticket: newTicket(), count: 3, ...more }, headers)
    const offerId = /"offerId":"([^"]+)"/.exec(text)?.[1]
    if (offerId !== undefined) await ask('POST', `/v1/offers/${offerId}/release`)
  }

  const kinds: Readonly<Record<Kind, () => Promise<unknown>>> = {
    recommend: () => recommend({}, {}),
    stream: () => recommend({ accept: 'text/event-stream' }, { tier: 2 }),
    read: () => ask('GET', any(paths)),
    change: () => ask('PUT', CHANGING, day),
    run: () => ask('GET', `/v1/optimizations/${submitted.meta.runId}`),
    optimize: () => ask('POST', '/v1/optimizations', small, { prefer: 'wait=60' }),
  }
  return {
    call: async (kind) => void (await kinds[kind]()),
    memoryMb: async () => {
      const text = await ask('GET', '/metrics', undefined, {})
      return Number(/^real_dispatch_resident_memory_bytes\S* (\S+)$/m.exec(text)?.[1]) / 1e6
    },
  }
}
