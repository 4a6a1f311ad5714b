// A caller of the service who keeps their connections: plain HTTP, and the time from the request to the last byte of its
// answer. Knows no endpoint.
import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'

export interface Reply {
  readonly status: number
  readonly text: string
  readonly milliseconds: number
}

export interface Client {
  /** `body` is JSON already, so that making it takes none of the time. */
  send(method: 'GET' | 'PUT' | 'POST', path: string, body?: string): Promise<Reply>
  close(): void
}

export class UnexpectedReplyError extends Error {
  override readonly name = 'UnexpectedReplyError'
  constructor(asked: string, { status, text }: Reply) {
    super(`${asked} was answered with ${status}: ${text.slice(0, 400)}`)
  }
}

export function openClient(baseUrl: string, token: string, connections: number): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: connections, maxFreeSockets: connections })
  return {
    async send(method, path, body = '') {
      const bytes = Buffer.from(body)
      const headers = {
        authorization: `Bearer ${token}`,
        ...(bytes.length > 0 && { 'content-type': 'application/json', 'content-length': bytes.length }),
      }
      const began = performance.now()
      const asked = request(new URL(path, baseUrl), { method, headers, agent })
      asked.end(bytes)
      const [answer]: [IncomingMessage] = (await once(asked, 'response')) as [IncomingMessage]
      const chunks = await answer.toArray()
      const milliseconds = performance.now() - began
      return { status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8'), milliseconds }
    },
    close: () => agent.destroy(),
  }
}

/** The reply, when its status is one of those expected. */
export async function expected(asked: string, reply: Promise<Reply>, ...statuses: number[]): Promise<Reply> {
  const given = await reply
  if (!statuses.includes(given.status)) throw new UnexpectedReplyError(asked, given)
  return given
}
