// Who is asking: deny by default. A bearer token is the development token, or a JWT that the settings say how to check.
// Knows no endpoint; a route is public, or opens itself to a person's browser, by its config.
import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { ANONYMOUS, type Identity, LOOPBACK } from './identity.ts'
import type { VerifyToken } from './jwt.ts'
import { HttpProblem } from './problem.ts'

export type Authenticate = (request: FastifyRequest) => Promise<Identity>

export interface AuthOptions {
  /** Whoever holds it may do what a development machine needs: everything, for one tenant. */
  readonly devToken?: string | undefined
  readonly tenant?: string | undefined
  /** For every other token; the first that knows it says who it is. */
  readonly verifiers?: readonly VerifyToken[] | undefined
}

/** Nobody could ever call anything. */
export class NoTokenAcceptedError extends Error {
  override readonly name = 'NoTokenAcceptedError'
  constructor() {
    super('The service would accept no token at all. Maybe hand it a devToken or a verifier.')
  }
}

export function authentication({ devToken, tenant = 'default', verifiers = [] }: AuthOptions): Authenticate {
  if (devToken === undefined && verifiers.length === 0) throw new NoTokenAcceptedError()
  const isDevToken = devToken === undefined ? () => false : sameAs(devToken)
  const holder: Identity = { id: 'dev-token', roles: ['admin'], tenant, actorRoles: 'any' }

  async function identityOf(token: string): Promise<Identity | undefined> {
    if (isDevToken(token)) return holder
    for (const verify of verifiers) {
      const identity = await verify(token)
      if (identity) return identity
    }
    return undefined
  }

  return async (request) => {
    const { config } = request.routeOptions
    // A public route answers to anybody: whatever is shown there is not even looked at.
    if (config.public === true) return ANONYMOUS
    if (config.loopback === true && isFromHere(request)) return LOOPBACK
    const token = bearerToken(request) ?? (config.page === true ? pageToken(request) : undefined)
    const identity = token === undefined ? undefined : await identityOf(token)
    if (identity) return identity
    throw new HttpProblem({
      status: 401,
      code: 'UNAUTHENTICATED',
      title: token === undefined ? 'A bearer token is needed' : 'The bearer token is not valid',
      headers: { 'www-authenticate': token === undefined ? 'Bearer' : 'Bearer error="invalid_token"' },
    })
  }
}

/** Digests are of equal length, so the time of the comparison tells nothing, not even how long the token is. */
function sameAs(devToken: string): (token: string) => boolean {
  const expected = digest(devToken)
  return (token) => timingSafeEqual(digest(token), expected)
}

const digest = (text: string) => createHash('sha256').update(text).digest()

function bearerToken(request: FastifyRequest): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1]
}

/** Straight from this machine: what came through a proxy here may have come from anywhere. */
function isFromHere({ socket, headers }: FastifyRequest): boolean {
  const isForwarded = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some((name) => headers[name] !== undefined)
  const address = socket.remoteAddress?.replace(/^::ffff:/, '') ?? ''
  return headers.authorization === undefined && !isForwarded && (address === '::1' || address.startsWith('127.'))
}

/** In the address of a page, as a person cannot set a header; never for anything that acts. */
function pageToken(request: FastifyRequest): string | undefined {
  if (request.method !== 'GET' && request.method !== 'HEAD') return undefined
  const { token } = request.query as { token?: unknown }
  return typeof token === 'string' ? token : undefined
}
