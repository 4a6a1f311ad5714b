// The environment as a person writes it, and what the start says about what is wrong in it.
import { availableParallelism } from 'node:os'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BadSettingError, readConfig, SETTINGS } from '../../src/platform/config.ts'

const TOKEN = 'sixteen-characters'
const SECRET = 'a-secret-of-more-than-thirty-two-characters'

function refusalOf(env: NodeJS.ProcessEnv): string {
  try {
    readConfig(env)
  } catch (error) {
    expect(error).toBeInstanceOf(BadSettingError)
    return (error as BadSettingError).message
  }
  throw new Error('This environment was accepted.')
}

test('an empty environment is complete, and stays on this machine', () => {
  expect(readConfig({})).toEqual({
    host: '127.0.0.1',
    optimizerPort: 8080,
    dispatchApiPort: 8090,
    dispatchApiUrl: undefined,
    dispatchApiProfile: 'v0',
    dispatchApiToken: undefined,
    dispatchApiWatchToken: undefined,
    devToken: undefined,
    jwt: undefined,
    serviceSecret: undefined,
    databaseUrl: undefined,
    optimizerDatabaseUrl: undefined,
    roadServers: {},
    roadTableSize: undefined,
    dataDir: './data',
    objectStoreUrl: undefined,
    maxAttachmentBytes: 10 * 1024 * 1024,
    solverThreads: availableParallelism(),
    maxBodyBytes: 32 * 1024 * 1024,
    maxRunning: 2,
    maxQueued: 100,
    tenantLimits: {},
    webhookHosts: [],
    webhookPrivate: false,
    stopGraceSeconds: 0,
    otlpEndpoint: undefined,
    logLevel: 'info',
    tenant: 'default',
    autonomyPolicy: undefined,
    demo: true,
  })
})

test('a variable that is set to nothing counts as not set', () => {
  const empty = Object.fromEntries(SETTINGS.map(({ name }) => [name, '']))
  expect(readConfig(empty)).toEqual(readConfig({}))
})

test('every setting is read', () => {
  const config = readConfig({
    HOST: '0.0.0.0',
    OPTIMIZER_PORT: '0',
    DISPATCH_API_PORT: '65535',
    DISPATCH_API_URL: 'https://dispatch.example:8443/',
    DISPATCH_API_PROFILE: 'v1',
    DISPATCH_API_TOKEN: 'a.b.c',
    DISPATCH_API_WATCH_TOKEN: 'd.e.f',
    DEV_TOKEN: TOKEN,
    JWT_ALGORITHM: 'HS256',
    JWT_SECRETS: `${SECRET},${SECRET}-before`,
    JWT_ISSUER: 'https://issuer.example',
    JWT_AUDIENCE: 'real-dispatch',
    JWT_ROLE_CLAIM: 'roles',
    JWT_TENANT_CLAIM: 'org',
    SERVICE_SECRET: SECRET,
    DATABASE_URL: 'postgres://dispatch_api:one@db.example/dispatch',
    OPTIMIZER_DATABASE_URL: 'postgresql://optimizer:two@db.example/dispatch',
    OSRM_URL: 'http://127.0.0.1:5000',
    OSRM_TRUCK_URL: 'http://trucks.example',
    OSRM_BICYCLE_URL: 'http://bicycles.example',
    OSRM_FOOT_URL: 'https://walks.example/osrm',
    OSRM_MAX_TABLE_SIZE: '1000',
    DATA_DIR: '/srv/data',
    OBJECT_STORE_URL: 's3://photos/acme?region=eu-central-1',
    MAX_ATTACHMENT_BYTES: '4096',
    SOLVER_THREADS: '3',
    MAX_BODY_BYTES: '4096',
    MAX_RUNNING: '5',
    MAX_QUEUED: '0',
    STOP_GRACE_SECONDS: '3',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
    TENANT_LIMITS: '{"acme":{"weight":2}}',
    LOG_LEVEL: 'silent',
    TENANT: 'acme-doors_1',
    AUTONOMY_POLICY: '/srv/autonomy.json',
    DEMO: 'false',
  })
  expect(config).toMatchObject({ host: '0.0.0.0', optimizerPort: 0, devToken: TOKEN, maxQueued: 0, demo: false })
  expect(Object.values(config)).not.toContain(undefined)
  expect(config.jwt).toEqual({
    keys: { algorithm: 'HS256', secrets: [SECRET, `${SECRET}-before`] },
    issuer: 'https://issuer.example',
    audience: 'real-dispatch',
    roleClaim: 'roles',
    tenantClaim: 'org',
  })
})

test('the list of settings says what the code does', () => {
  const written = Object.fromEntries(SETTINGS.map(({ name, default: value }) => [name, value]))
  expect(readConfig(written)).toEqual(readConfig({}))
  for (const setting of SETTINGS) {
    expect(setting.description).toMatch(/^[A-Z].+\.$/)
    expect(setting.accepted.length).toBeGreaterThan(3)
  }
})

