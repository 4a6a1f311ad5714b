// /openapi.json, made from the zod schemas of the routes, and /docs to read and try it, with no byte from elsewhere.
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyPluginAsync, RouteOptions } from 'fastify'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { ProblemDetails } from '../contracts/problem-details.ts'
import type { HttpApp } from './http-app.ts'

export interface ApiInfo {
  readonly title: string
  readonly version: string
  readonly description: string
}

export const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: ProblemDetails } },
})
/** What any route may answer besides its own words. */
const PROBLEMS = {
  400: problem('The request is not valid; `issues` names every fault.'),
  401: problem('A bearer token is needed, or is not valid.'),
  403: problem('The role of the token may not do that; `x-roles` says which may.'),
  404: problem('There is no such thing.'),
  413: problem('The body is too large.'),
  414: problem('A part of the address is too long.'),
  415: problem('The body is not JSON, or is packed in a way that is not read here.'),
  429: problem('Your tenant has as much as it may have, or asks too often; `Retry-After` says when to come again.'),
  500: problem('The fault is on our side.'),
  503: problem('The service is shutting down, or something that it needs is away.'),
}

/** The page needs its own scripts and styles and one address to ask; everything else is denied. */
const DOCS_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** Before the first route is made, as it listens for them. */
export async function registerApiDocs(app: HttpApp, { title, version, description }: ApiInfo): Promise<void> {
  app.addHook('onRoute', documentProblems)
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title, version, description },
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
      security: [{ bearer: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  })
  app.get('/openapi.json', { config: { public: true }, schema: { hide: true } }, () => app.swagger())
  await app.register(docsPage)
}

const docsPage: FastifyPluginAsync = async (app) => {
  app.addHook('onRoute', (route) => {
    route.config = { ...route.config, public: true }
  })
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: DOCS_POLICY,
    uiConfig: { validatorUrl: null, deepLinking: true, displayRequestDuration: true },
  })
}

function documentProblems(route: RouteOptions): void {
  if (route.schema?.hide === true) return
  const { 401: unauthenticated, 403: forbidden, 429: tooMany, ...problems } = PROBLEMS
  const isPublic = route.config?.public === true
  route.schema = {
    ...route.schema,
    ...(isPublic
      ? { security: [] }
      : { 'x-roles': route.config?.mayCall, ...(route.config?.loopback && { 'x-loopback': true }) }),
    response: {
      ...problems,
      ...(isPublic ? {} : { 401: unauthenticated, 403: forbidden, 429: tooMany }),
      ...(route.schema?.response as object | undefined),
    },
  }
}
