// An input as the solver is asked it, with what an answer has to know about the way there: which shift became which
// route, what was filled in, where the clock starts. Knows no HTTP and no search.
import type { Model, TechModel } from '../../../workers/client.ts'
import type { OptimizationInput } from '../../contracts/optimization.ts'
import type { Tech } from '../../contracts/tech.ts'
import { createPlaces } from '../../travel/places.ts'
import { measureTravel, type TravelFigures } from '../../travel/travel.ts'
import { type Clock, createClock, type Horizon, secondFrom, secondUntil } from './clock.ts'
import { factsOf, type TicketFacts } from './facts.ts'
import { type PlannableShift, plannableShifts, routeModel } from './shifts.ts'
import { territoryOf } from './territory.ts'
import { visitModels } from './visits.ts'

export interface Question {
  readonly input: OptimizationInput
  readonly model: Model
  readonly clock: Clock
  readonly travel: TravelFigures
  /** By ticket, which is the visit of the same number. */
  readonly facts: readonly TicketFacts[]
  /** By route. */
  readonly shifts: readonly PlannableShift[]
}

/** The skill that stands for all. */
const ANY_SKILL = 'DEFAULT'

export async function questionOf(input: OptimizationInput): Promise<Question> {
  const horizon = horizonOf(input)
  const shifts = plannableShifts(input, horizon)
  const clock = createClock(shifts.reduce((earliest, { opens }) => Math.min(earliest, opens), horizon.opens))
  const facts = factsOf(input)
  const territory = await territoryOf(input)

  const { locations, rowOf } = createPlaces()
  const visits = visitModels({ input, facts, areas: territory.ofTickets, horizon, clock, rowOf })
  const profiles = [...new Set(shifts.map(({ profile }) => profile))]
  const routes = shifts.map((shift) => routeModel(shift, input, profiles, clock, rowOf))
  const travel = await measureTravel(input.travel, locations, profiles)

  const model: Model = {
    visits,
    techs: input.techs.map((tech, index) => techModel(tech, territory.ofTechs[index] ?? [])),
    routes,
    travel: { placeCount: locations.length, profiles: travel.tables },
  }
  return { input, model, clock, travel, facts, shifts }
}

function horizonOf({ horizon, now }: OptimizationInput): Horizon {
  const start = secondFrom(horizon.start)
  return { opens: now === undefined ? start : Math.max(start, secondFrom(now)), closes: secondUntil(horizon.end) }
}

function techModel(tech: Tech, areas: readonly string[]): TechModel {
  const levels = new Map<string, number>()
  for (const held of tech.skills ?? []) {
    const { skill, level } = typeof held === 'string' ? { skill: held, level: 1 } : held
    levels.set(skill, Math.max(level, levels.get(skill) ?? 0))
  }
  return {
    id: tech.id,
    skills: [...levels].map(([skill, level]) => ({ skill, level })),
    anySkill: levels.has(ANY_SKILL),
    areas,
    capacity: Object.entries(tech.capacity ?? {}).map(([unit, amount]) => ({ unit, amount })),
  }
}
