// Who may call which route: every route names its roles, or says that it is public. One that says
// neither stops the start, so that a new one is closed until somebody has thought of it. Knows no route.
import type { FastifyRequest, RouteOptions } from 'fastify'
import type { HttpApp } from './http-app.ts'
import { CALLER_ROLES, type CallerRole, LOOPBACK } from './identity.ts'
import { HttpProblem } from './problem.ts'

/** Whoever is known: looks and asks why, and changes nothing. */
export const READERS: readonly CallerRole[] = CALLER_ROLES
/** A person at the desk, or the program that acts for one: plans, asks, holds, books and applies. */
export const PLANNERS: readonly CallerRole[] = ['dispatcher', 'engine', 'admin']
/** Reads the record of what everybody did. */
export const AUDITORS: readonly CallerRole[] = ['dispatcher', 'admin']
/** Runs the service itself. */
export const OPERATORS: readonly CallerRole[] = ['admin']

/** A route that does not say who may call it. */
export class UndeclaredRouteError extends Error {
  override readonly name = 'UndeclaredRouteError'
  constructor({ method, url }: Pick<RouteOptions, 'method' | 'url'>) {
    super(
      `${[method].flat().join(', ')} ${url} does not say who may call it. ` +
        'Maybe add config: { mayCall: READERS } or PLANNERS of src/platform/access.ts, or { public: true }.',
    )
  }
}

/** At start, when all of them are known, plugins' own ones included. */
export function refuseUndeclared(app: HttpApp): void {
  const routes: RouteOptions[] = []
  app.addHook('onRoute', (route) => void routes.push(route))
  app.addHook('onReady', async () => routes.forEach(mustDeclare))
}

function mustDeclare(route: RouteOptions): void {
  const { public: isPublic, mayCall } = route.config ?? {}
  if (isPublic !== true && (mayCall === undefined || mayCall.length === 0)) throw new UndeclaredRouteError(route)
}

/** Throws the refusal. */
export function mustBeAllowed(request: FastifyRequest): void {
  const { public: isPublic, mayCall = [] } = request.routeOptions.config
  if (
    isPublic === true ||
    request.identity === LOOPBACK ||
    request.identity.roles.some((role) => mayCall.includes(role))
  )
    return
  throw new HttpProblem({
    status: 403,
    code: 'FORBIDDEN',
    title: 'Your role may not do that',
    detail: `It takes one of ${mayCall.join(', ')}; the token has ${request.identity.roles.join(', ') || 'none of our roles'}.`,
  })
}
