// Callers of a process that is killed under them: each sends one kind of work again and again, writes down what was answered
// before it asks for anything else, and sends again what was not. Knows nothing of when the process dies.
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { smallRequest, ticket } from '../optimizer/inputs.ts'
import { listenTo } from '../optimizer/listening.ts'
import { DEV_TOKEN, type SpawnedServices } from '../spawned-services.ts'

/** In the middle of which the process is killed. */
export const MOMENTS = ['upload', 'solve', 'listen', 'patch', 'apply', 'book'] as const
export type Moment = (typeof MOMENTS)[number]

interface PatchedPlan {
  readonly path: string
  /** As it was put. */
  readonly first: number
  /** As far as was answered. */
  version: number
  /** By event: the version that it was answered with, undefined where nothing was. */
  readonly events: Map<string, { readonly event: object; version?: number }>
}

interface Heard {
  readonly events: string[]
  isOver: boolean
}

const SCHEDULING = { id: 'kill', role: 'operator_admin', type: 'HUMAN' }
/** Then another one is begun. */
const MOST_EVENTS = 12

const countsOfNothing = () => Object.fromEntries(MOMENTS.map((moment) => [moment, 0])) as Record<Moment, number>

export class Callers {
  services!: SpawnedServices
  /** How often each was begun, or an event was heard, and how often it is under way now. */
  readonly begun = countsOfNothing()
  readonly underWay = countsOfNothing()
  /** Everything that was answered with yes, and must be so for ever. */
  readonly runs = new Map<string, string>() // by key
  readonly plans = new Map<string, number>()
  readonly bookings = new Map<string, string>()
  readonly applied = new Map<string, string>()
  readonly files = new Set<string>()
  readonly patched: PatchedPlan[] = []
  readonly heard = new Map<string, Heard>() // by address
  readonly #listening = new Set<string>()
  /** Sent, and perhaps not answered: sent again with the same key, it is the same run. */
  readonly #keys = new Map<string, object>()
  readonly tickets: string[] = []
  readonly #seen = new Set<unknown>()

