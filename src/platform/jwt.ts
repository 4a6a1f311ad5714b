// JSON Web Tokens as identities: issuer, audience, time and one algorithm are checked by jose, the claims by their schema.
// The algorithm is the setting's and never the token's, so that nobody signs with a public key, or with nothing.
import { readFile, stat } from 'node:fs/promises'
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  type JSONWebKeySet,
  type JWTPayload,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
  errors as joseErrors,
  jwtVerify,
} from 'jose'
import { z } from 'zod'
import { CALLER_ROLES, type CallerRole, type Identity } from './identity.ts'
import { HttpProblem } from './problem.ts'

/** Nothing for a token that is not valid here. Throws only when it cannot be told. */
export type VerifyToken = (token: string) => Promise<Identity | undefined>

export type JwtKeys =
  /** The newest first: the older ones are accepted as long as tokens signed with them are about. */
  | { readonly algorithm: 'HS256'; readonly secrets: readonly string[] }
  /** Read again when the file changes, or when the server is asked for a key that was not there before. */
  | { readonly algorithm: 'RS256'; readonly jwksFile: string }
  | { readonly algorithm: 'RS256'; readonly jwksUrl: string; readonly cooldownMs?: number }

export interface JwtSettings {
  readonly keys: JwtKeys
  readonly issuer: string
  readonly audience: string
  readonly roleClaim?: string
  readonly tenantClaim?: string
}

/** Clocks of two machines differ. */
const CLOCK_TOLERANCE_SECONDS = 5
const JWKS_TIMEOUT_MS = 5000
const JWKS_COOLDOWN_MS = 30_000
const JWKS_MAX_AGE_MS = 10 * 60_000
const LOOK_AT_FILE_EVERY_MS = 1000

export function jwtVerifier({
  keys,
  issuer,
  audience,
  roleClaim = 'role',
  tenantClaim = 'tenant',
}: JwtSettings): VerifyToken {
  const options: JWTVerifyOptions = {
    algorithms: [keys.algorithm],
    issuer,
    audience,
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
    requiredClaims: ['exp', 'sub'],
  }
  const verify = keys.algorithm === 'HS256' ? bySecrets(keys.secrets, options) : byKeySet(keySetOf(keys), options)
  return async (token) => {
    const payload = await verify(token)
    return payload && identityOf(payload, roleClaim, tenantClaim)
  }
}

type Verify = (token: string) => Promise<JWTPayload | undefined>

function bySecrets(secrets: readonly string[], options: JWTVerifyOptions): Verify {
  const keys = secrets.map((secret) => new TextEncoder().encode(secret))
  return async (token) => {
    for (const key of keys) {
      const payload = await verified(() => jwtVerify(token, key, options))
      if (payload) return payload
    }
    return undefined
  }
}

const byKeySet =
  (keySet: JWTVerifyGetKey, options: JWTVerifyOptions): Verify =>
  (token) =>
    verified(() => jwtVerify(token, keySet, options))

/** What is wrong with a token is nobody's business but its holder's issuer's: all of it is one answer. */
async function verified(verify: () => Promise<{ payload: JWTPayload }>): Promise<JWTPayload | undefined> {
  try {
    return (await verify()).payload
  } catch (error) {
    if (error instanceof joseErrors.JOSEError && !CANNOT_TELL.has(error.code)) return undefined
    throw new HttpProblem(
      {
        status: 503,
        code: 'IDENTITY_UNAVAILABLE',
        title: 'The keys by which tokens are checked cannot be read now',
        headers: { 'retry-after': '5' },
      },
      { cause: error },
    )
  }
}

/** The base class says it of an answer of the key server that is not 200 or not JSON. */
const CANNOT_TELL = new Set(['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JOSE_GENERIC'])

function keySetOf(keys: Extract<JwtKeys, { algorithm: 'RS256' }>): JWTVerifyGetKey {
  if ('jwksFile' in keys) return fileKeySet(keys.jwksFile)
  return createRemoteJWKSet(new URL(keys.jwksUrl), {
    timeoutDuration: JWKS_TIMEOUT_MS,
    cooldownDuration: keys.cooldownMs ?? JWKS_COOLDOWN_MS,
    cacheMaxAge: JWKS_MAX_AGE_MS,
  })
}

function fileKeySet(path: string): JWTVerifyGetKey {
  let keySet: JWTVerifyGetKey | undefined
  let readAt = Number.NaN
  let lookedAt = Number.NEGATIVE_INFINITY

  async function current(): Promise<JWTVerifyGetKey> {
    if (keySet && performance.now() - lookedAt < LOOK_AT_FILE_EVERY_MS) return keySet
    lookedAt = performance.now()
    const { mtimeMs } = await stat(path)
    if (keySet && mtimeMs === readAt) return keySet
    // A file that is half written is read again at the next look; until then the keys from before hold.
    const read = await readFile(path, 'utf8').then((text) => createLocalJWKSet(JSON.parse(text) as JSONWebKeySet))
    keySet = read
    readAt = mtimeMs
    return read
  }

  return async (header, token) => {
    const keys = await current().catch((error: unknown) => {
      if (keySet) return keySet
      throw error
    })
    return keys(header, token)
  }
}

const Claims = z.object({
  sub: z.string().regex(/^[\x20-\x7e]{1,128}$/),
  tenant: z.string().regex(/^[A-Za-z\d][A-Za-z\d\-_.]{0,63}$/),
  roles: z.union([z.string().transform((role) => [role]), z.array(z.string())]),
  actorRoles: z.array(z.string()).default([]),
})

/** Nothing where a claim is missing or not of its form: whoever is nobody's cannot be let in. */
function identityOf(payload: JWTPayload, roleClaim: string, tenantClaim: string): Identity | undefined {
  const claims = Claims.safeParse({
    sub: payload.sub,
    tenant: payload[tenantClaim],
    roles: payload[roleClaim],
    actorRoles: payload.actor_roles,
  })
  if (!claims.success) return undefined
  const { sub, tenant, roles, actorRoles } = claims.data
  // Roles of other programs may stand beside ours.
  return { id: sub, tenant, roles: roles.filter(isCallerRole), actorRoles }
}

const isCallerRole = (role: string): role is CallerRole => (CALLER_ROLES as readonly string[]).includes(role)
