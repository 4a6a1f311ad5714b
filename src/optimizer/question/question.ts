// An input as the solver is asked it, with what an answer has to know about the way there: which duty became which visit,
// which shift became which route, what was filled in, where the clock starts. Knows no HTTP and no search.
import type { Model } from '../../../workers/client.ts'
import type { OptimizationInput } from '../../contracts/optimization.ts'
import type { Location } from '../../contracts/scalars.ts'
import type { TravelProfile } from '../../contracts/tech.ts'
import { createPace } from '../../travel/pace.ts'
import { createPlaces } from '../../travel/places.ts'
import type { TravelFigures } from '../../travel/quality.ts'
import type { LegsOnly } from '../../travel/road-port.ts'
import { measureTravel } from '../../travel/travel.ts'
import { type Clock, createClock, type Horizon, horizonOf } from './clock.ts'
import { commitmentsOf } from './commitments.ts'
import { type Duty, dutiesOf } from './duties.ts'
import { factsOf, type TicketFacts } from './facts.ts'
import { fairShares } from './fairness.ts'
import type { TechNumber } from './liking.ts'
import { linkModels } from './links.ts'
import { routeModel } from './routes.ts'
import { rushHoursOf } from './rush-hours.ts'
import { type PlannableShift, plannableShifts } from './shifts.ts'
import { snapOf, unsnapped } from './snap.ts'
import { techModels } from './techs.ts'
import { type Territory, territoryOf } from './territory.ts'
import { visitModels } from './visits.ts'

/** All of a question but how long the ways are. */
export interface Ground {
  readonly input: OptimizationInput
  readonly model: Omit<Model, 'travel'>
  /** Those that routes speak of by number. */
  readonly profiles: readonly TravelProfile[]
  readonly rushHours: NonNullable<Model['travel']['rushHours']>
  readonly clock: Clock
  readonly horizon: Horizon
  /** By ticket. */
  readonly facts: readonly TicketFacts[]
  /** By visit. */
  readonly duties: readonly Duty[]
  /** By route. */
  readonly shifts: readonly PlannableShift[]
}

export interface Question extends Ground {
  readonly model: Model
  readonly travel: TravelFigures
}

/** Throws RoadsUnavailableError where roads are a must and nobody answers. */
export async function questionOf(input: OptimizationInput, roads?: LegsOnly, signal?: AbortSignal): Promise<Question> {
  const { locations, rowOf } = createPlaces()
  const ground = await pacedGround(input, await territoryOf(input), rowOf)
  const travel = await measureTravel(input.travel, locations, ground.profiles, roads, signal)
  return {
    ...ground,
    travel,
    model: {
      ...ground.model,
      travel: {
        placeCount: locations.length,
        profiles: travel.tables,
        ...(ground.rushHours.length > 0 && { rushHours: ground.rushHours }),
      },
    },
  }
}

type GroundTerms = [input: OptimizationInput, territory: Territory, rowOf: (location: Location) => number]

/** Places are numbered as they come, by `rowOf`. */
export function groundOf(...terms: GroundTerms): Ground {
  const steps = groundInSteps(...terms)
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}

/** The same on the thread that serves, others being served in between. */
async function pacedGround(...terms: GroundTerms): Promise<Ground> {
  const pace = createPace()
  const steps = groundInSteps(...terms)
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
    await pace()
  }
}

function* groundInSteps(...[input, territory, rowOf]: GroundTerms): Generator<undefined, Ground, undefined> {
  const horizon = horizonOf(input)
  const commitments = commitmentsOf(input)
  const duties = dutiesOf(input, commitments)
  yield
  const shifts = plannableShifts(input, horizon, commitments)
  yield
  const clock = createClock(shifts.reduce((earliest, { opens }) => Math.min(earliest, opens), horizon.opens))
  const facts = factsOf(input)
  yield
  const links = linkModels(input, duties)
  const snap = snapOf(input, clock)

  const techOf = techNumbers(input)
  const areas = territory.ofTickets
  yield
  const visits = visitModels({ input, duties, commitments, facts, areas, horizon, clock, techOf, rowOf })
  yield
  const profiles = [...new Set(shifts.map(({ profile }) => profile))]
  const rushHours = rushHoursOf(input, shifts, clock)
  const sources = { input, profiles, clock, rowOf }
  const routes = shifts.map((shift, index) => routeModel(shift, rushHours.ofShifts[index], sources))
  yield
  const shares = fairShares(input, facts, duties, shifts)
  const techs = techModels({ input, facts, areas: territory.ofTechs, fairShares: shares, clock })
  yield
  const model = {
    visits: unsnapped(visits, links, snap),
    techs,
    routes,
    ...(links.length > 0 && { links }),
    prices: pricesOf(input),
    ...(snap && { snap }),
  }
  return { input, model, profiles, rushHours: rushHours.all, clock, horizon, facts, duties, shifts }
}

/** Where a technician stands in the list of the input; −1 when they are not there. */
export function techNumbers({ techs }: OptimizationInput): TechNumber {
  let numbers: ReadonlyMap<string, number> | undefined // most tickets name nobody
  return (id) => {
    numbers ??= new Map(techs.map((tech, number) => [tech.id, number]))
    return numbers.get(id) ?? -1
  }
}

const pricesOf = ({ policy }: OptimizationInput): NonNullable<Model['prices']> => ({
  surplusLevelCents: policy.surplusSkillLevel,
  areaMissedCents: policy.preferredAreaMissed,
  unfairCentsPerHour: policy.fairnessPerHour,
  scatterCentsPerKm: policy.compactnessPerKm,
  worstLateCentsPerHour: policy.worstLatenessPerHour,
})
