// dispatch-api killed in the middle of its work: what it answered is there, and what is sent again is done once.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyAudit } from '../../src/dispatch-api/audit-verify.ts'
import { type Answer, proposal, Service, SLOT, TOKEN } from './service.ts'

let service: Service
const doomed = new Set<Doomed>()
beforeAll(async () => {
  service = await Service.start()
})
afterAll(async () => {
  for (const { process: child } of doomed) child.kill('SIGKILL')
  await service?.stop()
})

interface Doomed {
  readonly process: ChildProcess
  readonly url: string
  /** What it is asked from now on counts. */
  readonly count: () => Promise<void>
}

/** A second process that serves the same database. */
async function startDoomed(dieAfter?: number): Promise<Doomed> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./serve.ts', import.meta.url))], {
    env: {
      DATABASE_URL: service.database.dispatchApiUrl,
      TOKEN,
      ...(dieAfter !== undefined && { DIE_AFTER: String(dieAfter) }),
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const line = async () => String((await lines.next()).value)
  const started = {
    process: child,
    url: await line(),
    count: async () => {
      child.stdin.write('count\n')
      await line()
    },
  }
  doomed.add(started)
  return started
}

const sendTo = (url: string, command: object) =>
  fetch(`${url}/v0/tools/schedule.propose_slots`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify(command),
  })

test('killed at any moment: every answer stands, every command is done once, and none is done by half', async () => {
  const { process: child, url } = await startDoomed()
  const ids = await Promise.all(Array.from({ length: 10 }, () => service.ticketIn('intake')))
  const held = await service.ticketIn('intake')
  const commands = ids.flatMap((id) =>
    Array.from({ length: 10 }, (_, rank) => proposal(id, { payload: { slots: [{ ...SLOT, rank: rank + 1 }] } })),
  )
  commands.push(proposal(held))
  const answered: { index: number; text: string }[] = []
  const send = async (command: object, index: number) => {
    const response = await sendTo(url, command)
    answered.push({ index, text: await response.text() })
    // While the others are anywhere: not sent, waiting, written, committed, on their way back.
    if (answered.length === 20) child.kill('SIGKILL')
  }
  await service.admin.transaction(async (connection) => {
    // One command is halfway for certain: it waits for its ticket.
    await connection.query('SELECT FROM tickets WHERE id = $1 FOR UPDATE', [held])
    const sent = await Promise.allSettled(commands.map(send))
    expect(sent.at(-1)?.status).toBe('rejected')
  })
  expect(answered.length).toBeGreaterThanOrEqual(20)
  expect((await service.ticket(held)).version).toBe(1)

  const again: Answer[] = await Promise.all(
    commands.map((command) => service.command('schedule.propose_slots', command)),
  )
  expect(again.map(({ status }) => status)).toEqual(commands.map(() => 200))
  for (const { index, text } of answered) {
    expect(again[index]?.text).toBe(text)
    expect(again[index]?.headers.get('idempotency-replayed')).toBe('true')
  }
  for (const id of ids) {
    const events = await service.timeline(id)
    expect(events).toHaveLength(11)
    const ticket = await service.ticket(id)
    expect(ticket.version).toBe(11)
    expect(ticket.proposed_slots).toEqual(events.at(-1)?.payload.slots)
  }
})

test('killed between its statements: one event or none, the same command again gets its answer, and the trail is whole', async () => {
  // Every other one: each costs a process. The connection alone is cut at every moment in cut.test.ts.
  let dieAfter = -1
  let survived = 0
  const kept: number[] = []
  const next = async () => {
    while (survived === 0) {
      dieAfter += 2
      const { process: child, url, count } = await startDoomed(dieAfter)
      const command = proposal(await service.ticketIn('intake'))
      const id = String(command.ticket_id)
      await count()
      const answer = await sendTo(url, command).catch(() => undefined)
      if (answer) survived++
      else if (child.signalCode === null) await once(child, 'exit')
      const before = (await service.timeline(id)).length
      const again = await service.command('schedule.propose_slots', command)
      const events = await service.timeline(id)
      expect([again.status, events.length, (await service.ticket(id)).version]).toEqual([200, 2, 2])
      expect(again.json.emitted_event_ids).toEqual([events[1]?.event_id])
      if (before === 2) expect(again.headers.get('idempotency-replayed')).toBe('true')
      if (answer) expect(await answer.text()).toBe(again.text)
      else kept.push(before)
      child.kill('SIGKILL')
    }
  }
  await Promise.all([next(), next()])
  // From the first statement to the last, of which only that can have kept anything.
  expect(kept.length).toBeGreaterThan(3)
  expect(kept).toContain(1)
  expect((await verifyAudit(service.admin)).faults).toEqual([])
}, 120_000)
