// Our client of OSRM against a server on a real socket that does everything a server can do wrong.
import { afterEach, describe, expect, test } from 'vitest'
import type { Location } from '../../src/contracts/scalars.ts'
import { type OsrmClient, openOsrm } from '../../src/travel/osrm/client.ts'
import { UNKNOWN } from '../../src/travel/roads.ts'
import { UNREACHABLE } from '../../workers/client.ts'
import { type Mood, metresBetween, RoadServer, type RoadServerOptions, secondsBetween } from './a-road-server.ts'

const closes: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closes.splice(0)) await close()
})

async function serverAndClient(options: RoadServerOptions = {}, transport: object = {}) {
  const server = await RoadServer.start(options)
  const client = openOsrm({
    url: server.url,
    transport: { timeoutMs: 400, pauseMs: 1, breaker: { failures: 1000, restMs: 50 }, ...transport },
  })
  closes.push(
    () => client.close(),
    () => server.stop(),
  )
  return { server, client }
}

const town = (count: number): Location[] =>
  Array.from({ length: count }, (_, index) => ({
    lat: 47 + (index % 37) / 1000,
    lon: 9 + Math.floor(index / 37) / 1000,
  }))

function expectExact(table: Awaited<ReturnType<OsrmClient['table']>>, from: Location[], to: Location[]): void {
  const cells = from.flatMap((here) => to.map((there) => [secondsBetween(here, there), metresBetween(here, there)]))
  expect([...table.seconds]).toEqual(cells.map(([seconds]) => seconds))
  expect([...table.metres]).toEqual(cells.map(([, metres]) => metres))
}

describe('a table', () => {
  test('is asked for in parts that the server takes, and put together to the cell, one-way hills included', async () => {
    const { server, client } = await serverAndClient({ maxTableSize: 20 })
    const [from, to] = [town(130), town(97).toReversed()]
    const table = await client.table(from, to)
    expect(table.failure).toBeUndefined()
    expectExact(table, from, to)
    // What the server allows is found out once.
    const asked = server.asked.length
    await client.table(from, to)
    expect(server.asked.length - asked).toBeLessThan((3 * 130 * 97) / 400)
  })

  test('of one new place is a row and a column, not the whole again', async () => {
    const { server, client } = await serverAndClient()
    const [place] = town(1)
    const others = town(900)
    expectExact(await client.table([place!], others), [place!], others)
    expectExact(await client.table(others, [place!]), others, [place!])
    expect(server.cells).toBe(1800)
    expect(server.asked.length).toBeLessThan(8)
  })

  test('asks for no more than a proxy in front reads of an address', async () => {
    const { client } = await serverAndClient({ mostUrl: 900 })
    const places = town(60)
    expectExact(await client.table(places, places), places, places)
  })

  test('says where no road leads, and everything else', async () => {
    const places = town(30)
    const isIsland = ({ lat }: Location) => lat === places[7]!.lat
    const { client } = await serverAndClient({ isCutOff: (from, to) => isIsland(from) !== isIsland(to) })
    const { seconds, failure } = await client.table(places, places)
    expect(failure).toBeUndefined()
    for (const [row, from] of places.entries())
      for (const [column, to] of places.entries())
        expect(seconds[row * 30 + column]).toBe(
          isIsland(from) === isIsland(to) ? secondsBetween(from, to) : UNREACHABLE,
        )
  })

  test('is not lost to a place that the server finds no road for: only its own row and column are', async () => {
    const places = town(60)
    const lost = new Set([3, 41, 59])
    const { client } = await serverAndClient({
      isNowhere: (place) =>
        [...lost].some((index) => places[index]!.lat === place.lat && places[index]!.lon === place.lon),
    })
    const { seconds, fromSnaps, failure } = await client.table(places, places)
    expect(failure).toBeUndefined()
    for (const row of places.keys())
      for (const column of places.keys()) {
        const isLost = lost.has(row) || lost.has(column)
        expect(seconds[row * 60 + column]).toBe(isLost ? UNREACHABLE : secondsBetween(places[row]!, places[column]!))
      }
    expect(fromSnaps[3]).toBe(Number.POSITIVE_INFINITY)
    expect(fromSnaps[4]).toBe(3)
  })

  test('tells how far each place is from its road; one that is off the map has none', async () => {
    const places = town(12)
    const { client } = await serverAndClient({
      snapOf: ({ lat }) => (lat === places[5]!.lat ? 420 : lat === places[9]!.lat ? 80_000 : 2),
    })
    const { seconds, fromSnaps, toSnaps } = await client.table(places, places)
    expect([fromSnaps[5], toSnaps[5], fromSnaps[0]]).toEqual([420, 420, 2])
    expect([seconds[9], seconds[9 * 12], seconds[5]]).toEqual([
      UNREACHABLE,
      UNREACHABLE,
      secondsBetween(places[0]!, places[5]!),
    ])
  })

  test('keeps its connections', async () => {
    const { server, client } = await serverAndClient({}, { parallel: 3 })
    const places = town(400)
    await client.table(places, places)
    expect(server.asked.length).toBeGreaterThan(15)
    expect(server.connections).toBeLessThanOrEqual(3)
  })

  test('with half its cells null says so cell by cell', async () => {
    const { server, client } = await serverAndClient()
    server.mood = 'half null'
    const places = town(20)
    const { seconds, failure } = await client.table(places, places)
    expect(failure).toBeUndefined()
    expect([...seconds].filter((cell) => cell === UNREACHABLE)).toHaveLength(200)
  })
})

