// A server on a real socket that behaves as badly as it is told, and remembers what it was sent.
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface Received {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export type Behaviour = (response: ServerResponse, received: Received) => void | Promise<void>

export interface BadServer {
  readonly url: string
  readonly received: Received[]
  close(): Promise<void>
}

/** The first request meets the first behaviour, and so on; the last one stays. */
export async function startBadServer(...behaviours: readonly Behaviour[]): Promise<BadServer> {
  const received: Received[] = []
  const server = createServer((request, response) => {
    void text(request).then(async (body) => {
      const { method = '', url: path = '', headers } = request
      const behave = behaviours[Math.min(received.length, behaviours.length - 1)]
      const one = { method, path, headers, body }
      received.push(one)
      await behave?.(response, one)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export const answer =
  (status: number, body: unknown, headers: Record<string, string> = {}): Behaviour =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  }

export const problem = (status: number, code: string, headers: Record<string, string> = {}): Behaviour =>
  answer(status, { type: 'about:blank', title: code, status, code }, headers)

/** As dispatch-api would, had it done what it was sent; or something else. */
export const doneBut =
  (other: { readonly request_id?: string; readonly ticket_id?: string } = {}): Behaviour =>
  (response, received) => {
    const { request_id, ticket_id } = { ...(JSON.parse(received.body) as Record<string, string>), ...other }
    const ticket = { id: ticket_id, state: 'intake' }
    return answer(200, { request_id, ticket, emitted_event_ids: [randomUUID()], data: {} })(response, received)
  }
export const done = doneBut()

/** The command is done, and nobody hears of it. */
export const doneUnheard =
  (url: string, unheard: Behaviour = () => undefined): Behaviour =>
  async (response, received) => {
    await forward(url, received)
    await unheard(response, received)
  }

export const passedOn =
  (url: string): Behaviour =>
  async (response, received) => {
    const { status, headers, body } = await forward(url, received)
    response.writeHead(status, Object.fromEntries(headers)).end(body)
  }

async function forward(url: string, { method, path, headers, body }: Received) {
  const { authorization = '', 'x-correlation-id': correlationId = '', traceparent = '' } = headers
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      authorization,
      'content-type': 'application/json',
      'accept-encoding': 'identity',
      'x-correlation-id': String(correlationId),
      traceparent: String(traceparent),
    },
    body,
  })
  return { status: response.status, headers: response.headers, body: await response.text() }
}
