// dispatch-api on a database and a port of its own, and the few calls that tests make to it.
import { createHash, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Actor, AuditEvent, Role, TicketSnapshot, TicketState, ToolResponse } from '../../src/contracts/v0.ts'
import { openFolderStore } from '../../src/dispatch-api/objects/folder-store.ts'
import { openDispatchApi } from '../../src/dispatch-api/server.ts'
import { type Database, openDatabase } from '../../src/platform/database.ts'
import type { HttpApp } from '../../src/platform/http.ts'
import { createLog } from '../../src/platform/log.ts'
import { type FreshDatabase, freshDatabase } from '../database.ts'

export const TOKEN = 'test-token-of-32-characters-long'
export const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736'
const log = createLog('silent')

export interface Answer<T = ToolResponse> {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly json: T
}
export interface Problem {
  readonly code: string
  readonly issues?: { path: string; code: string }[]
  readonly from?: string
  readonly allowed?: string[]
}
type Fields = Readonly<Record<string, unknown>>

export class Service {
  readonly database: FreshDatabase
  /** With every right there is, to bring about what no command can. */
  readonly admin: Database
  /** As dispatch-api itself. */
  readonly own: Database
  private app: HttpApp | undefined
  url = ''

  /** Of the attachments. */
  readonly folder: string

  private constructor(database: FreshDatabase, folder: string) {
    this.database = database
    this.folder = folder
    this.admin = openDatabase(database.adminUrl, log, { searchPath: 'dispatch_api', maxConnections: 2 })
    this.own = openDatabase(database.dispatchApiUrl, log, { maxConnections: 2 })
  }

  static async start(): Promise<Service> {
    const service = new Service(await freshDatabase(), await mkdtemp(join(tmpdir(), 'real-dispatch-objects-')))
    await service.restart()
    return service
  }

  async restart(): Promise<void> {
    await this.app?.close()
    this.app = await this.open()
    this.url = await this.app.listen({ host: '127.0.0.1', port: 0 })
  }

  /** Another instance on the same database. */
  open(tenant = 'acme'): Promise<HttpApp> {
    const { dispatchApiUrl: databaseUrl } = this.database
    const objects = openFolderStore(this.folder)
    return openDispatchApi({ databaseUrl, devToken: TOKEN, log, maxBodyBytes: 1024 * 1024, tenant, objects })
  }

  async stop(): Promise<void> {
    await this.app?.close()
    await this.admin.close()
    await this.own.close()
    await this.database.drop()
    await rm(this.folder, { recursive: true, force: true })
  }

  async call<T = ToolResponse>(path: string, init: RequestInit = {}): Promise<Answer<T>> {
    const headers = { authorization: `Bearer ${TOKEN}`, ...(init.headers as Record<string, string> | undefined) }
    const response = await fetch(`${this.url}${path}`, { ...init, headers })
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, json: JSON.parse(text) as T }
  }

  command<T = ToolResponse>(tool: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer<T>> {
    return this.call<T>(`/v0/tools/${tool}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  }

  refused(tool: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer<Problem>> {
    return this.command<Problem>(tool, body, headers)
  }

  /** A ticket in any state, without the way there. */
  async ticketIn(state: TicketState): Promise<string> {
    const { json } = await this.command('ticket.create', creation())
    await this.admin.query('UPDATE tickets SET state = $2 WHERE id = $1', [json.ticket.id, state])
    return json.ticket.id
  }

  /** Stored under its hash, which is what comes back. */
  async stored(bytes: Uint8Array<ArrayBuffer>, contentType: string): Promise<string> {
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const headers = { 'content-type': contentType }
    const { status, text } = await this.call(`/v0/attachments/${sha256}`, { method: 'PUT', headers, body: bytes })
    if (status >= 300) throw new Error(`The attachment was not stored: ${text}`)
    return sha256
  }

  async ticket(id: string): Promise<TicketSnapshot> {
    return (await this.call<TicketSnapshot>(`/v0/tickets/${id}`)).json
  }

  async timeline(id: string): Promise<AuditEvent[]> {
    return (await this.call<{ events: AuditEvent[] }>(`/v0/tickets/${id}/timeline`)).json.events
  }

  /** Until so many of the service's transactions wait for a lock. */
  async untilBlocked(count: number): Promise<void> {
    const blocked = () =>
      this.admin.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0`,
      )
    while ((await blocked()).length < count) await sleep(5)
  }

  async eventCount(): Promise<number> {
    const [row] = await this.admin.query<{ count: string }>('SELECT count(*) FROM audit_events')
    return Number(row?.count)
  }
}

const actor = (role: Role, type: Actor['type']) => ({ id: `${role}-1`, role, type })
export const INTAKE_AGENT = actor('system_intake_agent', 'AGENT')
export const SCHEDULER = actor('system_scheduler_agent', 'SERVICE')

export const PAYLOAD = {
  summary: 'Sectional door does not close',
  incident_type: 'DOOR_WILL_NOT_CLOSE',
  site: { location: { lat: 47.14, lon: 9.52 }, time_zone: 'Europe/Vaduz' },
}

/** A valid ticket.create, apart from what is given. */
export function creation(fields: Fields = {}): Fields & { request_id: string } {
  return { request_id: randomUUID(), actor: INTAKE_AGENT, payload: PAYLOAD, ...fields }
}

export const SLOT = {
  window_start: '2026-12-01T08:00:00+01:00',
  window_end: '2026-12-01T10:00:00+01:00',
  time_zone: 'Europe/Vaduz',
  technician_id: 'tech-1',
  rank: 1,
  score: 0.93,
  reasons: [
    { code: 'SKILL_MATCH', kind: 'fact', params: { skills: ['door', 'spring'], level: 3 }, text: 'Holds both skills' },
  ],
}

/** A valid schedule.propose_slots, apart from what is given. */
export function proposal(ticketId: string, fields: Fields = {}): Fields & { request_id: string } {
  return {
    request_id: randomUUID(),
    ticket_id: ticketId,
    actor: SCHEDULER,
    payload: { slots: [SLOT], run_id: 'run-1', engine: 'native' },
    ...fields,
  }
}
