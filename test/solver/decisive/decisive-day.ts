// A day by hand on which one rule decides: without it, another plan is the best.
import type { Model, RouteModel, TechModel, VisitModel } from '../../../solver/model.ts'
import type { RuleName } from '../../arbitraries/rich-rules.ts'
import { aDay, aRoute, aTech, aVisit } from '../a-day.ts'

export interface DecisiveDay {
  readonly rule: RuleName
  /** What the rule brings about. */
  readonly story: string
  readonly model: Model
}

/** Where the second technician of `nearAndFar` lives: so far away that nobody would send them without a reason. */
const FAR_AWAY = 9

interface NearAndFar {
  /** All at kilometre 1 unless they say something else. */
  readonly visits: readonly Partial<VisitModel>[]
  readonly near?: Partial<TechModel>
  readonly far?: Partial<TechModel>
  readonly nearShift?: Partial<RouteModel>
  readonly farShift?: Partial<RouteModel>
}

/** Two technicians, the first at home a kilometre from the work. */
export const nearAndFar = (
  { visits, near, far, nearShift, farShift }: NearAndFar,
  rest: Partial<Omit<Model, 'travel'>> = {},
): Model =>
  aDay({
    visits: visits.map((visit) => aVisit({ place: 1, ...visit })),
    techs: [aTech(near), aTech(far)],
    routes: [aRoute(nearShift), aRoute({ tech: 1, startPlace: FAR_AWAY, endPlace: FAR_AWAY, ...farShift })],
    ...rest,
  })

/** One technician from kilometre 0 to kilometre 9, with work at both ends of the way: the near one comes first by itself. */
export const onTheWay = (
  near: Partial<VisitModel>,
  far: Partial<VisitModel>,
  rest: Partial<Omit<Model, 'travel'>> = {},
): Model =>
  aDay({
    visits: [aVisit({ place: 1, ...near }), aVisit({ place: FAR_AWAY, ...far })],
    routes: [aRoute({ endPlace: FAR_AWAY })],
    ...rest,
  })
