// Who may call which route of both services, and that nobody else's token opens any: every route that the OpenAPI documents
// name is asked, so that a new one is tested without anybody thinking of it.
import { generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CALLER_ROLES } from '../../src/platform/identity.ts'
import { AUDIENCE, BothServices, filled, ISSUER, type Operation, SECRET, tokenOf } from '../both-services.ts'

let services: BothServices
let operations: Operation[]
beforeAll(async () => {
  services = await BothServices.start()
  operations = await services.operations()
})
afterAll(() => services?.stop())

const ANY_ID = '0198c4f0-0000-7000-8000-000000000000'
/** An address that fits; nothing is there. */
const addressOf = ({ path }: Operation) =>
  filled(path, Object.fromEntries([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name!, ANY_ID])))
const nameOf = ({ service, method, path }: Operation) => `${service} ${method} ${path}`
const isGuarded = ({ operation }: Operation) => operation['x-roles'] !== undefined

/** Without a body: whoever is let in is told what is wrong with the request, and nothing is done. */
const statusOf = async (operation: Operation, token?: string) =>
  (
    await services.call(operation.service, operation.method, addressOf(operation), {
      ...(token !== undefined && { token }),
    })
  ).status

const READ = 'viewer dispatcher engine admin'
const PLAN = 'dispatcher engine admin'
/** By hand, beside what the routes say of themselves: who may do more than before shows up here. */
const WHO_MAY: readonly (readonly [RegExp, string])[] = [
  [/^optimizer GET \/v1\//, READ],
  // What waits for a person is answered by one, and a plan overridden by one.
  [/^optimizer (POST|DELETE) \/v1\/autonomy\//, 'dispatcher admin'],
  [/^optimizer POST \/v1\/(evaluations|comparisons|areas\/(locate|regions))$/, READ],
  [/^optimizer POST \/v1\/plans\/\{planId\}\/(explanations|evaluations)$/, READ],
  [/^optimizer POST \/v1\/optimizations\/\{runId\}\/explanations$/, READ],
  [/^optimizer (POST|PUT|PATCH|DELETE) \/v1\//, PLAN],
  [/^dispatch-api GET \/v0\/audit/, 'dispatcher admin'],
  [/^dispatch-api GET \/v0\//, READ],
  [/^dispatch-api POST \/v0\/tools\//, PLAN],
  [/^dispatch-api PUT \/v0\/attachments\//, PLAN],
  // On the wire v1 the role of the actor decides on top.
  [/^dispatch-api GET \/(tickets|ops\/autonomy)\//, READ],
  [/^dispatch-api POST \/(tickets$|tickets\/|ops\/autonomy\/)/, PLAN],
  [/ \/metrics$/, 'admin'],
]
const PUBLIC = [/ GET \/(healthz|readyz)$/]

test('every route documents what it answers when all is well', () => {
  for (const operation of operations) {
    const isDocumented = Object.keys(operation.operation.responses).some((status) => /^[23]/.test(status))
    expect([nameOf(operation), isDocumented]).toEqual([nameOf(operation), true])
  }
})

describe('the table of routes and roles', () => {
  test('says of every route who may call it', () => {
    expect(operations.length).toBeGreaterThan(25)
    for (const operation of operations) {
      const name = nameOf(operation)
      if (PUBLIC.some((pattern) => pattern.test(name))) {
        expect([name, operation.operation.security]).toEqual([name, []])
        continue
      }
      const expected = WHO_MAY.find(([pattern]) => pattern.test(name))?.[1]
      if (expected === undefined) expect.soft([name, operation.operation['x-roles']]).toEqual([name, 'is in WHO_MAY'])
      else expect.soft([name, operation.operation['x-roles']?.join(' ')]).toEqual([name, expected])
    }
  })

  test.each([...CALLER_ROLES])('holds for a %s on every route', async (role) => {
    const token = await tokenOf({ role, actorRoles: ['operator_admin'] })
    for (const operation of operations.filter(isGuarded)) {
      const isRefused = (await statusOf(operation, token)) === 403
      const mayCall = operation.operation['x-roles']!.includes(role)
      expect
        .soft([nameOf(operation), isRefused ? 'refused' : 'allowed'])
        .toEqual([nameOf(operation), mayCall ? 'allowed' : 'refused'])
    }
  })

  test('lets a token with roles of other programs alone in nowhere, and one with several in where one of them may', async () => {
    const actorRoles = ['operator_admin']
    const [nobody, both] = await Promise.all([
      tokenOf({ role: ['sales'], actorRoles }),
      tokenOf({ role: ['sales', 'viewer'], actorRoles }),
    ])
    for (const operation of operations.filter(isGuarded)) {
      expect.soft([nameOf(operation), await statusOf(operation, nobody)]).toEqual([nameOf(operation), 403])
      const viewer = operation.operation['x-roles']!.includes('viewer')
      expect.soft([nameOf(operation), (await statusOf(operation, both)) === 403]).toEqual([nameOf(operation), !viewer])
    }
  })
})

const key = (secret: string) => new TextEncoder().encode(secret)
const claims = (alg = 'HS256') =>
  new SignJWT({ role: 'admin', tenant: 'acme' })
    .setProtectedHeader({ alg })
    .setSubject('somebody')
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setExpirationTime('1h')

const BAD_TOKENS: readonly (readonly [string, () => Promise<string> | string])[] = [
  ['garbage', () => 'garbage'],
  ['three parts of garbage', () => 'a.b.c'],
  ['another secret', () => claims().sign(key('another-secret-that-is-quite-long-enough'))],
  ['a time that is over', () => claims().setExpirationTime('-1m').sign(key(SECRET))],
  ['a time that has not begun', () => claims().setNotBefore('1h').sign(key(SECRET))],
  ['another audience', () => claims().setAudience('somebody-else').sign(key(SECRET))],
  ['another issuer', () => claims().setIssuer('https://elsewhere.example').sign(key(SECRET))],
  [
    'no time at all',
    () =>
      new SignJWT({ role: 'admin', tenant: 'acme' })
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject('x')
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .sign(key(SECRET)),
  ],
  [
    'no signature (alg none)',
    () =>
      new UnsecuredJWT({ role: 'admin', tenant: 'acme' })
        .setSubject('x')
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setExpirationTime('1h')
        .encode(),
  ],
  ['another algorithm of the same secret', () => claims('HS512').sign(key(SECRET))],
  ['a key pair of its own', async () => claims('RS256').sign((await generateKeyPair('RS256')).privateKey)],
  ['a signature that is cut off', async () => (await claims().sign(key(SECRET))).slice(0, -4)],
  ['no tenant', () => tokenOf({ role: 'admin', tenant: null })],
  ['a tenant that is no name', () => tokenOf({ role: 'admin', tenant: "acme'; --" })],
  ['no role', () => tokenOf({})],
]

describe('a token that is not valid is refused on every route', () => {
  test.each(BAD_TOKENS)('(%s)', async (_, make) => {
    const token = await make()
    for (const operation of operations.filter(isGuarded))
      expect.soft([nameOf(operation), await statusOf(operation, token)]).toEqual([nameOf(operation), 401])
  })

  test.each([
    ['no header', {}],
    ['an empty one', { authorization: '' }],
    ['nothing but the word', { authorization: 'Bearer ' }],
    ['another scheme', { authorization: `Basic ${Buffer.from('admin:admin').toString('base64')}` }],
  ])('(%s)', async (_, headers) => {
    const open = (operation: Operation) => !('authorization' in headers) && operation.operation['x-loopback'] === true
    for (const operation of operations.filter((one) => isGuarded(one) && !open(one))) {
      const { status } = await services.call(operation.service, operation.method, addressOf(operation), { headers })
      expect.soft([nameOf(operation), status]).toEqual([nameOf(operation), 401])
    }
  })
})

test('without auth settings one token opens everything, and a JWT nothing', async () => {
  const plain = await BothServices.start({
    JWT_ALGORITHM: '',
    JWT_SECRETS: '',
    JWT_ISSUER: '',
    JWT_AUDIENCE: '',
    DEV_TOKEN: 'a-development-token',
  })
  try {
    const jwt = await tokenOf({ role: 'admin' })
    expect((await plain.call('optimizer', 'GET', '/v1/plans/none', { token: 'a-development-token' })).status).toBe(404)
    expect((await plain.call('optimizer', 'GET', '/v1/plans/none', { token: jwt })).status).toBe(401)
    expect((await plain.call('dispatch-api', 'GET', '/v0/audit', { token: jwt })).status).toBe(401)
  } finally {
    await plain.stop()
  }
})

test('a command is refused for an actor whom its token does not name', async () => {
  const create = async (actorRoles: string[], role: string) =>
    services.call('dispatch-api', 'POST', '/v0/tools/ticket.create', {
      token: await tokenOf({ role: 'engine', actorRoles }),
      body: {
        request_id: `create-${actorRoles.join('-')}-${role}`,
        actor: { id: 'someone', role, type: 'SERVICE' },
        payload: { summary: 'A door', incident_type: 'STUCK', site: { location: { lat: 47.1, lon: 9.5 } } },
      },
    })
  expect((await create(['system_intake_agent'], 'system_intake_agent')).status).toBe(201)
  expect(await create(['system_intake_agent'], 'operator_admin')).toMatchObject({
    status: 403,
    json: { code: 'FORBIDDEN_ACTOR' },
  })
  expect((await create([], 'system_intake_agent')).status).toBe(403)
})