  /** All of it at once, until somebody says that it is over. */
  busyUntil(isOver: () => boolean): Promise<unknown> {
    const again = async (work: () => Promise<void>) => {
      while (!isOver()) await quietly(work)
    }
    return Promise.all([
      again(() => this.#applyRun()),
      again(() => this.#book()),
      again(() => this.#patch()),
      again(() => this.#listen()),
      // A run that was cut off goes on when its lease is over, and is heard from then on.
      again(() => this.#listenOn()),
      again(() => this.#upload()),
      again(() => this.#submitAgain()),
    ])
  }

  /** Nothing of what was answered is lost, and nothing of it happened twice. */
  async everythingStands(which: 'all' | 'since the last time' = 'all'): Promise<void> {
    const due = <Key>(all: Iterable<Key>, nameOf: (one: Key) => unknown): Key[] => {
      const list = which === 'all' ? [...all] : [...all].filter((one) => !this.#seen.has(nameOf(one)))
      for (const one of list) this.#seen.add(nameOf(one))
      return list
    }
    await atOnce(
      due(this.runs, ([key]) => key),
      async ([, runId]) => expect((await this.services.json(`/v1/optimizations/${runId}`)).status).toBe(200),
    )
    await atOnce(
      due(this.plans, ([path, version]) => `${path} ${version}`),
      async ([path, version]) => {
        const { status, json } = await this.services.json(path)
        expect([path, status]).toEqual([path, 200])
        expect(json.version).toBeGreaterThanOrEqual(version)
        const techId = this.bookings.get(path)
        if (techId === undefined) return
        expect(json.input.plan).toContainEqual(expect.objectContaining({ ticketId: 'T-1', techId }))
      },
    )
    await atOnce(
      due(this.applied, ([ticketId]) => ticketId),
      async ([ticketId]) => expect(await this.#proposalsOn(ticketId)).toBe(1),
    )
    await atOnce(
      due(this.patched, ({ path, version }) => `${path} ${version}`),
      (plan) => this.#standsAsPatched(plan),
    )
    await atOnce(
      due(this.files, (hash) => hash),
      async (hash) => {
        const file = await this.services.fetch(`/v0/attachments/${hash}`)
        expect([file.status, hashOf(Buffer.from(await file.arrayBuffer()))]).toEqual([200, hash])
      },
    )
    await atOnce(
      due(this.heard, ([path, { events }]) => `${path} ${events.length}`),
      async ([path, { events }]) => {
        if (events.length === 0) return
        const toldAgain: string[] = []
        await this.#hear(path, undefined, (told) => toldAgain.push(told) === events.length)
        expect(toldAgain).toEqual(events)
      },
    )
  }

  /** What is left is sent again and heard to its end: each run ends, each event counts once, and nothing changes by it. */
  async settle(): Promise<void> {
    await atOnce(new Set(this.runs.values()), async (runId) => {
      expect(await this.#ended(runId)).toBe('done')
      const { json } = await this.services.json(`/v1/optimizations/${runId}/apply`, { body: {} })
      for (const { outcome } of json.outcomes) expect(['applied', 'replayed']).toContain(outcome)
    })
    await atOnce(this.tickets, async (id) => expect(await this.#proposalsOn(id)).toBeLessThanOrEqual(1))
    await atOnce(this.patched, async (plan) => {
      // The last of what was answered, and whatever was not.
      for (const eventId of [...plan.events.keys()].slice(-2)) await this.#send(plan, eventId)
      const { json } = await this.services.json(plan.path)
      expect([plan.path, json.version]).toEqual([plan.path, plan.first + plan.events.size])
      await this.#standsAsPatched(plan)
    })
    await atOnce(this.heard, async ([path, heard]) => {
      await this.#hearOn(path, heard)
      expect(heard.events.filter((told) => told.includes(' finished ')).length).toBe(1)
      expect(heard.events.at(-1)).toContain(' finished ')
    })
  }

  async #during<T>(moment: Moment, work: () => Promise<T>): Promise<T> {
    this.begun[moment]++
    this.underWay[moment]++
    try {
      return await work()
    } finally {
      this.underWay[moment]--
    }
  }

  async #applyRun(): Promise<void> {
    const id = randomUUID()
    const made = await this.services.json('/v0/tools/ticket.create', {
      body: {
        request_id: id,
        ticket_id: id,
        actor: SCHEDULING,
        payload: { summary: 'A door', incident_type: 'STUCK', site: { location: { lat: 47.14, lon: 9.52 } } },
      },
    })
    expect(made.status).toBe(201)
    this.tickets.push(id)
    const key = randomUUID()
    const body = smallRequest({ tickets: [ticket({ id })], options: { seconds: 1, iterations: 200, threads: 1 } })
    this.#keys.set(key, body)
    const submitted = await this.#during('upload', () =>
      this.services.json('/v1/optimizations', { body, headers: { 'idempotency-key': key } }),
    )
    expect(submitted.status).toBe(202)
    const { runId, links } = submitted.json
    this.runs.set(key, runId)
    expect(await this.#during('solve', () => this.#ended(runId))).toBe('done')
    const { status, json } = await this.#during('apply', () => this.services.json(links.apply, { body: {} }))
    expect(status).toBe(200)
    for (const outcome of json.outcomes)
      if (outcome.outcome === 'applied' || outcome.outcome === 'replayed') this.applied.set(outcome.ticketId, runId)
  }

  /** What was sent and not answered is sent again, as its caller would. */
  async #submitAgain(): Promise<void> {
    for (const [key, body] of [...this.#keys].slice(-3)) {
      const { status, json } = await this.services.json('/v1/optimizations', {
        body,
        headers: { 'idempotency-key': key },
      })
      expect(status).toBe(202)
      expect(this.runs.get(key) ?? json.runId).toBe(json.runId)
      this.runs.set(key, json.runId)
    }
    await sleep(30)
  }

  async #book(): Promise<void> {
    const path = planPath()
    const put = await this.services.json(path, { method: 'PUT', body: smallRequest() })
    expect(put.status).toBe(201)
    this.plans.set(path, put.json.version)
    const offer = await this.services.json(`${path}/recommendations`, { body: { ticketId: 'T-1', count: 1 } })
    expect(offer.status).toBe(200)
    const [proposal] = offer.json.proposals
    const booked = await this.#during('book', () =>
      this.services.json(`/v1/offers/${offer.json.offerId}/confirm`, { body: { optionId: proposal.optionId } }),
    )
    expect(booked.status).toBe(200)
    this.bookings.set(path, proposal.techId)
    this.plans.set(path, booked.json.version ?? put.json.version)
  }

  /** One event after the other, each at the version that the one before was answered with. */
  async #patch(): Promise<void> {
    const latest = this.patched.at(-1)
    if (latest === undefined || latest.events.size >= MOST_EVENTS) {
      const path = planPath()
      const { status, json } = await this.services.json(path, { method: 'PUT', body: smallRequest() })
      expect(status).toBe(201)
      this.patched.push({ path, first: json.version, version: json.version, events: new Map() })
      return
    }
    const unanswered = [...latest.events].find(([, { version }]) => version === undefined)
    const eventId = unanswered?.[0] ?? randomUUID()
    const added = ticket({ id: eventId, location: { lat: 47.1 + latest.events.size / 200, lon: 9.52 } })
    if (!unanswered) latest.events.set(eventId, { event: { eventId, kind: 'ticket-added', ticket: added } })
    await this.#during('patch', () => this.#send(latest, eventId))
  }

  async #send(plan: PatchedPlan, eventId: string): Promise<void> {
    const sent = plan.events.get(eventId)
    if (sent === undefined) throw new Error(`Event ${eventId} was never sent.`)
    const { status, json } = await this.services.json(plan.path, {
      method: 'PATCH',
      body: { events: [sent.event] },
      headers: { 'if-match': `"${plan.version}"` },
    })
    expect([status, json.code]).toEqual([200, undefined])
    const [told] = json.events
    if (sent.version !== undefined) expect(told).toEqual({ eventId, outcome: 'replayed', version: sent.version })
    expect(told.version).toBe(plan.first + [...plan.events.keys()].indexOf(eventId) + 1)
    sent.version = told.version
    plan.version = json.version
  }

  async #standsAsPatched({ path, version, events }: PatchedPlan): Promise<void> {
    const { status, json } = await this.services.json(path)
    expect([path, status]).toEqual([path, 200])
    expect(json.version).toBeGreaterThanOrEqual(version)
    const ids: string[] = json.input.tickets.map(({ id }: { id: string }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const [eventId, sent] of events) if (sent.version !== undefined) expect(ids).toContain(eventId)
  }

  /** A run of a second at most, from its beginning. */
  async #listen(): Promise<void> {
    const tickets = Array.from({ length: 25 }, (_, index) =>
      ticket({ id: `T-${index}`, location: { lat: 47.1 + ((index * 7) % 25) / 200, lon: 9.5 + index / 200 } }),
    )
    const body = smallRequest({ tickets, options: { seconds: 1, iterations: 20_000, threads: 1 } })
    const { status, json } = await this.services.json('/v1/optimizations', { body })
    expect(status).toBe(202)
    const heard: Heard = { events: [], isOver: false }
    this.heard.set(json.links.events, heard)
    await this.#hearing(json.links.events, heard)
    // Others have their turn.
    await sleep(200)
  }

  async #listenOn(): Promise<void> {
    const open = [...this.heard].filter(([path, { isOver }]) => !isOver && !this.#listening.has(path))
    await Promise.all(open.map(([path, heard]) => this.#hearing(path, heard)))
    await sleep(20)
  }

  async #hearing(path: string, heard: Heard): Promise<void> {
    this.#listening.add(path)
    this.underWay.listen++
    await this.#hearOn(path, heard).finally(() => {
      this.#listening.delete(path)
      this.underWay.listen--
    })
  }

  /** Each event once and in its order, whatever happened in between. */
  async #hearOn(path: string, heard: Heard): Promise<void> {
    if (heard.isOver) return
    const after = heard.events.length > 0 ? String(heard.events.length) : undefined
    await this.#hear(path, after, (told) => {
      expect(told.split(' ')[0]).toBe(String(heard.events.length + 1))
      this.begun.listen++
      heard.events.push(told)
      heard.isOver = told.includes(' finished ')
      return heard.isOver
    })
  }

  async #hear(path: string, after: string | undefined, isEnough: (told: string) => boolean): Promise<void> {
    await listenTo(`${this.services.optimizerUrl}${path}`, DEV_TOKEN, {
      after,
      isEnough: ({ id, event, data }) => isEnough(`${id} ${event} ${JSON.stringify(data)}`),
    })
  }

