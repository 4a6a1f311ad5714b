// Our client held against what the real OSRM said, word for word; how it was recorded: scripts/record-osrm.ts.
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OsrmClient, openOsrm } from '../../src/travel/osrm/client.ts'
import { UNREACHABLE } from '../../workers/client.ts'
import { QUESTIONS, TOWN } from './recorded-questions.ts'

const answers: Record<string, { status: number; body: unknown }> = JSON.parse(
  readFileSync(new URL('./recorded/answers.json', import.meta.url), 'utf8'),
)
let server: Server
let client: OsrmClient

beforeAll(async () => {
  server = createServer((request, response) => {
    // A question that was never recorded is one that the real server was never asked.
    const { status, body } = answers[request.url ?? ''] ?? { status: 501, body: {} }
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => server.close())

async function asked<Name extends keyof typeof QUESTIONS>(name: Name) {
  client = openOsrm({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    transport: { parallel: 1, tries: 1 },
  })
  try {
    return (await QUESTIONS[name](client)) as Awaited<ReturnType<(typeof QUESTIONS)[Name]>>
  } finally {
    await client.close()
  }
}

test('a table that was too big is asked for in parts, and is one-way where streets are', async () => {
  const { seconds, metres, failure, version, fromSnaps } = await asked('town')
  expect(failure).toBeUndefined()
  expect(version).toMatch(/^car-[\da-f]{24}$/)
  expect([seconds[0], seconds[1], seconds[TOWN.length]]).toEqual([0, 107, 213])
  expect([metres[1], metres[TOWN.length]]).toEqual([1002, 2004])
  expect(Math.max(...seconds)).toBeLessThan(UNREACHABLE)
  expect(Math.round(fromSnaps[2]!)).toBe(122)
})

test('no road leads to an island, or back', async () => {
  for (const side of ['row', 'column'] as const) {
    const { seconds, failure } = await asked(side)
    expect(failure).toBeUndefined()
    expect(new Set(seconds)).toEqual(new Set([UNREACHABLE]))
  }
})

test('a place at sea is taken to the nearest road by the server, and not by us', async () => {
  const { seconds, fromSnaps } = await asked('at sea')
  expect(fromSnaps[0]).toBeGreaterThan(100_000)
  expect([...seconds.slice(0, 3)]).toEqual([UNREACHABLE, UNREACHABLE, UNREACHABLE])
  expect(seconds[3]).toBe(0)
})

test('a route follows the streets through its places; where there is none, that is the answer', async () => {
  const route = await asked('route')
  if (route.kind === 'failed' || route.answer === undefined) throw new Error('There is no route.')
  expect(route.answer.line.length).toBeGreaterThan(3)
  expect(route.answer.line[0]).toEqual([TOWN[0]!.lon, TOWN[0]!.lat])
  expect(await asked('no route')).toEqual({ kind: 'answered', answer: undefined })
})

test('the nearest road', async () => {
  const nearest = await asked('nearest')
  expect(nearest).toMatchObject({ kind: 'answered', answer: { version: expect.stringMatching(/^car-/) } })
})
