// A place that is only held: whoever does not get it is told so, and until when, by the clock that counts.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Explanation } from '../../../src/contracts/explanation.ts'
import { Recommendation } from '../../../src/contracts/recommendation.ts'
import { assignedAt, between, gaps, oneGap, some, techs, town } from './days.ts'
import { Planning, type PlanUnderTest } from './planning.ts'

let planning: Planning
beforeAll(async () => {
  planning = await Planning.start()
})
afterAll(() => planning?.stop())

const heldIn = (reasons: Recommendation['notOffered'][number]['reasons']) =>
  reasons.filter(({ code }) => code === 'HELD')

async function heldFor(plan: PlanUnderTest, ticketId: string) {
  const told = Recommendation.parse(await plan.recommended({ ticketId }))
  expect(told.proposals).toEqual([])
  return told.notOffered.flatMap(({ reasons }) => heldIn(reasons))
}

async function explained(plan: PlanUnderTest, body: object) {
  const { json } = await planning.post(`${plan.path}/explanations`, body)
  return Explanation.parse(json)
}

/** Told to the second, by which it is over. */
const secondOf = (instant: unknown) => Math.ceil(Date.parse(String(instant)) / 1000)

describe('whoever has no place because it is held', () => {
  test('is told by whom it could be, and until when it is held; also after a restart, and not once it is free or booked', async () => {
    const plan = await planning.planned(oneGap(2))
    const { offerId, expiresAt } = await plan.recommended({ ticketId: 'T-1' })
    const check = async () => {
      const [held, ...others] = await heldFor(plan, 'T-2')
      expect(others).toEqual([])
      expect(held).toMatchObject({ kind: 'blocker', params: { techs: 1, techIds: ['ana'] } })
      expect(secondOf(held!.params.until)).toBe(secondOf(expiresAt))
      const { verdict, reasons } = await explained(plan, { ticketId: 'T-2', techId: 'ana' })
      expect(verdict).not.toBe('offered')
      expect(heldIn(reasons)).toEqual([held])
    }
    await check()
    await planning.restart()
    await check()
    await planning.confirm(offerId!, 'o1')
    expect(await heldFor(plan, 'T-2')).toEqual([])
    expect(heldIn((await explained(plan, { ticketId: 'T-2', techId: 'ana' })).reasons)).toEqual([])
  })

  test('is told of the offer that expires first, if that is enough', async () => {
    const plan = await planning.planned(gaps(2, 3))
    await plan.recommended({ ticketId: 'T-1', count: 1, hold: 'PT1H' })
    const soon = await plan.recommended({ ticketId: 'T-2', count: 1, hold: 'PT5M' })
    const [held] = await heldFor(plan, 'T-3')
    expect(secondOf(held!.params.until)).toBe(secondOf(soon.expiresAt))
    expect(held!.params.techIds).toEqual([soon.proposals[0]!.techId])
  })

  test('and needs two of them is told of the later one', async () => {
    const HOUR = { shifts: [between('08:00', '09:20')] }
    const plan = await planning.planned(
      town({ tickets: [...some(2), { ...some(3)[2]!, crew: 2 }], techs: techs(HOUR, HOUR) }),
    )
    await plan.recommended({ ticketId: 'T-1', count: 1, hold: 'PT5M' })
    const late = await plan.recommended({ ticketId: 'T-2', count: 1, hold: 'PT1H' })
    const [held] = await heldFor(plan, 'T-3')
    expect(secondOf(held!.params.until)).toBe(secondOf(late.expiresAt))
  })

  test('is told nothing of that where it would not help', async () => {
    const plan = await planning.planned({ ...oneGap(2), tickets: [some(1)[0]!, { ...some(2)[1]!, duration: 'PT3H' }] })
    await plan.recommended({ ticketId: 'T-1' })
    expect(await heldFor(plan, 'T-2')).toEqual([])
  })
})

test('whoever cannot stand where the plan has them is named with what is in the way', async () => {
  const both = { ...oneGap(3), plan: [assignedAt('T-1', '08:10'), assignedAt('T-2', '08:10')] }
  const { json } = await planning.put('/v1/plans/too-much', {
    ...both,
    tickets: [...some(2), { ...some(3)[2]!, skills: ['GLASS'] }],
    plan: [...both.plan, assignedAt('T-3', '08:10')],
  })
  expect(json.assigned).toBe(1)
  const reasons = Object.fromEntries(
    json.unplaced.map((of: { ticketId: string; reasons: { code: string; text: string }[] }) => [
      of.ticketId,
      of.reasons.map(({ code }) => code),
    ]),
  )
  expect(reasons['T-3']).toContain('SKILL_MISSING')
  const [other] = Object.keys(reasons).filter((id) => id !== 'T-3')
  expect(reasons[other!]).toEqual(['NO_GAP'])
})