describe('a server that misbehaves', () => {
  test.each<[Mood, string]>([
    ['slow', 'slow'],
    ['garbage', 'garbage'],
    ['not JSON', 'garbage'],
    ['cut off', 'down'],
    ['reset', 'down'],
    ['too many requests', 'down'],
    ['internal error', 'down'],
    ['wrong size', 'garbage'],
  ])('%s: the outcome is "%s", no exception and no figure', async (mood, kind) => {
    const { server, client } = await serverAndClient()
    server.mood = mood
    const places = town(5)
    const table = await client.table(places, places)
    expect(table.failure?.kind).toBe(kind)
    expect(new Set(table.seconds)).toEqual(new Set([UNKNOWN]))
  })

  test('an answer without end is cut off', async () => {
    const { server, client } = await serverAndClient({}, { mostAnswerBytes: 300_000, timeoutMs: 5000 })
    server.mood = 'no end'
    expect((await client.table(town(5), town(5))).failure).toMatchObject({ kind: 'garbage' })
  })

  test.each<Mood>(['reset', 'cut off', 'internal error', 'garbage'])(
    'every other time %s: it is tried again, and the table is whole',
    async (mood) => {
      const { server, client } = await serverAndClient({}, { tries: 12 })
      server.mood = mood
      server.every = 2
      const places = town(150)
      const table = await client.table(places, places)
      expect(table.failure).toBeUndefined()
      expectExact(table, places, places)
    },
  )

  test('nobody there', async () => {
    const { server, client } = await serverAndClient()
    await server.stop()
    expect((await client.table(town(3), town(3))).failure).toMatchObject({ kind: 'down', detail: 'ECONNREFUSED' })
    expect(await client.nearest(town(1)[0]!)).toMatchObject({ kind: 'failed', failure: { kind: 'down' } })
    expect(await client.route(town(3))).toMatchObject({ kind: 'failed', failure: { kind: 'down' } })
    await server.listen(server.port)
    expectExact(await client.table(town(3), town(3)), town(3), town(3))
  })

  test('is spared after some failures, and asked again by one question when it has rested', async () => {
    const { server, client } = await serverAndClient(
      {},
      { breaker: { failures: 3, restMs: 60 }, tries: 3, parallel: 1 },
    )
    server.mood = 'internal error'
    await client.table(town(3), town(3))
    expect(client.isResting).toBe(true)
    const asked = server.asked.length
    expect((await client.table(town(3), town(3))).failure).toMatchObject({ kind: 'resting' })
    expect(server.asked.length).toBe(asked)
    server.mood = 'well'
    await expect.poll(async () => (await client.table(town(3), town(3))).failure).toBeUndefined()
    expect(client.isResting).toBe(false)
  })

  test('whoever waits no longer ends the question', async () => {
    const { server, client } = await serverAndClient({}, { timeoutMs: 60_000 })
    server.mood = 'slow'
    const over = new AbortController()
    const asked = client.table(town(3), town(3), over.signal)
    over.abort()
    expect((await asked).failure).toBeDefined()
  })
})

describe('a route', () => {
  test('follows the roads through all its places, however many', async () => {
    const { client, server } = await serverAndClient()
    const places = town(200)
    const asked = await client.route(places)
    if (asked.kind === 'failed' || asked.answer === undefined) throw new Error('There is no route.')
    const { line, seconds } = asked.answer
    expect(server.asked).toHaveLength(3)
    expect(line[0]).toEqual([places[0]!.lon, places[0]!.lat])
    expect(line.at(-1)).toEqual([places[199]!.lon, places[199]!.lat])
    expect(line.length).toBeGreaterThan(places.length)
    expect(seconds).toBe(places.slice(1).reduce((sum, to, index) => sum + secondsBetween(places[index]!, to), 0))
  })

  test('that does not exist is an answer', async () => {
    const { client } = await serverAndClient({ isCutOff: () => true })
    expect(await client.route(town(3))).toEqual({ kind: 'answered', answer: undefined })
  })
})

test('the nearest road knows the map it is on', async () => {
  const { client } = await serverAndClient({ version: 'spring' })
  expect(await client.nearest(town(1)[0]!)).toMatchObject({
    kind: 'answered',
    answer: { metres: 3, version: 'spring' },
  })
})
