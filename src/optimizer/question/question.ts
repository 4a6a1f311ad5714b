// An input as the solver is asked it, with what an answer has to know about the way there: which duty became which visit,
// which shift became which route, what was filled in, where the clock starts. Knows no HTTP and no search.
import type { Model } from '../../../workers/client.ts'
import type { OptimizationInput } from '../../contracts/optimization.ts'
import { createPlaces } from '../../travel/places.ts'
import { measureTravel, type TravelFigures } from '../../travel/travel.ts'
import { type Clock, createClock, horizonOf } from './clock.ts'
import { commitmentsOf } from './commitments.ts'
import { type Duty, dutiesOf } from './duties.ts'
import { factsOf, type TicketFacts } from './facts.ts'
import { fairShares } from './fairness.ts'
import { linkModels } from './links.ts'
import { routeModel } from './routes.ts'
import { rushHoursOf } from './rush-hours.ts'
import { type PlannableShift, plannableShifts } from './shifts.ts'
import { snapOf, unsnapped } from './snap.ts'
import { techModels } from './techs.ts'
import { territoryOf } from './territory.ts'
import { visitModels } from './visits.ts'

export interface Question {
  readonly input: OptimizationInput
  readonly model: Model
  readonly clock: Clock
  readonly travel: TravelFigures
  /** By ticket. */
  readonly facts: readonly TicketFacts[]
  /** By visit. */
  readonly duties: readonly Duty[]
  /** By route. */
  readonly shifts: readonly PlannableShift[]
}

export async function questionOf(input: OptimizationInput): Promise<Question> {
  const horizon = horizonOf(input)
  const commitments = commitmentsOf(input)
  const duties = dutiesOf(input, commitments)
  const shifts = plannableShifts(input, horizon, commitments)
  const clock = createClock(shifts.reduce((earliest, { opens }) => Math.min(earliest, opens), horizon.opens))
  const facts = factsOf(input)
  const territory = await territoryOf(input)
  const links = linkModels(input, duties)
  const snap = snapOf(input, clock)

  const { locations, rowOf } = createPlaces()
  const numbers = new Map(input.techs.map(({ id }, number) => [id, number]))
  const techOf = (id: string) => numbers.get(id) ?? -1
  const areas = territory.ofTickets
  const visits = visitModels({ input, duties, commitments, facts, areas, horizon, clock, techOf, rowOf })
  const profiles = [...new Set(shifts.map(({ profile }) => profile))]
  const rushHours = rushHoursOf(input, shifts, clock)
  const sources = { input, profiles, clock, rowOf }
  const routes = shifts.map((shift, index) => routeModel(shift, rushHours.ofShifts[index], sources))
  const shares = fairShares(input, facts, duties, shifts)
  const travel = await measureTravel(input.travel, locations, profiles)

  const model: Model = {
    visits: unsnapped(visits, links, snap),
    techs: techModels({ input, facts, areas: territory.ofTechs, fairShares: shares, clock }),
    routes,
    travel: {
      placeCount: locations.length,
      profiles: travel.tables,
      ...(rushHours.all.length > 0 && { rushHours: rushHours.all }),
    },
    ...(links.length > 0 && { links }),
    prices: pricesOf(input),
    ...(snap && { snap }),
  }
  return { input, model, clock, travel, facts, duties, shifts }
}

const pricesOf = ({ policy }: OptimizationInput): NonNullable<Model['prices']> => ({
  surplusLevelCents: policy.surplusSkillLevel,
  areaMissedCents: policy.preferredAreaMissed,
  unfairCentsPerHour: policy.fairnessPerHour,
  scatterCentsPerKm: policy.compactnessPerKm,
  worstLateCentsPerHour: policy.worstLatenessPerHour,
})
