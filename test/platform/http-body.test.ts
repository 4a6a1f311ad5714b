// Bodies of every kind, good and bad, over a real socket: the answer must reach the caller as a problem.
import { Readable, Writable } from 'node:stream'
import { brotliCompressSync, createGzip, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { authorization, call, MAX_BODY_BYTES, post, problemIn, raw, socketTo, useTestService } from './test-service.ts'

useTestService()

describe('a body', () => {
  test.each([
    ['is cut off', '{"name": "lock"'],
    ['is no JSON', 'name=lock'],
    ['reaches for a prototype', '{"__proto__": {"admin": true}}'],
    ['reaches for a constructor', '{"constructor": {"prototype": {"admin": true}}}'],
    ['is not in UTF-8', new Uint8Array([0x22, 0xff, 0xfe, 0x22])],
  ])('that %s is no JSON of ours', async (_, body) => {
    const response = await post('/v1/echo', body)
    expect(response.status).toBe(400)
    expect((await problemIn(response)).code).toBe('INVALID_JSON')
  })

  test('with several faults is refused with all of them, each by its pointer', async () => {
    const response = await post(
      '/v1/things/4e3bd5a4-9d6b-4bd0-9f0e-0a8f0c4d6a11',
      '{"count": 0, "at": {"lat": 1e999}, "extra/field": 1}',
    )
    const problem = await problemIn(response)
    expect(problem).toMatchObject({ status: 400, code: 'INVALID_INPUT' })
    expect(problem.issues?.map(({ path, code }) => [path, code]).sort()).toEqual([
      ['/at/lat', 'NOT_FINITE'],
      ['/count', 'TOO_SMALL'],
      ['/extra~1field', 'UNKNOWN_FIELD'],
      ['/name', 'WRONG_TYPE'],
    ])
  })

  test('that is missing where one is needed is a fault of the whole body', async () => {
    const problem = await problemIn(await post('/v1/things/4e3bd5a4-9d6b-4bd0-9f0e-0a8f0c4d6a11', ''))
    expect(problem.issues?.map(({ path, code }) => [path, code])).toEqual([['', 'WRONG_TYPE']])
  })

  test.each([
    'text/plain',
    'application/xml',
    'application/x-www-form-urlencoded',
    'application/jsonx',
    'multipart/form-data; boundary=x',
  ])('of type %s is not read', async (type) => {
    const response = await post('/v1/echo', '{}', { 'content-type': type })
    expect(response.headers.get('accept')).toBe('application/json')
    expect(await problemIn(response)).toMatchObject({ status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' })
  })

  test.each([
    'application/json; charset=utf-8',
    'application/JSON',
    'application/merge-patch+json',
    'application/vnd.acme.v1+json;q=1',
  ])('of type %s is read', async (type) => {
    const response = await post('/v1/echo', '{"a": [1]}', { 'content-type': type })
    expect(await response.json()).toMatchObject({ body: { a: [1] } })
  })

  test.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['GZIP', gzipSync],
  ])('packed with %s is unpacked', async (encoding, pack) => {
    const response = await post('/v1/echo', new Uint8Array(pack('{"packed": "ja, schön"}')), {
      'content-encoding': encoding,
    })
    expect(await response.json()).toMatchObject({ body: { packed: 'ja, schön' } })
  })

  test('packed in an unknown way is not read, and the answer tells the ways that are', async () => {
    const response = await post('/v1/echo', '{}', { 'content-encoding': 'constructor' })
    expect(response.headers.get('accept-encoding')).toBe('gzip, deflate, br')
    expect(await problemIn(response)).toMatchObject({ status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' })
  })

  test.each([
    ['is not packed at all', new TextEncoder().encode('{"a": 1}')],
    ['ends too early', new Uint8Array(gzipSync('{"a": 1}').subarray(0, -10))],
  ])('that claims to be gzip and %s is refused', async (_, body) => {
    expect(await problemIn(await post('/v1/echo', body, { 'content-encoding': 'gzip' }))).toMatchObject({
      status: 400,
      code: 'INVALID_ENCODING',
    })
  })

  test('of exactly the limit is read, and one byte more is too large', async () => {
    const text = (bytes: number) => `"${'x'.repeat(bytes - 2)}"`
    expect((await post('/v1/echo', text(MAX_BODY_BYTES))).status).toBe(200)
    expect(await problemIn(await post('/v1/echo', text(MAX_BODY_BYTES + 1)))).toMatchObject({
      status: 413,
      code: 'BODY_TOO_LARGE',
    })
  })

  test('may be held to less by its route', async () => {
    expect((await post('/v1/small', '"1234567"')).status).toBe(200)
    expect(await problemIn(await post('/v1/small', '"123456789"'))).toMatchObject({ code: 'BODY_TOO_LARGE' })
  })

  test('of 100 MB is refused while it is still coming, and the caller gets to read that', async () => {
    const megabyte = Buffer.alloc(1024 * 1024, ' ')
    const body = Readable.toWeb(Readable.from(Array.from({ length: 100 }, () => megabyte))) as unknown as NonNullable<
      RequestInit['body']
    >
    expect(await problemIn(await post('/v1/echo', body))).toMatchObject({ status: 413, code: 'BODY_TOO_LARGE' })
  })

  test('that announces 100 MB is refused before it has come', async () => {
    const answer = await raw(
      `POST /v1/echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: ${authorization}\r\n` +
        'Content-Type: application/json\r\nContent-Length: 104857600\r\n\r\n{',
    )
    expect(answer).toMatch(/^HTTP\/1.1 413 /)
  })

  test('that unpacks to a gigabyte is refused at the limit, and memory stays flat', async () => {
    const bomb: Buffer[] = []
    const zeros = Buffer.alloc(1024 * 1024)
    await new Promise((resolve) =>
      Readable.from(
        (function* () {
          for (let i = 0; i < 1024; i++) yield zeros
        })(),
      )
        .pipe(createGzip({ level: 1 }))
        .pipe(
          new Writable({
            write: (chunk, _, done) => {
              bomb.push(chunk)
              done()
            },
          }),
        )
        .on('finish', resolve),
    )
    const before = process.memoryUsage().rss
    const response = await post('/v1/echo', new Uint8Array(Buffer.concat(bomb)), { 'content-encoding': 'gzip' })
    expect(await problemIn(response)).toMatchObject({ status: 413, code: 'BODY_TOO_LARGE' })
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024)
  })

  test('whose sender goes away half-way harms nobody', async () => {
    const socket = socketTo()
    socket.write(
      `POST /v1/echo HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"a":`,
    )
    await new Promise((resolve) => setTimeout(resolve, 20))
    socket.destroy()
    expect((await call('/v1/trace')).status).toBe(200)
  })
})
