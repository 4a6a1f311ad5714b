// Plans made by hand, to see how they are told: a search that always finds the plan it was given.
import type { OptimizationOutput, OptimizationRequest } from '../../src/contracts/optimization.ts'
import { COST_LINES, type CostLines, type Model, type PlannedRoute, type SolverPool } from '../../workers/client.ts'
import { answered, smallRequest } from './inputs.ts'

export type Solved = Awaited<ReturnType<SolverPool['solve']>>
export type Option = Solved['options'][number][number]

export const lines = (more: Partial<CostLines> = {}): CostLines =>
  ({ ...Object.fromEntries(COST_LINES.map((line) => [line, 0])), ...more }) as CostLines

export const option = (more: Partial<Option> = {}): Option => ({
  ...{ route: 0, position: 0, arrival: 3600, start: 3600, end: 7200, cost: lines() },
  ...{ addedSeconds: 0, addedMetres: 0, addedWaitingSeconds: 0, legSeconds: 0, legMetres: 0 },
  ...more,
})

/** The plan of these routes; visits that no route has are left out, for reasons that a test may add. */
export function planned(model: Model, routes: readonly PlannedRoute[], more: Partial<Solved> = {}): Solved {
  const served = new Set(routes.flatMap(({ visits }) => visits.map(({ visit }) => visit)))
  const unserved = [...model.visits.keys()].filter((visit) => !served.has(visit))
  const options = model.visits.map((_, visit) =>
    routes.flatMap(({ route, visits }) =>
      visits.flatMap((stop, position) => (stop.visit === visit ? [option({ ...stop, route, position })] : [])),
    ),
  )
  return {
    plan: { routes, unserved },
    cost: lines(),
    options,
    unserved: unserved.map((visit) => ({ visit, blockers: [] })),
    iterations: 1,
    ...more,
  }
}

export function told(more: Partial<OptimizationRequest>, solve: (model: Model) => Solved): Promise<OptimizationOutput> {
  const pool: SolverPool = { solve: async (model) => solve(model), close: async () => {} }
  return answered(smallRequest(more), pool)
}
