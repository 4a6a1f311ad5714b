// The desk by road, without its thread: of a plan so large that not all of its ways are known, a change is rehearsed until
// those are that it takes.
import { describe, expect, test } from 'vitest'
import type { Location } from '../../../src/contracts/scalars.ts'
import { DeskByRoad } from '../../../src/optimizer/plans/desk-by-road.ts'
import { DeskPlans } from '../../../src/optimizer/plans/desk-plans.ts'
import { type AskedLegs, blankLegs, type Roads, sourceNumber } from '../../../src/travel/roads.ts'
import { metresBetween, secondsBetween } from '../../travel/a-road-server.ts'
import { accepted, HORIZON } from '../inputs.ts'

/** More places than are asked about each with each. */
const MANY = 1300
const PER_TECH = 4
const HOME = { lat: 47.1, lon: 9.5 }
const placeOf = (number: number): Location => ({
  lat: 47.1 + (number % 36) / 400,
  lon: 9.5 + Math.floor(number / 36) / 400,
})

/** Known to the second, and counted. */
class CountedRoads implements Roads {
  readonly profiles = ['car'] as const
  cells = 0

  async line() {
    return { kind: 'answered' as const, answer: undefined }
  }

  async legs({ from, to }: AskedLegs) {
    const legs = blankLegs(from.length, to.length)
    this.cells += from.length * to.length
    for (const [row, here] of from.entries())
      for (const [column, there] of to.entries()) {
        const cell = row * to.length + column
        legs.seconds[cell] = secondsBetween(here, there)
        legs.metres[cell] = metresBetween(here, there)
        legs.sources[cell] = sourceNumber('osrm')
      }
    return { ...legs, version: 'spring', failure: undefined }
  }
}

const planned = (number: number, techId: string, hour: number) => ({
  ticketId: `T-${number}`,
  techId,
  start: `2026-03-03T${String(8 + hour).padStart(2, '0')}:00:00+01:00`,
})
const input = accepted({
  tickets: Array.from({ length: MANY }, (_, number) => ({
    id: `T-${number}`,
    location: placeOf(number),
    duration: 'PT10M',
  })),
  techs: ['ana', 'ben'].map((id) => ({ id, start: HOME, shifts: [{ start: HORIZON.start, end: HORIZON.end }] })),
  horizon: HORIZON,
  travel: { source: 'osrm' },
  plan: ['ana', 'ben'].flatMap((techId, tech) =>
    Array.from({ length: PER_TECH }, (_, turn) => planned(100 * (tech + 1) + 37 * turn, techId, 2 * turn)),
  ),
})
const opening = 1

async function opened() {
  const roads = new CountedRoads()
  const plans = new DeskPlans(roads)
  await plans.open({ opening, input: JSON.stringify(input), isOfToday: true, events: [], offers: [] })
  return { roads, plans, desk: new DeskByRoad(plans) }
}

/** When work begins where, if it is driven by road as early as can be; as instants. */
function drivenBy(plans: DeskPlans, techId: string): { told: number[]; byRoad: number[] } {
  const visits = plans
    .live(opening)
    .placed()
    .filter((visit) => visit.techId === techId)
  let [at, here] = [Date.parse(HORIZON.start), HOME as Location]
  const byRoad = visits.map(({ ticketId }) => {
    const there = placeOf(Number(ticketId.slice(2)))
    const start = at + 1000 * secondsBetween(here, there)
    ;[at, here] = [start + 600_000, there]
    return start
  })
  return { told: visits.map(({ start }) => Date.parse(start)), byRoad }
}

describe('a plan of very many places', () => {
  test('is not asked about each with each', async () => {
    const { roads, plans } = await opened()
    expect(roads.cells).toBeLessThan(MANY)
    const { told, byRoad } = drivenBy(plans, 'ana')
    expect(told).toEqual(byRoad)
  })

  test('is driven by road when a visit moves to another shift', async () => {
    const { plans, desk } = await opened()
    const { ticketId } = planned(100, 'ana', 0)
    const events = [{ eventId: 'E', kind: 'visit-placed' as const, ...planned(100, 'ben', 3), fromTechId: 'ana' }]
    const told = await desk.evaluate({ opening, asked: { changes: events.map(({ eventId: _, ...change }) => change) } })
    await desk.learn({ opening, events })
    const happened = await desk.happen({ opening, changes: 0, events })
    expect(happened.kind).toBe('changed')
    expect(
      plans
        .live(opening)
        .placed()
        .find((visit) => visit.ticketId === ticketId)?.techId,
    ).toBe('ben')
    const { told: starts, byRoad } = drivenBy(plans, 'ben')
    expect(starts).toEqual(byRoad)
    expect(happened).toMatchObject({ what: { consequences: { changes: told.told.changes } } })
  })

  test('is driven by road as a run has planned it', async () => {
    const { plans, desk } = await opened()
    const plan = [100, 237, 600, 901, 1200].map((number, turn) => planned(number, 'ana', 2 * turn))
    await desk.replan({ opening, changes: 0, plan })
    const { told, byRoad } = drivenBy(plans, 'ana')
    expect(told).toHaveLength(5)
    expect(told).toEqual(byRoad)
  })
})
