// Reads a request body as text: unpacks it while it arrives, counts what comes out, and stops at the limit.
// @fastify/compress packs our answers; it is not used here, since it cuts the connection where a body cannot be
// unpacked, so that the caller sees a reset and not our 400 or 413.
import type { IncomingMessage } from 'node:http'
import type { Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import type { FastifyRequest } from 'fastify'
import { HttpProblem } from './problem.ts'

const UNPACKERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
}

export async function readText(request: FastifyRequest, payload: IncomingMessage, maxBytes: number): Promise<string> {
  const bytes = await unpack(request, payload, maxBytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new HttpProblem(
      { status: 400, code: 'INVALID_JSON', title: 'The body is not JSON', detail: 'It is not encoded in UTF-8.' },
      { cause },
    )
  }
}

async function unpack(request: FastifyRequest, payload: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? 'identity'
  const unpacker = Object.hasOwn(UNPACKERS, encoding) ? UNPACKERS[encoding]?.() : undefined
  if (!unpacker && encoding !== 'identity')
    throw new HttpProblem({
      status: 415,
      code: 'UNSUPPORTED_MEDIA_TYPE',
      title: 'The body is packed in a way that is not read here',
      detail: 'Accepted content encodings: gzip, deflate, br, identity.',
      headers: { 'accept-encoding': 'gzip, deflate, br' },
    })
  if (Number(request.headers['content-length']) > maxBytes) throw tooLarge(maxBytes)

  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of unpacker ? unpackedBy(unpacker, payload) : asItComes(payload)) {
      size += chunk.length
      if (size > maxBytes) throw tooLarge(maxBytes)
      chunks.push(chunk)
    }
  } catch (error) {
    if (error instanceof HttpProblem) throw error
    throw new HttpProblem(
      { status: 400, code: 'INVALID_ENCODING', title: 'The body is cut off, or not packed as its header says' },
      { cause: error },
    )
  }
  return Buffer.concat(chunks, size)
}

/** Leaving it early destroys the unpacker: not another byte of a bomb is unpacked. */
function unpackedBy(unpacker: Transform, payload: IncomingMessage): AsyncIterable<Buffer> {
  payload.once('error', (error) => unpacker.destroy(error))
  return payload.pipe(unpacker)
}

/** Leaving it early leaves the request whole: whoever sent too much gets to read so. */
const asItComes = (payload: IncomingMessage): AsyncIterable<Buffer> => payload.iterator({ destroyOnReturn: false })

const tooLarge = (maxBytes: number) =>
  new HttpProblem({
    status: 413,
    code: 'BODY_TOO_LARGE',
    title: 'The body is too large',
    detail: `At most ${maxBytes} bytes are read, counted after unpacking.`,
  })
