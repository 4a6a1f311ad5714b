// `npm run bench:dispatch-api`: how long a mutation takes while a hundred clients send them, on a PostgreSQL of its own that
// waits for the disk. Paced: each client sends a few a second, as people and agents do. Flat out: each sends the next as soon as
// it has its answer, so the latency is the clients over the throughput. Server and database are processes of their own, and
// share the cores of the machine with the clients. The first row is a service that has just started, the others one whose
// code has been compiled.
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ServerJobs } from './dispatch-api/server-child.ts'
import { quantileOf } from './operators/figures.ts'
import { openChild } from './recommend/child.ts'
import { expected, openClient } from './recommend/client.ts'
import { watchStolen } from './stolen.ts'

const CLIENTS = 100
const SECONDS = 10
const WARM_UP_SECONDS = 8
const SLOWEST = 100
const PACES = [SLOWEST, 200, 400]
const TOKEN = 'bench-token-of-32-characters-long'

const server = openChild<ServerJobs>(new URL('./dispatch-api/server-child.ts', import.meta.url))
const client = openClient(await server.call('start', TOKEN), TOKEN, CLIENTS)
try {
  const tickets = await Promise.all(Array.from({ length: CLIENTS }, newTicket))
  row('load', ['mutations/s', 'p50 ms', 'p95 ms', 'p99 ms', 'stolen'])
  row(`${CLIENTS} clients, just started`, await run(tickets, SLOWEST))
  await send(tickets, undefined, WARM_UP_SECONDS)
  for (const pace of PACES) row(`${CLIENTS} clients, ${pace}/s`, await run(tickets, pace))
  row(`${CLIENTS} clients, flat out`, await run(tickets, undefined))
  const fresh = await inGroups(1000, newTicket)
  const started = performance.now()
  await inGroups(1000, (index) => propose(fresh[index] ?? ''))
  row('1,000 proposals', [`${((performance.now() - started) / 1000).toFixed(1)} s`])
} finally {
  client.close()
  await server.end()
}

async function post<T>(tool: string, body: object): Promise<T> {
  const { text } = await expected(tool, client.send('POST', `/v0/tools/${tool}`, JSON.stringify(body)), 200, 201)
  return JSON.parse(text) as T
}

async function newTicket(): Promise<string> {
  const actor = { id: 'bench', role: 'system_intake_agent', type: 'AGENT' }
  const payload = { summary: 'A door', incident_type: 'DOOR', site: { location: { lat: 47.1, lon: 9.5 } } }
  const { ticket } = await post<{ ticket: { id: string } }>('ticket.create', {
    request_id: randomUUID(),
    actor,
    payload,
  })
  return ticket.id
}

function propose(ticket_id: string): Promise<unknown> {
  const actor = { id: 'optimizer', role: 'system_scheduler_agent', type: 'SERVICE' }
  const slot = {
    window_start: '2026-12-01T08:00:00Z',
    window_end: '2026-12-01T10:00:00Z',
    technician_id: 'tech-1',
    score: 0.9,
  }
  return post('schedule.propose_slots', { request_id: randomUUID(), ticket_id, actor, payload: { slots: [slot] } })
}

/** A hundred at one time. */
async function inGroups<T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> {
  const results: T[] = []
  let next = 0
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      for (let index = next++; index < count; index = next++) results[index] = await work(index)
    }),
  )
  return results
}

interface Measured {
  readonly took: readonly number[]
  /** Until the last answer was there. */
  readonly seconds: number
}

/** The row of so many mutations a second. */
async function run(tickets: readonly string[], perSecond: number | undefined): Promise<string[]> {
  const stolen = await watchStolen()
  const { took, seconds } = await send(tickets, perSecond, SECONDS)
  const share = await stolen()
  const latencies = [0.5, 0.95, 0.99].map((part) => quantileOf(took, part).toFixed(1))
  return [(took.length / seconds).toFixed(0), ...latencies, share === undefined ? '' : `${(share * 100).toFixed(0)} %`]
}

/** What each mutation took, in ms: from when it was due, so that one who is late makes the next late too. */
async function send(tickets: readonly string[], perSecond: number | undefined, seconds: number): Promise<Measured> {
  const took: number[] = []
  const started = performance.now()
  const end = performance.now() + seconds * 1000
  const everyMs = perSecond === undefined ? 0 : (CLIENTS / perSecond) * 1000
  await Promise.all(
    tickets.map(async (ticket, index) => {
      let due = performance.now() + (everyMs * index) / CLIENTS
      while (due < end) {
        const wait = due - performance.now()
        if (wait > 0) await sleep(wait)
        await propose(ticket)
        took.push(performance.now() - due)
        due = everyMs === 0 ? performance.now() : due + everyMs
      }
    }),
  )
  return { took, seconds: (performance.now() - started) / 1000 }
}

function row(name: string, cells: readonly string[]): void {
  process.stdout.write(`${name.padEnd(26)}${cells.map((cell) => cell.padStart(12)).join('')}\n`)
}
