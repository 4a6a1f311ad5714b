// Server-sent events (WHATWG HTML, 9.2): what is known first is sent first. Past compression, which would hold events back.
import type { Server, ServerResponse } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'

export const EVENT_STREAM = 'text/event-stream'

export interface EventStream {
  /** `json` is one line. What is sent to a caller who is gone is lost. */
  send(event: string, json: string): void
  end(): void
}

export const wantsEvents = ({ headers }: FastifyRequest): boolean =>
  (headers.accept ?? '').split(',').some((range) => range.split(';', 1)[0]?.trim().toLowerCase() === EVENT_STREAM)

const openStreams = new WeakMap<Server, Set<ServerResponse>>()

/** Else a service that shuts down would wait for whoever listens. They come again, and say what they have heard already. */
export function endEventStreams(server: Server): void {
  for (const stream of openStreams.get(server) ?? []) stream.end()
}

/** The answer from now on; whatever goes wrong later is told as an event. */
export function openEventStream(reply: FastifyReply): EventStream {
  const { raw } = reply.hijack()
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': `${EVENT_STREAM}; charset=utf-8`,
  })
  raw.flushHeaders()
  const streams = openStreams.get(reply.server.server) ?? new Set()
  openStreams.set(reply.server.server, streams.add(raw))
  raw.once('close', () => streams.delete(raw))
  return {
    send: (event, json) => {
      if (!raw.destroyed && !raw.writableEnded) raw.write(`event: ${event}\ndata: ${json}\n\n`)
    },
    end: () => {
      raw.end()
    },
  }
}
