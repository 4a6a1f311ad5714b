// A day as it is given back with its plan after one of its visits has changed. Knows no search.
import type { Model, PlannedDay, VisitModel } from '../../workers/client.ts'

export const CHANGES = ['window', 'place', 'replaced'] as const
export type ChangeName = (typeof CHANGES)[number]

/** Another visit of the day lends what is new, so that the day stays one of its kind. */
export function changed(model: Model, change: ChangeName, visit: number, lender: number): Model {
  const lent = model.visits[lender]
  if (lent === undefined) throw new RangeError(`there is no visit ${lender}`)
  const { windows, place } = lent
  const next: Record<ChangeName, (of: VisitModel) => VisitModel> = {
    window: (of) => ({ ...of, windows }),
    place: (of) => ({ ...of, place }),
    // Another customer, who has not been planned before.
    replaced: ({ id }) => ({ ...lent, id: `${id}-new` }),
  }
  return { ...model, visits: model.visits.map((of, index) => (index === visit ? next[change](of) : of)) }
}

/** Every visit stands where the plan has it; nobody minds another technician. Those in `except` are new. */
export function withPlan(model: Model, { routes }: PlannedDay, except: readonly number[] = []): Model {
  const planned = new Map<number, VisitModel['planned']>()
  for (const { route, visits } of routes) {
    const tech = model.routes[route]?.tech ?? 0
    for (const { visit, start } of visits) planned.set(visit, { tech, start, techChangedCents: 0 })
  }
  const given = (visit: number) => (except.includes(visit) ? undefined : planned.get(visit))
  return {
    ...model,
    visits: model.visits.map((of, visit) => {
      const stands = given(visit)
      return stands ? { ...of, planned: stands } : of
    }),
  }
}
