// The whole path over HTTP, on both services and a real database: a day becomes proposals, and one proposal becomes an event.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readFixture } from '../../fixtures/read.ts'
import type { OptimizationOutput } from '../../src/contracts/optimization.ts'
import { readConfig } from '../../src/platform/config.ts'
import { createLog } from '../../src/platform/log.ts'
import { type Services, startServices } from '../../src/start.ts'
import { freshDatabase } from '../database.ts'

type Json = Record<string, unknown>
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const headers = (more: Record<string, string> = {}) => ({
  authorization: `Bearer ${services.devToken}`,
  'content-type': 'application/json',
  ...more,
})

let database: Awaited<ReturnType<typeof freshDatabase>>
let services: Services

const start = () =>
  startServices(
    readConfig({
      DATABASE_URL: database.dispatchApiUrl,
      OPTIMIZER_DATABASE_URL: database.optimizerUrl,
      OPTIMIZER_PORT: '0',
      DISPATCH_API_PORT: '0',
      SOLVER_THREADS: '2',
    }),
    createLog('silent'),
  )

beforeAll(async () => {
  database = await freshDatabase()
  services = await start()
})
afterAll(async () => {
  await services?.stop()
  await database?.drop()
})

const timelineOf = async (ticketId: string) => {
  const response = await fetch(`${services.dispatchApiUrl}/v0/tickets/${ticketId}/timeline`, { headers: headers() })
  expect(response.status).toBe(200)
  return ((await response.json()) as { events: Json[] }).events
}
const applyRun = async (runId: string, ticketIds: string[]) => {
  const response = await fetch(`${services.optimizerUrl}/v1/optimizations/${runId}/apply`, {
    method: 'POST',
    headers: headers({ 'x-correlation-id': 'call-17', traceparent: `00-${TRACE}-00f067aa0ba902b7-01` }),
    body: JSON.stringify({ ticketIds }),
  })
  expect(response.status).toBe(200)
  return (await response.json()) as { outcomes: { ticketId: string; outcome: string }[] }
}

test('a day becomes ranked proposals, one is applied, and its ticket tells who caused it; again changes nothing', async () => {
  const day = readFixture('corner') as Json
  const response = await fetch(`${services.optimizerUrl}/v1/optimizations`, {
    method: 'POST',
    headers: headers({ prefer: 'wait=60' }),
    body: JSON.stringify({ ...day, options: { seconds: 1, alternatives: 3 } }),
  })
  expect(response.status).toBe(200)
  const output = (await response.json()) as OptimizationOutput
  const ticketId = output.proposals[0]!.ticketId
  const options = output.proposals.filter((proposal) => proposal.ticketId === ticketId)
  expect(options.map(({ rank }) => rank)).toEqual([...options.keys()].map((index) => index + 1))
  expect(await timelineOf(ticketId)).toHaveLength(1)

  expect(await applyRun(output.meta.runId, [ticketId])).toMatchObject({ outcomes: [{ ticketId, outcome: 'applied' }] })
  const events = await timelineOf(ticketId)
  expect(events).toHaveLength(2)
  expect(events[1]).toMatchObject({
    type: 'schedule.slots_proposed',
    correlation_id: 'call-17',
    trace_id: TRACE,
    payload: { run_id: output.meta.runId, slots: options.map(({ techId, rank }) => ({ technician_id: techId, rank })) },
  })

  expect(await applyRun(output.meta.runId, [ticketId])).toMatchObject({ outcomes: [{ ticketId, outcome: 'replayed' }] })
  expect(await timelineOf(ticketId)).toEqual(events)

  await services.stop()
  services = await start()
  expect(await applyRun(output.meta.runId, [ticketId])).toMatchObject({ outcomes: [{ ticketId, outcome: 'replayed' }] })
  expect(await timelineOf(ticketId)).toEqual(events)
  const run = await fetch(`${services.optimizerUrl}/v1/optimizations/${output.meta.runId}`, { headers: headers() })
  expect(await run.json()).toMatchObject({ runId: output.meta.runId, status: 'done', output })
})
