// Why a run failed, as the problem that is stored with it and answered for it. Of an error that nobody foresaw nothing
// leaks; the log has it under the correlation id.
import { ModelRefusedError, PlanRejectedError, WorkerCrashedError } from '../../../workers/client.ts'
import { HttpProblem, type ProblemParts, problemBody } from '../../platform/problem.ts'

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
  return { status: 500, code: 'INTERNAL_ERROR', title: 'The run failed' }
}
