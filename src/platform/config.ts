// Every setting is one environment variable: read once at start, checked by its schema, and listed in the README.
// A refusal tells the shape of a value and never the value, as it may be a secret.
import { isIP } from 'node:net'
import { availableParallelism } from 'node:os'
import { z } from 'zod'
import type { JwtKeys, JwtSettings } from './jwt.ts'
import { LOG_LEVELS } from './log.ts'
import { type TenantLimits, TenantLimitsText } from './tenant-limits.ts'

const MIB = 1024 * 1024

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, 'not a whole number')
    .transform(Number)
    .pipe(z.number().min(min, 'too small').max(max, 'too large'))
    .meta({ accepted: `a whole number from ${min} to ${max}` })

const wordOf = <const T extends readonly string[]>(words: T) =>
  z.enum(words, 'none of the words accepted').meta({ accepted: `one of ${words.join(', ')}` })

const urlOf = (accepted: string, protocols: readonly string[]) =>
  z
    .string()
    .refine((value) => {
      const url = URL.parse(value)
      return url !== null && protocols.includes(url.protocol) && url.hostname !== ''
    }, 'not such an address')
    .meta({ accepted })

const HttpUrl = urlOf('an http or https address', ['http:', 'https:'])
const Port = wholeNumber(0, 65_535)
const PostgresUrl = urlOf('an address such as postgres://user:password@host:5432/database', [
  'postgres:',
  'postgresql:',
])
const Host = z
  .string()
  .refine((host) => isIP(host) !== 0 || /^(?=.{1,253}$)(?!-)[a-z\d-]+(\.[a-z\d-]+)*$/i.test(host), 'not an address')
  .meta({ accepted: 'an IP address or a host name' })
const Token = z
  .string()
  .regex(/^[A-Za-z\d\-._~+/]{16,512}$/, 'too short, too long, or with other characters')
  .meta({ accepted: '16 to 512 letters, digits and - . _ ~ + /' })
const Secret = z
  .string()
  .regex(/^[\x21-\x2b\x2d-\x7e]{32,512}$/, 'too short, too long, or with other characters')
  .meta({ accepted: '32 to 512 printable characters without spaces and commas' })
const Secrets = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(Secret).max(5))
  .meta({ accepted: 'secrets of 32 to 512 printable characters without spaces, at most 5, separated by commas' })
const JwksUrl = z
  .string()
  .refine((value) => {
    const url = URL.parse(value)
    return url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname)))
  }, 'not such an address')
  .meta({ accepted: 'an https address, or an http address of this machine' })
const Text = z
  .string()
  .regex(/^[\x20-\x7e]{1,512}$/, 'too long, or with other characters')
  .meta({ accepted: '1 to 512 printable characters' })
/** One that somebody else gives out, such as a JWT. */
const BearerToken = z
  .string()
  .regex(/^[\x21-\x7e]{1,8192}$/, 'too long, or with other characters')
  .meta({ accepted: '1 to 8192 printable ASCII characters without spaces' })
const Path = z
  .string()
  .refine((path) => !path.includes('\0'), 'not a path')
  .meta({ accepted: 'a path' })
const Name = z
  .string()
  .regex(/^[A-Za-z\d][A-Za-z\d\-_.]{0,63}$/, 'too long, or with other characters')
  .meta({ accepted: '1 to 64 letters, digits and - _ .' })

const HostList = z
  .string()
  .regex(/^((\*\.)?[A-Za-z\d.:-]{1,253}(,(\*\.)?[A-Za-z\d.:-]{1,253})*)?$/, 'not a list of hosts')
  .meta({ accepted: 'host names with commas between them, such as hooks.example.com,*.example.org' })

