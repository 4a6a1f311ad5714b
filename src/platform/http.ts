// The HTTP plumbing that every service shares: errors, trace, auth, health, documentation, limits.
// Knows no endpoint of any service: those are handed in.
import { type IncomingMessage, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import compress from '@fastify/compress'
import { type FastifyReply, type FastifyRequest, type FastifySchemaCompiler, fastify } from 'fastify'
import { serializerCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import { issuesOf } from '../contracts/problem-details.ts'
import { mustBeAllowed, refuseUndeclared } from './access.ts'
import { registerApiDocs } from './api-docs.ts'
import { authentication } from './auth.ts'
import { readText } from './body.ts'
import { endEventStreams } from './event-stream.ts'
import { addHealth, type IsReady } from './health.ts'
import type { HttpApp } from './http-app.ts'
import type { VerifyToken } from './jwt.ts'
import type { Logger } from './log.ts'
import { addMetrics, type Metrics, openMetrics } from './metrics.ts'
import { HttpProblem, invalidInput, PROBLEM_TYPE, problemBody, problemOf } from './problem.ts'
import { RequestLog } from './request-log.ts'
import { RequestRate } from './request-rate.ts'
import type { LimitOf } from './tenant-limits.ts'
import { type TraceContext, traceFrom } from './trace.ts'
import { serverSpan, within } from './tracing.ts'

export { problem } from './api-docs.ts'
export type { HttpApp } from './http-app.ts'
export type { Identity } from './identity.ts'
export { HttpProblem, invalidInput, type ProblemParts } from './problem.ts'

export interface HttpAppOptions {
  readonly name: string
  readonly version: string
  readonly description: string
  readonly log: Logger
  readonly devToken?: string | undefined
  /** Of whoever holds the development token. */
  readonly tenant?: string
  /** For every other token. */
  readonly verifiers?: readonly VerifyToken[] | undefined
  readonly maxBodyBytes: number
  /** What it counts; without it, as little as every service does. */
  readonly metrics?: Metrics | undefined
  /** Of one tenant; without it, nobody has one. */
  readonly limitOf?: LimitOf | undefined
  readonly isReady: IsReady
  /** What /readyz tells beside it. */
  readonly detail?: (() => Record<string, number>) | undefined
  /** Adds the endpoints. */
  readonly register: (app: HttpApp) => Promise<void>
}

const HEADERS_TIMEOUT_MS = 20_000
const REQUEST_TIMEOUT_MS = 120_000
/** A silent connection; longer than any caller may wait for an answer. */
const CONNECTION_TIMEOUT_MS = 180_000
/** How long a caller may go on sending a body whose answer it has already. */
const LINGER_MS = 5000

/** Ready, and not listening yet. */
export async function createHttpApp(options: HttpAppOptions): Promise<HttpApp> {
  const app: HttpApp = fastify({
    loggerInstance: options.log,
    logController: new RequestLog(),
    childLoggerFactory: (logger, _bindings, childOptions, raw) => {
      const { correlationId, traceId } = traceOf(raw)
      return logger.child({ correlationId, traceId }, childOptions)
    },
    bodyLimit: options.maxBodyBytes,
    http: { headersTimeout: HEADERS_TIMEOUT_MS },
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    routerOptions: { maxParamLength: 300 },
    forceCloseConnections: 'idle',
    // Our own hook refuses with a problem instead.
    return503OnClosing: false,
    clientErrorHandler: refuseOnSocket,
    frameworkErrors: (error, request, reply) => answerProblem(error, request, reply),
  }).withTypeProvider<ZodTypeProvider>()

  app.decorateRequest('trace', { getter: traceOfRequest })
  app.setErrorHandler(answerProblem)
  app.setValidatorCompiler(validate)
  app.setSerializerCompiler(serializerCompiler)
  takeJsonOnly(app, options.limitOf)
  traceRequests(app)
  const isDraining = guard(app, options)
  await app.register(compress, { globalDecompression: false, encodings: ['br', 'gzip', 'deflate'] })
  await registerApiDocs(app, { title: options.name, version: options.version, description: options.description })
  addHealth(app, { isReady: options.isReady, detail: options.detail, isDraining })
  addMetrics(app, options.metrics ?? openMetrics(options.name))
  await options.register(app)
  await app.ready()
  // Made once and kept: a schema that cannot be documented stops the start and not its first reader.
  app.swagger()
  return app
}

/** First of all, so that whatever a request brings about is part of its span. */
function traceRequests(app: HttpApp): void {
  app.addHook('onRequest', (request, reply, done) => {
    const route = request.is404 ? 'none' : (request.routeOptions.url ?? 'none')
    const { span, trace } = serverSpan(`${request.method} ${route}`, traceOf(request.raw))
    traces.set(request.raw, trace)
    span.setAttributes({ 'http.request.method': request.method, 'http.route': route })
    // The socket tells last, also of an answer that streams or is cut off.
    reply.raw.once('close', () => span.setAttribute('http.response.status_code', reply.raw.statusCode).end())
    within(span, done)
  })
}

/** What happens to each request before its endpoint sees it, in this order. */
function guard(app: HttpApp, options: HttpAppOptions): () => boolean {
  const authenticate = authentication(options)
  refuseUndeclared(app)
  const refuseUnknown = unknownRoutes(app)
  const rate = new RequestRate(options.limitOf ?? (() => ({})))
  let closing = false
  let draining = false
  app.decorate('drain', () => {
    draining = true
  })
  const hangUpOnSilent = silentConnections(app)
  app.addHook('preClose', async () => {
    hangUpOnSilent()
    closing = true
    endEventStreams(app.server)
  })
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(commonHeaders(request.trace))
    if (closing || (draining && !READS.has(request.method)))
      throw new HttpProblem({ status: 503, code: 'SHUTTING_DOWN', title: 'The service is shutting down' })
    // Before anything else is told, even whether the address exists.
    request.identity = await authenticate(request)
    if (request.is404) throw refuseUnknown(request)
    mustBeAllowed(request)
    if (request.routeOptions.config.public !== true) rate.take(request.identity.tenant)
  })
  app.addHook('onResponse', async (request) => {
    if (!request.raw.complete) drain(request.raw)
    // A connection that was busy when the service began to close would stay open for its next request.
    if (closing) setImmediate(() => app.server.closeIdleConnections())
  })
  return () => draining || closing
}

