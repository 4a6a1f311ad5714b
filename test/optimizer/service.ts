// The optimizer on a database and a port of its own, beside a real dispatch-api, and the few calls that tests make to them.
import type { OptimizationRequest } from '../../src/contracts/optimization.ts'
import type { RunAccepted } from '../../src/contracts/run.ts'
import { openDispatchApi } from '../../src/dispatch-api/server.ts'
import { openDispatchCommands } from '../../src/dispatch-command/commands.ts'
import { type OptimizerOptions, openOptimizer } from '../../src/optimizer/server.ts'
import { type Database, openDatabase } from '../../src/platform/database.ts'
import type { HttpApp } from '../../src/platform/http.ts'
import { createLog } from '../../src/platform/log.ts'
import { openSolverPool, type SolverPool } from '../../workers/client.ts'
import { type FreshDatabase, freshDatabase } from '../database.ts'

export const TOKEN = 'test-token-of-32-characters-long'
const log = createLog('silent')

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: each test says what it expects
  readonly json: any
}

interface Settings {
  readonly maxRunning?: number
  readonly maxQueued?: number
  readonly tenant?: string
  /** File of the autonomy policy. */
  readonly autonomyPolicy?: string
  /** By default none, and travel is estimated. */
  readonly roads?: Pick<OptimizerOptions, 'roadServers' | 'roadTransport'>
  /** In place of the pool of search threads that tests share. */
  readonly pool?: SolverPool
  readonly webhooks?: OptimizerOptions['webhooks']
  readonly memoryBytes?: number
}

export class Service {
  readonly #database: FreshDatabase
  readonly #pool: SolverPool
  readonly #dispatchApi: HttpApp
  readonly #dispatchApiUrl: string
  #app: HttpApp | undefined
  #url = ''
  /** As the optimizer itself. */
  readonly rows: Database

  private constructor(database: FreshDatabase, dispatchApi: HttpApp, dispatchApiUrl: string) {
    this.#database = database
    this.#pool = openSolverPool({ threads: 2 })
    this.#dispatchApi = dispatchApi
    this.#dispatchApiUrl = dispatchApiUrl
    this.rows = openDatabase(database.optimizerUrl, log, { searchPath: 'optimizer', maxConnections: 2 })
  }

  static async start(settings: Settings = {}): Promise<Service> {
    const database = await freshDatabase()
    const { dispatchApiUrl: databaseUrl } = database
    const dispatchApi = await openDispatchApi({ databaseUrl, devToken: TOKEN, log, maxBodyBytes: 1_000_000 })
    const service = new Service(database, dispatchApi, await dispatchApi.listen({ host: '127.0.0.1', port: 0 }))
    await service.restart(settings)
    return service
  }

  /** As after a deployment: what ran is stopped, and another process comes up on the same database. */
  async restart({
    maxRunning = 2,
    maxQueued = 10,
    tenant = 'default',
    pool = this.#pool,
    autonomyPolicy,
    roads = {},
    webhooks,
    memoryBytes,
  }: Settings = {}): Promise<void> {
    await this.#app?.close()
    this.#app = await openOptimizer({
      databaseUrl: this.#database.optimizerUrl,
      devToken: TOKEN,
      log,
      maxBodyBytes: 1_000_000,
      tenant,
      pool,
      dispatchCommands: openDispatchCommands({ baseUrl: this.#dispatchApiUrl, token: TOKEN }),
      maxRunning,
      maxQueued,
      autonomyPolicy,
      ...roads,
      ...(webhooks && { webhooks }),
      ...(memoryBytes !== undefined && { memoryBytes }),
    })
    this.#url = await this.#app.listen({ host: '127.0.0.1', port: 0 })
  }

  /** As after SIGTERM; the database stays, and another start may follow. */
  async end(): Promise<void> {
    await this.#app?.close()
    this.#app = undefined
  }

  async stop(): Promise<void> {
    await this.#app?.close()
    await this.stopDispatchApi()
    await this.#pool.close()
    await this.rows.close()
    await this.#database.drop()
  }

  stopDispatchApi(): Promise<void> {
    return this.#dispatchApi.close()
  }

  get url(): string {
    return this.#url
  }

  get databaseUrl(): string {
    return this.#database.optimizerUrl
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.#call(this.#url, path, { headers })
  }

  call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.#call(this.#url, path, {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  }

  post(path: string, body: unknown, headers: Record<string, string> = {}, signal?: AbortSignal): Promise<Answer> {
    return this.#post(this.#url, path, body, headers, signal)
  }

  put(path: string, body: unknown): Promise<Answer> {
    const headers = { 'content-type': 'application/json' }
    return this.#call(this.#url, path, { method: 'PUT', headers, body: JSON.stringify(body) })
  }

  delete(path: string): Promise<Answer> {
    return this.#call(this.#url, path, { method: 'DELETE' })
  }

  submit(request: OptimizationRequest, headers: Record<string, string> = {}): Promise<Answer> {
    return this.post('/v1/optimizations', request, headers)
  }

  async accepted(request: OptimizationRequest, headers: Record<string, string> = {}): Promise<RunAccepted> {
    const { status, json } = await this.submit(request, headers)
    if (status !== 202) throw new Error(`The run was not accepted: ${JSON.stringify(json)}`)
    return json
  }

  /** The run once it is in one of these states; tests that never get there run out of time. */
  async runWhen(runId: string, ...statuses: string[]): Promise<Answer['json']> {
    for (;;) {
      const { json } = await this.get(`/v1/optimizations/${runId}`)
      if (statuses.includes(json.status)) return json
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  async countRuns(): Promise<number> {
    const [row] = await this.rows.query<{ count: string }>('SELECT count(*) FROM runs')
    return Number(row?.count)
  }

  dispatch = {
    get: (path: string) => this.#call(this.#dispatchApiUrl, path, {}),
    post: (path: string, body: unknown, headers: Record<string, string> = {}) =>
      this.#post(this.#dispatchApiUrl, path, body, headers),
  }

  #post(base: string, path: string, body: unknown, headers: Record<string, string> = {}, signal?: AbortSignal) {
    return this.#call(base, path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
      ...(signal && { signal }),
    })
  }

  async #call(base: string, path: string, init: RequestInit & { headers?: Record<string, string> }): Promise<Answer> {
    const response = await fetch(new URL(path, base), {
      ...init,
      headers: { authorization: `Bearer ${TOKEN}`, ...init.headers },
    })
    const text = await response.text()
    const isJson = /json/.test(response.headers.get('content-type') ?? '')
    return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : undefined }
  }
}
