// What becomes of a small request on its way to the solver, for tests of one rule each.
import type { OptimizationRequest } from '../../src/contracts/optimization.ts'
import { questionOf } from '../../src/optimizer/question/question.ts'
import { accepted, HORIZON, smallRequest, ticket } from './inputs.ts'

export const ask = async (more: Partial<OptimizationRequest>) => {
  const question = await questionOf(accepted(smallRequest(more)))
  return {
    ...question,
    visit: question.model.visits[0]!,
    route: question.model.routes[0],
    tech: question.model.techs[0],
  }
}

export const askTicket = (more: Parameters<typeof ticket>[0], rest: Partial<OptimizationRequest> = {}) =>
  ask({ tickets: [ticket(more)], ...rest })

export const at = (clock: string) => `2026-03-03T${clock}:00+01:00`

/** Seconds of the model, whose origin is the start of the horizon where nothing is said of now: 08:00. */
export const second = (clock: string) => (Date.parse(at(clock)) - Date.parse(HORIZON.start)) / 1000

export const between = (from: string, to: string) => ({ start: at(from), end: at(to) })
export const span = (from: string, to: string) => ({ opens: second(from), closes: second(to) })
