// Shifts as routes: one technician's one shift each, cut to the horizon and to what has not passed yet.
// Knows technicians and times, no tickets beyond the starts that are fixed.
import type { RouteModel } from '../../../workers/client.ts'
import type { OptimizationInput } from '../../contracts/optimization.ts'
import type { Location } from '../../contracts/scalars.ts'
import type { TravelProfile } from '../../contracts/tech.ts'
import { DEFAULT_PROFILE } from '../../travel/travel.ts'
import { type Clock, type Horizon, LONGEST_HORIZON, secondFrom, secondUntil } from './clock.ts'

/** A shift that can be planned, in seconds since 1970. */
export interface PlannableShift {
  readonly tech: number
  readonly profile: TravelProfile
  readonly from: Location
  readonly to: Location
  readonly opens: number
  readonly closes: number
  readonly latest: number
  /** As the caller wrote it, not cut. */
  readonly whole: { readonly opens: number; readonly closes: number }
}

export function plannableShifts(input: OptimizationInput, horizon: Horizon): PlannableShift[] {
  const fixedStarts = fixedStartsByTech(input)
  return input.techs.flatMap((tech, index) => {
    // Kept in the list of technicians, so that an answer can say why nobody asks them.
    if (tech.active === false) return []
    const { start, end = start, shifts = [input.horizon], profile = DEFAULT_PROFILE } = tech
    return shifts.flatMap((shift: NonNullable<typeof tech.shifts>[number]) => {
      const whole = { opens: secondFrom(shift.start), closes: secondUntil(shift.end) }
      // Work that is fixed and has begun keeps its shift open backwards; nothing else may begin in the past all the same.
      const underWay = fixedStarts.get(tech.id)?.some((at) => whole.opens <= at && at < horizon.opens) ?? false
      const opens = Math.max(whole.opens, underWay ? horizon.opens - LONGEST_HORIZON : horizon.opens)
      const closes = Math.min(whole.closes, horizon.closes)
      const latest = Math.min(secondUntil(shift.overtimeUntil ?? shift.end), horizon.closes)
      // A shift of which only the overtime is left is over.
      if (closes <= opens) return []
      return [{ tech: index, profile, from: shift.from ?? start, to: shift.to ?? end, opens, closes, latest, whole }]
    })
  })
}

function fixedStartsByTech({ plan = [] }: OptimizationInput): Map<string, number[]> {
  const starts = new Map<string, number[]>()
  for (const { techId, start, pinned } of plan)
    if (pinned === true) {
      const ofTech = starts.get(techId) ?? []
      starts.set(techId, ofTech)
      ofTech.push(secondFrom(start))
    }
  return starts
}

export function routeModel(
  shift: PlannableShift,
  { techs, tickets, policy }: OptimizationInput,
  profiles: readonly TravelProfile[],
  clock: Clock,
  rowOf: (location: Location) => number,
): RouteModel {
  const tech = techs[shift.tech]
  const costs = tech?.costs
  return {
    tech: shift.tech,
    profile: profiles.indexOf(shift.profile),
    startPlace: rowOf(shift.from),
    endPlace: rowOf(shift.to),
    opens: clock.toModel(shift.opens),
    closes: clock.toModel(shift.closes),
    latest: clock.toModel(shift.latest),
    maxVisits: tech?.maxVisits ?? tickets.length,
    centsPerHour: costs?.perHour ?? policy.costs.perHour,
    centsPerKm: costs?.perKm ?? policy.costs.perKm,
    waitingCentsPerHour: costs?.waitingPerHour ?? policy.costs.waitingPerHour,
    overtimeCentsPerHour: costs?.overtimePerHour ?? policy.costs.overtimePerHour,
    centsPerShift: costs?.perShift ?? policy.costs.perShift,
  }
}