  async #upload(): Promise<void> {
    const bytes = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(100_000)])
    const hash = hashOf(bytes)
    const { status } = await this.#during('upload', () => this.services.put(`/v0/attachments/${hash}`, bytes))
    expect(status).toBe(201)
    this.files.add(hash)
    await sleep(20)
  }

  async #ended(runId: string): Promise<string> {
    for (;;) {
      const { status } = (await this.services.json(`/v1/optimizations/${runId}`)).json
      if (status !== 'queued' && status !== 'running') return status
      await sleep(20)
    }
  }

  async #proposalsOn(ticketId: string): Promise<number> {
    const { json } = await this.services.json(`/v0/tickets/${ticketId}/timeline`)
    return json.events.filter(({ type }: { type: string }) => type === 'schedule.slots_proposed').length
  }
}

const planPath = () => `/v1/plans/plan-${randomUUID().slice(0, 8)}`
const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

/** A few at a time. */
async function atOnce<One>(all: Iterable<One>, work: (one: One) => Promise<unknown>): Promise<void> {
  const waiting = [...all]
  const next = async () => {
    for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) await work(one)
  }
  await Promise.all(Array.from({ length: 8 }, next))
}

/** Whoever is cut off learns nothing. */
async function quietly(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    // The process is gone; a refusal of what is asked would be a fault, and is none of these.
    if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error
  }
}
