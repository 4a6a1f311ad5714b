// How large a live plan is: technicians, working days, and the visits that are planned. Knows no command line.

export interface PlanSize {
  /** As a person names it, such as 100x1. */
  readonly plan: string
  readonly technicians: number
  readonly days: number
  readonly visits: number
}

/** Of each technician on each day: a plan of one day has short jobs, one of several days longer ones. */
const VISITS_A_SHIFT = { oneDay: 10, severalDays: 8 }

export function planSize(technicians: number, days: number): PlanSize {
  const each = days === 1 ? VISITS_A_SHIFT.oneDay : VISITS_A_SHIFT.severalDays
  return { plan: `${technicians}x${days}`, technicians, days, visits: technicians * days * each }
}