const READS = new Set(['GET', 'HEAD'])

/** Those on which nothing was ever asked, as browsers open them in advance: to the server they are not idle, and it would wait. */
function silentConnections(app: HttpApp): () => void {
  const silent = new Set<Socket>()
  let closing = false
  app.server.on('connection', (socket: Socket) => {
    if (closing) socket.setTimeout(1000, () => silent.has(socket) && socket.destroy())
    silent.add(socket)
    socket.once('close', () => silent.delete(socket))
  })
  app.server.on('request', ({ socket }: IncomingMessage) => silent.delete(socket))
  return () => {
    closing = true
    for (const socket of silent) socket.destroy()
  }
}

function commonHeaders({ correlationId, traceparent }: TraceContext): Record<string, string> {
  return {
    'x-correlation-id': correlationId,
    ...(traceparent === undefined ? {} : { traceparent }),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "frame-ancestors 'none'",
    // The address of a page may hold the token.
    'referrer-policy': 'no-referrer',
  }
}

/** 404, or 405 where the same address answers to another method. */
function unknownRoutes(app: HttpApp): (request: FastifyRequest) => HttpProblem {
  const methodsByUrl = new Map<string, { pattern: URLPattern; methods: Set<string> }>()
  app.addHook('onRoute', ({ url, method }) => {
    const known = methodsByUrl.get(url) ?? { pattern: new URLPattern({ pathname: url }), methods: new Set() }
    for (const one of [method].flat()) known.methods.add(one)
    methodsByUrl.set(url, known)
  })
  return ({ url }) => {
    const pathname = url.split('?', 1)[0] ?? ''
    const routes = [...methodsByUrl.values()].filter(({ pattern }) => pattern.test({ pathname }))
    const allowed = new Set(routes.flatMap(({ methods }) => [...methods]))
    return allowed.size === 0
      ? new HttpProblem({ status: 404, code: 'NOT_FOUND', title: 'There is nothing at this address' })
      : new HttpProblem({
          status: 405,
          code: 'METHOD_NOT_ALLOWED',
          title: 'This address does not answer to that method',
          headers: { allow: [...allowed].sort().join(', ') },
        })
  }
}

