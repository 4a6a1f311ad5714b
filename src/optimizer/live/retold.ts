// The order of a shift is read from the starts in the plan. Where it cannot be any more, because somebody came in front of
// others, these starts are told anew. Changes nothing.
import type { OptimizationInput } from '../../contracts/optimization.ts'
import { entry, type Telling } from '../answer/answer.ts'
import { keyOf } from '../changes/outcome.ts'
import { secondFrom } from '../question/clock.ts'
import { type Moment, placedOn } from './consequences.ts'
import type { Layout } from './layout.ts'
import type { Assignment } from './wire.ts'

/** When a visit that stands begins, on the clock on which it is spoken of. */
export function startOf({ day, ground, duties, tickets }: Layout, telling: Telling, visit: number): string {
  const route = day.routeOf(visit)
  const told = day.tellRoute(route).visits.find((of) => of.visit === visit)
  if (told === undefined) throw new RangeError(`Visit ${visit} stands on no shift.`)
  const ticket = entry(tickets, entry(duties, visit, 'visit').ticket, 'ticket')
  return telling.instant(told.start, telling.zoneOf(ticket, telling.techOf(entry(ground.shifts, route, 'route').tech)))
}

/** `isPlanned` says of a visit of the shift whether it is part of the plan, and not only held. */
export function retold(
  layout: Layout,
  telling: Telling,
  { techs, plan = [] }: OptimizationInput,
  route: number,
  isPlanned: (ticketId: string, visit: number) => boolean,
): Assignment[] {
  const { day, ground, duties, tickets } = layout
  const techId = techs[entry(ground.shifts, route, 'route').tech]?.id
  const visits = new Map<string, number>()
  for (const visit of day.sequences[route] ?? []) {
    const { id } = entry(tickets, entry(duties, visit, 'visit').ticket, 'ticket')
    if (isPlanned(id, visit)) visits.set(id, visit)
  }
  const entries = new Map<string, Assignment>()
  for (const one of plan) if (one.techId === techId && visits.has(one.ticketId)) entries.set(one.ticketId, one)
  const inOrder = [...visits.keys()].flatMap((id) => entries.get(id) ?? [])
  const starts = inOrder.map(({ start }) => secondFrom(start))
  if (starts.every((start, turn) => turn === 0 || start > (starts[turn - 1] ?? start))) return []
  return inOrder.flatMap((one) => entryAnew(layout, telling, one, visits.get(one.ticketId) ?? -1))
}

/** The entry of a visit that stands, where it reads otherwise from now on. */
export function retoldVisit(
  layout: Layout,
  telling: Telling,
  { techs, plan = [] }: OptimizationInput,
  visit: number,
): Assignment[] {
  const { day, ground, duties, tickets } = layout
  const { id } = entry(tickets, entry(duties, visit, 'visit').ticket, 'ticket')
  const techId = techs[entry(ground.shifts, day.routeOf(visit), 'route').tech]?.id
  const own = plan.filter((one) => one.ticketId === id && one.techId === techId)
  return own.flatMap((one) => entryAnew(layout, telling, one, visit))
}

function entryAnew(layout: Layout, telling: Telling, one: Assignment, visit: number): Assignment[] {
  // Who was promised this very start begins at it.
  if (one.promised === true) return []
  const start = startOf(layout, telling, visit)
  return secondFrom(start) === secondFrom(one.start) ? [] : [{ ...one, start }]
}

/** When work begins on these shifts, where the plan says another second. */
export function startsTold(
  moment: Moment,
  routes: readonly number[],
): Pick<Assignment, 'ticketId' | 'techId' | 'start'>[] {
  const said = new Map((moment.input.plan ?? []).map((one) => [keyOf(one), secondFrom(one.start)]))
  return placedOn(moment, routes).flatMap(({ ticketId, techId, start }) =>
    said.get(keyOf({ ticketId, techId })) === secondFrom(start) ? [] : [{ ticketId, techId, start }],
  )
}
