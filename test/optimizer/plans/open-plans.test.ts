// Which plans stay open on the desk: those asked for last, as many as there is room for.
import { afterAll, describe, expect, test } from 'vitest'
import { OptimizationInput } from '../../../src/contracts/optimization.ts'
import { type Desk, openDesk } from '../../../src/optimizer/plans/desk.ts'
import { OpenPlans } from '../../../src/optimizer/plans/open-plans.ts'
import type { Database } from '../../../src/platform/database.ts'
import { createLog } from '../../../src/platform/log.ts'
import type { SoleLock } from '../../../src/platform/sole-lock.ts'
import { oneGap } from './days.ts'

const desk = openDesk()
afterAll(() => desk.close())

const HERE: SoleLock = { holder: 'here', settled: async () => 'here', close: async () => undefined }
/** Plans that are put at once are opened from what was put, and not from the store. */
const NOT_ASKED = {} as Database

function open(most: { plans: number; tickets: number }) {
  const closed: number[] = []
  const close: Desk['ask']['close'] = (task) => {
    closed.push(task.opening)
    return desk.ask.close(task)
  }
  const plans = new OpenPlans(NOT_ASKED, { ...desk, ask: { ...desk.ask, close } }, createLog('silent'), HERE, most)
  let version = 0
  const put = async (planId: string, tickets: number) => {
    const input = OptimizationInput.parse(oneGap(tickets))
    const prepared = await plans.prepare(JSON.stringify(input))
    await plans.adopt({ ...prepared, key: key(planId), base: planId, version: ++version })
    return prepared.opening
  }
  return { plans, put, closed }
}
const key = (planId: string) => ({ tenant: 'default', planId })

describe('plans that are open', () => {
  test('are those of so many tickets as there is room for; the one that was not asked for longest goes first', async () => {
    const { plans, put, closed } = open({ plans: 8, tickets: 5 })
    const [first, second] = [await put('first', 2), await put('second', 2)]
    expect(closed).toEqual([])
    expect((await plans.get(key('first'))).status.tickets).toBe(2)
    const third = await put('third', 3)
    expect(closed).toEqual([second])
    expect((await plans.get(key('first'))).opening).toBe(first)
    expect((await plans.get(key('third'))).opening).toBe(third)
  })

  test('are the one asked for last at least, however large it is', async () => {
    const { plans, put, closed } = open({ plans: 8, tickets: 5 })
    const small = [await put('first', 2), await put('second', 2)]
    const large = await put('larger than all of them', 9)
    expect(closed).toEqual(small)
    expect(await plans.get(key('larger than all of them'))).toMatchObject({ opening: large, status: { tickets: 9 } })
    const next = await put('next', 1)
    expect(closed).toEqual([...small, large])
    expect((await plans.get(key('next'))).opening).toBe(next)
  })

  test('give back their room when they are put anew or dropped', async () => {
    const { plans, put, closed } = open({ plans: 8, tickets: 5 })
    const [once, other] = [await put('again', 3), await put('other', 2)]
    const again = await put('again', 3)
    expect(closed).toEqual([once])
    plans.drop(key('again'))
    expect(closed).toEqual([once, again])
    await put('third', 3)
    expect(closed).toEqual([once, again])
    expect((await plans.get(key('other'))).opening).toBe(other)
  })

  test('are so many and no more, however few their tickets are', async () => {
    const { put, closed } = open({ plans: 2, tickets: 100 })
    const first = await put('first', 1)
    await put('second', 1)
    await put('third', 1)
    expect(closed).toEqual([first])
  })
})