function takeJsonOnly(app: HttpApp, limitOf: LimitOf = () => ({})): void {
  // Refuses keys that would reach into prototypes.
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    /^application\/([\w.-]+\+)?json *(;|$)/i,
    async (request: FastifyRequest, payload: IncomingMessage) => {
      const { bodyBytes = Number.POSITIVE_INFINITY } = limitOf(request.identity.tenant)
      const text = await readText(request, payload, Math.min(bodyBytes, request.routeOptions.bodyLimit))
      // Many clients send the content type with nothing behind it; a route that needs a body says so by its schema.
      if (text === '') return undefined
      return new Promise((resolve, reject) => {
        void parse(request, text, (error, value) => (error ? reject(error) : resolve(value)))
      })
    },
  )
}

/** Every fault at once, by JSON pointer: into the body, or into the part that it names first. */
const validate: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart }) => {
  const prefix = { body: '', querystring: '/query', params: '/params', headers: '/headers' }[httpPart ?? 'body']
  return (value) => {
    const result = schema.safeParse(value)
    if (result.success) return { value: result.data }
    const issues = issuesOf(result.error).map((issue) => ({ ...issue, path: `${prefix}${issue.path}` }))
    return { error: new HttpProblem(invalidInput(issues)) }
  }
}

function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const problem = loggedProblem(error, request)
  const trace = traceOf(request.raw)
  // Fastify would close the connection under a caller that is still sending, who would then see no answer at all.
  if (!request.raw.complete) reply.removeHeader('connection')
  void reply
    .code(problem.status)
    .headers({ ...commonHeaders(trace), ...problem.headers })
    .type(PROBLEM_TYPE)
    .send(problemBody(problem, trace.correlationId))
}

/** As JSON, for an answer that has begun already. */
export const problemFor = (error: unknown, request: FastifyRequest): string =>
  problemBody(loggedProblem(error, request), traceOf(request.raw).correlationId)

function loggedProblem(error: unknown, request: FastifyRequest): HttpProblem {
  const problem = problemOf(error)
  if (problem.code === 'INTERNAL_ERROR') request.log.error({ err: error }, 'Request failed')
  else if (problem.status >= 500 && problem.status !== 501) request.log.warn({ err: error }, 'Request refused for now')
  return problem
}

/** Takes in what is still coming, so that the caller gets to read the answer; but not for ever. */
function drain(request: IncomingMessage): void {
  const timer = setTimeout(() => request.destroy(), LINGER_MS).unref()
  request.once('close', () => clearTimeout(timer))
  request.resume()
}

/** What is no HTTP at all gets an answer of the same form. */
function refuseOnSocket(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const [status, code, title] = SOCKET_PROBLEMS[error.code ?? ''] ?? [400, 'MALFORMED_REQUEST', 'This is not HTTP']
  const body = problemBody(new HttpProblem({ status, code, title }))
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: ${PROBLEM_TYPE}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n` +
      `Connection: close\r\n\r\n${body}`,
  )
}

const SOCKET_PROBLEMS: Readonly<Record<string, readonly [number, string, string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'HEADERS_TOO_LARGE', 'The headers are too large'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'REQUEST_TIMEOUT', 'The request took too long to arrive'],
}

const traces = new WeakMap<IncomingMessage, TraceContext>()

/** Read once: ids that are made here must stay the same for the whole request. */
function traceOf(raw: IncomingMessage): TraceContext {
  const trace = traces.get(raw) ?? traceFrom(raw.headers)
  traces.set(raw, trace)
  return trace
}

function traceOfRequest(this: FastifyRequest): TraceContext {
  return traceOf(this.raw)
}
