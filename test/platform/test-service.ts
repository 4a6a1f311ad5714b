// A small service on the real plumbing, and the ways in which the tests call it over a real socket.
import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { afterAll, beforeAll, expect } from 'vitest'
import { z } from 'zod'
import { ProblemDetails } from '../../src/contracts/problem-details.ts'
import { READERS } from '../../src/platform/access.ts'
import { createHttpApp, type HttpApp, HttpProblem } from '../../src/platform/http.ts'
import { createLog } from '../../src/platform/log.ts'

export const MAX_BODY_BYTES = 1024 * 1024
export const TOKEN = 'test-token-of-32-characters-long'

/** What the service has logged. */
export const lines: Record<string, unknown>[] = []
const destination = { write: (line: string) => void lines.push(JSON.parse(line)) }
/** What its parts say; a test may set it. */
export const service = { isReady: async (): Promise<Record<string, string>> => ({ database: 'up' }) }
let app: HttpApp
export let base: string

/** For whoever is known. */
const config = { mayCall: READERS }

const Body = z.strictObject({
  name: z.string(),
  count: z.int().min(1).default(1),
  at: z.strictObject({ lat: z.number() }),
})

async function register(on: HttpApp): Promise<void> {
  on.post(
    '/v1/things/:id',
    {
      config,
      schema: {
        summary: 'Keeps a thing',
        params: z.strictObject({ id: z.uuid() }),
        querystring: z.strictObject({ dry: z.enum(['true']).optional() }),
        body: Body,
        response: { 200: Body },
      },
    },
    (request) => request.body,
  )
  on.post('/v1/small', { config, bodyLimit: 10 }, () => 'small')
  on.post('/v1/echo', { config }, (request) => ({ body: request.body ?? null, identity: request.identity }))
  on.get('/v1/trace', { config }, (request) => request.trace)
  on.get('/v1/fault', { config }, () => {
    throw new Error('the password is swordfish')
  })
  on.get('/v1/refusal', { config }, () => {
    throw new HttpProblem({
      status: 409,
      code: 'NOT_NOW',
      title: 'Not now',
      detail: 'Later',
      headers: { 'retry-after': '3' },
    })
  })
  on.get('/v1/long', { config }, () => ({ text: 'long '.repeat(10_000) }))
  on.get('/page', { config: { page: true, ...config } }, (_, reply) => reply.type('text/html').send('<p>page</p>'))
  on.post('/page', { config: { page: true, ...config } }, () => 'done')
}

/** For the whole of a test file. */
export function useTestService(): void {
  beforeAll(async () => {
    app = await createHttpApp({
      name: 'Test service',
      version: '1.2.3',
      description: 'For the test of the plumbing',
      log: createLog('debug', destination),
      devToken: TOKEN,
      tenant: 'acme',
      maxBodyBytes: MAX_BODY_BYTES,
      isReady: () => service.isReady(),
      register,
    })
    base = await app.listen({ host: '127.0.0.1', port: 0 })
  })
  afterAll(() => app.close())
}

export const authorization = `Bearer ${TOKEN}`
export const call = (path: string, init: RequestInit = {}) =>
  fetch(`${base}${path}`, { ...init, headers: { authorization, ...(init.headers as Record<string, string>) } })
export const post = (path: string, body: NonNullable<RequestInit['body']>, headers: Record<string, string> = {}) =>
  call(path, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
    duplex: 'half',
  } as RequestInit)

export async function problemIn(response: Response): Promise<ProblemDetails> {
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/)
  const problem = ProblemDetails.parse(await response.json())
  expect(problem.status).toBe(response.status)
  expect(problem.correlationId).toBe(response.headers.get('x-correlation-id'))
  return problem
}

/** Sends bytes as they are and returns all that comes back. */
export async function raw(text: string): Promise<string> {
  const socket = socketTo()
  let answer = ''
  socket.setEncoding('utf8').on('data', (chunk) => {
    answer += chunk
  })
  socket.write(text)
  await once(socket, 'close')
  return answer
}

/** A socket of one's own, for what fetch would never do. */
export const socketTo = () => connect((app.server.address() as AddressInfo).port, '127.0.0.1')
