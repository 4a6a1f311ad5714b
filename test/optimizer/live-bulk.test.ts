// All unplanned tickets at once: whatever is held for one is held for nobody else, so that every choice that everybody makes
// among their own can be booked, in whatever order they call back.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LivePlan } from '../../src/optimizer/live/live-plan.ts'
import { DeskPlans } from '../../src/optimizer/plans/desk-plans.ts'
import { OfferedOnce } from '../../src/optimizer/plans/offered-once.ts'
import { anyTown } from './any-town.ts'

test('no place is promised twice, and all that is held can be booked', async () => {
  let booked = 0
  await fc.assert(
    fc.asyncProperty(anyTown, fc.array(fc.nat(), { minLength: 12, maxLength: 12 }), async (input, picks) => {
      const plans = new DeskPlans()
      const opening = 0
      await plans.open({ opening, input: JSON.stringify(input), isOfToday: true, events: [], offers: [] })
      const offers: { offerId: string; held: readonly string[] }[] = []
      const offered = new OfferedOnce()
      for (const ticketId of plans.order({ opening, ticketIds: 'unplanned' })) {
        if (offered.has(ticketId)) continue
        const { advice, held } = plans.recommend({ opening, ask: { ticketId, count: 3 }, offerId: ticketId })
        if (!offered.add(advice)) plans.release({ opening, offerIds: [ticketId] })
        else if (held.length > 0) offers.push({ offerId: ticketId, held })
      }

      const callers = offers.map((offer, index) => ({ ...offer, turn: picks[index] ?? 0 }))
      callers.sort((one, other) => one.turn - other.turn)
      let changes = 0
      const assigned: string[] = []
      for (const { offerId, held, turn } of callers) {
        const optionId = held[turn % held.length] ?? ''
        const answer = plans.confirm({ opening, changes: changes++, offerId, optionId })
        if (answer.kind !== 'changed' || answer.what === undefined)
          throw new Error(`${offerId} ${optionId} is not held.`)
        for (const one of [answer.what.assignment, ...answer.what.with]) assigned.push(`${one.ticketId} ${one.techId}`)
        booked++
      }
      const answer = plans.order({ opening, ticketIds: 'unplanned' })
      expect(new Set(answer).isDisjointFrom(new Set(assigned.map((one) => one.split(' ')[0] ?? '')))).toBe(true)
      expect(new Set(assigned).size).toBe(assigned.length)
    }),
    { numRuns: 25 },
  )
  expect(booked).toBeGreaterThan(40)
}, 300_000)

test('nobody else is kept from a place by who only looks: what was looked at is free again', async () => {
  await fc.assert(
    fc.asyncProperty(anyTown, async (input) => {
      const plan = await LivePlan.open(input)
      const ask = { ticketId: 'T-0', count: 3 }
      const before = plan.recommend(ask)
      for (const { id } of input.tickets) plan.recommend({ ticketId: id, count: 2 })
      expect(plan.recommend(ask)).toEqual(before)
    }),
    { numRuns: 10 },
  )
}, 120_000)
