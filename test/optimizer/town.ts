// A town in which every way takes ten minutes and five kilometres, and the plans made for it, told in a few words.

import { judge } from '../../solver/check/judge.ts'
import type { OptimizationOutput, OptimizationRequest } from '../../src/contracts/optimization.ts'
import type { SolverPool } from '../../workers/client.ts'
import { cheapestDay } from '../solver/enumerate.ts'
import { answered } from './inputs.ts'
import { lines, option } from './told.ts'

export type Ticket = OptimizationRequest['tickets'][number]
export type Tech = OptimizationRequest['techs'][number]

const HOME = { lat: 47, lon: 9 }
export const HOUSES = { A: { lat: 47.1, lon: 9 }, B: { lat: 47.2, lon: 9 }, DEPOT: { lat: 47.3, lon: 9 } }
const PLACES = [HOME, ...Object.values(HOUSES)]

export const at = (clock: string, day = '03') => `2026-03-${day}T${clock}:00+01:00`
export const between = (from: string, to: string) => ({ start: at(from), end: at(to) })

/** An hour of work at house A, and at house B for every second one. */
export const tickets = (...more: Partial<Ticket>[]): Ticket[] =>
  more.map((of, index) => ({
    id: `T-${index + 1}`,
    location: index % 2 === 0 ? HOUSES.A : HOUSES.B,
    duration: 'PT1H',
    ...of,
  }))

/** At home in one place; each a little dearer than the one before, so that there is one best plan. */
export const techs = (...more: Partial<Tech>[]): Tech[] =>
  more.map((of, index) => ({
    id: ['ana', 'ben', 'cem'][index] ?? `tech-${index}`,
    start: HOME,
    costs: { perHour: 4200 + 60 * index },
    ...of,
  }))

export const town = (more: Partial<OptimizationRequest>): OptimizationRequest => {
  const legs = (length: number) => PLACES.map((_, from) => PLACES.map((_, to) => (from === to ? 0 : length)))
  return {
    horizon: between('08:00', '18:00'),
    tickets: tickets({}),
    techs: techs({}),
    ...more,
    travel: { matrices: [{ places: PLACES, seconds: legs(600), metres: legs(5000) }], ...more.travel },
    options: { seconds: 60, iterations: 3000, threads: 1, alternatives: 1, ...more.options },
  }
}

/** Tries every way there is, and has no reasons for what it leaves out. */
export const tryingEveryWay: SolverPool = {
  solve: async (model) => {
    const { day } = cheapestDay(model)
    return {
      plan: day,
      cost: judge(model, day).cost,
      options: model.visits.map((_, visit) =>
        day.routes.flatMap(({ route, visits }) =>
          visits.flatMap((stop, position) =>
            stop.visit === visit ? [option({ ...stop, route, position, cost: lines() })] : [],
          ),
        ),
      ),
      unserved: day.unserved.map((visit) => ({ visit, blockers: [] })),
      iterations: 1,
    }
  },
  close: async () => {},
}

/** Who begins where and when, in order of tickets and technicians; `left out` where nobody does. */
export async function planOf(request: Partial<OptimizationRequest>, pool: SolverPool) {
  const output = await answered(town(request), pool)
  return { ...output, plan: wordsOf(output) }
}

function wordsOf({ routes, unassigned }: OptimizationOutput): string[] {
  const starts = routes.flatMap(({ techId, stops }) =>
    stops.map(
      ({ ticketId, start }) =>
        `${ticketId} ${techId} ${start.slice(8, 10) === '03' ? '' : 'next day '}${start.slice(11, 16)}`,
    ),
  )
  return [...starts, ...unassigned.map(({ ticketId }) => `${ticketId} left out`)].sort()
}
