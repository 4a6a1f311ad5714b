// Due: work should have begun by then; each hour later has its price. The visit that is late the longest may cost more.
// Imports solver/ only.
import type { VisitModel } from '../model.ts'
import { sharedInts, sharedNumbers } from '../shared.ts'
import { centsFor } from './money.ts'
import { NEVER } from './never.ts'

export interface Due {
  readonly dueAt: Int32Array // by visit; NEVER without a due time
  readonly lateCentsPerHour: Float64Array // by visit
  readonly hasDue: boolean // being late costs something somewhere
}

export function compileDue(visits: readonly VisitModel[]): Due {
  const dueAt = sharedInts(visits.length).fill(NEVER)
  const lateCentsPerHour = sharedNumbers(visits.length)
  for (const [visit, { due }] of visits.entries()) {
    if (due === undefined) continue
    dueAt[visit] = due.at
    lateCentsPerHour[visit] = due.centsPerHour
  }
  return { dueAt, lateCentsPerHour, hasDue: lateCentsPerHour.some((cents) => cents > 0) }
}

export const lateSeconds = ({ dueAt }: Due, visit: number, start: number): number => Math.max(0, start - dueAt[visit]!)

export function latenessCents(due: Due, visit: number, start: number): number {
  const late = start - due.dueAt[visit]!
  return late > 0 ? centsFor(late, due.lateCentsPerHour[visit]!) : 0
}
