// Small inputs for the tests of the optimizer: a complete one, to which a test adds what it is about.
import {
  type OptimizationInput,
  OptimizationOutput,
  type OptimizationRequest,
} from '../../src/contracts/optimization.ts'
import { optimize } from '../../src/optimizer/optimize.ts'
import { AcceptedInput } from '../../src/optimizer/question/accept.ts'
import type { SolverPool } from '../../workers/client.ts'

export const HORIZON = { start: '2026-03-03T08:00:00+01:00', end: '2026-03-03T18:00:00+01:00' }

/** Two tickets and two technicians in one town; nothing is asked for beyond that. */
export const smallRequest = (more: Partial<OptimizationRequest> = {}): OptimizationRequest => ({
  tickets: [
    { id: 'T-1', location: { lat: 47.14, lon: 9.52 }, duration: 'PT45M' },
    { id: 'T-2', location: { lat: 47.17, lon: 9.51 }, duration: 'PT1H' },
  ],
  techs: [
    { id: 'ana', start: { lat: 47.15, lon: 9.52 } },
    { id: 'ben', start: { lat: 47.21, lon: 9.53 } },
  ],
  horizon: HORIZON,
  options: { seconds: 30, iterations: 30, threads: 1 },
  ...more,
})

export const ticket = (more: Partial<OptimizationRequest['tickets'][number]> = {}) => ({
  id: 'T-1',
  location: { lat: 47.14, lon: 9.52 },
  duration: 'PT1H',
  ...more,
})

export const tech = (more: Partial<OptimizationRequest['techs'][number]> = {}) => ({
  id: 'ana',
  start: { lat: 47.15, lon: 9.52 },
  ...more,
})

export const accepted = (request: OptimizationRequest): OptimizationInput => AcceptedInput.parse(request)

/** Every answer of every test is held against the contract. */
export async function answered(
  request: OptimizationRequest,
  pool: SolverPool,
  runId = 'run',
): Promise<OptimizationOutput> {
  return OptimizationOutput.parse(await optimize(accepted(request), { pool, runId }))
}
