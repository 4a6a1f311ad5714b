// What an app of ours is to whoever adds endpoints to it: its types, and what each request and each route carries.
import type { FastifyInstance, RawReplyDefaultExpression, RawRequestDefaultExpression, RawServerDefault } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { CallerRole, Identity } from './identity.ts'
import type { Logger } from './log.ts'
import type { TraceContext } from './trace.ts'

export type HttpApp = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  Logger,
  ZodTypeProvider
>

declare module 'fastify' {
  interface FastifyInstance {
    /** From now on nothing new is begun, and /readyz says so; what is asked for reading is answered until it closes. */
    drain: () => void
  }
  interface FastifyRequest {
    readonly trace: TraceContext
    identity: Identity
  }
  interface FastifyContextConfig {
    /** Answers without a token. */
    public?: boolean
    /** The roles that may call it. A route is public or says them; one without either stops the start. */
    mayCall?: readonly CallerRole[]
    /** A page that a person opens: `?token=` counts too. */
    page?: boolean
    /** From this machine it needs no token. */
    loopback?: boolean
    /** Asked every few seconds by whoever watches the service. */
    probe?: boolean
  }
}
