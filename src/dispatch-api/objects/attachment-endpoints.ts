// Bytes come in under the hash of their content, before a tool binds them to a ticket, and go out under it again.
// Checks size, hash and what the bytes really are; knows no ticket.
import type { FastifyRequest } from 'fastify'
import { fileTypeFromBuffer } from 'file-type'
import { z } from 'zod'
import { Sha256 } from '../../contracts/v0.ts'
import { PLANNERS, READERS } from '../../platform/access.ts'
import type { Database, Transaction } from '../../platform/database.ts'
import { type HttpApp, HttpProblem, invalidInput } from '../../platform/http.ts'
import { appendSystemEvent, lockSystemChain } from '../audit-store.ts'
import { attachmentNotFound } from '../refusals.ts'
import { type Attachment, findAttachment, insertAttachment } from './attachment-store.ts'
import { getChecked, keyOf, type ObjectStore, sha256Of } from './object-store.ts'

/** What a browser runs, such as HTML or SVG, is not among them. */
export const ATTACHMENT_TYPES = [
  ...['image/jpeg', 'image/png', 'image/webp', 'image/heic', 'image/heif', 'application/pdf'],
  ...['audio/mpeg', 'audio/mp4', 'audio/x-m4a', 'audio/ogg', 'audio/wav', 'audio/webm'],
]

const Params = z.strictObject({ sha256: Sha256 })
const Stored = z.strictObject({
  sha256: Sha256,
  storage_key: z.string(),
  content_type: z.string(),
  size: z.int(),
})

/** Bytes, which no schema says more of. */
const FILE = {
  description: 'The file itself, as it came',
  content: Object.fromEntries(ATTACHMENT_TYPES.map((type) => [type, { schema: z.any() }])),
}

export interface AttachmentOptions {
  readonly database: Database
  readonly objects: ObjectStore
  readonly maxBytes: number
}

export async function addAttachmentEndpoints(app: HttpApp, options: AttachmentOptions): Promise<void> {
  // In a scope of its own: everywhere else a body is JSON.
  await app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: options.maxBytes }, (_request, body, done) =>
      done(null, body),
    )
    scope.put(
      '/v0/attachments/:sha256',
      {
        bodyLimit: options.maxBytes,
        config: { mayCall: PLANNERS },
        schema: {
          summary: 'Store a photo, a PDF or a voice note under its hash; the same bytes again do no harm',
          description: `The body is the file itself, at most ${options.maxBytes} bytes of ${ATTACHMENT_TYPES.join(', ')}.`,
          tags: ['attachments'],
          params: Params,
          response: { 200: Stored, 201: Stored },
        },
      },
      async (request, reply) => {
        const { attachment, isNew } = await store(request, options)
        return reply.code(isNew ? 201 : 200).send(attachment)
      },
    )
    done()
  })
  app.get(
    '/v0/attachments/:sha256',
    {
      config: { mayCall: READERS },
      schema: { summary: 'A stored file', tags: ['attachments'], params: Params, response: { 200: FILE } },
    },
    async ({ identity: { tenant }, params: { sha256 } }, reply) => {
      const found = await findAttachment(options.database, tenant, { sha256 })
      if (!found) throw attachmentNotFound()
      const bytes = await getChecked(options.objects, found.storage_key, sha256)
      return reply
        .type(found.content_type)
        .header('content-disposition', 'attachment')
        .header('etag', `"${sha256}"`)
        .send(bytes)
    },
  )
}

async function store(request: FastifyRequest, { database, objects }: AttachmentOptions) {
  const { sha256 } = request.params as z.infer<typeof Params>
  const { tenant } = request.identity
  const bytes = request.body
  if (!Buffer.isBuffer(bytes) || bytes.length === 0) throw invalid('EMPTY', 'The file has no content')
  if (sha256Of(bytes) !== sha256) throw invalid('HASH_DIFFERS', 'The content is not what the address names')
  const content_type = await typeOf(bytes, request.headers['content-type'])
  const attachment: Attachment = { sha256, storage_key: keyOf(tenant, sha256), content_type, size: bytes.length }
  const earlier = await findAttachment(database, tenant, { sha256 })
  // Also when it is known: so a store that has lost it gets it back.
  await objects.put(attachment.storage_key, bytes, content_type)
  const isNew = !earlier && (await database.transaction((on) => record(on, request, attachment)))
  return { attachment: earlier ?? attachment, isNew }
}

async function record(on: Transaction, request: FastifyRequest, attachment: Attachment) {
  const { identity, trace } = request
  const at = await lockSystemChain(on, identity.tenant)
  if (await findAttachment(on, identity.tenant, attachment)) return false
  await insertAttachment(on, identity.tenant, identity.id, attachment)
  appendSystemEvent(
    on,
    identity.tenant,
    {
      type: 'attachment.stored',
      ticket_id: null,
      actor: { id: identity.id, role: identity.roles.join(' '), type: 'SERVICE' },
      tool: 'attachments',
      channel: null,
      request_id: null,
      correlation_id: trace.correlationId,
      trace_id: trace.traceId ?? null,
      previous_state: null,
      next_state: null,
      payload: { ...attachment },
    },
    at,
  )
  return true
}

/** By the bytes; what the sender says may only agree. */
async function typeOf(bytes: Buffer, said: string | undefined): Promise<string> {
  const found = (await fileTypeFromBuffer(bytes))?.mime
  const declared = said?.split(';', 1)[0]?.trim().toLowerCase()
  const agrees = declared === undefined || declared === 'application/octet-stream' || declared === found
  if (found === undefined || !ATTACHMENT_TYPES.includes(found) || !agrees)
    throw new HttpProblem({
      status: 415,
      code: 'UNSUPPORTED_ATTACHMENT',
      title: 'Files of that type are not kept',
      detail: `Accepted, by content: ${ATTACHMENT_TYPES.join(', ')}.`,
    })
  return found
}

const invalid = (code: string, message: string) => new HttpProblem(invalidInput([{ path: '', code, message }]))