const Environment = z.object({
  HOST: Host.default('127.0.0.1').describe(
    'Address to listen on. Beyond this machine only with `DEV_TOKEN` or `JWT_ALGORITHM` set.',
  ),
  OPTIMIZER_PORT: Port.default(8080).describe('Port of the optimizer; 0 takes any free one.'),
  DISPATCH_API_PORT: Port.default(8090).describe('Port of dispatch-api; 0 takes any free one.'),
  DISPATCH_API_URL: HttpUrl.optional().describe(
    'Where the optimizer finds dispatch-api; without it, at `HOST` and `DISPATCH_API_PORT`.',
  ),
  DISPATCH_API_PROFILE: wordOf(['v0', 'v1'])
    .default('v0')
    .describe('Wire of the dispatch-api at `DISPATCH_API_URL`: ours, or that of the production server.'),
  DISPATCH_API_TOKEN: BearerToken.optional().describe(
    'Bearer token that the optimizer shows dispatch-api; without it, the one that both services accept.',
  ),
  DISPATCH_API_WATCH_TOKEN: BearerToken.optional().describe(
    'Bearer token to read the kill switch with, where the other one may not; without it, the other one.',
  ),
  DEV_TOKEN: Token.optional().describe(
    'Bearer token that both services accept, for everything; without it and without `JWT_ALGORITHM`, one is made at each start and printed.',
  ),
  JWT_ALGORITHM: wordOf(['HS256', 'RS256'])
    .optional()
    .describe('Accept JSON Web Tokens signed in this way and in no other; see docs/operations.md for their claims.'),
  JWT_SECRETS: Secrets.optional().describe(
    'For HS256: the secret, and after a comma those from before that still hold.',
  ),
  JWKS_URL: JwksUrl.optional().describe(
    'For RS256: where the public keys are; asked again when a token names a new one.',
  ),
  JWKS_FILE: Path.optional().describe(
    'For RS256, in place of `JWKS_URL`: a file with the public keys; read again when it changes.',
  ),
  JWT_ISSUER: Text.optional().describe('Who must have issued a token (`iss`).'),
  JWT_AUDIENCE: Text.optional().describe('For whom a token must be (`aud`).'),
  JWT_ROLE_CLAIM: Text.default('role').describe(
    'The claim with the role, or a list of them: viewer, dispatcher, engine, admin.',
  ),
  JWT_TENANT_CLAIM: Text.default('tenant').describe('The claim with the tenant.'),
  SERVICE_SECRET: Secret.optional().describe(
    'With JSON Web Tokens: by what the optimizer signs for dispatch-api; needed where they are not one process, else made at each start.',
  ),
  DATABASE_URL: PostgresUrl.optional().describe('PostgreSQL to use; without it, one of our own runs in `DATA_DIR`.'),
  OPTIMIZER_DATABASE_URL: PostgresUrl.optional().describe(
    "The optimizer's own role, with `DATABASE_URL` then dispatch-api's; without it, both roles are made through `DATABASE_URL`.",
  ),
  OSRM_URL: HttpUrl.optional().describe(
    'Road service of cars and vans, an OSRM; without it, travel is estimated. How to have one: [docs/roads.md](docs/roads.md).',
  ),
  OSRM_TRUCK_URL: HttpUrl.optional().describe('The same for trucks; without it, they drive where cars do.'),
  OSRM_BICYCLE_URL: HttpUrl.optional().describe('The same for bicycles.'),
  OSRM_FOOT_URL: HttpUrl.optional().describe('The same for who walks.'),
  OSRM_MAX_TABLE_SIZE: wholeNumber(1, 100_000)
    .optional()
    .describe('What OSRM was told as `--max-table-size`; without it, found out.'),
  DATA_DIR: Path.default('./data').describe('Folder of the database of our own, and of attachments.'),
  OBJECT_STORE_URL: urlOf('an address such as s3://bucket/prefix?region=eu-central-1&endpoint=https://host', ['s3:'])
    .optional()
    .describe(
      'Where attachments go, as `s3://bucket/prefix?region=…&endpoint=…` with credentials as the AWS SDK finds them; without it, into `DATA_DIR`.',
    ),
  MAX_ATTACHMENT_BYTES: wholeNumber(1024, 256 * MIB)
    .default(10 * MIB)
    .describe('Largest attachment that is taken.'),
  SOLVER_THREADS: wholeNumber(1, 256)
    .optional()
    .describe('Threads that all searches share; without it, one for each core.'),
  MAX_BODY_BYTES: wholeNumber(1024, 256 * MIB)
    .default(32 * MIB)
    .describe('Longest request body, counted after unpacking.'),
  MAX_RUNNING: wholeNumber(1, 64).default(2).describe('Optimizations that run at one time.'),
  MAX_QUEUED: wholeNumber(0, 100_000).default(100).describe('Optimizations that wait; one more is answered 429.'),
  TENANT_LIMITS: TenantLimitsText.optional().describe(
    'What one tenant may have of it: weight of its turns, runs at one time, runs that wait, requests a minute, longest body; `*` for all others.',
  ),
  STOP_GRACE_SECONDS: wholeNumber(0, 8)
    .default(0)
    .describe(
      'When told to stop: how long `/readyz` says so before the ports close, for whoever sends requests here to notice.',
    ),
  OTEL_EXPORTER_OTLP_ENDPOINT: urlOf('an http or https address', ['http:', 'https:'])
    .optional()
    .describe('Where traces are sent, by OTLP over HTTP; without it, nowhere.'),
  WEBHOOK_HOSTS: HostList.default('').describe(
    'Hosts that webhooks may call, with commas between them; `*.example.com` stands for all below it. Without it, none.',
  ),
  WEBHOOK_PRIVATE: wordOf(['true', 'false'])
    .default('false')
    .describe('Let webhooks call loopback and private addresses, as far as `WEBHOOK_HOSTS` names them.'),
  LOG_LEVEL: wordOf(LOG_LEVELS).default('info').describe('The least level that is logged.'),
  TENANT: Name.default('default').describe('Whose tickets these are; part of every idempotency key.'),
  AUTONOMY_POLICY: Path.optional().describe(
    'File of the autonomy policy (docs/autonomy.md); without it, nothing happens by itself.',
  ),
  DEMO: wordOf(['true', 'false']).default('true').describe('Load the demo company at start.'),
})

