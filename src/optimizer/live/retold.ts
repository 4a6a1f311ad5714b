// The order of a shift is read from the starts in the plan, and how those agree who are tied. Where it cannot be any more, because
// somebody came in front of others, these starts are told anew. Changes nothing.
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

/**
 * On these shifts, and on those of everybody who is tied to somebody there. `standing`: by ticket, the visits that
 * are part of the plan and not only held.
 */
export function retold(
  layout: Layout,
  telling: Telling,
  { techs, plan = [] }: OptimizationInput,
  routes: readonly number[],
  standing: ReadonlyMap<string, readonly number[]>,
): Assignment[] {
  const { day, ground, duties, tickets } = layout
  const planned = new Map(plan.map((one) => [keyOf(one), one]))
  const entriesOf = (visits: readonly number[]) =>
    visits.flatMap((visit) => {
      const { id: ticketId } = entry(tickets, entry(duties, visit, 'visit').ticket, 'ticket')
      const techId = techs[entry(ground.shifts, day.routeOf(visit), 'route').tech]?.id ?? ''
      const one = standing.get(ticketId)?.includes(visit) ? planned.get(keyOf({ ticketId, techId })) : undefined
      return one ? [{ one, visit }] : []
    })
  return day.together(routes).flatMap((route) => {
    const inOrder = entriesOf(day.sequences[route] ?? [])
    const starts = inOrder.map(({ one }) => secondFrom(one.start))
    const isTied = inOrder.some(({ visit }) => day.linksOf(visit).length > 0)
    if (!isTied && starts.every((start, turn) => turn === 0 || start > (starts[turn - 1] ?? start))) return []
    return inOrder.flatMap(({ one, visit }) => entryAnew(layout, telling, one, visit) ?? [])
  })
}

function entryAnew(layout: Layout, telling: Telling, one: Assignment, visit: number): Assignment | undefined {
  // Who was promised this very start begins at it.
  if (one.promised === true) return undefined
  const start = startOf(layout, telling, visit)
  return secondFrom(start) === secondFrom(one.start) ? undefined : { ...one, start }
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
