// The token by which the optimizer speaks to dispatch-api: made for one tenant, for a minute, and for the actors that a
// service of ours may speak for. Signed with a secret that only the two of them have. Knows no route of either.
import { SignJWT } from 'jose'
import { jwtVerifier, type VerifyToken } from './jwt.ts'

const ISSUER = 'urn:real-dispatch:services'
const AUDIENCE = 'urn:real-dispatch:dispatch-api'
const LIFETIME = '60s'

export interface ServiceTokens {
  /** For a command of this tenant, in the name of actors of these roles; of a viewer, to look as they may and no more. */
  tokenFor(tenant: string, actorRoles: readonly string[], role?: 'engine' | 'viewer'): Promise<string>
  readonly verify: VerifyToken
}

export function openServiceTokens(secret: string): ServiceTokens {
  const key = new TextEncoder().encode(secret)
  return {
    tokenFor: (tenant, actorRoles, role = 'engine') =>
      new SignJWT({ tenant, role, actor_roles: actorRoles })
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject('optimizer')
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setIssuedAt()
        .setExpirationTime(LIFETIME)
        .sign(key),
    verify: jwtVerifier({
      keys: { algorithm: 'HS256', secrets: [secret] },
      issuer: ISSUER,
      audience: AUDIENCE,
    }),
  }
}
