// dispatch-api killed in the middle of its work: what it answered is there, and what is sent again is done once.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, proposal, Service, SLOT, TOKEN } from './service.ts'

let service: Service
let doomed: ChildProcess
let doomedUrl: string
beforeAll(async () => {
  service = await Service.start()
  doomed = spawn(process.execPath, [fileURLToPath(new URL('./serve.ts', import.meta.url))], {
    env: { DATABASE_URL: service.database.dispatchApiUrl, TOKEN },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (!doomed.stdout) throw new Error('The process has no output to read its address from.')
  const [line] = await once(createInterface(doomed.stdout), 'line')
  doomedUrl = String(line)
})
afterAll(async () => {
  doomed?.kill('SIGKILL')
  await service?.stop()
})

test('killed at any moment: every answer stands, every command is done once, and none is done by half', async () => {
  const ids = await Promise.all(Array.from({ length: 10 }, () => service.ticketIn('intake')))
  const held = await service.ticketIn('intake')
  const commands = ids.flatMap((id) =>
    Array.from({ length: 10 }, (_, rank) => proposal(id, { payload: { slots: [{ ...SLOT, rank: rank + 1 }] } })),
  )
  commands.push(proposal(held))
  const answered: { index: number; text: string }[] = []
  const send = async (command: object, index: number) => {
    const response = await fetch(`${doomedUrl}/v0/tools/schedule.propose_slots`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify(command),
    })
    answered.push({ index, text: await response.text() })
    // While the others are anywhere: not sent, waiting, written, committed, on their way back.
    if (answered.length === 20) doomed.kill('SIGKILL')
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
