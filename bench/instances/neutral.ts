// Visits, technicians and routes of the solver's model about which a set says nothing special: no rule, no price.
import type { RouteModel, TechModel, VisitModel } from '../../solver/model.ts'

export const visitWith = (
  own: Pick<VisitModel, 'id' | 'place' | 'seconds' | 'unservedCents'> & Partial<VisitModel>,
): VisitModel => ({
  secondsByTech: [],
  windows: [],
  skills: [],
  requiredTechs: [],
  excludedTechs: [],
  preferredTechs: [],
  otherTechCents: 0,
  areas: [],
  load: [],
  mayBePlanned: true,
  ...own,
})

export const techWith = (own: Pick<TechModel, 'id'> & Partial<TechModel>): TechModel => ({
  skills: [],
  anySkill: false,
  areas: [],
  capacity: [],
  ...own,
})

/** There is no overtime in any set: the shift has ended when it has to. */
export function routeWith(
  own: Pick<RouteModel, 'tech' | 'startPlace' | 'endPlace' | 'opens' | 'closes' | 'maxVisits'> & Partial<RouteModel>,
): RouteModel {
  return {
    profile: 0,
    latest: own.closes,
    centsPerHour: 0,
    centsPerKm: 0,
    waitingCentsPerHour: 0,
    overtimeCentsPerHour: 0,
    centsPerShift: 0,
    ...own,
  }
}
