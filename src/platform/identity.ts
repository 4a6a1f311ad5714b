// Who is asking: as whom, for which tenant, and in whose name. Knows no token and no route.

export const CALLER_ROLES = ['viewer', 'dispatcher', 'engine', 'admin'] as const
export type CallerRole = (typeof CALLER_ROLES)[number]

export interface Identity {
  readonly id: string
  readonly roles: readonly CallerRole[]
  readonly tenant: string
  /** The roles of RFC 0001 for which it may speak in a command; `any` is for the development token alone. */
  readonly actorRoles: readonly string[] | 'any'
}

/** Of a public route's caller, who showed nothing. */
export const ANONYMOUS: Identity = { id: 'anonymous', roles: [], tenant: 'none', actorRoles: [] }

/** Of whoever asks from this machine for what is open to it; given out by those routes alone. */
export const LOOPBACK: Identity = { id: 'loopback', roles: [], tenant: 'none', actorRoles: [] }

/** May it send a command in the name of an actor of this role? What its token does not say, it may not. */
export const maySpeakFor = ({ actorRoles }: Identity, role: string): boolean =>
  actorRoles === 'any' || actorRoles.includes(role)
