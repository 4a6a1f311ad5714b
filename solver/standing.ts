// What stands against a technician whatever the day looks like: who may go at all, and what the van holds. Imports solver/ only.
import type { Blocker } from './finding.ts'
import type { Model, RouteModel, VisitModel } from './model.ts'
import { fitBlockers, NO_SHIFT } from './rules/fit.ts'
import type { Who } from './rules/fit-rule.ts'
import { loadBlockers } from './rules/load.ts'

export function standingOn(visit: VisitModel, who: Who): Blocker[] {
  const blockers = fitBlockers(visit, who)
  blockers.push(...loadBlockers(visit, who.tech, (who.shift.reloads ?? []).length > 0))
  return blockers
}

/** On the shifts on which the least stands against it, of which there are none where the technician has none. */
export function standingBlockers(
  model: Pick<Model, 'techs' | 'routes' | 'prices'>,
  visit: VisitModel,
  index: number,
  shifts: readonly number[],
): { readonly standing: readonly Blocker[]; readonly freest: readonly number[] } {
  const on = (shift: RouteModel) => standingOn(visit, { model, tech: model.techs[index]!, index, shift })
  const all = shifts.map((route) => ({ route, blockers: on(model.routes[route]!) }))
  const least = Math.min(...all.map(({ blockers }) => blockers.length))
  const freest = all.filter(({ blockers }) => blockers.length === least)
  return { standing: freest[0]?.blockers ?? on(NO_SHIFT), freest: freest.map(({ route }) => route) }
}
