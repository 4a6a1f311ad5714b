// Server-sent events (WHATWG HTML, 9.2): what is known first is sent first. Past compression, which would hold events back.
import type { Server, ServerResponse } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'

export const EVENT_STREAM = 'text/event-stream'

export interface EventStream {
  /** `json` is one line. What is sent to a caller who is gone is lost. With an id the caller can come back from there. */
  send(event: string, json: string, id?: string): void
  /** Says nothing, so that nobody takes the connection for dead. */
  beat(): void
  /** Bytes that the caller has not taken yet. */
  readonly behind: number
  /** Whoever does not read is cut off; they may come back. */
  cut(): void
  readonly closed: Promise<void>
  end(): void
}

export const wantsEvents = ({ headers }: FastifyRequest): boolean =>
  (headers.accept ?? '').split(',').some((range) => range.split(';', 1)[0]?.trim().toLowerCase() === EVENT_STREAM)

const openStreams = new WeakMap<Server, Set<ServerResponse>>()

/** Else a service that shuts down would wait for whoever listens. They come again, and say what they have heard already. */
export function endEventStreams(server: Server): void {
  for (const stream of openStreams.get(server) ?? []) letGo(stream)
}

/** How long a caller may take to read the end. */
const LINGER_MS = 4000

/** One who has stopped reading would never see it, and would hold the connection, and who closes the server with it. */
function letGo(raw: ServerResponse): void {
  const { socket } = raw
  raw.end()
  const timer = setTimeout(() => socket?.destroy(), LINGER_MS).unref()
  socket?.once('close', () => clearTimeout(timer))
}

/** The answer from now on; whatever goes wrong later is told as an event. */
export function openEventStream(reply: FastifyReply): EventStream {
  const { raw } = reply.hijack()
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': `${EVENT_STREAM}; charset=utf-8`,
    // When it ends nothing else comes on this connection, and nobody who closes the server waits for it.
    connection: 'close',
  })
  raw.flushHeaders()
  const streams = openStreams.get(reply.server.server) ?? new Set()
  openStreams.set(reply.server.server, streams.add(raw))
  raw.once('close', () => streams.delete(raw))
  return {
    send: (event, json, id) => {
      const numbered = id === undefined ? '' : `id: ${id}\n`
      if (!raw.destroyed && !raw.writableEnded) raw.write(`${numbered}event: ${event}\ndata: ${json}\n\n`)
    },
    beat: () => {
      if (!raw.destroyed && !raw.writableEnded) raw.write(':\n\n')
    },
    get behind() {
      return raw.writableLength
    },
    cut: () => {
      raw.destroy()
    },
    closed: new Promise((resolve) => raw.once('close', resolve)),
    end: () => letGo(raw),
  }
}
