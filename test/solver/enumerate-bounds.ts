// What a course costs at least, for the enumeration: lines that no other hour and no other route could make cheaper.
// The judge has the last word on every price. Imports solver/model.ts and the judge.
import { judge } from '../../solver/check/judge.ts'
import type { CostLine, CostLines, Model, PlannedDay } from '../../solver/model.ts'
import { plannedRoute, type ShiftClock, type TimedCourse } from './enumerate-clock.ts'

/** These follow from who goes, whatever the order and the hour. */
const OF_WHO_GOES: readonly CostLine[] = ['SHIFT', 'PREFERENCE', 'CONTINUITY', 'SURPLUS_SKILL', 'AREA', 'CHANGE']
/** These belong to no single route. */
const OF_THE_DAY: readonly CostLine[] = ['HEAD', 'FAIRNESS', 'WORST_LATENESS', 'GAP', 'UNSERVED']

export const totalOf = (cost: CostLines): number => Object.values(cost).reduce((sum, cents) => sum + cents, 0)

export const whoGoesCents = (model: Model, timed: TimedCourse): number =>
  OF_WHO_GOES.reduce((sum, line) => sum + judgedAlone(model, timed).cost[line], 0)

/** What the judge charges for this route alone; nothing when it breaks a rule. */
export function ownCents(model: Model, timed: TimedCourse): number | undefined {
  const { violations, cost } = judgedAlone(model, timed)
  return violations.length > 0 ? undefined : OF_THE_DAY.reduce((sum, line) => sum - cost[line], totalOf(cost))
}

/** Driving on open roads, lateness and overtime: later hours make none of it cheaper. */
export function hoursCents(model: Model, { shift, roads }: ShiftClock, { stops, home }: TimedCourse): number {
  const legs = [...stops, home].map(({ from, to }) =>
    rounded(
      shift.centsPerHour * roads.leastSeconds(from, to) * 1000 + shift.centsPerKm * roads.metresOf(from, to) * 3600,
      3_600_000,
    ),
  )
  const late = stops.map(({ visit, start }) => {
    const due = visit === undefined ? undefined : model.visits[visit]!.due
    return due ? hourly(start - due.at, due.centsPerHour) : 0
  })
  return [...legs, ...late].reduce(
    (sum, cents) => sum + cents,
    hourly(home.arrival - shift.closes, shift.overtimeCentsPerHour),
  )
}

export const dayOf = (model: Model, timed: readonly TimedCourse[]): PlannedDay => {
  const served = new Set(timed.flatMap(({ stops }) => stops.map(({ visit }) => visit)))
  return { routes: timed.map(plannedRoute), unserved: [...model.visits.keys()].filter((visit) => !served.has(visit)) }
}

const judgedAlone = (model: Model, timed: TimedCourse) => judge(model, dayOf(model, [timed]))

const hourly = (seconds: number, centsPerHour: number) => (seconds > 0 ? rounded(seconds * centsPerHour, 3600) : 0)
/** Half a cent up. */
const rounded = (dividend: number, divisor: number) => Math.floor((dividend + divisor / 2) / divisor)
