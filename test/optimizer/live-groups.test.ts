// A live plan on which crews and tied tickets come and go: what is held can be booked, what is given back leaves no trace, and
// a plan that is opened from what stands there has everybody where they were.
import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LivePlan } from '../../src/optimizer/live/live-plan.ts'
import { offeredPlace } from '../../src/optimizer/plans/offered-place.ts'
import { drawnDays } from '../solver/live/drawn-days.ts'
import { anyTown, COUNT } from './any-town.ts'

const step = fc.record({
  what: fc.constantFrom('book', 'book', 'hold', 'give back', 'cancel'),
  ticket: fc.nat(COUNT - 1),
  option: fc.nat(2),
})

const standing = ({ input }: LivePlan) =>
  (input.plan ?? []).map(({ ticketId, techId, start }) => `${ticketId} ${techId} ${Date.parse(start)}`).sort()

/** What every ticket that is not planned would be offered, held places left out of sight. */
const everyAnswer = (plan: LivePlan) =>
  plan.input.tickets.flatMap(({ id }) => {
    try {
      return [plan.recommend({ ticketId: id, count: 3, whyNot: 'none' }).proposals]
    } catch {
      return []
    }
  })

const BROKEN = new URL('./broken-plans/', import.meta.url)

test.each(readdirSync(BROKEN))('a plan that once did not stand does: %s', async (file) => {
  const { input, steps } = JSON.parse(readFileSync(new URL(file, BROKEN), 'utf8'))
  const plan = await LivePlan.open(input)
  for (const [turn, { what, ticket, option }] of steps.entries()) {
    const ticketId = `T-${ticket}`
    const of = plan.input.tickets.find(({ id }) => id === ticketId)
    if (of === undefined) throw new Error(`There is no ticket ${ticketId}.`)
    const before = everyAnswer(plan)
    const { proposals } = plan.recommend({ ticketId, count: 3 })
    const options = proposals.map((proposal) => offeredPlace(plan.input, proposal))
    const held = plan.hold({ offerId: `offer-${turn}`, ticket: of, options })
    expect(held).toContain('o1')
    if (what === 'give back') {
      plan.release(`offer-${turn}`)
      expect(everyAnswer(plan)).toEqual(before)
    }
    if (what === 'book') expect(plan.confirm(`offer-${turn}`, held[option % held.length] ?? '')).toBeDefined()
  }
  const again = await LivePlan.open(plan.input)
  expect(again.unplaced).toEqual([])
  expect(standing(again)).toEqual(standing(plan))
})

test('what is held can be booked, what is given back leaves no trace, and the plan always stands', async () => {
  const seen = { groups: 0, crews: 0, given: 0, lost: 0 }
  await fc.assert(
    fc.asyncProperty(anyTown, fc.array(step, { minLength: 4, maxLength: 10 }), async (input, steps) => {
      const plan = await LivePlan.open(input)
      for (const [turn, { what, ticket, option }] of steps.entries()) {
        const ticketId = `T-${ticket}`
        const of = plan.input.tickets.find(({ id }) => id === ticketId)
        if (of === undefined) continue
        if (what === 'cancel') {
          plan.cancel(ticketId)
          continue
        }
        if (plan.input.plan?.some((one) => one.ticketId === ticketId)) continue
        const before = what === 'give back' ? everyAnswer(plan) : []
        const { proposals } = plan.recommend({ ticketId, count: 3 })
        const offerId = `offer-${turn}`
        const options = proposals.map((proposal) => offeredPlace(plan.input, proposal))
        const held = plan.hold({ offerId, ticket: of, options })
        // The cheapest stands where it was found.
        if (proposals.length > 0) expect(held).toContain('o1')
        const optionId = held[option % Math.max(1, held.length)]
        if (what === 'give back') {
          plan.release(offerId)
          expect(everyAnswer(plan)).toEqual(before)
          seen.given += held.length
        } else if (what === 'book' && optionId !== undefined) {
          const booking = plan.confirm(offerId, optionId)
          expect(booking?.assignment.ticketId).toBe(ticketId)
          const { with: others = [] } = proposals.find((one) => one.optionId === optionId) ?? {}
          expect(booking?.with.map((one) => [one.ticketId, one.techId])).toEqual(
            others.map((one) => [one.ticketId, one.techId]),
          )
          if (others.some((one) => one.ticketId !== ticketId)) seen.groups++
          if (others.some((one) => one.ticketId === ticketId)) seen.crews++
        }
      }
      const again = await LivePlan.open(plan.input)
      expect(again.unplaced).toEqual([])
      expect(standing(again)).toEqual(standing(plan))
    }),
    drawnDays(25),
  )
  expect(seen.groups).toBeGreaterThan(0)
  expect(seen.crews).toBeGreaterThan(0)
  expect(seen.given).toBeGreaterThan(0)
}, 300_000)
