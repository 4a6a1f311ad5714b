// The runs as the autonomy policy sees them: one that is done at a time, and the commands that its tickets would become.
import type { DoneRun, RunsToDecide } from '../../autonomy/considering.ts'
import type { OptimizationInput, OptimizationOutput } from '../../contracts/optimization.ts'
import { AcceptedInput } from '../question/accept.ts'
import { intentsOf } from './intents.ts'
import { takeUndecided, type UndecidedRun } from './run-store.ts'

/** No person: whoever reads the timeline sees that a policy sent it. */
const ACTOR = { id: 'optimizer-autonomy', role: 'system_scheduler_agent', type: 'SERVICE' } as const

export const runsToDecide: RunsToDecide = {
  next: async (on) => {
    const run = await takeUndecided(on)
    return run && doneRunOf(run)
  },
  intentsOf: ({ output, tenant, trace }, ticketIds, authorityOf) =>
    intentsOf(output, ticketIds, { tenant, trace, actor: ACTOR }).map((intent) => ({
      ...intent,
      authority: authorityOf(intent.ticketId),
    })),
}

function doneRunOf({ id, tenant, input, output, trace, ageSeconds }: UndecidedRun): DoneRun {
  const answer = JSON.parse(output) as OptimizationOutput
  // Of an earlier release, it may lack what has been added since.
  const question: OptimizationInput = AcceptedInput.parse(JSON.parse(input))
  return { runId: id, tenant, input: question, output: answer, ageSeconds, trace }
}
