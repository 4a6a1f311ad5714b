// Both services as `npm start` has them, on a database of their own, with tokens for whoever a test needs: any role of any
// tenant. What a test asks of them goes over real sockets.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SignJWT } from 'jose'
import { readConfig } from '../src/platform/config.ts'
import { createLog, type Logger } from '../src/platform/log.ts'
import { type Services, startServices } from '../src/start.ts'
import { type FreshDatabase, freshDatabase } from './database.ts'

export const SECRET = 'a-secret-of-the-tests-that-is-long-enough'
export const ISSUER = 'https://issuer.example'
export const AUDIENCE = 'real-dispatch'

export interface Holder {
  readonly role?: unknown
  readonly tenant?: unknown
  readonly actorRoles?: readonly string[]
}

/** Signed as the settings of these services want it. */
export const tokenOf = ({ role, tenant = 'acme', actorRoles = [] }: Holder): Promise<string> =>
  new SignJWT({ role, tenant, actor_roles: actorRoles })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject('somebody')
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(SECRET))

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: each test says what it expects
  readonly json: any
}

export type ServiceName = 'optimizer' | 'dispatch-api'

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>
  readonly components?: unknown
}
export interface OpenApiOperation {
  readonly security?: readonly unknown[]
  readonly 'x-roles'?: readonly string[]
  /** From this machine it needs no token. */
  readonly 'x-loopback'?: boolean
  readonly parameters?: readonly { name: string; in: string; required?: boolean; schema: object }[]
  readonly requestBody?: { content: Record<string, { schema: object }>; required?: boolean }
  readonly responses: Readonly<Record<string, unknown>>
}
export interface Operation {
  readonly service: ServiceName
  readonly method: string
  /** With its parameters in braces. */
  readonly path: string
  readonly document: OpenApi
  readonly operation: OpenApiOperation
}

export class BothServices {
  readonly #database: FreshDatabase
  readonly #folder: string
  readonly #services: Services
  private constructor(database: FreshDatabase, folder: string, services: Services) {
    this.#database = database
    this.#folder = folder
    this.#services = services
  }

  static async start(settings: NodeJS.ProcessEnv = {}, log: Logger = createLog('silent')): Promise<BothServices> {
    const database = await freshDatabase()
    const folder = await mkdtemp(join(tmpdir(), 'real-dispatch-test-'))
    const config = readConfig({
      DATABASE_URL: database.dispatchApiUrl,
      OPTIMIZER_DATABASE_URL: database.optimizerUrl,
      OPTIMIZER_PORT: '0',
      DISPATCH_API_PORT: '0',
      SOLVER_THREADS: '2',
      DEMO: 'false',
      DATA_DIR: folder,
      JWT_ALGORITHM: 'HS256',
      JWT_SECRETS: SECRET,
      JWT_ISSUER: ISSUER,
      JWT_AUDIENCE: AUDIENCE,
      ...settings,
    })
    return new BothServices(database, folder, await startServices(config, log))
  }

  async stop(): Promise<void> {
    await this.#services.stop()
    await this.#database.drop()
    await rm(this.#folder, { recursive: true, force: true })
  }

  get database(): FreshDatabase {
    return this.#database
  }

  urlOf(service: ServiceName): string {
    return service === 'optimizer' ? this.#services.optimizerUrl : this.#services.dispatchApiUrl
  }

  /** Without a token, nobody. */
  async call(
    service: ServiceName,
    method: string,
    path: string,
    { token, body, headers = {} }: { token?: string; body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Answer> {
    const response = await fetch(new URL(path, this.urlOf(service)), {
      method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = /json/.test(response.headers.get('content-type') ?? '')
    return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : undefined }
  }

  /** Every one that the services document, so that a new route is tested without anybody thinking of it. */
  async operations(): Promise<Operation[]> {
    const all: Operation[] = []
    for (const service of ['optimizer', 'dispatch-api'] as const) {
      const document: OpenApi = (await this.call(service, 'GET', '/openapi.json')).json
      for (const [path, methods] of Object.entries(document.paths))
        for (const [method, operation] of Object.entries(methods))
          all.push({ service, method: method.toUpperCase(), path, document, operation })
    }
    return all
  }
}

/** `/v1/plans/{planId}` with the values put in; a parameter without one is an error, as nothing would be tested. */
export const filled = (path: string, values: Readonly<Record<string, string>>): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name]
    if (value === undefined)
      throw new Error(`Nobody makes a {${name}} for the tests. Maybe add one where they make theirs.`)
    return encodeURIComponent(value)
  })
