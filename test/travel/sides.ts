// What holds for travel figures whoever knows them: run over estimates, over a server of our own and over the real OSRM.
import { expect, test } from 'vitest'
import type { Location } from '../../src/contracts/scalars.ts'
import type { Travel } from '../../src/contracts/travel.ts'
import type { Roads } from '../../src/travel/roads.ts'
import { measureTravel } from '../../src/travel/travel.ts'
import { UNREACHABLE } from '../../workers/client.ts'

export interface Side {
  readonly travel: Travel
  readonly roads: Roads | undefined
  /** Somewhere on the map. */
  readonly places?: readonly Location[]
}

const TOWN: readonly Location[] = Array.from({ length: 24 }, (_, index) => ({
  lat: 47.14 + (index % 5) / 300,
  lon: 9.52 + Math.floor(index / 5) / 300,
}))

export function sidesSuite(sideOf: () => Side): void {
  const measured = async (places: readonly Location[], profiles: readonly ('car' | 'foot')[] = ['car']) => {
    const { travel, roads } = sideOf()
    return measureTravel(travel, places, profiles, roads)
  }
  const town = () => sideOf().places ?? TOWN

  test('a leg to where one stands takes nothing, and a leg elsewhere whole seconds and metres', async () => {
    const places = town()
    const { tables } = await measured(places)
    const [{ seconds, metres }] = tables as [(typeof tables)[number]]
    for (const from of places.keys())
      for (const to of places.keys()) {
        const cell = from * places.length + to
        if (from === to) expect([seconds[cell], metres[cell]]).toEqual([0, 0])
        else expect(seconds[cell]).toBeGreaterThanOrEqual(0)
        expect(Number.isInteger(seconds[cell])).toBe(true)
        expect(seconds[cell]! <= UNREACHABLE && metres[cell]! >= 0).toBe(true)
      }
  })

  test('a table is the same whatever the order of its places, and however many others are in it', async () => {
    const places = town()
    const all = await measured(places)
    const some = places.toReversed().slice(0, 7)
    const few = await measured(some)
    for (const [from, here] of some.entries())
      for (const [to, there] of some.entries())
        expect(few.tables[0]!.seconds[from * some.length + to]).toBe(
          all.tables[0]!.seconds[places.indexOf(here) * places.length + places.indexOf(there)],
        )
  })

  test('each profile has a table of its own, over shared memory', async () => {
    const { tables } = await measured(town().slice(0, 5), ['car', 'foot'])
    expect(tables.map(({ name }) => name)).toEqual(['car', 'foot'])
    for (const { seconds, metres } of tables)
      expect([seconds.buffer, metres.buffer].every((buffer) => buffer instanceof SharedArrayBuffer)).toBe(true)
  })

  test('every leg knows where it comes from, and nothing is degraded', async () => {
    const { travel } = sideOf()
    const places = town()
    const { legSource, meta } = await measured(places)
    const sources = new Set(places.flatMap((_, from) => places.map((_, to) => legSource(0, from, to))))
    const expected = travel.source === 'estimate' ? ['estimate'] : ['osrm', 'cache']
    expect(expected).toEqual(expect.arrayContaining([...sources]))
    expect(meta.degraded).toBeUndefined()
    expect(meta.source).toBe(travel.source)
  })

  test('no places have no table', async () => {
    const { tables } = await measured([])
    expect(tables[0]!.seconds).toHaveLength(0)
  })
}
