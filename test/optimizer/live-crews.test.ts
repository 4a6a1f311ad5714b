// Tickets that take a crew or are tied to others, asked about on a live plan: what they are to the solver, and how the offers
// for all of them read.
import { describe, expect, test } from 'vitest'
import type { OptimizationRequest } from '../../src/contracts/optimization.ts'
import { AdvisedProposal } from '../../src/contracts/recommendation.ts'
import type { Ticket } from '../../src/contracts/ticket.ts'
import {
  companionsOf,
  crewOf,
  crewOffers,
  crewProposals,
  takesSeveral,
  unservedCentsOf,
} from '../../src/optimizer/live/crews.ts'
import { Layout } from '../../src/optimizer/live/layout.ts'
import { territoryOf } from '../../src/optimizer/question/territory.ts'
import { accepted } from './inputs.ts'
import { at, between, HOUSES, techs, tickets, town } from './town.ts'

type Asked = OptimizationRequest['tickets'][number]

const NEW = { id: 'NEW', location: HOUSES.A, duration: 'PT1H' }

/** On a plan on which T-1 stands with ana at nine. */
const PLANNED = {
  tickets: tickets({}),
  techs: techs({}, {}, {}),
  plan: [{ ticketId: 'T-1', techId: 'ana', start: at('09:00') }],
}

async function ask(request: Partial<OptimizationRequest>, ...asked: Asked[]) {
  const known = accepted(town({ ...request, tickets: [...(request.tickets ?? []), ...asked] })).tickets
  const input = accepted(town({ ...request, tickets: request.tickets ?? [] }))
  const layout = new Layout(input, await territoryOf(input))
  const standing = new Map<string, number[]>()
  for (const [visit, { ticket }] of layout.duties.entries())
    if (layout.day.routeOf(visit) >= 0) {
      const id = layout.tickets[ticket]?.id ?? ''
      standing.set(id, [...(standing.get(id) ?? []), visit])
    }
  const news = asked.map(({ id }) => ticketOf(known, id))
  const crew = crewOf(
    layout,
    news.map((ticket) => ({ ticket, facts: layout.factsOf(ticket) })),
    known,
    standing,
  )
  const telling = layout.telling()
  const [first] = news
  const onOffer = layout.windowsFor(first as Ticket, telling)
  const offered = crewOffers(layout, crew, onOffer, 5)
  // While they are told of they stand behind all others.
  const visit = layout.day.model.visits.length
  for (const { model, duty, ticket, facts } of crew.members) {
    layout.day.model.visits.push(model)
    layout.duties.push({ ...duty, ticket: layout.tickets.push(ticket) - 1 })
    layout.facts.push(facts)
  }
  const proposals = crewProposals({ telling, crew, visit, onOffer, offered }).map((of) => AdvisedProposal.parse(of))
  return { crew, proposals, standing, known }
}

const ticketOf = (all: readonly Ticket[], id: string): Ticket => {
  const found = all.find((ticket) => ticket.id === id)
  if (found === undefined) throw new Error(`No ticket ${id}.`)
  return found
}

const clock = (instant: string) => instant.slice(11, 16)

describe('a crew', () => {
  test('comes together, each a technician of their own, and its price is that of all of them', async () => {
    const { proposals, crew } = await ask({ tickets: [], techs: techs({}, {}, {}) }, { ...NEW, crew: 2 })
    expect(proposals).toHaveLength(5)
    for (const { techId, start, end, with: others, cost, reasons, window } of proposals) {
      expect(others).toEqual([{ ticketId: 'NEW', techId: expect.any(String), start, end }])
      expect(others?.[0]?.techId).not.toBe(techId)
      expect(cost.lines.reduce((sum, { amount }) => sum + amount, 0)).toBe(cost.total)
      expect(reasons.length).toBeGreaterThan(0)
      expect(Date.parse(window.start)).toBeLessThanOrEqual(Date.parse(start))
      expect(Date.parse(start)).toBeLessThan(Date.parse(window.end))
    }
    // There and back for two: twenty minutes each, at 42 and 42.60 an hour.
    const [best] = proposals
    expect(new Set([best?.techId, best?.with?.[0]?.techId])).toEqual(new Set(['ana', 'ben']))
    expect(best?.cost.lines).toMatchObject([{ code: 'TRAVEL', amount: best?.cost.total }])
    const totals = proposals.map(({ cost }) => cost.total)
    expect(totals).toEqual(totals.toSorted((one, other) => one - other))
    expect(unservedCentsOf(crew)).toBeGreaterThan(totals.at(-1) ?? 0)
  })

  test('of more than there are technicians gets no offer', async () => {
    const { proposals } = await ask({ tickets: [], techs: techs({}, {}) }, { ...NEW, crew: 3 })
    expect(proposals).toEqual([])
  })
})

