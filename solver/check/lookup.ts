// Judge: what the model says under an index that was checked to exist. Imports solver/model.ts only.
import type { Model, RouteModel, TechModel, VisitModel } from '../model.ts'

export interface Leg {
  readonly seconds: number
  readonly metres: number
}

export const routeOf = (model: Model, route: number): RouteModel => existing(model.routes[route], `route ${route}`)
export const visitOf = (model: Model, visit: number): VisitModel => existing(model.visits[visit], `visit ${visit}`)
export const techOf = (model: Model, tech: number): TechModel => existing(model.techs[tech], `tech ${tech}`)

export function legOf(model: Model, profile: number, from: number, to: number): Leg {
  const table = existing(model.travel.profiles[profile], `profile ${profile}`)
  const cell = from * model.travel.placeCount + to
  return {
    seconds: existing(table.seconds[cell], `leg ${from} to ${to}`),
    metres: existing(table.metres[cell], `leg ${from} to ${to}`),
  }
}

/** How long this technician works on the visit. */
export const workSeconds = (visit: VisitModel, tech: number): number =>
  visit.secondsByTech.find((entry) => entry.tech === tech)?.seconds ?? visit.seconds

function existing<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`The model has no ${name}. Maybe the plan belongs to another model.`)
  return value
}
