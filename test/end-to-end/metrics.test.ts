// What Prometheus reads: what was done shows up, and nothing that grows with who asks, or names them.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { BothServices, tokenOf } from '../both-services.ts'
import { smallRequest } from '../optimizer/inputs.ts'
import { RoadServer } from '../travel/a-road-server.ts'

let services: BothServices
let roads: RoadServer
beforeAll(async () => {
  roads = await RoadServer.start({ version: 'spring' })
  services = await BothServices.start({ OSRM_URL: roads.url })
})
afterAll(async () => {
  await services?.stop()
  await roads?.stop()
})

const metricsOf = async (headers: Record<string, string> = {}) =>
  services.call('optimizer', 'GET', '/metrics', { headers })
/** The sum of a metric over all of its labels that match. */
function counted(text: string, name: string, labels = ''): number {
  const lines = text.split('\n').filter((line) => line.startsWith(`real_dispatch_${name}{`) && line.includes(labels))
  if (lines.length === 0) throw new Error(`There is no ${name} with ${labels}.`)
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)
}

test('runs, their quality, what was applied and how long routes took are counted', async () => {
  const token = await tokenOf({ role: 'admin' })
  const run = await services.call('optimizer', 'POST', '/v1/optimizations', {
    token,
    body: smallRequest(),
    headers: { prefer: 'wait=60' },
  })
  expect(run.status).toBe(200)
  const apply = `/v1/optimizations/${run.json.meta.runId}/apply`
  expect((await services.call('optimizer', 'POST', apply, { token, body: {} })).status).toBe(200)
  await services.call('optimizer', 'GET', '/v1/plans/nobody', { token })

  const { text, headers } = await metricsOf()
  expect(headers.get('content-type')).toContain('text/plain')
  expect(counted(text, 'runs_ended_total', 'status="done"')).toBe(1)
  expect(counted(text, 'run_unserved_ratio_count')).toBe(1)
  expect(counted(text, 'run_unserved_ratio_sum')).toBe(0)
  expect(counted(text, 'run_cost_per_ticket_count')).toBe(1)
  expect(counted(text, 'run_iterations_per_second_sum')).toBeGreaterThan(0)
  expect(counted(text, 'apply_outcomes_total')).toBe(2)
  expect([counted(text, 'runs_running'), counted(text, 'runs_waiting')]).toEqual([0, 0])
  expect(counted(text, 'http_request_seconds_count', 'route="/v1/optimizations"')).toBe(1)
  expect(counted(text, 'http_request_seconds_count', 'route="/v1/plans/:planId"')).toBe(1)
  expect(counted(text, 'road_calls_total', 'network="car",service="table",outcome="answered"')).toBe(1)
  expect(counted(text, 'road_call_seconds_count', 'network="car",service="table"')).toBe(1)
  expect(counted(text, 'resident_memory_bytes')).toBeGreaterThan(10_000_000)
  expect(counted(text, 'event_loop_delay_p99_seconds')).toBeGreaterThanOrEqual(0)
})

test('a road service that is down is counted, by network and by how it failed', async () => {
  const token = await tokenOf({ role: 'admin' })
  roads.mood = 'internal error'
  const tickets = smallRequest().tickets.map((ticket) => ({ ...ticket, location: { lat: 47.2, lon: 9.6 } }))
  const asked = { token, body: smallRequest({ tickets, travel: { source: 'osrm' } }), headers: { prefer: 'wait=60' } }
  expect((await services.call('optimizer', 'POST', '/v1/optimizations', asked)).json.code).toBe('ROADS_UNAVAILABLE')
  roads.mood = 'well'
  expect(counted((await metricsOf()).text, 'road_calls_total', 'network="car",service="table",outcome="down"')).toBe(1)
})

test('their number does not grow with what callers send', async () => {
  const token = await tokenOf({ role: 'admin', tenant: 'curious' })
  const lines = async () => (await metricsOf()).text.split('\n').length
  const ask = async (from: number) => {
    for (let id = from; id < from + 20; id++) {
      await services.call('optimizer', 'GET', `/v1/plans/plan-${id}`, { token })
      await services.call('optimizer', 'GET', `/nothing/${id}`, { token })
      await services.call('optimizer', 'PROPFIND', `/v1/plans/plan-${id}`, { token })
    }
  }
  await ask(0)
  const before = await lines()
  await ask(100)
  expect(await lines()).toBe(before)
  expect((await metricsOf()).text).not.toContain('curious')
})

test('they are read from this machine, or by an admin; not through a proxy on it', async () => {
  const viewer = await tokenOf({ role: 'viewer' })
  const admin = await tokenOf({ role: 'admin' })
  expect((await metricsOf({ authorization: `Bearer ${viewer}` })).status).toBe(403)
  expect((await metricsOf({ authorization: `Bearer ${admin}` })).status).toBe(200)
  expect((await metricsOf({ authorization: 'Bearer garbage' })).status).toBe(401)
  for (const header of ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip'])
    expect((await metricsOf({ [header]: '127.0.0.1' })).status).toBe(401)
})