describe('a ticket that is tied', () => {
  test('to one of the plan comes when it may: an hour after that is finished', async () => {
    const request = { ...PLANNED, tickets: tickets({ windows: [between('09:00', '10:00')] }) }
    const { proposals } = await ask(request, { ...NEW, links: [{ kind: 'after', ticketId: 'T-1', minGap: 'PT1H' }] })
    expect(proposals.length).toBeGreaterThan(0)
    for (const { start } of proposals) expect(clock(start) >= '11:00').toBe(true)
    expect(proposals.every((proposal) => proposal.with === undefined)).toBe(true)
  })

  test('to one of the plan comes by the same technician, or by another one', async () => {
    const techsFor = async (kind: 'same-tech' | 'other-tech') => {
      const { proposals } = await ask(PLANNED, { ...NEW, links: [{ kind, ticketId: 'T-1' }] })
      return [...new Set(proposals.map(({ techId }) => techId))]
    }
    expect(await techsFor('same-tech')).toEqual(['ana'])
    const others = await techsFor('other-tech')
    expect(others.length).toBeGreaterThan(0)
    expect(others).not.toContain('ana')
  })

  test('by a ticket of the plan that names it is tied all the same', async () => {
    const naming = [...tickets({ links: [{ kind: 'same-tech', ticketId: 'NEW' }] }), NEW]

    const { known } = await ask({ ...PLANNED }, NEW)
    expect(takesSeveral(ticketOf(known, 'NEW'), accepted(town({ ...PLANNED, tickets: naming })).tickets)).toBe(true)
    expect(takesSeveral(ticketOf(known, 'NEW'), known)).toBe(false)
  })

  test('is offered with its follow-up, which comes behind it', async () => {
    const followUp: Asked = {
      id: 'LATER',
      location: HOUSES.A,
      duration: 'PT30M',
      links: [
        { kind: 'after', ticketId: 'NEW', minGap: 'PT2H', maxGap: 'PT3H' },
        { kind: 'same-tech', ticketId: 'NEW' },
      ],
    }
    const { proposals } = await ask({ tickets: [], techs: techs({}, {}) }, NEW, followUp)
    expect(proposals.length).toBeGreaterThan(0)
    for (const { end, techId, with: others } of proposals) {
      expect(others).toMatchObject([{ ticketId: 'LATER', techId }])
      const gap = Date.parse(others?.[0]?.start ?? '') - Date.parse(end)
      expect(gap).toBeGreaterThanOrEqual(7_200_000)
      expect(gap).toBeLessThanOrEqual(10_800_000)
    }
  })

  test('to one that is not planned has no offers, and says whom it misses', async () => {
    const request = { tickets: tickets({}), techs: techs({}) }
    const { proposals, crew } = await ask(request, { ...NEW, links: [{ kind: 'after', ticketId: 'T-1' }] })
    expect(crew.missing).toEqual(['T-1'])
    expect(proposals).toEqual([])
  })

  test('needs those before it and those with it, and can do without those behind it', async () => {
    const { known } = await ask(
      {
        tickets: tickets({}, { links: [{ kind: 'same-time', ticketId: 'T-1' }] }),
        techs: techs({}),
      },
      { ...NEW, links: [{ kind: 'after', ticketId: 'T-1' }] },
      { ...NEW, id: 'LATER', links: [{ kind: 'after', ticketId: 'NEW' }] },
    )
    const { needed, followUps } = companionsOf(ticketOf(known, 'NEW'), known, new Map())
    expect(needed.map(({ id }) => id)).toEqual(['T-1', 'T-2'])
    expect(followUps.map(({ id }) => id)).toEqual(['LATER'])
    const planned = new Map([
      ['T-1', [0]],
      ['T-2', [1]],
    ])
    expect(companionsOf(ticketOf(known, 'NEW'), known, planned).needed).toEqual([])
  })
})

test('whoever would begin at another second is named with by how much', async () => {
  // Ana has T-1 at nine; NEW can only be done before it, so that T-1 begins later.
  const request = {
    ...PLANNED,
    techs: techs({}),
    plan: [{ ticketId: 'T-1', techId: 'ana', start: at('08:10') }],
  }
  const { proposals } = await ask(request, {
    ...NEW,
    location: HOUSES.B,
    windows: [between('08:00', '08:30')],
    links: [{ kind: 'same-tech', ticketId: 'T-1' }],
  })
  const [best] = proposals
  expect(best?.moved).toMatchObject([{ ticketId: 'T-1', techId: 'ana', by: 'PT1H10M', later: true, promiseKept: true }])
})