describe('a refusal', () => {
  test('names every bad variable with what is accepted', () => {
    const message = refusalOf({ OPTIMIZER_PORT: '80800000x', MAX_RUNNING: '0', LOG_LEVEL: 'loud', DEMO: 'yes' })
    expect(message).toContain(
      'OPTIMIZER_PORT has length 9, not a whole number. Accepted: a whole number from 0 to 65535.',
    )
    expect(message).toContain('MAX_RUNNING has length 1, too small. Accepted: a whole number from 1 to 64.')
    expect(message).toContain('LOG_LEVEL')
    expect(message).toContain('Accepted: one of true, false.')
  })

  test('never shows a value, as it may be a secret', () => {
    const secret = fc.stringMatching(/^[!-~]{9,15}$/).filter((text) => !/^[\d.:]+$|^https?:/.test(text))
    fc.assert(
      fc.property(secret, (value) => {
        const env = { DEV_TOKEN: value, DATABASE_URL: `mysql://root:${value}@db`, OPTIMIZER_PORT: `${value}!` }
        expect(refusalOf(env)).not.toContain(value)
      }),
    )
  })

  test.each([
    ['OPTIMIZER_PORT', '65536'],
    ['OPTIMIZER_PORT', '-1'],
    ['OPTIMIZER_PORT', '8080.5'],
    ['OPTIMIZER_PORT', ' 8080'],
    ['OPTIMIZER_PORT', '1e3'],
    ['HOST', 'http://localhost'],
    ['HOST', '127.0.0.1:8080'],
    ['DISPATCH_API_URL', 'localhost:8090'],
    ['DEV_TOKEN', 'fifteen-charact'],
    ['DEV_TOKEN', 'has a space in the middle'],
    ['DATABASE_URL', 'mysql://db.example/dispatch'],
    ['TENANT', 'acme doors'],
    ['DATA_DIR', 'a\0b'],
    ['MAX_BODY_BYTES', '999999999999'],
    ['TENANT_LIMITS', 'acme=3'],
    ['TENANT_LIMITS', '{"acme":{"wait":3}}'],
    ['TENANT_LIMITS', '{"a b":{}}'],
  ])('meets %s=%s', (name, value) => {
    expect(refusalOf({ [name]: value })).toMatch(new RegExp(`^A setting is wrong\\.\\n {2}${name} has length`))
  })
})

describe('settings of tokens', () => {
  const HS256 = { JWT_ALGORITHM: 'HS256', JWT_SECRETS: SECRET, JWT_ISSUER: 'a', JWT_AUDIENCE: 'b' }
  const RS256 = { JWT_ALGORITHM: 'RS256', JWT_ISSUER: 'a', JWT_AUDIENCE: 'b' }

  test('of public keys take a file or an address, and of a machine elsewhere only a safe one', () => {
    expect(readConfig({ ...RS256, JWKS_FILE: 'keys.json' }).jwt?.keys).toEqual({
      algorithm: 'RS256',
      jwksFile: 'keys.json',
    })
    const jwksUrl = 'https://issuer.example/keys'
    expect(readConfig({ ...RS256, JWKS_URL: jwksUrl }).jwt?.keys).toEqual({ algorithm: 'RS256', jwksUrl })
    expect(readConfig({ ...RS256, JWKS_URL: 'http://127.0.0.1:9/keys' }).jwt?.keys).toHaveProperty('jwksUrl')
    expect(refusalOf({ ...RS256, JWKS_URL: 'http://issuer.example/keys' })).toContain('JWKS_URL')
  })

  test.each([
    [{ JWT_ISSUER: 'a' }, 'JWT_ISSUER is set, while JWT_ALGORITHM is not'],
    [{ ...HS256, JWT_ISSUER: '' }, 'JWT_ISSUER is not set'],
    [{ ...HS256, JWT_AUDIENCE: '' }, 'JWT_AUDIENCE is not set'],
    [{ ...HS256, JWT_SECRETS: '' }, 'Accepted: JWT_SECRETS, and no other.'],
    [{ ...HS256, JWT_SECRETS: 'short' }, 'JWT_SECRETS'],
    [{ ...HS256, JWKS_FILE: 'keys.json' }, 'goes with other keys'],
    [RS256, 'Accepted: JWKS_URL or JWKS_FILE, and no other.'],
    [{ ...RS256, JWKS_FILE: 'keys.json', JWKS_URL: 'https://a.example' }, 'goes with other keys'],
    [{ ...HS256, JWT_ALGORITHM: 'none' }, 'JWT_ALGORITHM'],
  ])('that are half set stop the start (%#)', (env, message) => {
    expect(refusalOf(env)).toContain(message)
  })
})

describe('listening beyond this machine', () => {
  test.each(['0.0.0.0', '::', '192.168.1.7', 'dispatch.example'])('at %s needs a token', (host) => {
    expect(refusalOf({ HOST: host })).toContain('DEV_TOKEN is not set')
    expect(refusalOf({ HOST: host, DEV_TOKEN: '' })).toContain('DEV_TOKEN is not set')
    expect(readConfig({ HOST: host, DEV_TOKEN: TOKEN }).host).toBe(host)
  })

  test.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost', 'LOCALHOST'])('is not what %s does', (host) => {
    expect(readConfig({ HOST: host }).host).toBe(host)
  })
})

test('the two services must not share a credential', () => {
  const url = 'postgres://one:secret@db.example/dispatch'
  expect(refusalOf({ DATABASE_URL: url, OPTIMIZER_DATABASE_URL: url })).toContain('OPTIMIZER_DATABASE_URL')
})
