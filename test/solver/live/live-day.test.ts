// A live day by itself: a copy of it goes its own way, and visits change their places together or not at all.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { LiveDay } from '../../../solver/live/live-day.ts'
import { liveCopy } from './a-live-day.ts'
import { askingOf } from './asking.ts'
import { drawnDays } from './drawn-days.ts'

const standing = (day: LiveDay) => ({
  sequences: structuredClone(day.sequences),
  routes: day.model.visits.map((_, visit) => day.routeOf(visit)),
  told: day.model.routes.map((_, route) => structuredClone(day.tellRoute(route))),
  agreed: new Map(day.agreed),
})

test('visits move together or nothing changes, on the day itself as on a copy, and the other of the two stays as it is', () => {
  const count = { moved: 0, refused: 0 }
  const picks = fc.record({ visit: fc.nat(), other: fc.nat(), routes: fc.tuple(fc.nat(), fc.nat()), turn: fc.nat(3) })
  fc.assert(
    fc.property(
      askingOf({ visits: { min: 4, max: 14 }, techs: { min: 2, max: 3 } }),
      picks,
      ({ model, plan }, pick) => {
        const { day } = liveCopy(model, plan, new Set())
        const planned = day.model.visits.flatMap((_, visit) =>
          day.routeOf(visit) >= 0 && day.linksOf(visit).length === 0 ? [visit] : [],
        )
        const [one, other] = [planned[pick.visit % planned.length], planned[pick.other % planned.length]]
        if (one === undefined || other === undefined || one === other) return
        const before = standing(day)
        const copy = day.copy()
        const seats = [one, other].map((visit, index) => ({
          visit,
          route: (pick.routes[index] ?? 0) % day.sequences.length,
          position: pick.turn % 2,
        }))
        const isDone = copy.put(seats)
        expect(standing(day)).toEqual(before)
        if (isDone) {
          count.moved++
          for (const { visit, route } of seats) expect(copy.routeOf(visit)).toBe(route)
          expect(copy.sequences.flat().toSorted(byNumber)).toEqual(before.sequences.flat().toSorted(byNumber))
        } else {
          count.refused++
          expect(standing(copy)).toEqual(before)
        }
        const changed = standing(copy)
        expect(day.put(seats)).toBe(isDone)
        expect(standing(day)).toEqual(changed)
        day.remove(one)
        expect(standing(copy)).toEqual(changed)
      },
    ),
    drawnDays(150),
  )
  expect(count.moved).toBeGreaterThan(2)
  expect(count.refused).toBeGreaterThan(2)
}, 120_000)

test('whoever is put on a shift and taken off it again leaves it as it was, and as a day sees it that never had them', () => {
  const count = { put: 0, refused: 0, recalled: 0 }
  const steps = fc.array(fc.record({ isPut: fc.boolean(), visit: fc.nat(), route: fc.nat(), turn: fc.nat(3) }), {
    minLength: 4,
    maxLength: 16,
  })
  fc.assert(
    fc.property(askingOf({ visits: { min: 6, max: 14 }, techs: { min: 2, max: 3 } }), steps, ({ model, plan }, all) => {
      const { day } = liveCopy(model, plan, new Set())
      const loose = day.model.visits.flatMap((_, visit) => (day.linksOf(visit).length === 0 ? [visit] : []))
      const seen = new Set<readonly number[]>()
      for (const { isPut, visit: pick, route: onto, turn } of all) {
        for (const sequence of day.sequences) seen.add(sequence)
        const visit = loose[pick % loose.length]
        if (visit === undefined) return
        const at = day.routeOf(visit)
        if (!isPut) {
          day.remove(visit)
          const left = day.sequences[at]
          if (left !== undefined && seen.has(left)) count.recalled++
        } else if (at < 0) {
          const route = onto % day.sequences.length
          const before = standing(day)
          const turns = [turn, 0].filter((one) => one <= (day.sequences[route]?.length ?? 0))
          // The same, one turn after the other.
          const twin = day.copy()
          const isDone = day.putInTurn(visit, route, turns)
          expect(turns.some((position) => twin.put([{ visit, route, position }]))).toBe(isDone)
          expect(standing(day)).toEqual(isDone ? standing(twin) : before)
          count[isDone ? 'put' : 'refused']++
        }
        const anew = day.copy()
        for (const [route, own] of day.model.routes.entries()) anew.changeRoute(route, { ...own })
        expect(day.model.routes.map((_, route) => day.sketchOf(route))).toEqual(
          day.model.routes.map((_, route) => anew.sketchOf(route)),
        )
        expect(standing(day)).toEqual(standing(anew))
      }
    }),
    drawnDays(60),
  )
  expect(count.put).toBeGreaterThan(2)
  expect(count.refused).toBeGreaterThan(2)
  expect(count.recalled).toBeGreaterThan(2)
}, 120_000)

const byNumber = (one: number, other: number) => one - other
