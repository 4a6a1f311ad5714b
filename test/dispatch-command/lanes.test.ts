// So many at one time, and the others in the order they came.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openLanes } from '../../src/dispatch-command/lanes.ts'

test('never more than the lanes are used, in the order they came, whether the work succeeds or not', async () => {
  const works = fc.array(fc.boolean(), { maxLength: 30 })
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 5 }), works, fc.scheduler(), async (count, succeeds, scheduler) => {
      const lanes = openLanes(count)
      const begun: number[] = []
      let busy = 0
      let busiest = 0
      const settled = Promise.allSettled(
        succeeds.map((does, index) =>
          lanes(async () => {
            begun.push(index)
            busiest = Math.max(busiest, ++busy)
            await scheduler.schedule(Promise.resolve())
            busy--
            if (!does) throw new Error('The work failed')
            return index
          }),
        ),
      )
      await scheduler.waitFor(settled)
      expect(busiest).toBe(Math.min(count, succeeds.length))
      expect(begun).toEqual([...succeeds.keys()])
      expect((await settled).map(({ status }) => status === 'fulfilled')).toEqual(succeeds)
    }),
  )
})
