// Attachments: taken for what they are, kept under their hash, in a folder and in a server that speaks S3.
import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import S3rver from 's3rver'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openFolderStore } from '../../src/dispatch-api/objects/folder-store.ts'
import {
  DamagedObjectError,
  getChecked,
  keyOf,
  type ObjectStore,
  sha256Of,
} from '../../src/dispatch-api/objects/object-store.ts'
import { openS3Store, s3OptionsFrom } from '../../src/dispatch-api/objects/s3-store.ts'
import { PNG } from './inputs.ts'
import { Service } from './service.ts'

let folder: string
let s3: S3rver
let service: Service
const stores: Record<string, ObjectStore> = {}
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'real-dispatch-store-'))
  s3 = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory: join(folder, 's3'),
    configureBuckets: [{ name: 'photos', configs: [] }],
  })
  const { port } = (await s3.run()) as { port: number }
  const credentials = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' }
  const at = (bucket: string) => s3OptionsFrom(`s3://${bucket}/acme?endpoint=http://127.0.0.1:${port}`)
  stores.folder = openFolderStore(join(folder, 'files'))
  stores.s3 = openS3Store({ ...at('photos'), credentials })
  stores.missing = openS3Store({ ...at('no-such-bucket'), credentials })
  service = await Service.start()
})
afterAll(async () => {
  await service?.stop()
  await s3?.close()
  await rm(folder, { recursive: true, force: true })
})

describe.each(['folder', 's3'])('a store in %s', (kind) => {
  const store = () => stores[kind] as ObjectStore

  test('gives back what was put, however often and by how many at once, and nothing else', async () => {
    const bytes = Buffer.from(`spring, before and after, ${kind}`)
    const key = keyOf('acme', sha256Of(bytes))
    expect(await store().get(key)).toBeUndefined()
    await Promise.all([1, 2, 3].map(() => store().put(key, bytes, 'image/png')))
    await store().put(key, bytes, 'image/png')
    expect(await store().get(key)).toEqual(bytes)
    expect(await getChecked(store(), key, sha256Of(bytes))).toEqual(bytes)
    expect(await store().isReachable()).toBe(true)
  })

  test('is not believed when the bytes are not what their key says', async () => {
    const key = keyOf('acme', 'a'.repeat(64))
    await store().put(key, Buffer.from('something else'), 'image/png')
    await expect(getChecked(store(), key, 'a'.repeat(64))).rejects.toThrow(DamagedObjectError)
  })
})

test('a bucket that is not there is told before anything is lost', async () => {
  expect(await stores.missing?.isReachable()).toBe(false)
})

test('a tenant cannot name its way out of its own folder', () => {
  expect(keyOf('../../etc', 'a'.repeat(64))).toMatch(/^tenant-\.\.%2F\.\.%2Fetc\/aa\//)
})

describe('an attachment', () => {
  const sha256 = createHash('sha256').update(PNG).digest('hex')
  const put = (hash: string, body: Uint8Array<ArrayBuffer>, type = 'image/png') =>
    service.call<{ code?: string; size?: number; content_type?: string }>(`/v0/attachments/${hash}`, {
      method: 'PUT',
      body,
      headers: { 'content-type': type },
    })

  test('is stored once and comes back as it was, with its type', async () => {
    const first = await put(sha256, PNG)
    expect([first.status, first.json]).toMatchObject([201, { content_type: 'image/png', size: PNG.length }])
    expect((await put(sha256, PNG, 'application/octet-stream')).status).toBe(200)
    const headers = { authorization: 'Bearer test-token-of-32-characters-long' }
    const back = await fetch(`${service.url}/v0/attachments/${sha256}`, { headers })
    expect(back.headers.get('content-type')).toBe('image/png')
    expect(back.headers.get('content-disposition')).toBe('attachment')
    expect(Buffer.from(await back.arrayBuffer())).toEqual(Buffer.from(PNG))
  })

  test.each([
    ['another content than its hash', 'b'.repeat(64), PNG, 'image/png', 400],
    ['another type than it says', sha256, PNG, 'image/jpeg', 415],
    [
      'a page that a browser would run',
      '',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      'image/svg+xml',
      415,
    ],
    ['nothing in it', '', Buffer.from(''), 'image/png', 400],
    ['more than is taken', '', Buffer.alloc(11 * 1024 * 1024, 1), 'image/png', 413],
  ])('with %s is refused', async (_, hash, bytes, type, status) => {
    const body = Uint8Array.from(bytes)
    const named = hash === '' ? createHash('sha256').update(body).digest('hex') : hash
    expect((await put(named, body, type)).status).toBe(status)
  })

  test('that the store has lost or that was changed there is not given out as if nothing were wrong', async () => {
    await put(sha256, PNG)
    await writeFile(join(service.folder, keyOf('acme', sha256)), 'scribbled over')
    expect((await service.call(`/v0/attachments/${sha256}`)).status).toBe(500)
    // Sent again, it is mended.
    expect((await put(sha256, PNG)).status).toBe(200)
  })
})
