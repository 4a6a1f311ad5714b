// /v1/comparisons and the exports: plans of runs and live plans, side by side, or in the forms that other programs read.
// Knows HTTP and nothing else.
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { Comparison, ComparisonRequest } from '../../contracts/comparison.ts'
import type { OptimizationInput, OptimizationOutput } from '../../contracts/optimization.ts'
import { PlanId } from '../../contracts/plan.ts'
import { RunAccepted, RunId, RunLabel } from '../../contracts/run.ts'
import { Instant } from '../../contracts/scalars.ts'
import { READERS } from '../../platform/access.ts'
import { problem } from '../../platform/api-docs.ts'
import { HttpProblem } from '../../platform/http.ts'
import { comparisonOf, type ToldPlan } from '../answer/compare.ts'
import { csvOf, geoJsonOf, LAYERS, type Layer, type LeftOut } from '../answer/export.ts'
import type { OneOffs } from '../plans/one-off.ts'
import { planProblem } from '../plans/plan-problems.ts'
import type { Plans } from '../plans/plans.ts'
import { acceptedOf, found, labelOf } from '../runs/run-wire.ts'
import type { Runs } from '../runs/runs.ts'

interface Sources {
  readonly plans: Plans
  readonly runs: Runs
  readonly oneOffs: OneOffs
}

type Exported = ToldPlan & { readonly unassigned: readonly LeftOut[] }

const FORMATS = { csv: 'text/csv', geojson: 'application/geo+json' } as const
const Format = z.enum(['csv', 'geojson'])
const Layers = z.enum(LAYERS)
const ExportQuery = z.strictObject({
  format: Format.optional(),
  layer: z
    .union([Layers, z.array(Layers).min(1).max(LAYERS.length)])
    .optional()
    .meta({ description: 'Of a map: what is on it; routes, stops and tickets that nobody serves, where nobody says' }),
})

const NamedRun = RunAccepted.extend({ createdAt: Instant, label: RunLabel })

export const comparisonsEndpoint: FastifyPluginAsyncZod<Sources> = async (app, { plans, runs, oneOffs }) => {
  app.setErrorHandler((error, { body }) => {
    throw planProblem(error, body)
  })

  async function ofRun(tenant: string, runId: string): Promise<Exported> {
    const run = found(await runs.answered(tenant, runId))
    if (run.output === null)
      throw new HttpProblem({ status: 409, code: 'RUN_NOT_DONE', title: 'The run has no output yet, or never will' })
    const output = JSON.parse(run.output) as OptimizationOutput
    const name = (await runs.find(tenant, runId))?.name ?? undefined
    const { routes, kpis, meta } = output
    const unassigned = output.unassigned.map(({ ticketId, reasons }) => ({
      ticketId,
      reasons: reasons.map(({ code }) => code),
    }))
    return { input: JSON.parse(run.input) as OptimizationInput, routes, kpis, meta, unassigned, name }
  }

  async function ofPlan(tenant: string, planId: string): Promise<Exported> {
    const input = JSON.parse((await plans.find({ tenant, planId })).input) as OptimizationInput
    const { routes, kpis, meta, unassigned } = await oneOffs.score(input)
    return { input, routes, kpis, meta, unassigned: unassigned.map((ticketId) => ({ ticketId })), name: planId }
  }

  const ofSide = (tenant: string, { runId, planId = '' }: ComparisonRequest['a']) =>
    runId === undefined ? ofPlan(tenant, planId) : ofRun(tenant, runId)

  const compare = {
    summary: 'Two plans side by side: figures, money line by line, and what became of each visit',
    body: ComparisonRequest,
    response: { 200: Comparison },
  }
  app.post('/v1/comparisons', { config: { mayCall: READERS }, schema: compare }, async ({ body, identity }) => {
    const [a, b] = [await ofSide(identity.tenant, body.a), await ofSide(identity.tenant, body.b)]
    return comparisonOf(a, b, body.language ?? 'en')
  })

  const exported = {
    querystring: ExportQuery,
    headers: z.looseObject({ accept: z.string().optional() }),
    response: {
      200: z.string().meta({ description: 'text/csv, or application/geo+json' }),
      409: problem('The run has no output yet, or never will.'),
      422: problem('A price or a time is too large to be planned with exactly.'),
    },
  }
  /** What is asked for by name, else by what is accepted; a map where nobody says. */
  const formatOf = (format: z.infer<typeof Format> | undefined, accept = ''): keyof typeof FORMATS =>
    format ?? (/text\/csv/i.test(accept) ? 'csv' : 'geojson')
  const written = (
    { routes, unassigned, input }: Exported,
    format: keyof typeof FORMATS,
    layer: Layer | readonly Layer[] | undefined,
  ): Buffer => {
    if (format === 'csv') return Buffer.from(csvOf(routes, unassigned, input))
    const layers = layer === undefined ? undefined : [layer].flat()
    return Buffer.from(JSON.stringify(geoJsonOf(routes, unassigned, input, layers)))
  }

  const exportRun = {
    ...exported,
    summary: 'What a run has planned, as CSV or GeoJSON',
    params: z.object({ runId: RunId }),
  }
  app.get(
    '/v1/optimizations/:runId/export',
    { config: { mayCall: READERS }, schema: exportRun },
    async ({ params, query, headers, identity }, reply) => {
      const format = formatOf(query.format, headers.accept)
      const bytes = written(await ofRun(identity.tenant, params.runId), format, query.layer)
      return reply.type(`${FORMATS[format]}; charset=utf-8`).send(bytes as never)
    },
  )

  const exportPlan = {
    ...exported,
    summary: 'What is planned on a live plan, as CSV or GeoJSON',
    params: z.object({ planId: PlanId }),
  }
  app.get(
    '/v1/plans/:planId/export',
    { config: { mayCall: READERS }, schema: exportPlan },
    async ({ params, query, headers, identity }, reply) => {
      const format = formatOf(query.format, headers.accept)
      const bytes = written(await ofPlan(identity.tenant, params.planId), format, query.layer)
      return reply.type(`${FORMATS[format]}; charset=utf-8`).send(bytes as never)
    },
  )

  const list = {
    summary: 'Runs that were given a name, latest first: what-ifs that are kept',
    querystring: z.strictObject({
      limit: z.coerce.number().int().min(1).max(200).default(50),
      before: RunId.optional(),
    }),
    response: { 200: z.strictObject({ runs: z.array(NamedRun) }) },
  }
  app.get('/v1/optimizations', { config: { mayCall: READERS }, schema: list }, async ({ query, identity }) => ({
    runs: (await runs.named(identity.tenant, query.limit, query.before)).flatMap((run) => {
      const label = labelOf(run)
      return label ? [{ ...acceptedOf(run), createdAt: run.createdAt.toISOString(), label }] : []
    }),
  }))
}
