// Who may go to whom is looked at once for all visits of a kind; whoever asks later is told the same as who asked first.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FitnessBook } from '../../../solver/live/fitness.ts'
import type { Model } from '../../../solver/model.ts'
import { fitCents } from '../../../solver/rules/fit.ts'
import { standingOn } from '../../../solver/standing.ts'
import { richDay } from '../../arbitraries/rich-day.ts'
import { liveCopy } from './a-live-day.ts'
import { askingOf } from './asking.ts'
import { drawnDays } from './drawn-days.ts'

const whoOf = (model: Model) =>
  model.routes.map((shift) => ({ model, tech: model.techs[shift.tech]!, index: shift.tech, shift }))

test('what was looked at for one visit holds for the next of its kind, and for no other', () => {
  const count = { barred: 0, welcome: 0, shared: 0 }
  fc.assert(
    fc.property(richDay({ visits: { min: 4, max: 12 }, techs: { min: 2, max: 5 } }), (model) => {
      const book = new FitnessBook()
      // Twice over, so that everybody is asked after everybody else.
      for (const visit of [...model.visits, ...model.visits.map((of) => ({ ...of, place: 0 }))]) {
        const fitnessOf = book.of(visit)
        const seen = new Set<unknown>()
        for (const who of whoOf(model)) {
          const standing = standingOn(visit, who)
          const isAlike = model.routes.filter(({ tech }) => tech === who.index).length === 1
          const { barred, cents } = fitnessOf(who, isAlike)
          expect(barred?.standing ?? []).toEqual(standing)
          if (barred === undefined) {
            count.welcome++
            expect(cents).toBe(fitCents(visit, who))
          } else {
            count.barred++
            expect(barred.clock).toEqual([])
            if (seen.has(barred)) count.shared++
            seen.add(barred)
          }
        }
      }
    }),
    drawnDays(60),
  )
  expect(count.barred).toBeGreaterThan(20)
  expect(count.welcome).toBeGreaterThan(20)
  expect(count.shared).toBeGreaterThan(5)
})

test('when a shift becomes another one, whoever was looked at on it is looked at again', () => {
  let days = 0
  fc.assert(
    fc.property(askingOf({ visits: { min: 4, max: 10 }, techs: { min: 2, max: 3 } }), ({ model, plan }) => {
      const { day } = liveCopy(model, plan, new Set())
      const copy = day.copy()
      const [route] = day.model.routes
      const [visit] = day.model.visits
      if (route === undefined || visit === undefined) return
      days++
      const depot = { place: route.startPlace, seconds: 60, windows: [] }
      const asked = { ...visit, load: [{ unit: 'crate', amount: 3 }] }
      const techs = day.model.techs.map((tech) => ({ ...tech, capacity: [{ unit: 'crate', amount: 1, reloaded: 5 }] }))
      const on = (shift: typeof route) => ({ model: day.model, tech: techs[shift.tech]!, index: shift.tech, shift })
      const blockedOn = (of: typeof day, shift: typeof route) =>
        of.fitness
          .of(asked)(on(shift), true)
          .barred?.standing.map(({ code }) => code) ?? []
      const home = { ...route, reloads: [] }
      expect(blockedOn(day, home)).toContain('LOAD_TOO_LARGE')
      const changed = { ...route, reloads: [depot] }
      day.changeRoute(0, changed)
      expect(blockedOn(day, changed)).not.toContain('LOAD_TOO_LARGE')
      // A copy made before goes on with what it knows.
      expect(blockedOn(copy, home)).toContain('LOAD_TOO_LARGE')
    }),
    drawnDays(20),
  )
  expect(days).toBeGreaterThan(10)
})
