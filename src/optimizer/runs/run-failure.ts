// Why a run failed, as the problem that is stored with it and answered for it. Of an error that nobody foresaw nothing
// leaks; the log has it under the correlation id.
import { ModelRefusedError, PlanRejectedError, WorkerCrashedError } from '../../../workers/client.ts'
import { HttpProblem, type ProblemParts, problemBody } from '../../platform/problem.ts'
import { RoadsUnavailableError } from '../../travel/osrm/failure.ts'
import { failureCode } from '../../travel/road-tables.ts'
import { RunInterruptedError } from './run-interrupted.ts'

export const failureJson = (error: unknown, correlationId: string): string =>
  problemBody(new HttpProblem(partsOf(error)), correlationId)

function partsOf(error: unknown): ProblemParts {
  if (error instanceof ModelRefusedError)
    return {
      status: 422,
      code: 'NOT_PLANNABLE',
      title: 'A price or a time is too large to be planned with exactly',
      detail: error.message,
    }
  if (error instanceof WorkerCrashedError)
    return { status: 500, code: 'WORKER_CRASHED', title: 'A search thread was lost; nothing else is affected' }
  if (error instanceof PlanRejectedError)
    return { status: 500, code: 'PLAN_REJECTED', title: 'The plan did not pass its check, so nobody gets to see it' }
  if (error instanceof RoadsUnavailableError) return roadsProblem(error)
  if (error instanceof RunInterruptedError)
    return {
      status: 500,
      code: 'INTERRUPTED',
      title: 'The run was cut short again and again',
      detail: error.message,
    }
  return { status: 500, code: 'INTERNAL_ERROR', title: 'The run failed' }
}

/** Of runs, and of plans that are asked. */
export const roadsProblem = ({ failure }: Pick<RoadsUnavailableError, 'failure'>): ProblemParts => ({
  status: 503,
  code: 'ROADS_UNAVAILABLE',
  title: 'The road service gave no answer',
  detail: `${failureCode(failure)}: ${failure.detail}. With travel.onFailure "estimate" the ways would be estimated.`,
  headers: { 'retry-after': '5' },
})
