// What a live plan keeps between two questions is never seen in an answer.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newCalls } from '../../bench/recommend/calls.ts'
import { planSize } from '../../bench/recommend/plan-size.ts'
import { makeLivePlan } from '../../bench/recommend/plans.ts'
import { Change } from '../../src/contracts/change.ts'
import { OptimizationInput } from '../../src/contracts/optimization.ts'
import { ChangeRefusedError } from '../../src/optimizer/changes/refused.ts'
import { LivePlan } from '../../src/optimizer/live/live-plan.ts'
import type { Offer } from '../../src/optimizer/live/wire.ts'
import { offeredPlace } from '../../src/optimizer/plans/offered-place.ts'

const SIZE = planSize(6, 2)
const step = fc.record({
  kind: fc.constantFrom('ask', 'ask', 'ask', 'hold', 'hold', 'confirm', 'release', 'cancel', 'ill', 'back', 'add'),
  pick: fc.nat(1000),
  language: fc.constantFrom('en', 'es'),
  whyNot: fc.constantFrom('grouped', 'full', 'none'),
} as const)

type Deed = (plan: LivePlan) => unknown

test('a plan that was asked before answers to the letter what one says that was opened just now', async () => {
  const request = OptimizationInput.parse(await makeLivePlan(SIZE, 1))
  const count = { asked: 0, offered: 0, changed: 0 }
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 16 }), fc.nat(99), async (steps, seed) => {
      const plan = await LivePlan.open(request)
      const calls = newCalls(SIZE, seed, 'warm')
      const done: Deed[] = []
      const offers: Offer[] = []
      const act = (deed: Deed) => {
        try {
          deed(plan)
        } catch (error) {
          if (!(error instanceof ChangeRefusedError)) throw error
          return
        }
        done.push(deed)
        count.changed++
      }
      for (const [turn, { kind, pick, language, whyNot }] of steps.entries()) {
        const offer = offers[pick % Math.max(1, offers.length)]
        const techId = request.techs[pick % request.techs.length]!.id
        if (kind === 'ask' || kind === 'hold') {
          const { value: ticket } = calls.next()
          const ask = { ticket, count: 1 + (pick % 6), language, whyNot }
          const told = plan.recommend(ask)
          const fresh = await LivePlan.open(request)
          for (const deed of done) deed(fresh)
          expect(JSON.stringify(told)).toBe(JSON.stringify(fresh.recommend(ask)))
          count.asked++
          count.offered += told.proposals.length
          if (kind === 'ask') continue
          const options = told.proposals.map((proposal) => offeredPlace(plan.input, proposal))
          const made = { offerId: `offer-${turn}`, ticket, options }
          act((on) => on.hold(made))
          offers.push(made)
        } else if (kind === 'confirm' || kind === 'release') {
          if (offer === undefined) continue
          offers.splice(offers.indexOf(offer), 1)
          const option = offer.options[pick % Math.max(1, offer.options.length)]
          if (kind === 'confirm' && option) act((on) => on.confirm(offer.offerId, option.optionId))
          else act((on) => on.release(offer.offerId))
        } else if (kind === 'cancel') {
          const booked = plan.input.plan ?? []
          const gone = booked[pick % Math.max(1, booked.length)]
          if (gone) act((on) => on.cancel(gone.ticketId))
        } else {
          const { value: ticket } = calls.next()
          const changes = {
            ill: { kind: 'tech-ill', techId, from: '2026-03-02T06:00:00+01:00' },
            back: { kind: 'tech-back', techId, from: '2026-03-02T07:00:00+01:00' },
            add: { kind: 'ticket-added', ticket },
          }
          const change = Change.parse(changes[kind])
          act((on) => on.happen([change]))
        }
      }
    }),
    { numRuns: 60 },
  )
  expect(count.asked).toBeGreaterThan(60)
  expect(count.offered).toBeGreaterThan(100)
  expect(count.changed).toBeGreaterThan(60)
}, 120_000)
