// /v1/optimizations/{runId}/apply: somebody says yes. The only way in which anything here changes a ticket, and even that
// is a proposal, which dispatch-api checks and records.
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { OptimizationOutput } from '../../contracts/optimization.ts'
import { ApplyAnswer, ApplyRequest, RunId } from '../../contracts/run.ts'
import type { Outbox } from '../../dispatch-command/outbox.ts'
import { PLANNERS } from '../../platform/access.ts'
import { HttpProblem, invalidInput, problem } from '../../platform/http.ts'
import { actorOf, appliedOf, intentsOf, ticketFaults } from '../runs/intents.ts'
import type { StoredRun } from '../runs/run-store.ts'
import { found } from '../runs/run-wire.ts'
import type { Runs } from '../runs/runs.ts'

export const applyEndpoint: FastifyPluginAsyncZod<{ runs: Runs; outbox: Outbox }> = async (app, { runs, outbox }) => {
  const schema = {
    summary: 'Propose the slots of a run to dispatch-api, ticket by ticket; again changes nothing',
    params: z.object({ runId: RunId }),
    body: ApplyRequest.nullish(),
    response: { 200: ApplyAnswer, 409: problem('The run has no output yet.') },
  }
  app.post(
    '/v1/optimizations/:runId/apply',
    { config: { mayCall: PLANNERS }, schema },
    async ({ params, body, identity, trace }) => {
      const output = outputOf(found(await runs.find(identity.tenant, params.runId)))
      const issues = ticketFaults(output, body?.ticketIds)
      if (issues.length > 0) throw new HttpProblem(invalidInput(issues))
      const asking = { tenant: identity.tenant, actor: actorOf(identity.id), trace }
      return appliedOf(await outbox.apply(intentsOf(output, body?.ticketIds, asking)))
    },
  )
}

/** Of a run that is done, or was stopped and kept its best. */
function outputOf({ status, output }: StoredRun): OptimizationOutput {
  if (output !== null) return JSON.parse(output)
  throw new HttpProblem({
    status: 409,
    code: 'RUN_NOT_DONE',
    title: 'The run has no output to apply',
    detail: `It is ${status}.`,
  })
}
