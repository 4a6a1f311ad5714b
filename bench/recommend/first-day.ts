// The first day of a live plan as an input of its own: what a whole optimization is asked while others are on the phone.
import { DAY } from '../../fixtures/draft.ts'
import { instantsFrom } from '../../fixtures/instants.ts'
import type { OptimizationRequest } from '../../src/contracts/optimization.ts'
import { FIRST_DAY, type LiveRequest, windowOf } from './plans.ts'

export function firstDayOf({ plan, tickets, techs, ...request }: LiveRequest): OptimizationRequest {
  const horizon = windowOf({ from: 0, to: DAY }, instantsFrom(FIRST_DAY))
  const isThen = (instant: string) => Date.parse(instant) < Date.parse(horizon.end)
  const ofThatDay = plan.filter(({ start }) => isThen(start))
  const planned = new Set(ofThatDay.map(({ ticketId }) => ticketId))
  return {
    ...request,
    horizon,
    techs: techs.map((tech) => ({ ...tech, shifts: tech.shifts?.filter(({ start }) => isThen(start)) })),
    tickets: tickets.filter(({ id }) => planned.has(id)),
    plan: ofThatDay,
  }
}
