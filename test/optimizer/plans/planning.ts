// The optimizer on a database and a port of its own, for tests of live plans: nothing is optimised here, and nothing applied.
import { expect } from 'vitest'
import type { OptimizationRequest } from '../../../src/contracts/optimization.ts'
import type { Recommendation } from '../../../src/contracts/recommendation.ts'
import { openDispatchCommands } from '../../../src/dispatch-command/commands.ts'
import { type OptimizerOptions, openOptimizer } from '../../../src/optimizer/server.ts'
import { type Database, openDatabase } from '../../../src/platform/database.ts'
import type { HttpApp } from '../../../src/platform/http.ts'
import { createLog } from '../../../src/platform/log.ts'
import type { SolverPool } from '../../../workers/client.ts'
import { type FreshDatabase, freshDatabase } from '../../database.ts'

const TOKEN = 'test-token-of-32-characters-long'
const log = createLog('silent')
const MAX_BODY_BYTES = 200_000

const noSearch: SolverPool = {
  solve: () => Promise.reject(new Error('Nothing is searched for here.')),
  close: async () => {},
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: each test says what it expects
  readonly json: any
}

type Settings = Pick<OptimizerOptions, 'livePlans' | 'tenant'>

export class Planning {
  readonly #database: FreshDatabase
  #app: HttpApp | undefined
  #url = ''
  /** As the optimizer itself. */
  readonly rows: Database

  private constructor(database: FreshDatabase) {
    this.#database = database
    this.rows = openDatabase(database.optimizerUrl, log, { searchPath: 'optimizer', maxConnections: 2 })
  }

  static async start(settings: Settings = {}): Promise<Planning> {
    const planning = new Planning(await freshDatabase())
    await planning.restart(settings)
    return planning
  }

  /** As after a deployment: another process comes up on the same database. */
  async restart(settings: Settings = {}): Promise<void> {
    await this.#app?.close()
    this.#app = await openOptimizer({
      databaseUrl: this.#database.optimizerUrl,
      devToken: TOKEN,
      log,
      maxBodyBytes: MAX_BODY_BYTES,
      pool: noSearch,
      dispatchCommands: openDispatchCommands({ baseUrl: 'http://127.0.0.1:9', token: TOKEN }),
      maxRunning: 1,
      maxQueued: 1,
      ...settings,
    })
    this.#url = await this.#app.listen({ host: '127.0.0.1', port: 0 })
  }

  /** Another process on the same database, beside this one. */
  async beside(): Promise<Planning> {
    const other = new Planning(this.#database)
    await other.restart()
    return other
  }

  /** As after SIGTERM; the database stays. */
  async end(): Promise<void> {
    await this.#app?.close()
    this.#app = undefined
  }

  cutAll = () => this.#database.cutAll()

  async stop(): Promise<void> {
    await this.#app?.close()
    await this.rows.close()
    await this.#database.drop()
  }

  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(new URL(path, this.#url), {
      method,
      headers: {
        authorization: `Bearer ${TOKEN}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = /json/.test(response.headers.get('content-type') ?? '')
    return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : undefined }
  }

  get = (path: string) => this.call('GET', path)
  post = (path: string, body: unknown) => this.call('POST', path, body)
  put = (path: string, body: unknown, headers?: Record<string, string>) => this.call('PUT', path, body, headers)
  delete = (path: string, headers?: Record<string, string>) => this.call('DELETE', path, undefined, headers)

  /** A plan under a name that no other test has. */
  async planned(input: OptimizationRequest): Promise<PlanUnderTest> {
    const path = `/v1/plans/plan-${plans++}`
    const { status, json } = await this.put(path, input)
    expect([status, json.code]).toEqual([201, undefined])
    return new PlanUnderTest(this, path)
  }

  /** As if so much time had passed: for the database alone. */
  async expire(offerId: string): Promise<void> {
    await this.rows.query(`UPDATE offers SET expires_at = clock_timestamp() - interval '1 second' WHERE id = $1`, [
      offerId,
    ])
  }

  confirm(offerId: string, optionId: string, more: object = {}): Promise<Answer> {
    return this.post(`/v1/offers/${offerId}/confirm`, { optionId, ...more })
  }

  release(offerId: string): Promise<Answer> {
    return this.call('POST', `/v1/offers/${offerId}/release`)
  }
}

let plans = 1

export class PlanUnderTest {
  readonly #planning: Planning
  readonly path: string

  constructor(planning: Planning, path: string) {
    this.#planning = planning
    this.path = path
  }

  ask(body: object): Promise<Answer> {
    return this.#planning.post(`${this.path}/recommendations`, body)
  }

  async recommended(body: object): Promise<Recommendation> {
    const { status, json } = await this.ask(body)
    expect([status, json.code]).toEqual([200, undefined])
    return json
  }

  /** With its offer, for one place at least is held. */
  async offered(ticketId: string, count = 1): Promise<Offered> {
    const { offerId, proposals, ...rest } = await this.recommended({ ticketId, count })
    const held = proposals.filter((proposal) => proposal.held)
    const [first] = held
    if (offerId === undefined || first === undefined) throw new Error(`Nothing was held for ${ticketId}.`)
    return { ...rest, offerId, proposals, optionId: first.optionId, place: placeOf(first) }
  }

  /** What is planned: technician and time of each ticket. */
  async assigned(): Promise<Record<string, string>> {
    const { json } = await this.#planning.get(this.path)
    const plan: { ticketId: string; techId: string; start: string }[] = json.input.plan ?? []
    return Object.fromEntries(plan.map((assignment) => [assignment.ticketId, placeOf(assignment)]))
  }

  async version(): Promise<number> {
    return (await this.#planning.get(this.path)).json.version
  }
}

export type Offered = Omit<Recommendation, 'offerId'> & {
  readonly offerId: string
  readonly optionId: string
  readonly place: string
}

/** Whatever the offset in which it is written. */
export const placeOf = ({ techId, start }: { techId: string; start: string }) =>
  `${techId} ${new Date(Date.parse(start)).toISOString()}`
