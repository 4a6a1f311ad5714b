// Who is asking: deny by default, one development token so far.
// Knows no endpoint; a route opts out, or opens itself to a person's browser, by its config.
import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { HttpProblem } from './problem.ts'

export interface Identity {
  readonly id: string
  readonly role: string
  readonly tenant: string
}

/** Of a public route's caller, who showed nothing. */
export const ANONYMOUS: Identity = { id: 'anonymous', role: 'none', tenant: 'none' }

export type Authenticate = (request: FastifyRequest) => Identity

/** Whoever holds the token may do what a development machine needs: everything, for one tenant. */
export function devTokenAuthentication(devToken: string, tenant: string): Authenticate {
  const expected = digest(devToken)
  const holder: Identity = { id: 'dev-token', role: 'operator_admin', tenant }
  return (request) => {
    const { config } = request.routeOptions
    const token = bearerToken(request) ?? (config.page === true ? pageToken(request) : undefined)
    // Digests are of equal length, so the time of the comparison tells nothing, not even how long the token is.
    if (token !== undefined && timingSafeEqual(digest(token), expected)) return holder
    if (config.public === true) return ANONYMOUS
    throw new HttpProblem({
      status: 401,
      code: 'UNAUTHENTICATED',
      title: token === undefined ? 'A bearer token is needed' : 'The bearer token is not valid',
      headers: { 'www-authenticate': token === undefined ? 'Bearer' : 'Bearer error="invalid_token"' },
    })
  }
}

const digest = (text: string) => createHash('sha256').update(text).digest()

function bearerToken(request: FastifyRequest): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1]
}

/** In the address of a page, as a person cannot set a header; never for anything that acts. */
function pageToken(request: FastifyRequest): string | undefined {
  if (request.method !== 'GET' && request.method !== 'HEAD') return undefined
  const { token } = request.query as { token?: unknown }
  return typeof token === 'string' ? token : undefined
}
