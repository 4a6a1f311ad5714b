// Shifts as routes: hours, prices, breaks, depots and limits of one technician's one shift in the solver's own terms.
// Knows no tickets but how many there are.
import type { RouteModel } from '../../../workers/client.ts'
import type { OptimizationInput } from '../../contracts/optimization.ts'
import { durationSeconds, type Location } from '../../contracts/scalars.ts'
import type { Tech, TravelProfile } from '../../contracts/tech.ts'
import { type Clock, modelSeconds } from './clock.ts'
import type { PlannableShift } from './shifts.ts'
import { depotsOf, loadingSeconds } from './van-stock.ts'
import { mergedSpans, spanOf } from './windows.ts'
import { weekOf } from './zones.ts'

/** More visits than any shift has time for, also when more join a plan later. */
const ANY_NUMBER = 1_000_000

export interface RouteSources {
  readonly input: OptimizationInput
  readonly profiles: readonly TravelProfile[]
  readonly clock: Clock
  readonly rowOf: (location: Location) => number
}

export function routeModel(shift: PlannableShift, rushHours: number | undefined, sources: RouteSources): RouteModel {
  const { input, profiles, clock, rowOf } = sources
  const { techs, policy } = input
  const tech = techs[shift.tech]
  const price = (name: keyof typeof policy.costs) => tech?.costs?.[name] ?? policy.costs[name]
  const spanCentsPerHour = price('outPerHour')
  return {
    tech: shift.tech,
    profile: profiles.indexOf(shift.profile),
    ...(rushHours !== undefined && { rushHours }),
    startPlace: rowOf(shift.from),
    endPlace: rowOf(shift.to),
    opens: clock.toModel(shift.opens),
    closes: clock.toModel(shift.closes),
    latest: clock.toModel(shift.latest),
    maxVisits: tech?.maxVisits ?? ANY_NUMBER,
    centsPerHour: price('perHour'),
    centsPerKm: price('perKm'),
    waitingCentsPerHour: price('waitingPerHour'),
    overtimeCentsPerHour: price('overtimePerHour'),
    centsPerShift: price('perShift'),
    // A price of nothing would still be a reason to set out late.
    ...(spanCentsPerHour > 0 && { spanCentsPerHour }),
    ...limitsOf(shift, tech),
    ...breaksOf(shift, clock),
    ...(tech && reloadsOf(tech, sources)),
    ...reserveOf(shift, policy.emergencyReserve),
    day: shift.day,
    week: weekOf(shift.day),
    ...(shift.worked.onDay > 0 && { busyBeforeOnDay: modelSeconds(shift.worked.onDay) }),
    ...(shift.worked.inWeek > 0 && { busyBeforeInWeek: modelSeconds(shift.worked.inWeek) }),
  }
}

type Limits = Pick<RouteModel, 'mostSeconds' | 'mostTravelSeconds' | 'mostLegSeconds'>

function limitsOf({ limits: { maxDuration, maxTravel } }: PlannableShift, tech: Tech | undefined): Limits {
  const leg = tech?.maxTravelPerLeg
  return {
    ...(maxDuration !== undefined && { mostSeconds: modelSeconds(durationSeconds(maxDuration)) }),
    ...(maxTravel !== undefined && { mostTravelSeconds: modelSeconds(durationSeconds(maxTravel)) }),
    ...(leg !== undefined && { mostLegSeconds: modelSeconds(durationSeconds(leg)) }),
  }
}

function breaksOf({ breaks }: PlannableShift, clock: Clock): Pick<RouteModel, 'breaks'> {
  if (breaks.length === 0) return {}
  return {
    breaks: breaks.map(({ opens, closes, seconds, isPaid }) => ({
      // One that is over keeps its time, so that it counts as had.
      opens: clock.toModelOrBefore(opens),
      closes: clock.toModelOrBefore(closes),
      seconds: modelSeconds(seconds),
      isPaid,
    })),
  }
}

function reloadsOf(tech: Tech, { input, clock, rowOf }: RouteSources): Pick<RouteModel, 'reloads' | 'mostReloads'> {
  const depots = depotsOf(tech, input)
  if (depots.length === 0) return {}
  return {
    reloads: depots.map((depot) => ({
      place: rowOf(depot.location),
      seconds: loadingSeconds(depot),
      windows: mergedSpans((depot.windows ?? []).map(spanOf), clock),
    })),
    ...(tech.maxReloads !== undefined && { mostReloads: tech.maxReloads }),
  }
}

/** Room for emergencies is used up as the shift passes: of half a shift that is left, half as much is kept. */
function reserveOf(
  { opens, closes, whole }: PlannableShift,
  reserve: string | undefined,
): Pick<RouteModel, 'reserveSeconds'> {
  if (reserve === undefined) return {}
  const left = (closes - opens) / Math.max(closes - opens, whole.closes - whole.opens)
  const reserveSeconds = modelSeconds(durationSeconds(reserve) * left)
  return reserveSeconds > 0 ? { reserveSeconds } : {}
}
