// The client of the desk: answers come back as data, errors as their classes, and a lost thread is replaced.
import { afterEach, describe, expect, test } from 'vitest'
import { type Desk, DeskFailedError, DeskLostError, openDesk } from '../../../src/optimizer/plans/desk.ts'
import { DeskRefusedError } from '../../../src/optimizer/plans/desk-calls.ts'
import { oneGap } from './days.ts'

const entry = new URL('./unruly-desk.ts', import.meta.url)
const openTask = (opening: number) => ({
  opening,
  input: JSON.stringify(oneGap(2)),
  isOfToday: false,
  events: [],
  offers: [],
})

let desk: Desk
afterEach(() => desk.close())

describe('the client of the desk', () => {
  test('answers several at once, each with its own', async () => {
    desk = openDesk()
    await Promise.all([desk.ask.open(openTask(1)), desk.ask.open(openTask(2))])
    const asks = ['T-1', 'T-2', 'T-1'].map((ticketId) =>
      desk.ask.recommend({ opening: 1, ask: { ticketId, count: 1 } }),
    )
    expect((await Promise.all(asks)).map(({ advice }) => advice.ticketId)).toEqual(['T-1', 'T-2', 'T-1'])
  })

  test('tells a refusal from a bug', async () => {
    desk = openDesk()
    const refused = desk.ask.order({ opening: 1, ticketIds: 'unplanned' })
    await expect(refused).rejects.toBeInstanceOf(DeskRefusedError)
    await expect(refused).rejects.toMatchObject({ refusal: { kind: 'not-open' } })
    await expect(desk.ask.open({ ...openTask(1), input: 'no JSON' })).rejects.toBeInstanceOf(DeskFailedError)
  })

  test('fails all that was asked when the thread is lost, says so once, and is ready again', async () => {
    const lost: unknown[] = []
    desk = openDesk({ entry, onLost: (cause) => lost.push(cause) })
    await desk.ask.open(openTask(1))
    const asked = [
      desk.ask.recommend({ opening: 1, ask: { ticketId: 'CRASH', count: 1 } }),
      desk.ask.recommend({ opening: 1, ask: { ticketId: 'T-1', count: 1 } }),
    ]
    for (const { status, reason } of (await Promise.allSettled(asked)) as PromiseRejectedResult[])
      expect([status, reason.name]).toEqual(['rejected', 'DeskLostError'])
    expect(lost).toHaveLength(1)
    await expect(desk.ask.order({ opening: 1, ticketIds: 'unplanned' })).rejects.toMatchObject({
      refusal: { kind: 'not-open' },
    })
    expect(await desk.ask.open(openTask(2))).toMatchObject({ tickets: 2 })
  })

  test('loses no more than the thread when that runs out of memory', async () => {
    const lost: unknown[] = []
    desk = openDesk({ entry, mostHeapMb: 64, onLost: (cause) => lost.push(cause) })
    await desk.ask.open(openTask(1))
    const large = desk.ask.recommend({ opening: 1, ask: { ticketId: 'LARGE', count: 1 } })
    await expect(large).rejects.toBeInstanceOf(DeskLostError)
    await expect(large).rejects.toMatchObject({ cause: { code: 'ERR_WORKER_OUT_OF_MEMORY' } })
    expect(lost).toHaveLength(1)
    expect(await desk.ask.open(openTask(2))).toMatchObject({ tickets: 2 })
  })

  test('that is closed refuses, and losing its thread is no news', async () => {
    const lost: unknown[] = []
    desk = openDesk({ onLost: (cause) => lost.push(cause) })
    await desk.ask.open(openTask(1))
    await desk.close()
    await expect(desk.ask.open(openTask(2))).rejects.toBeInstanceOf(DeskLostError)
    expect(lost).toEqual([])
  })
})
