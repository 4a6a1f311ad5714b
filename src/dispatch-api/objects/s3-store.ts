// An object store that speaks S3. Credentials come from where the AWS SDK looks for them: its environment variables, a
// profile, or the role of the machine.
import {
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import type { ObjectStore } from './object-store.ts'

export interface S3StoreOptions {
  readonly bucket: string
  /** Before every key, without a slash at its end; empty for none. */
  readonly prefix: string
  readonly region: string
  /** Of another server than that of AWS. */
  readonly endpoint: string | undefined
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string }
}

const TIMEOUT_MS = 10_000

/** `s3://bucket/prefix?region=eu-central-1&endpoint=https://minio.example:9000` */
export function s3OptionsFrom(address: string): S3StoreOptions {
  const url = new URL(address)
  return {
    bucket: url.hostname,
    prefix: url.pathname.replaceAll(/^\/+|\/+$/g, ''),
    region: url.searchParams.get('region') ?? 'us-east-1',
    endpoint: url.searchParams.get('endpoint') ?? undefined,
  }
}

export function openS3Store({ bucket, prefix, region, endpoint, credentials }: S3StoreOptions): ObjectStore {
  const client = new S3Client({
    region,
    ...(credentials === undefined ? {} : { credentials }),
    // Other servers than that of AWS have no name of its own for each bucket.
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    // Of the SDK's own checksums older servers know nothing; ours is the key itself.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 3,
  })
  const at = (key: string) => ({ Bucket: bucket, Key: prefix === '' ? key : `${prefix}/${key}` })
  const within = () => ({ abortSignal: AbortSignal.timeout(TIMEOUT_MS) })
  return {
    async put(key, bytes, contentType) {
      const found = await client.send(new HeadObjectCommand(at(key)), within()).catch(undefinedWhenMissing)
      if (found?.ContentLength === bytes.byteLength) return
      await client.send(new PutObjectCommand({ ...at(key), Body: bytes, ContentType: contentType }), within())
    },
    async get(key) {
      const found = await client.send(new GetObjectCommand(at(key)), within()).catch(undefinedWhenMissing)
      return found?.Body && Buffer.from(await found.Body.transformToByteArray())
    },
    isReachable: () =>
      client.send(new HeadBucketCommand({ Bucket: bucket }), within()).then(
        () => true,
        () => false,
      ),
  }
}

function undefinedWhenMissing(error: unknown): undefined {
  if (error instanceof NoSuchKey || error instanceof NotFound) return undefined
  throw error
}
