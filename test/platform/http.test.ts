// What every service answers, to good calls and to each kind of bad one, over a real socket.
import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import { ProblemDetails } from '../../src/contracts/problem-details.ts'
import { READERS } from '../../src/platform/access.ts'
import { createHttpApp } from '../../src/platform/http.ts'
import { createLog } from '../../src/platform/log.ts'
import {
  authorization,
  base,
  call,
  lines,
  post,
  problemIn,
  raw,
  service,
  TOKEN,
  useTestService,
} from './test-service.ts'

const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'

useTestService()

test('faults of the address and the query are named by their part', async () => {
  const body = '{"name": "lock", "at": {"lat": 1}}'
  const id = await problemIn(await post('/v1/things/7', body))
  expect(id.issues?.map(({ path, code }) => [path, code])).toEqual([['/params/id', 'WRONG_FORMAT']])
  const query = await problemIn(await post('/v1/things/4e3bd5a4-9d6b-4bd0-9f0e-0a8f0c4d6a11?dry=no&x=1', body))
  expect(query.issues?.map(({ path, code }) => [path, code]).sort()).toEqual([
    ['/query/dry', 'NOT_ALLOWED'],
    ['/query/x', 'UNKNOWN_FIELD'],
  ])
})

describe('the address', () => {
  test('that nobody knows is not found', async () => {
    expect(await problemIn(await call('/v1/nothing'))).toMatchObject({ status: 404, code: 'NOT_FOUND' })
    expect(await problemIn(await post('/v1/nothing', 'no json', { 'content-type': 'text/plain' }))).toMatchObject({
      status: 404,
    })
  })

  test.each([
    ['DELETE', '/v1/trace?x=1', 'GET, HEAD'],
    ['GET', '/v1/things/anything', 'POST'],
    ['PROPFIND', '/page', 'GET, HEAD, POST'],
    ['OPTIONS', '/healthz', 'GET, HEAD'],
  ])('does not answer to %s %s, and says to what it does', async (method, path, allow) => {
    const response = await call(path, { method })
    expect(response.headers.get('allow')).toBe(allow)
    expect(await problemIn(response)).toMatchObject({ status: 405, code: 'METHOD_NOT_ALLOWED' })
  })

  test('that is encoded wrongly or much too long is a problem too', async () => {
    expect(await problemIn(await call('/v1/%zz'))).toMatchObject({ status: 400, code: 'INVALID_URL' })
    expect(await problemIn(await call(`/v1/things/${'x'.repeat(500)}`, { method: 'POST' }))).toMatchObject({
      status: 414,
      code: 'URL_TOO_LONG',
    })
  })
})

describe('what is no HTTP', () => {
  test.each([
    ['an unknown method', 'BREW /pot HTTP/1.1\r\nHost: x\r\n\r\n', '400', 'MALFORMED_REQUEST'],
    ['noise', '\x16\x03\x01\x02\r\n\r\n', '400', 'MALFORMED_REQUEST'],
    ['endless headers', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, '431', 'HEADERS_TOO_LARGE'],
  ])('(%s) is answered with a problem', async (_, text, status, code) => {
    const [head = '', body = ''] = (await raw(text)).split('\r\n\r\n')
    expect(head).toContain(`HTTP/1.1 ${status} `)
    expect(head).toContain('application/problem+json')
    expect(ProblemDetails.parse(JSON.parse(body)).code).toBe(code)
  })
})

describe('without a valid token', () => {
  test.each([
    [undefined, 'Bearer'],
    ['Bearer wrong', 'Bearer error="invalid_token"'],
    [`Bearer ${TOKEN}x`, 'Bearer error="invalid_token"'],
    [`Basic ${TOKEN}`, 'Bearer'],
    ['Bearer', 'Bearer'],
  ])('(%s) nothing is answered but that one is needed', async (value, challenge) => {
    for (const path of ['/v1/trace', '/v1/nothing', `/v1/trace?token=${TOKEN}`]) {
      const response = await fetch(`${base}${path}`, { headers: value === undefined ? {} : { authorization: value } })
      expect(response.headers.get('www-authenticate')).toBe(challenge)
      expect(await problemIn(response)).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' })
    }
  })

  test('a page opens by the token in its address, but nothing that acts does', async () => {
    expect((await fetch(`${base}/page?token=${TOKEN}`)).status).toBe(200)
    expect((await fetch(`${base}/page?token=wrong`)).status).toBe(401)
    expect((await fetch(`${base}/page`)).status).toBe(401)
    expect((await fetch(`${base}/page?token=${TOKEN}`, { method: 'POST' })).status).toBe(401)
  })

  test.each(['/healthz', '/readyz', '/openapi.json', '/docs', '/docs/static/swagger-ui.css'])(
    '%s is public',
    async (path) => {
      expect((await fetch(`${base}${path}`)).status).toBe(200)
    },
  )
})

test('whoever holds the token is known by tenant', async () => {
  expect(await (await post('/v1/echo', '{}')).json()).toMatchObject({ identity: { id: 'dev-token', tenant: 'acme' } })
})

describe('a fault of ours', () => {
  test('tells the caller nothing but the id by which the log tells all', async () => {
    const response = await call('/v1/fault', { headers: { 'x-correlation-id': 'call-7' } })
    const text = await response.clone().text()
    expect(await problemIn(response)).toMatchObject({ status: 500, code: 'INTERNAL_ERROR', correlationId: 'call-7' })
    expect(text).not.toContain('swordfish')
    expect(lines.find((line) => line.msg === 'Request failed')).toMatchObject({
      correlationId: 'call-7',
      err: { message: 'the password is swordfish' },
    })
  })
})

