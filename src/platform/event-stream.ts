// Server-sent events (WHATWG HTML, 9.2): what is known first is sent first. Past compression, which would hold events back.
import type { FastifyReply, FastifyRequest } from 'fastify'

export const EVENT_STREAM = 'text/event-stream'

export interface EventStream {
  /** `json` is one line. What is sent to a caller who is gone is lost. */
  send(event: string, json: string): void
  end(): void
}

export const wantsEvents = ({ headers }: FastifyRequest): boolean =>
  (headers.accept ?? '').split(',').some((range) => range.split(';', 1)[0]?.trim().toLowerCase() === EVENT_STREAM)

/** The answer from now on; whatever goes wrong later is told as an event. */
export function openEventStream(reply: FastifyReply): EventStream {
  const { raw } = reply.hijack()
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': `${EVENT_STREAM}; charset=utf-8`,
  })
  raw.flushHeaders()
  return {
    send: (event, json) => {
      if (!raw.destroyed) raw.write(`event: ${event}\ndata: ${json}\n\n`)
    },
    end: () => {
      raw.end()
    },
  }
}
