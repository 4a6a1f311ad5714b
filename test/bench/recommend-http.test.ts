// The measurement over HTTP, held against a service that only speaks the wire: what is asked of it, and in what order.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openClient } from '../../bench/recommend/client.ts'
import { measureOverHttp } from '../../bench/recommend/over-http.ts'
import { planSize } from '../../bench/recommend/plan-size.ts'
import { makeLivePlan } from '../../bench/recommend/plans.ts'
import { OptimizationInput } from '../../src/contracts/optimization.ts'
import { RecommendationRequest } from '../../src/contracts/recommendation.ts'
import { Ticket } from '../../src/contracts/ticket.ts'

const RUN = '0197a000-0000-7000-8000-000000000001'
const LINKS = {
  self: `/runs/${RUN}`,
  events: `/runs/${RUN}/events`,
  cancel: `/runs/${RUN}/cancel`,
  apply: `/runs/${RUN}/apply`,
}
const Asked = z.looseObject({
  ticket: Ticket,
  count: z.literal(10),
  hold: z.enum(['PT0S', 'PT15M']),
  tier: z.literal([1, 2]),
})
/** By the contract, and what is measured of it. */
const askOf = (body: unknown) => Asked.parse(RecommendationRequest.parse(body))

interface Call {
  readonly asked: string
  readonly body: unknown
  readonly socket: string
}

/** Answers as the service would; a test may say otherwise for some. */
class WireOnly {
  readonly calls: Call[] = []
  readonly held = new Set<string>()
  statusOf: (asked: string) => number | undefined = () => undefined
  unplaced: readonly unknown[] = []
  runStatus = 'running'
  readonly #server: Server
  #looks = 0

  constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response))
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  close(): Promise<unknown> {
    this.#server.closeAllConnections()
    return new Promise((resolve) => this.#server.close(resolve))
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = `${request.method} ${request.url}`
    const body = Number(request.headers['content-length'] ?? 0) > 0 ? await json(request) : undefined
    this.calls.push({ asked, body, socket: String(request.socket.remotePort) })
    const { status, answer } = this.#said(asked, body)
    response.writeHead(this.statusOf(asked) ?? status, { 'content-type': 'application/json' })
    response.end(answer === undefined ? '' : JSON.stringify(answer))
  }

  #said(asked: string, body: unknown): { status: number; answer?: unknown } {
    if (asked === 'PUT /v1/plans/measured') return { status: 201, answer: { unplaced: this.unplaced } }
    if (asked.endsWith('/recommendations')) {
      const { hold } = askOf(body)
      const offerId = hold === 'PT0S' ? undefined : `offer-${this.calls.length}`
      if (offerId) this.held.add(offerId)
      return { status: 200, answer: { offerId, proposals: [{ reasons: [{ code: 'ANY' }] }] } }
    }
    if (asked.endsWith('/release')) {
      this.held.delete(asked.split('/').at(-2) ?? '')
      return { status: 204 }
    }
    const run = { runId: RUN, status: 'running', links: LINKS }
    if (asked === 'POST /v1/optimizations') return { status: 202, answer: { ...run, status: 'queued' } }
    // First queued, then without a plan yet: only then does it keep anybody company.
    const states = [
      { status: 'queued' },
      { status: 'running' },
      { status: this.runStatus, progress: { cost: 1, unserved: 0, iterations: 1, seconds: 1 } },
    ]
    return { status: 200, answer: { ...run, createdAt: '2026-03-02T05:00:00Z', ...states[Math.min(2, this.#looks++)] } }
  }
}

const TASK = { size: planSize(2, 2), seed: 1, seconds: 0.05, callers: 3 }
const isAsk = ({ asked }: Call) => asked === 'POST /v1/plans/measured/recommendations'

let service: WireOnly
let url: string
beforeEach(async () => {
  service = new WireOnly()
  url = await service.open()
})
afterEach(() => service.close())

const measured = (stopped?: AbortSignal) => {
  const peakMb = async () => service.calls.length
  return measureOverHttp({ url, token: 'secret', peakMb }, TASK, { tell: () => {}, ...(stopped && { stopped }) })
}

describe('a measurement over HTTP', () => {
  test('hands the plan over once, then asks about a new ticket each time', async () => {
    const { asked, held, together, bothTiers, whileOptimizing, putMs } = await measured()
    expect(service.calls[0]).toMatchObject({ asked: 'PUT /v1/plans/measured', body: await makeLivePlan(TASK.size, 1) })
    const tickets = service.calls.filter(isAsk).map(({ body }) => askOf(body).ticket.id)
    expect(new Set(tickets).size).toBe(tickets.length)
    for (const { asks } of [asked, held, together, whileOptimizing]) expect(asks).toBeGreaterThanOrEqual(20)
    expect(together).toMatchObject({ callers: 3 })
    const twoTiers = service.calls.filter((call) => isAsk(call) && askOf(call.body).tier === 2)
    expect(twoTiers.length).toBeGreaterThanOrEqual(bothTiers.asks)
    expect(putMs).toBeGreaterThan(0)
  })

  test('gives everything back that was held, each time before it asks again', async () => {
    await measured()
    const holds = service.calls.flatMap((call, at) => (isAsk(call) && askOf(call.body).hold === 'PT15M' ? [at] : []))
    expect(holds.length).toBeGreaterThanOrEqual(40)
    for (const at of holds) expect(service.calls[at + 1]?.asked).toMatch(/^POST \/v1\/offers\/offer-\d+\/release$/)
    expect(service.held).toEqual(new Set())
  })

  test('keeps the connection of a caller, and has one for each', async () => {
    await measured()
    expect(new Set(service.calls.map(({ socket }) => socket)).size).toBe(TASK.callers)
  })

  test('optimizes the first day beside the last asks, on all threads, and cancels that when they are done', async () => {
    const { peakRssMb } = await measured()
    const submitted = service.calls.findIndex(({ asked }) => asked === 'POST /v1/optimizations')
    expect(submitted).toBe(peakRssMb) // the memory is that without the optimization
    const { options, ...day } = OptimizationInput.parse(service.calls[submitted]?.body)
    expect(options.threads).toBeGreaterThan(0)
    expect(day.tickets.length).toBe(day.plan?.length)
    const later = service.calls.slice(submitted + 1)
    expect(later.findIndex(isAsk)).toBe(3) // queued, without a plan yet, searching
    expect(later.at(-1)?.asked).toBe(`POST ${LINKS.cancel}`)
    expect(later.at(-2)?.asked).toBe(`GET ${LINKS.self}`)
  })

  test('is nothing when the optimization was over too soon', async () => {
    service.runStatus = 'done'
    await expect(measured()).rejects.toThrow('The optimization is done already')
  })

  test('is nothing when visits of the plan found no place', async () => {
    service.unplaced = [{ ticketId: 'T-1' }]
    await expect(measured()).rejects.toThrow('1 visits of the plan found no place')
  })

  test('ends at the first answer that is none, and says what came instead', async () => {
    service.statusOf = (asked) => (asked.endsWith('/recommendations') ? 503 : undefined)
    await expect(measured()).rejects.toThrow('An ask was answered with 503: {"proposals"')
    expect(service.calls.filter(isAsk)).toHaveLength(1)
  })

  test('ends when a person stops it', async () => {
    const stop = new AbortController()
    stop.abort()
    await expect(measured(stop.signal)).rejects.toThrow('aborted')
    expect(service.calls.filter(isAsk)).toEqual([])
  })
})

test('a client says who asks, and fails when nobody answers', async () => {
  const client = openClient(url, 'secret', 1)
  const { status, milliseconds } = await client.send('GET', LINKS.self)
  expect(status).toBe(200)
  expect(milliseconds).toBeGreaterThan(0)
  await service.close()
  await expect(client.send('GET', LINKS.self)).rejects.toThrow()
  client.close()
})
