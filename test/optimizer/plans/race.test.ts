// Many callers at once, on a real database: a place is booked once, and what is held is never lost.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Recommendation } from '../../../src/contracts/recommendation.ts'
import { emptyDay, gaps, oneGap } from './days.ts'
import { Planning, type PlanUnderTest, placeOf } from './planning.ts'

let planning: Planning
beforeAll(async () => {
  planning = await Planning.start({ livePlans: { sweepEveryMs: 20 } })
})
afterAll(() => planning?.stop())

const CALLERS = 50
const each = <T>(call: (caller: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: CALLERS }, (_, index) => call(index + 1)))

/** Asks, and confirms the first place that is held; nothing where none is. */
async function call(plan: PlanUnderTest, ticketId: string, count = 1) {
  const told: Recommendation = await plan.recommended({ ticketId, count })
  const held = told.proposals.find((proposal) => proposal.held)
  if (told.offerId === undefined || held === undefined) return undefined
  return { told, place: placeOf(held), confirmed: await planning.confirm(told.offerId, held.optionId) }
}

const CALM = 60_000

describe('fifty callers', () => {
  test(
    'and one gap: exactly one has it, and confirms it',
    async () => {
      const plan = await planning.planned(oneGap(CALLERS))
      const calls = (await each((caller) => call(plan, `T-${caller}`))).filter((made) => made !== undefined)
      expect(calls.map(({ confirmed }) => confirmed.status)).toEqual([200])
      const { ticketId } = calls[0]!.told
      expect(await plan.assigned()).toEqual({ [ticketId]: calls[0]!.place })
      expect(await plan.version()).toBe(2)
    },
    CALM,
  )

  test(
    'who all confirm the one offer are all told of one booking',
    async () => {
      const plan = await planning.planned(oneGap(1))
      const { offerId, optionId } = await plan.offered('T-1')
      const answers = await each(() => planning.confirm(offerId, optionId))
      expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
      expect(answers[0]!.json.planVersion).toBe(2)
      expect(await plan.version()).toBe(2)
    },
    CALM,
  )

  test(
    'who want different options of one offer: one option wins, and the others hear of it',
    async () => {
      const plan = await planning.planned(emptyDay(1))
      const { offerId, proposals } = await plan.recommended({ ticketId: 'T-1', count: 3 })
      const answers = await each((caller) => planning.confirm(offerId!, proposals[caller % proposals.length]!.optionId))
      const won = answers.filter(({ status }) => status === 200)
      expect(new Set(won.map(({ json }) => json.optionId)).size).toBe(1)
      expect(answers.filter(({ status }) => status !== 200).every(({ json }) => json.code === 'OFFER_CONFIRMED')).toBe(
        true,
      )
      expect(await plan.assigned()).toEqual({ 'T-1': placeOf(won[0]!.json.assignment) })
    },
    CALM,
  )

  test(
    'and ten gaps: ten have one each, and no hold is lost',
    async () => {
      const plan = await planning.planned(gaps(10, CALLERS))
      const calls = (await each((caller) => call(plan, `T-${caller}`))).filter((made) => made !== undefined)
      // Whoever was told that a place is held can have it.
      expect(calls.map(({ confirmed }) => confirmed.status)).toEqual(Array(10).fill(200))
      const assigned = Object.values(await plan.assigned())
      expect([assigned.length, new Set(assigned).size]).toEqual([10, 10])
      expect(await plan.version()).toBe(11)
    },
    CALM,
  )

  test(
    'of whom some give back, some let it expire and some come late: every place is booked once',
    async () => {
      const plan = await planning.planned(gaps(5, CALLERS))
      const statuses: number[] = []
      await each(async (caller) => {
        for (let tries = 0; tries < 10; tries++) {
          const { offerId, proposals } = await plan.recommended({ ticketId: `T-${caller}`, count: 1 })
          const held = proposals.find((proposal) => proposal.held)
          if (offerId === undefined || held === undefined) continue
          if ((caller + tries) % 3 === 0) await planning.release(offerId)
          else if ((caller + tries) % 3 === 1) await planning.expire(offerId)
          else return statuses.push((await planning.confirm(offerId, held.optionId)).status)
        }
        return undefined
      })
      expect(new Set(statuses)).toEqual(new Set([200]))
      const assigned = Object.values(await plan.assigned())
      expect(assigned.length).toBe(statuses.length)
      expect(new Set(assigned).size).toBe(assigned.length)
    },
    CALM,
  )

  test(
    'while the plan is replaced under them book only what the last plan has',
    async () => {
      const plan = await planning.planned(gaps(5, CALLERS))
      const replacing = (async () => {
        for (let times = 0; times < 5; times++) await planning.put(plan.path, gaps(5, CALLERS))
      })()
      const calls = (await each((caller) => call(plan, `T-${caller}`))).filter((made) => made !== undefined)
      await replacing
      for (const { confirmed } of calls) expect([200, 409]).toContain(confirmed.status)
      const assigned = Object.values(await plan.assigned())
      expect(new Set(assigned).size).toBe(assigned.length)
      expect(assigned.length).toBeLessThanOrEqual(calls.filter(({ confirmed }) => confirmed.status === 200).length)
    },
    CALM,
  )
})

test('what has expired is offered to the next caller, whoever else is just ending it', async () => {
  await planning.restart({ livePlans: { sweepEveryMs: 1 } })
  const plan = await planning.planned(oneGap(100))
  for (let caller = 1; caller <= 100; caller++) {
    const { offerId, proposals } = await plan.recommended({ ticketId: `T-${caller}`, count: 1 })
    expect([caller, proposals.map(({ held }) => held)]).toEqual([caller, [true]])
    await planning.expire(offerId!)
  }
})
