// Crews and ties between tickets, as ties between visits.
import { describe, expect, test } from 'vitest'
import type { OptimizationRequest } from '../../src/contracts/optimization.ts'
import { ask, at, between } from './asked.ts'
import { tech, ticket } from './inputs.ts'

type Ticket = OptimizationRequest['tickets'][number]
const techs = ['ana', 'ben', 'cem'].map((id) => tech({ id }))
const asked = (tickets: Partial<Ticket>[], more: Partial<OptimizationRequest> = {}) =>
  ask({ tickets: tickets.map((of, index) => ticket({ id: `T-${index + 1}`, ...of })), techs, ...more })
const linksOf = async (...tickets: Partial<Ticket>[]) => (await asked(tickets)).model.links

describe('a crew', () => {
  test('is one visit for each technician, all at one time', async () => {
    const { model, duties } = await asked([{}, { crew: 3 }, { crew: 1 }])
    expect(duties.map(({ ticket, member, crew }) => [ticket, member, crew])).toEqual([
      [0, 0, 1],
      [1, 0, 3],
      [1, 1, 3],
      [1, 2, 3],
      [2, 0, 1],
    ])
    expect(model.visits.map(({ id }) => id)).toEqual(['T-1', 'T-2', 'T-2 (2)', 'T-2 (3)', 'T-3'])
    expect(model.links).toEqual([{ kind: 'same-time', visits: [1, 2, 3] }])
  })

  test('needs each skill from everybody, and load, parts, tools and what the hour costs once', async () => {
    const { model } = await asked([
      {
        ...{ crew: 2, skills: ['GLASS'], load: { panes: 2 }, parts: [{ part: 'frame' }], tools: ['lift'] },
        ...{ due: at('10:00'), preferredWindows: [between('09:00', '10:00')], setup: 'PT10M' },
      },
    ])
    const [first, second] = model.visits
    expect(second!.skills).toEqual(first!.skills)
    expect(second!.setupSeconds).toBe(600)
    expect(first).toMatchObject({ load: [{}, {}], tools: ['lift'], due: {}, preferredWindows: [{}] })
    expect(second!.load).toEqual([])
    for (const once of ['tools', 'due', 'preferredWindows']) expect(second).not.toHaveProperty(once)
  })

  test('costs to leave out what a single technician would, to the cent', async () => {
    const { model } = await asked([{ crew: 3 }], { policy: { unserved: { ROUTINE: 1000 } } })
    expect(model.visits.map(({ unservedCents }) => unservedCents)).toEqual([334, 333, 333])
  })

  test('is whoever the plan has, each with their own time', async () => {
    const plan = [
      { ticketId: 'T-1', techId: 'cem', start: at('09:00'), pinned: true },
      { ticketId: 'T-1', techId: 'ana', start: at('09:00') },
    ]
    const { model } = await asked([{}], { plan })
    expect(model.visits).toMatchObject([{ planned: { tech: 2 }, pinned: { tech: 2 } }, { planned: { tech: 0 } }])
    expect(model.visits[1]).not.toHaveProperty('pinned')
    expect(model.visits.map(({ unservedCents }) => unservedCents)).toEqual([500_000_000, 500_000_000])
  })
})

describe('a tie', () => {
  test('of one time joins all that begin together, crews included', async () =>
    expect(
      await linksOf(
        { links: [{ kind: 'same-time', ticketId: 'T-2' }] },
        { crew: 2, links: [{ kind: 'same-time', ticketId: 'T-3' }] },
        { links: [{ kind: 'same-time', ticketId: 'T-1' }] },
        { crew: 2 },
      ),
    ).toEqual([
      { kind: 'same-time', visits: [0, 1, 2, 3] },
      { kind: 'same-time', visits: [4, 5] },
    ]))

  test('of order has its gaps, and its days with their price', async () => {
    expect(await linksOf({}, { links: [{ kind: 'after', ticketId: 'T-1' }] })).toEqual([
      { kind: 'after', first: 0, second: 1, since: 'end', least: 0 },
    ])
    const gaps = { since: 'start', minGap: 'PT1H', maxGap: 'P2D', minDays: 1, perDay: 90 } as const
    expect(await linksOf({ links: [{ kind: 'after', ticketId: 'T-2', ...gaps }] }, {})).toEqual([
      { kind: 'after', first: 1, second: 0, since: 'start', least: 3600, most: 172_800, leastDays: 1, centsPerDay: 90 },
    ])
  })

  test('of order waits for each of a crew', async () =>
    expect(await linksOf({ crew: 2 }, { crew: 2, links: [{ kind: 'after', ticketId: 'T-1' }] })).toEqual([
      { kind: 'same-time', visits: [0, 1] },
      { kind: 'same-time', visits: [2, 3] },
      { kind: 'after', first: 0, second: 2, since: 'end', least: 0 },
      { kind: 'after', first: 1, second: 2, since: 'end', least: 0 },
    ]))

  test('of people is one tie however often it is said', async () => {
    for (const kind of ['same-tech', 'other-tech'] as const) {
      const tied = { kind, visits: [0, 1] }
      expect(await linksOf({ links: [{ kind, ticketId: 'T-2' }] }, { links: [{ kind, ticketId: 'T-1' }] })).toEqual([
        tied,
      ])
    }
    expect(await linksOf({ links: [{ kind: 'not-same-route', ticketId: 'T-2' }] }, {})).toEqual([
      { kind: 'other-route', visits: [0, 1] },
    ])
  })

  test('of one technician holds for as many of two crews as both have', async () =>
    expect(
      (await linksOf({ crew: 3, links: [{ kind: 'same-tech', ticketId: 'T-2' }] }, { crew: 2 }))?.filter(
        ({ kind }) => kind === 'same-tech',
      ),
    ).toEqual([
      { kind: 'same-tech', visits: [0, 3] },
      { kind: 'same-tech', visits: [1, 4] },
    ]))

  test('of different times holds between two crews, not within one', async () =>
    expect(
      (await linksOf({ crew: 2, links: [{ kind: 'not-same-time', ticketId: 'T-2' }] }, {}))?.filter(
        ({ kind }) => kind === 'other-time',
      ),
    ).toEqual([
      { kind: 'other-time', visits: [0, 2] },
      { kind: 'other-time', visits: [1, 2] },
    ]))
})
