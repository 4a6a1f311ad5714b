// A run on the wire: its addresses, and its JSON with the stored answer passed on byte for byte.
import type { FastifyReply } from 'fastify'
import type { RunAccepted, RunLabel } from '../../contracts/run.ts'
import { HttpProblem } from '../../platform/http.ts'
import type { StoredRun } from './run-store.ts'

type RunLinks = RunAccepted['links']

export function linksOf(runId: string): RunLinks {
  const self = `/v1/optimizations/${runId}`
  return { self, events: `${self}/events`, cancel: `${self}/cancel`, apply: `${self}/apply` }
}

export function acceptedOf({ id, status }: Pick<StoredRun, 'id' | 'status'>): RunAccepted {
  return { runId: id, status, links: linksOf(id) }
}

export function runJson(run: StoredRun): string {
  const { createdAt, startedAt, finishedAt, progress, output, problem, bestPlan, overrides } = run
  const label = labelOf(run)
  const known = JSON.stringify({
    ...acceptedOf(run),
    ...(label && { label }),
    createdAt: createdAt.toISOString(),
    ...(startedAt && { startedAt: startedAt.toISOString() }),
    ...(finishedAt && { finishedAt: finishedAt.toISOString() }),
    ...(progress && { progress }),
    ...(problem && { problem }),
    ...(overrides && { overrides }),
    ...(problem && bestPlan && { bestPlan }),
  })
  return output === null ? known : `${known.slice(0, -1)},"output":${output}}`
}

export function labelOf({ name, note, basePlan, basePlanVersion, baseRun }: StoredRun): RunLabel | undefined {
  if (name === null) return undefined
  return {
    name,
    ...(note !== null && { note }),
    ...(basePlan !== null && basePlanVersion !== null && { basePlan: { planId: basePlan, version: basePlanVersion } }),
    ...(baseRun !== null && { baseRun }),
  }
}

/** Text that is JSON already. As bytes, because Fastify would write a string as a JSON string. */
export const sendJson = (reply: FastifyReply, json: string): FastifyReply =>
  reply.type('application/json; charset=utf-8').send(Buffer.from(json))

export const found = <T>(run: T | undefined): T => {
  if (run === undefined)
    throw new HttpProblem({ status: 404, code: 'RUN_NOT_FOUND', title: 'There is no run with this id' })
  return run
}

/** Why a failed run failed, as an answer of its own. */
export const failureProblem = ({ status, code, title, detail }: NonNullable<StoredRun['problem']>): HttpProblem =>
  new HttpProblem({ status, code, title, ...(detail !== undefined && { detail }) })