test('a refusal of a handler is answered as it was thrown', async () => {
  const response = await call('/v1/refusal')
  expect(response.headers.get('retry-after')).toBe('3')
  expect(await problemIn(response)).toMatchObject({ status: 409, code: 'NOT_NOW', title: 'Not now', detail: 'Later' })
})

describe('the trace', () => {
  test('of the caller reaches the handler, the answer and the log', async () => {
    const headers = { 'x-correlation-id': 'call-8', traceparent: TRACEPARENT, tracestate: 'a=1' }
    const response = await call('/v1/trace', { headers })
    expect(await response.json()).toEqual({
      correlationId: 'call-8',
      traceId: TRACEPARENT.slice(3, 35),
      traceparent: TRACEPARENT,
      tracestate: 'a=1',
    })
    expect(response.headers.get('x-correlation-id')).toBe('call-8')
    expect(response.headers.get('traceparent')).toBe(TRACEPARENT)
    await expect
      .poll(() => lines.find((line) => line.correlationId === 'call-8' && line.msg === 'Request'))
      .toMatchObject({ traceId: TRACEPARENT.slice(3, 35), route: '/v1/trace', status: 200 })
  })

  test('is made where the caller has none, and is one for the whole request', async () => {
    const response = await call('/v1/trace')
    const trace = await response.json()
    expect(trace).toMatchObject({
      correlationId: response.headers.get('x-correlation-id'),
      traceparent: response.headers.get('traceparent'),
    })
  })
})

test('no token is ever logged', async () => {
  await fetch(`${base}/page?token=${TOKEN}`)
  await call('/v1/trace')
  expect(JSON.stringify(lines)).not.toContain(TOKEN)
})

describe('readiness', () => {
  test.each([
    ['all parts are up', async () => ({ database: 'up', workers: 'up' }), 200, { database: 'up', workers: 'up' }],
    [
      'one part is down',
      async () => ({ database: 'up', workers: 'crashed' }),
      503,
      { database: 'up', workers: 'crashed' },
    ],
    ['the check itself fails', () => Promise.reject(new Error('postgres://u:secret@h')), 503, { checks: 'failed' }],
  ])('when %s', async (_, check, status, parts) => {
    service.isReady = check as typeof service.isReady
    const response = await fetch(`${base}/readyz`)
    expect(response.status).toBe(status)
    expect(await response.json()).toEqual({ status: status === 200 ? 'up' : 'down', parts })
  })
})

test.each(['gzip', 'br', 'deflate'])('a long answer is packed with %s for who asks for it', async (encoding) => {
  const response = await call('/v1/long', { headers: { 'accept-encoding': encoding } })
  expect(response.headers.get('content-encoding')).toBe(encoding)
  expect(await response.json()).toEqual({ text: 'long '.repeat(10_000) })
})

describe('the documentation', () => {
  test('is OpenAPI 3.1 from the schemas, as the caller writes them, with the problems of every route', async () => {
    const api = (await (await fetch(`${base}/openapi.json`)).json()) as {
      openapi: string
      info: unknown
      components: { schemas: Record<string, unknown> }
      paths: Record<
        string,
        Record<
          string,
          {
            security?: unknown
            responses: Record<string, unknown>
            requestBody?: { content: Record<string, { schema: { required: string[] } }> }
          }
        >
      >
    }
    expect(api.openapi).toMatch(/^3\.1/)
    expect(api.info).toMatchObject({ title: 'Test service', version: '1.2.3' })
    const keep = api.paths['/v1/things/{id}']?.post
    expect(keep?.requestBody?.content['application/json']?.schema.required).toEqual(['name', 'at'])
    for (const [path, methods] of Object.entries(api.paths))
      for (const operation of Object.values(methods)) {
        const codes =
          path.startsWith('/v1') || path === '/page'
            ? ['400', '401', '404', '413', '415', '500']
            : ['400', '404', '413', '415', '500']
        expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(codes))
      }
    expect(Object.keys(api.paths)).not.toContain('/openapi.json')
    expect(api.components.schemas).toHaveProperty('ProblemDetails')
  })

  test('is a page that loads nothing from elsewhere', async () => {
    const response = await fetch(`${base}/docs`)
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(await response.text()).not.toMatch(/(src|href)="(https?:)?\/\//)
  })
})

test('while it shuts down, a service refuses with a problem and lets go of its connections', async () => {
  const closing = await createHttpApp({
    name: 'Closing',
    version: '1',
    description: '',
    log: createLog('silent'),
    devToken: TOKEN,
    maxBodyBytes: 1024,
    isReady: async () => ({}),
    register: async (on) => {
      on.get('/slow', { config: { mayCall: READERS } }, async () => {
        void closing.close()
        await new Promise((resolve) => setTimeout(resolve, 50))
        return { done: true }
      })
    },
  })
  await closing.listen({ host: '127.0.0.1', port: 0 })
  const socket = connect((closing.server.address() as AddressInfo).port, '127.0.0.1')
  let answer = ''
  socket.setEncoding('utf8').on('data', (chunk) => {
    answer += chunk
  })
  const request = `GET /slow HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\n\r\n`
  socket.write(request)
  await new Promise((resolve) => setTimeout(resolve, 25))
  socket.write(request)
  await once(socket, 'close')
  expect(answer).toContain('{"done":true}')
  expect(answer).toContain('SHUTTING_DOWN')
})