export interface Setting {
  readonly name: string
  /** Empty where the description says what holds without it. */
  readonly default: string
  readonly description: string
  readonly accepted: string
}

/** What the README lists. */
export const SETTINGS: readonly Setting[] = Object.entries(Environment.shape).map(([name, schema]) => ({
  name,
  default: schema instanceof z.ZodDefault ? String(schema.def.defaultValue) : '',
  description: schema.description ?? '',
  accepted: String(schema.unwrap().meta()?.accepted),
}))

export interface Config {
  readonly host: string
  readonly optimizerPort: number
  readonly dispatchApiPort: number
  readonly dispatchApiUrl: string | undefined
  readonly dispatchApiProfile: 'v0' | 'v1'
  readonly dispatchApiToken: string | undefined
  readonly dispatchApiWatchToken: string | undefined
  readonly devToken: string | undefined
  /** Without it, the development token is the only one. */
  readonly jwt: JwtSettings | undefined
  readonly serviceSecret: string | undefined
  readonly databaseUrl: string | undefined
  readonly optimizerDatabaseUrl: string | undefined
  /** By network of roads. */
  readonly roadServers: Readonly<Partial<Record<'car' | 'truck' | 'bicycle' | 'foot', string>>>
  readonly roadTableSize: number | undefined
  readonly dataDir: string
  readonly objectStoreUrl: string | undefined
  readonly maxAttachmentBytes: number
  readonly solverThreads: number
  readonly maxBodyBytes: number
  readonly maxRunning: number
  readonly maxQueued: number
  readonly tenantLimits: TenantLimits
  readonly stopGraceSeconds: number
  readonly otlpEndpoint: string | undefined
  readonly webhookHosts: readonly string[]
  readonly webhookPrivate: boolean
  readonly logLevel: (typeof LOG_LEVELS)[number]
  readonly tenant: string
  readonly autonomyPolicy: string | undefined
  readonly demo: boolean
}

/** All that is wrong with the settings, at once. */
export class BadSettingError extends Error {
  override readonly name = 'BadSettingError'
  constructor(faults: readonly string[]) {
    super(`${faults.length === 1 ? 'A setting is' : `${faults.length} settings are`} wrong.\n  ${faults.join('\n  ')}`)
  }
}

export function readConfig(env: NodeJS.ProcessEnv): Config {
  // Set to nothing counts as not set: that is how a compose file passes on what its owner left out.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const result = Environment.safeParse(given)
  const faults = [...(result.error ? wrongValues(result.error, given) : []), ...wrongTogether(given)]
  if (!result.success || faults.length > 0) throw new BadSettingError(faults)
  const read = result.data
  return {
    host: read.HOST,
    optimizerPort: read.OPTIMIZER_PORT,
    dispatchApiPort: read.DISPATCH_API_PORT,
    dispatchApiUrl: read.DISPATCH_API_URL,
    dispatchApiProfile: read.DISPATCH_API_PROFILE,
    dispatchApiToken: read.DISPATCH_API_TOKEN,
    dispatchApiWatchToken: read.DISPATCH_API_WATCH_TOKEN,
    devToken: read.DEV_TOKEN,
    jwt: jwtOf(read),
    serviceSecret: read.SERVICE_SECRET,
    databaseUrl: read.DATABASE_URL,
    optimizerDatabaseUrl: read.OPTIMIZER_DATABASE_URL,
    roadServers: {
      ...(read.OSRM_URL !== undefined && { car: read.OSRM_URL }),
      ...(read.OSRM_TRUCK_URL !== undefined && { truck: read.OSRM_TRUCK_URL }),
      ...(read.OSRM_BICYCLE_URL !== undefined && { bicycle: read.OSRM_BICYCLE_URL }),
      ...(read.OSRM_FOOT_URL !== undefined && { foot: read.OSRM_FOOT_URL }),
    },
    roadTableSize: read.OSRM_MAX_TABLE_SIZE,
    dataDir: read.DATA_DIR,
    objectStoreUrl: read.OBJECT_STORE_URL,
    maxAttachmentBytes: read.MAX_ATTACHMENT_BYTES,
    solverThreads: read.SOLVER_THREADS ?? availableParallelism(),
    maxBodyBytes: read.MAX_BODY_BYTES,
    maxRunning: read.MAX_RUNNING,
    maxQueued: read.MAX_QUEUED,
    tenantLimits: read.TENANT_LIMITS ?? {},
    stopGraceSeconds: read.STOP_GRACE_SECONDS,
    otlpEndpoint: read.OTEL_EXPORTER_OTLP_ENDPOINT,
    webhookHosts: read.WEBHOOK_HOSTS.split(',').filter((host) => host !== ''),
    webhookPrivate: read.WEBHOOK_PRIVATE === 'true',
    logLevel: read.LOG_LEVEL,
    tenant: read.TENANT,
    autonomyPolicy: read.AUTONOMY_POLICY,
    demo: read.DEMO === 'true',
  }
}

