// A shift that is kept compiled is the same for each guest as one that was compiled for that guest.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { priceInsertion } from '../../../solver/insertion.ts'
import { Guest } from '../../../solver/live/guest.ts'
import type { KeptShift } from '../../../solver/live/kept-shift.ts'
import { startOf } from '../../../solver/rules/roads.ts'
import { liveCopy } from './a-live-day.ts'
import { askingOf, gridOf } from './asking.ts'
import { drawnDays } from './drawn-days.ts'

/** Where a visit that is looked for would have been given a place, which nobody asks of a guest. */
const UNASKED = new Set(['givenRoute', 'givenStart'])
/** Unit by unit: a shift that was kept may know of units that nobody takes now, which hinder nobody. */
const BY_UNIT = new Set(['unitCount', 'loadOf', 'capacityOf', 'tripUnits', 'tripLoad', 'tripRoom', 'tripRoomReloaded'])

const figuresOf = ({ plan: { problem } }: KeptShift) => ({
  ...Object.fromEntries(Object.entries(problem).filter(([name]) => !UNASKED.has(name) && !BY_UNIT.has(name))),
  takenUnits: takenUnitsOf(problem),
})

function takenUnitsOf({ unitCount, loadOf, capacityOf, ...trips }: KeptShift['plan']['problem']) {
  const { tripUnits, tripLoad, tripRoom, tripRoomReloaded } = trips
  return [...taken(unitCount, loadOf, capacityOf), ...taken(tripUnits, tripLoad, tripRoom, tripRoomReloaded)]
}

function taken(unitCount: number, loadOf: Float64Array, ...rooms: readonly Float64Array[]) {
  const unit = (of: Float64Array, index: number) => [...of].filter((_, cell) => cell % unitCount === index)
  return [...Array(unitCount).keys()]
    .map((index) => ({ loads: unit(loadOf, index), rooms: rooms.map((of) => unit(of, index)) }))
    .filter(({ loads }) => loads.some((load) => load > 0))
}

const pricesOf = ({ plan, guestVisit }: KeptShift) =>
  Array.from({ length: plan.problem.routeCount }, (_, route) =>
    [startOf(plan.problem, route), ...plan.visitsOf(route)].map((stop) =>
      plan.admits(route, guestVisit) ? priceInsertion(plan, guestVisit, stop, Number.POSITIVE_INFINITY) : undefined,
    ),
  )

test('one guest after the other leaves nothing behind', () => {
  const count = { kept: 0, anew: 0, shared: 0, turned: 0 }
  fc.assert(
    fc.property(
      askingOf({ visits: { min: 6, max: 20 }, techs: { min: 2, max: 4 } }),
      fc.nat(),
      ({ model, plan, asked }, pick) => {
        if (asked === undefined) return
        const others = model.visits.flatMap(({ mayBePlanned }, visit) =>
          plan.problem.isLinked[visit] === 0 && mayBePlanned ? [visit] : [],
        )
        const left = new Set([asked])
        const { day } = liveCopy(model, plan, left)
        const { day: fresh } = liveCopy(model, plan, left)
        if (day.unplaced.length > 0) return
        const windows = gridOf(model)
        const guestOf = (visit: number) => new Guest(day.model, model.visits[visit]!, windows)
        const first = guestOf(others[pick % others.length]!)
        if (first.clones.length === 0) return
        const guests = [first, guestOf(asked), guestOf(others[(pick + 1) % others.length]!), first]
        for (const route of [...day.model.routes.keys()].slice(0, 3))
          for (const guest of guests)
            for (const clone of [...guest.clones.keys()].slice(0, 2)) {
              const before = day.host(route, first, 0)
              const kept = day.host(route, guest, clone)
              fresh.forgetHosts()
              const anew = fresh.host(route, guest, clone)
              if (kept === before) count.kept++
              else count.anew++
              // From any other of its clones, and of nobody else's.
              if (kept.turnsTo(guest, (clone + 1) % guest.clones.length)) {
                count.turned++
                expect(kept.turnsTo(guest, clone)).toBe(true)
              }
              if (guest !== guests[1]) expect(kept.turnsTo(guests[1]!, 0)).toBe(false)
              expect(pricesOf(kept)).toEqual(pricesOf(anew))
              expect(kept.model()).toEqual(anew.model())
              if (day.sequences.flat().some((visit) => day.model.visits[visit]!.place === guest.visit.place))
                count.shared++
              else expect(figuresOf(kept)).toEqual(figuresOf(anew))
            }
      },
    ),
    drawnDays(40),
  )
  expect(count.kept).toBeGreaterThan(200)
  expect(count.anew).toBeGreaterThan(20)
  expect(count.shared).toBeGreaterThan(20)
  expect(count.turned).toBeGreaterThan(200)
}, 120_000)
