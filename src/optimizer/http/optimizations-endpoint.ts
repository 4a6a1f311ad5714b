// /v1/optimizations: ask, look, stop. Hands everything to the runs; knows HTTP and nothing else.
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { OptimizationOutput } from '../../contracts/optimization.ts'
import { Run, RunAccepted, RunId, RunLabel } from '../../contracts/run.ts'
import { PLANNERS, READERS } from '../../platform/access.ts'
import { HttpProblem, problem } from '../../platform/http.ts'
import type { KeptAreasOf } from '../../territory/kept-areas.ts'
import { AcceptedInput } from '../question/accept.ts'
import type { AtHand } from '../question/at-hand.ts'
import { JobTooLargeError } from '../runs/job-size.ts'
import { acceptedOf, failureProblem, found, linksOf, runJson, sendJson } from '../runs/run-wire.ts'
import { KeyReusedError, QueueFullError, type Runs, type Submission } from '../runs/runs.ts'

export const LONGEST_WAIT_SECONDS = 120
const RETRY_AFTER_SECONDS = 5

export const SubmitHeaders = z.looseObject({
  'idempotency-key': z
    .string()
    .regex(/^[\x20-\x7e]{1,200}$/, 'must be 1 to 200 printable characters')
    .optional()
    .meta({ description: 'The same key with the same input is the same run; with another input it is refused' }),
  prefer: z
    .string()
    .optional()
    .meta({
      description: `wait=N answers with the output when it is there within N seconds, ${LONGEST_WAIT_SECONDS} at most`,
    }),
})
/** Beside the input and not in it: what a run is called changes nothing about its answer. */
const LabelQuery = z.strictObject({
  name: RunLabel.shape.name.optional(),
  note: RunLabel.shape.note,
  baseRun: RunLabel.shape.baseRun,
})

function labelIn({ name, note, baseRun }: z.infer<typeof LabelQuery>): RunLabel | undefined {
  if (name === undefined) return undefined
  return { name, ...(note !== undefined && { note }), ...(baseRun !== undefined && { baseRun }) }
}

const RunParams = z.object({ runId: RunId })

export const optimizationsEndpoint: FastifyPluginAsyncZod<{ runs: Runs; areas: KeptAreasOf; atHand: AtHand }> = async (
  app,
  { runs, areas, atHand },
) => {
  const submit = {
    summary: 'Plan the tickets of an input',
    headers: SubmitHeaders,
    body: atHand(AcceptedInput),
    querystring: LabelQuery,
    response: {
      200: OptimizationOutput,
      202: RunAccepted,
      409: problem('The idempotency key belongs to another input.'),
      422: problem('A price or a time is too large to be planned with exactly.'),
      503: problem('Roads are a must, and the road service gave no answer.'),
    },
  }
  app.post(
    '/v1/optimizations',
    { config: { mayCall: PLANNERS }, schema: submit },
    async ({ body, headers, query, identity, trace }, reply) => {
      const idempotencyKey = headers['idempotency-key']
      const accepted = await submitted(runs, {
        input: await areas.lend(identity.tenant, body),
        tenant: identity.tenant,
        idempotencyKey,
        trace,
        label: labelIn(query),
      })
      reply.header('location', linksOf(accepted.id).self)
      const seconds = waitOf(headers.prefer)
      if (seconds === undefined) return reply.code(202).send(acceptedOf(accepted))

      reply.header('preference-applied', `wait=${seconds}`)
      await settledWithin(seconds, runs, accepted.id)
      const run = found(await runs.find(identity.tenant, accepted.id))
      if (run.problem) throw failureProblem(run.problem)
      return run.output === null ? reply.code(202).send(acceptedOf(run)) : sendJson(reply, run.output)
    },
  )

  const look = { summary: 'How a run stands, and its output', params: RunParams, response: { 200: Run } }
  app.get(
    '/v1/optimizations/:runId',
    { config: { mayCall: READERS }, schema: look },
    async ({ params, identity }, reply) =>
      sendJson(reply, runJson(found(await runs.find(identity.tenant, params.runId)))),
  )

  const cancel = {
    summary: 'Stop a run and keep the best that was found',
    params: RunParams,
    response: { 202: RunAccepted },
  }
  app.post(
    '/v1/optimizations/:runId/cancel',
    { config: { mayCall: PLANNERS }, schema: cancel },
    async ({ params, identity }, reply) => {
      await runs.cancel(identity.tenant, params.runId)
      return reply.code(202).send(acceptedOf(found(await runs.find(identity.tenant, params.runId))))
    },
  )
}

export async function submitted(runs: Runs, submission: Submission) {
  try {
    return await runs.submit(submission)
  } catch (error) {
    if (error instanceof JobTooLargeError)
      throw new HttpProblem({
        status: 413,
        code: 'JOB_TOO_LARGE',
        title: 'The job takes more memory than this machine has',
        detail: error.message,
      })
    if (error instanceof QueueFullError)
      throw new HttpProblem({
        status: 429,
        code: 'TOO_MANY_RUNS',
        title: 'As many runs are waiting as may wait',
        headers: { 'retry-after': String(RETRY_AFTER_SECONDS) },
      })
    if (error instanceof KeyReusedError)
      throw new HttpProblem({
        status: 409,
        code: 'IDEMPOTENCY_PAYLOAD_MISMATCH',
        title: 'The idempotency key has been used for another input',
        detail: `It belongs to run ${error.runId}.`,
      })
    throw error
  }
}

/** RFC 7240: preferences are separated by commas, and what is not understood is ignored. */
export function waitOf(prefer: string | undefined): number | undefined {
  const wanted = /(?:^|,)\s*wait\s*=\s*"?(\d{1,9})"?\s*(?:[;,]|$)/i.exec(prefer ?? '')?.[1]
  return wanted === undefined ? undefined : Math.min(Number(wanted), LONGEST_WAIT_SECONDS)
}

async function settledWithin(seconds: number, runs: Runs, runId: string): Promise<void> {
  const over = new AbortController()
  const timer = sleep(seconds * 1000, undefined, { signal: over.signal, ref: false }).catch(() => undefined)
  await Promise.race([runs.settled(runId), timer])
  over.abort()
}
