// Judge: what the model says under an index that was checked to exist. Imports solver/model.ts only.
import type { BreakModel, Model, ReloadModel, RouteModel, RushHours, TechModel, VisitModel } from '../model.ts'

export interface TableLeg {
  readonly seconds: number
  readonly metres: number
}

export const routeOf = (model: Model, route: number): RouteModel => existing(model.routes[route], 'route', route)
export const visitOf = (model: Model, visit: number): VisitModel => existing(model.visits[visit], 'visit', visit)
export const techOf = (model: Model, tech: number): TechModel => existing(model.techs[tech], 'tech', tech)
export const breakOf = (shift: RouteModel, entry: number): BreakModel => existing(shift.breaks?.[entry], 'break', entry)
export const reloadOf = (shift: RouteModel, entry: number): ReloadModel =>
  existing(shift.reloads?.[entry], 'depot', entry)

/** Without a row of its own a route meets no rush hours. */
export const rushHoursOf = (model: Model, { rushHours }: RouteModel): RushHours =>
  rushHours === undefined ? [] : existing(model.travel.rushHours?.[rushHours], 'rush hours', rushHours)

export function tableLeg(model: Model, profile: number, from: number, to: number): TableLeg {
  const table = existing(model.travel.profiles[profile], 'profile', profile)
  const cell = from * model.travel.placeCount + to
  return {
    seconds: existing(table.seconds[cell], 'leg to', to),
    metres: existing(table.metres[cell], 'leg to', to),
  }
}

function existing<T>(value: T | undefined, kind: string, number: number): T {
  if (value === undefined)
    throw new Error(`The model has no ${kind} ${number}. Maybe the plan belongs to another model.`)
  return value
}
