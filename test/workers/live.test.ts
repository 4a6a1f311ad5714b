// Nothing leaves a live plan unjudged: what is offered on generated days with every rule passes, and what is not true does not.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PlanRejectedError } from '../../workers/errors.ts'
import { judgedOffers, judgedRoom } from '../../workers/live.ts'
import { liveCopy } from '../solver/live/a-live-day.ts'
import { askingOf, gridOf } from '../solver/live/asking.ts'
import { drawnDays } from '../solver/live/drawn-days.ts'

const asking = askingOf({ visits: { min: 8, max: 20 }, techs: { min: 2, max: 4 } })

test('offers and room for one more are judged before they are seen', async () => {
  let offers = 0
  let rooms = 0
  await fc.assert(
    fc.asyncProperty(asking, async ({ model, plan, asked }) => {
      if (asked === undefined) return
      const { day } = liveCopy(model, plan, new Set([asked]))
      if (day.unplaced.length > 0) return
      const question = { visit: model.visits[asked]!, windows: gridOf(model), count: 6 }
      offers += judgedOffers(day, question).offered.length
      const { offers: room } = await judgedRoom(day, question, (visit) => !day.model.visits[visit]!.pinned)
      for (const { cost, cents } of room) expect(Object.values(cost).reduce((sum, line) => sum + line, 0)).toBe(cents)
      rooms += room.length
    }),
    drawnDays(100),
  )
  expect(offers).toBeGreaterThan(100)
  expect(rooms).toBeGreaterThan(0)
}, 120_000)

test('a shift that is told otherwise than it stands is found out', () => {
  let found = 0
  fc.assert(
    fc.property(asking, ({ model, plan, asked }) => {
      if (asked === undefined) return
      const { day } = liveCopy(model, plan, new Set([asked]))
      if (day.unplaced.length > 0) return
      const question = { visit: model.visits[asked]!, windows: gridOf(model), count: 1 }
      const [best] = judgedOffers(day, question).offered
      if (best === undefined || (day.sequences[best.route] ?? []).length === 0) return
      // Somebody forgets a visit of the shift.
      const told = day.tellRoute(best.route)
      day.tellRoute = (route) => (route === best.route ? { ...told, visits: [] } : told)
      try {
        judgedOffers(day, question)
      } catch (error) {
        expect(error).toBeInstanceOf(PlanRejectedError)
        found++
      }
    }),
    drawnDays(60),
  )
  expect(found).toBeGreaterThan(10)
}, 120_000)