function wrongValues(error: z.ZodError, given: NodeJS.ProcessEnv): string[] {
  return SETTINGS.flatMap(({ name, accepted }) => {
    const shapes = error.issues.filter((issue) => issue.path[0] === name).map((issue) => issue.message)
    return shapes.length === 0
      ? []
      : [`${name} has length ${given[name]?.length ?? 0}, ${shapes.join(', ')}. Accepted: ${accepted}.`]
  })
}

/** Deny by default: what no variable shows alone. */
function wrongTogether(given: NodeJS.ProcessEnv): string[] {
  const faults: string[] = []
  if (Host.safeParse(given.HOST).success && !isLoopback(given.HOST)) {
    const isGuarded = given.DEV_TOKEN !== undefined || given.JWT_ALGORITHM !== undefined
    if (!isGuarded)
      faults.push(`DEV_TOKEN is not set, while HOST lets other machines in. Accepted: ${Token.meta()?.accepted}.`)
  }
  faults.push(...wrongTokens(given))
  if (given.DATABASE_URL !== undefined && given.DATABASE_URL === given.OPTIMIZER_DATABASE_URL)
    faults.push('OPTIMIZER_DATABASE_URL is the same as DATABASE_URL. Accepted: a role that cannot read the tickets.')
  return faults
}

/** A half of the settings by which tokens are checked is as good as none. */
function wrongTokens(given: NodeJS.ProcessEnv): string[] {
  const isSet = (name: string) => given[name] !== undefined
  const algorithm = given.JWT_ALGORITHM
  if (algorithm === undefined) {
    const alone = ['JWT_SECRETS', 'JWKS_URL', 'JWKS_FILE', 'JWT_ISSUER', 'JWT_AUDIENCE'].filter(isSet)
    return alone.map((name) => `${name} is set, while JWT_ALGORITHM is not. Accepted: HS256 or RS256.`)
  }
  const faults = ['JWT_ISSUER', 'JWT_AUDIENCE']
    .filter((name) => !isSet(name))
    .map((name) => `${name} is not set, while JWT_ALGORITHM is. Accepted: ${Text.meta()?.accepted}.`)
  const keys = ['JWT_SECRETS', 'JWKS_URL', 'JWKS_FILE'].filter(isSet)
  const wanted = algorithm === 'HS256' ? ['JWT_SECRETS'] : ['JWKS_URL', 'JWKS_FILE']
  if (keys.length !== 1 || !wanted.includes(keys[0] ?? ''))
    faults.push(`JWT_ALGORITHM goes with other keys. Accepted: ${wanted.join(' or ')}, and no other.`)
  return faults
}

type Read = z.infer<typeof Environment>

function jwtOf(read: Read): JwtSettings | undefined {
  const { JWT_ALGORITHM: algorithm, JWT_ISSUER: issuer, JWT_AUDIENCE: audience } = read
  const keys = keysOf(read)
  if (algorithm === undefined || issuer === undefined || audience === undefined || keys === undefined) return undefined
  return { keys, issuer, audience, roleClaim: read.JWT_ROLE_CLAIM, tenantClaim: read.JWT_TENANT_CLAIM }
}

function keysOf({ JWT_SECRETS: secrets, JWKS_URL: jwksUrl, JWKS_FILE: jwksFile }: Read): JwtKeys | undefined {
  if (secrets !== undefined) return { algorithm: 'HS256', secrets }
  if (jwksUrl !== undefined) return { algorithm: 'RS256', jwksUrl }
  return jwksFile === undefined ? undefined : { algorithm: 'RS256', jwksFile }
}

const isLoopback = (host = '') => /^(localhost|127(\.\d{1,3}){3}|::1)$/i.test(host)
