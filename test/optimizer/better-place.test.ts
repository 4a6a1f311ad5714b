// A ticket that has its place: where it would be better, under what was promised and fixed, and what the place costs that it has.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Advice } from '../../src/contracts/recommendation.ts'
import { LivePlan } from '../../src/optimizer/live/live-plan.ts'
import { TicketPlannedError } from '../../src/optimizer/live/wire.ts'
import { offeredPlace } from '../../src/optimizer/plans/offered-place.ts'
import { drawnDays } from '../solver/live/drawn-days.ts'
import { anyTown, COUNT } from './any-town.ts'
import { accepted } from './inputs.ts'
import { at, between, HOUSES, techs, tickets, town } from './town.ts'

const NINE = { ticketId: 'T-1', techId: 'ben', start: at('09:00') }
const move = { ticketId: 'T-1', count: 5, move: true }

const withBen = (planned: object = {}, policy: object = {}) =>
  LivePlan.open(accepted(town({ tickets: tickets({}), techs: techs({}, {}), plan: [{ ...NINE, ...planned }], policy })))

const withBenAndCem = (policy: object = {}) =>
  LivePlan.open(
    accepted(
      town({
        tickets: tickets({ crew: 2 }),
        techs: techs({}, {}, {}),
        plan: ['ben', 'cem'].map((techId) => ({ ...NINE, techId })),
        policy,
      }),
    ),
  )

/** Of two that must not be worked on at one time either can wait; whoever asks again may find them the other way round. */
const inTurn = anyTown.filter(({ tickets: all }) =>
  all.every(({ links = [] }) => links.every(({ kind }) => kind !== 'not-same-time')),
)

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

  test('of a crew is one for all of them, beside what the place costs that they have', async () => {
    const plan = await withBenAndCem({ techChanged: 0 })
    const { proposals, current } = told(plan)
    expect(current).toMatchObject({ techId: 'ben', start: at('09:00'), with: [{ ticketId: 'T-1', techId: 'cem' }] })
    const [best] = proposals
    expect([best?.techId, best?.with?.[0]?.techId].sort()).toEqual(['ana', 'ben'])
    expect(best?.cost.total).toBeLessThan(current?.cost.total ?? 0)
    // There and back for two, at 42.60 and 43.20 an hour and 45 a kilometre.
    expect(current?.cost.total).toBe(2 * 10 * 45 + 1420 + 1440)
    expect(plan.input.plan).toHaveLength(2)
    expect(plan.recommend(move)).toEqual(plan.recommend(move))
    expect(() => plan.recommend({ ticketId: 'T-1', count: 5 })).toThrow(TicketPlannedError)
  })

  test('of a crew costs what it costs that others come, each of them', async () => {
    const plan = await withBenAndCem()
    for (const { techId, with: others = [], cost } of told(plan).proposals) {
      const anew = [techId, ...others.map((one) => one.techId)].filter((id) => id === 'ana').length
      const change = cost.lines.find(({ code }) => code === 'CHANGE')?.amount ?? 0
      expect(change).toBe(800 * anew)
    }
  })

  test('of a tied ticket suits whoever it is tied to, who stays', async () => {
    const plan = await LivePlan.open(
      accepted(
        town({
          tickets: tickets(
            {
              links: [
                { kind: 'after', ticketId: 'T-2' },
                { kind: 'other-tech', ticketId: 'T-2' },
              ],
            },
            {},
          ),
          techs: techs({}, {}, {}),
          plan: [
            { ...NINE, start: at('12:00'), techId: 'cem' },
            { ticketId: 'T-2', techId: 'ana', start: at('09:00') },
          ],
          policy: { techChanged: 0 },
        }),
      ),
    )
    const { proposals, current } = told(plan)
    expect(current?.techId).toBe('cem')
    expect(proposals[0]?.techId).toBe('ben')
    for (const { techId, start, with: others } of proposals) {
      expect(techId).not.toBe('ana')
      expect(others).toBeUndefined()
      expect(Date.parse(start)).toBeGreaterThanOrEqual(Date.parse(at('09:10')))
    }
  })

  test('of those that are tied is never dearer than the place they have, and changes nothing by being asked for', async () => {
    const seen = { asked: 0, better: 0 }
    await fc.assert(
      fc.asyncProperty(inTurn, fc.array(fc.nat(COUNT - 1), { minLength: 3, maxLength: 6 }), async (input, turns) => {
        const plan = await LivePlan.open({ ...input, policy: { ...input.policy, techChanged: 0 } })
        for (const [turn, of] of turns.entries()) {
          const ticketId = `T-${of}`
          if (plan.input.plan?.some((one) => one.ticketId === ticketId)) continue
          // Not the cheapest, so that there is something to be better than.
          const { proposals } = plan.recommend({ ticketId, count: 3 })
          const ticket = plan.input.tickets.find(({ id }) => id === ticketId)
          const options = proposals.slice(-1).map((one) => offeredPlace(plan.input, one))
          const [held] = plan.hold({ offerId: `offer-${turn}`, ticket: ticket!, options })
          if (held !== undefined) plan.confirm(`offer-${turn}`, held)
        }
        const stands = plan.asItStands()
        for (const ticketId of new Set((plan.input.plan ?? []).map((one) => one.ticketId))) {
          const { proposals, current } = Advice.parse(plan.recommend({ ticketId, count: 3, move: true }))
          const { windows: [home] = [] } = plan.input.tickets.find(({ id }) => id === ticketId) ?? {}
          // The last second at which it may begin, with whoever it is tied to, is in no window that a customer is offered.
          if (Date.parse(current?.start ?? '') === Date.parse(home?.end ?? '')) continue
          const best = proposals[0]?.cost.total ?? Number.POSITIVE_INFINITY
          seen.asked++
          expect(best).toBeLessThanOrEqual(current?.cost.total ?? 0)
          if (best < (current?.cost.total ?? 0)) seen.better++
        }
        expect(plan.asItStands()).toEqual(stands)
      }),
      drawnDays(40),
    )
    expect(seen.asked).toBeGreaterThan(20)
    expect(seen.better).toBeGreaterThan(0)
  }, 120_000)

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
      drawnDays(30),
    )
    expect(compared).toBeGreaterThan(20)
  }, 120_000)
})
