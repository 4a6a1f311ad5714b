// A ticket that has its place: where it would be better, under what was promised and fixed, and what the place costs that it has.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Advice } from '../../src/contracts/recommendation.ts'
import { LivePlan } from '../../src/optimizer/live/live-plan.ts'
import { TicketPlannedError } from '../../src/optimizer/live/wire.ts'
import { accepted } from './inputs.ts'
import { at, between, HOUSES, techs, tickets, town } from './town.ts'

const NINE = { ticketId: 'T-1', techId: 'ben', start: at('09:00') }
const move = { ticketId: 'T-1', count: 5, move: true }

const withBen = (planned: object = {}, policy: object = {}) =>
  LivePlan.open(accepted(town({ tickets: tickets({}), techs: techs({}, {}), plan: [{ ...NINE, ...planned }], policy })))

const told = (plan: LivePlan) => Advice.parse(plan.recommend(move))

describe('a better place for a ticket that has one', () => {
  test('is found with its price, beside that of the place it has; nothing is changed by asking', async () => {
    const plan = await withBen({}, { techChanged: 0 })
    const { proposals, current } = told(plan)
    expect(current).toMatchObject({ techId: 'ben', cost: { total: expect.any(Number) } })
    const [best] = proposals
    expect(best?.techId).toBe('ana')
    expect(best?.cost.total).toBeLessThan(current?.cost.total ?? 0)
    expect(plan.input.plan).toEqual([NINE])
    expect(plan.recommend(move)).toEqual(plan.recommend(move))
    expect(() => plan.recommend({ ticketId: 'T-1', count: 5 })).toThrow(TicketPlannedError)
  })

  test('is dearer by what it costs that somebody else comes', async () => {
    const { proposals } = told(await withBen())
    expect(proposals[0]?.techId).toBe('ben')
    for (const { techId, cost } of proposals)
      expect(cost.lines.filter(({ code }) => code === 'CHANGE').map(({ amount }) => amount)).toEqual(
        techId === 'ben' ? [] : [800],
      )
  })

  test('keeps the window that was promised, and whoever is fixed', async () => {
    const promised = between('09:00', '11:00')
    for (const { start } of told(await withBen({ promised })).proposals) {
      expect(Date.parse(start)).toBeGreaterThanOrEqual(Date.parse(promised.start))
      expect(Date.parse(start)).toBeLessThanOrEqual(Date.parse(promised.end))
    }
    const fixed = told(await withBen({ pinned: { tech: true } }))
    expect(fixed.proposals.length).toBeGreaterThan(0)
    expect(new Set(fixed.proposals.map(({ techId }) => techId))).toEqual(new Set(['ben']))
  })

  test('is not looked for where others would have to move with it', async () => {
    const plan = await LivePlan.open(
      accepted(
        town({
          tickets: tickets({ crew: 2 }),
          techs: techs({}, {}),
          plan: ['ana', 'ben'].map((techId) => ({ ...NINE, techId })),
        }),
      ),
    )
    expect(() => plan.recommend(move)).toThrow(TicketPlannedError)
  })

  test('is what the plan would offer if the ticket had never been planned', async () => {
    const houses = fc.constantFrom(HOUSES.A, HOUSES.B)
    const lengths = fc.constantFrom('PT30M', 'PT1H', 'PT2H')
    let compared = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(houses, lengths, fc.constantFrom('ana', 'ben')), { minLength: 2, maxLength: 5 }),
        async (all) => {
          const request = town({
            tickets: tickets(...all.map(([location, duration]) => ({ location, duration }))),
            techs: techs({}, {}),
            policy: { techChanged: 0 },
          })
          const plan = all.map(([, , techId], index) => ({
            ticketId: `T-${index + 1}`,
            techId,
            start: at(`${String(9 + index).padStart(2, '0')}:00`),
          }))
          const whole = await LivePlan.open(accepted({ ...request, plan }))
          if (whole.unplaced.includes('T-1')) return
          const without = await LivePlan.open(accepted({ ...request, plan: plan.slice(1) }))
          const [moved, fresh] = [told(whole), without.recommend({ ticketId: 'T-1', count: 5 })]
          const places = ({ proposals }: Pick<typeof moved, 'proposals'>) =>
            proposals.map(({ techId, start, cost }) => [techId, start, cost.total])
          expect(places(moved)).toEqual(places(fresh))
          const dearest = Math.max(...moved.proposals.map(({ cost }) => cost.total))
          expect(moved.proposals[0]?.cost.total).toBeLessThanOrEqual(moved.current?.cost.total ?? dearest)
          compared++
        },
      ),
      { numRuns: 30 },
    )
    expect(compared).toBeGreaterThan(20)
  }, 120_000)
})
