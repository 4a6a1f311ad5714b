// What people have settled about a ticket, read from its timeline in either wire: when somebody comes, and who. Whoever acted
// as a service or an agent has settled nothing. Throws nothing.
import { z } from 'zod'
import { childHeaders, type TraceContext } from '../platform/trace.ts'
import { jsonOf } from './answer-text.ts'
import type { Door } from './deliver.ts'
import { textOf } from './deliver.ts'

export interface Settled {
  readonly start?: string
  readonly end?: string
  readonly techId?: string
}
/** 'unread' when nobody can tell. */
export type TicketStory = Settled | 'unread'

export interface StoryOptions {
  readonly door: Pick<Door, 'baseUrl' | 'timeoutMs' | 'fetch'>
  readonly isV1: boolean
  readonly tokenFor: (tenant: string) => Promise<string>
}

/** What was settled after the moment: before it, nobody could have agreed or disagreed. */
export type ReadStory = (
  of: { tenant: string; ticketId: string; after: Date },
  trace: TraceContext,
) => Promise<TicketStory>

export function storyReader({ door, isV1, tokenFor }: StoryOptions): ReadStory {
  const prefix = isV1 ? '' : '/v0'
  return async ({ tenant, ticketId, after }, trace) => {
    try {
      const response = await door.fetch(`${door.baseUrl}${prefix}/tickets/${encodeURIComponent(ticketId)}/timeline`, {
        headers: {
          ...childHeaders(trace),
          accept: 'application/json',
          authorization: `Bearer ${await tokenFor(tenant)}`,
          ...(isV1 && { 'x-actor-id': 'optimizer-watch', 'x-actor-role': 'dispatcher', 'x-actor-type': 'SERVICE' }),
        },
        redirect: 'manual',
        signal: AbortSignal.timeout(door.timeoutMs),
      })
      const text = await textOf(response)
      return response.status === 200 ? settledIn(jsonOf(text), after) : 'unread'
    } catch {
      return 'unread'
    }
  }
}

const Person = z.object({ type: z.string() })
const Event = z.union([
  z
    .object({ tool: z.string(), actor: Person, occurred_at: z.string(), payload: z.looseObject({}) })
    .transform(({ tool, actor, occurred_at, payload }) => ({
      tool,
      actor: actor.type,
      at: occurred_at,
      said: payload,
    })),
  z
    .object({
      tool_name: z.string(),
      actor_type: z.string(),
      created_at: z.string(),
      payload: z.object({ request: z.looseObject({}).catch({}) }),
    })
    .transform(({ tool_name, actor_type, created_at, payload }) => ({
      tool: tool_name,
      actor: actor_type,
      at: created_at,
      said: payload.request,
    })),
  // Whatever else happened settles nothing.
  z.looseObject({}).transform(() => undefined),
])
const Timeline = z.object({ events: z.array(Event) })

/** The latest word of a person on each. */
export function settledIn(json: unknown, after: Date): TicketStory {
  const read = Timeline.safeParse(json)
  if (!read.success) return 'unread'
  let settled: Settled = {}
  for (const event of read.data.events) {
    if (event === undefined || event.actor !== 'HUMAN' || !(Date.parse(event.at) >= after.getTime())) continue
    const say = SETTLES[event.tool]
    if (say) settled = { ...settled, ...say(event.said) }
  }
  return settled
}

const text = (value: unknown) => (typeof value === 'string' ? value : undefined)
const when = (from: Record<string, unknown>): Settled => {
  const start = text(from.window_start) ?? text(from.start)
  const end = text(from.window_end) ?? text(from.end)
  return { ...(start !== undefined && { start }), ...(end !== undefined && { end }) }
}
const who = (from: Record<string, unknown>): Settled => {
  const techId = text(from.technician_id) ?? text(from.tech_id)
  return techId === undefined ? {} : { techId }
}
const SETTLES: Readonly<Record<string, (said: Record<string, unknown>) => Settled>> = {
  'schedule.confirm': (said) => when((said.confirmed_window ?? said) as Record<string, unknown>),
  'schedule.reschedule': (said) => when((said.window ?? said.confirmed_window ?? said) as Record<string, unknown>),
  'dispatch.assign_tech': who,
  'assignment.dispatch': who,
}
