// Shifts that can be planned: one technician's one shift each, cut to the horizon and to what has not passed yet.
// Knows technicians and times, no tickets beyond the starts that are fixed.
import type { OptimizationInput } from '../../contracts/optimization.ts'
import { durationSeconds, type Location } from '../../contracts/scalars.ts'
import type { Shift, Tech, TravelProfile } from '../../contracts/tech.ts'
import { DEFAULT_PROFILE } from '../../travel/travel.ts'
import { type Horizon, LONGEST_HORIZON, secondFrom, secondUntil } from './clock.ts'
import type { Commitment } from './commitments.ts'
import { type Span, spanOf } from './windows.ts'
import { createZones, localDay, offsetZone, weekOf } from './zones.ts'

/** In seconds since 1970. */
export interface PlannableShift {
  readonly tech: number
  /** Which of the shifts of the technician. */
  readonly number: number
  readonly profile: TravelProfile
  readonly timeZone: string
  readonly from: Location
  readonly to: Location
  readonly opens: number
  readonly closes: number
  readonly latest: number
  /** As the caller wrote it, not cut. */
  readonly whole: { readonly opens: number; readonly closes: number }
  /** The day on which it starts, as the technician's calendar has it; counted through. */
  readonly day: number
  readonly breaks: readonly ShiftBreak[]
  readonly limits: Pick<Shift, 'maxTravel' | 'maxDuration'>
  /** Seconds that were worked already on this day and in this week, on shifts that are over included. */
  readonly worked: { readonly onDay: number; readonly inWeek: number }
}

export interface ShiftBreak extends Span {
  readonly seconds: number
  readonly isPaid: boolean
}

export function plannableShifts(
  input: OptimizationInput,
  horizon: Horizon,
  commitments: ReadonlyMap<string, readonly Commitment[]>,
): PlannableShift[] {
  const offsetsOf = createZones()
  const fixedStarts = fixedStartsByTech(commitments)
  return input.techs.flatMap((tech, index) => {
    // Kept in the list of technicians, so that an answer can say why nobody asks them.
    if (tech.active === false) return []
    const { start, end = start, profile = DEFAULT_PROFILE, timeZone = offsetZone(input.horizon.start) } = tech
    const away = (tech.absences ?? []).map(spanOf).sort((one, other) => one.opens - other.opens)
    const workedBy = workedBefore(tech, input, offsetsOf(timeZone))
    return shiftsOf(tech, input).flatMap((shift, number) => {
      const whole = { opens: secondFrom(shift.start), closes: secondUntil(shift.end) }
      // Work that is fixed and has begun keeps its shift open backwards; nothing else may begin in the past all the same.
      const underWay = fixedStarts.get(tech.id)?.some((at) => whole.opens <= at && at < horizon.opens) ?? false
      const { opens, closes, latest, inBetween } = present(
        {
          opens: Math.max(whole.opens, underWay ? horizon.opens - LONGEST_HORIZON : horizon.opens),
          closes: Math.min(whole.closes, horizon.closes),
          latest: Math.min(secondUntil(shift.overtimeUntil ?? shift.end), horizon.closes),
        },
        away,
      )
      // A shift of which only the overtime is left is over.
      if (closes <= opens) return []
      const day = localDay(whole.opens, offsetsOf(timeZone))
      return {
        tech: index,
        number,
        profile,
        timeZone,
        from: shift.from ?? start,
        to: shift.to ?? end,
        opens,
        closes,
        latest,
        whole,
        day,
        breaks: [...breaksOf(shift, whole), ...inBetween].sort((a, b) => a.closes - b.closes),
        limits: shift,
        worked: workedBy(day),
      }
    })
  })
}

const shiftsOf = ({ shifts }: Tech, { horizon }: OptimizationInput): readonly Shift[] => shifts ?? [horizon]

function workedBefore(tech: Tech, input: OptimizationInput, offsets: Parameters<typeof localDay>[1]) {
  const done = shiftsOf(tech, input).flatMap(({ start, worked }) =>
    worked === undefined ? [] : [{ day: localDay(secondFrom(start), offsets), seconds: durationSeconds(worked) }],
  )
  const sumOf = (isMeant: (day: number) => boolean) =>
    done.reduce((sum, { day, seconds }) => sum + (isMeant(day) ? seconds : 0), 0)
  return (day: number) => ({
    onDay: sumOf((other) => other === day),
    inWeek: sumOf((other) => weekOf(other) === weekOf(day)),
  })
}

type Hours = Pick<PlannableShift, 'opens' | 'closes' | 'latest'>

/** What is left of a shift; whoever is away in the middle of it comes back, and rests at that very time. */
function present(hours: Hours, away: readonly Span[]): Hours & { readonly inBetween: readonly ShiftBreak[] } {
  let { opens, closes, latest } = hours
  const inBetween: ShiftBreak[] = []
  for (const span of away) {
    if (span.closes <= opens || span.opens >= latest) continue
    if (span.opens <= opens) opens = span.closes
    else if (span.closes >= closes) {
      closes = Math.min(closes, span.opens)
      latest = span.opens
    } else inBetween.push({ opens: span.opens, closes: span.opens, seconds: span.closes - span.opens, isPaid: false })
  }
  return { opens, closes, latest, inBetween }
}

/** A break without a window ends with the shift at the latest. */
function breaksOf({ breaks = [] }: Shift, whole: PlannableShift['whole']): ShiftBreak[] {
  return breaks
    .map(({ duration, window, paid }) => {
      const seconds = durationSeconds(duration)
      const anyTime = { opens: whole.opens, closes: Math.max(whole.opens, whole.closes - seconds) }
      return { ...(window ? spanOf(window) : anyTime), seconds, isPaid: paid }
    })
    .filter(({ seconds }) => seconds > 0)
    .sort((a, b) => a.closes - b.closes)
}

function fixedStartsByTech(commitments: ReadonlyMap<string, readonly Commitment[]>): Map<string, number[]> {
  const starts = new Map<string, number[]>()
  for (const { techId, start, fixed } of [...commitments.values()].flat())
    if (fixed.start) {
      const ofTech = starts.get(techId) ?? []
      starts.set(techId, ofTech)
      ofTech.push(start)
    }
  return starts
}
