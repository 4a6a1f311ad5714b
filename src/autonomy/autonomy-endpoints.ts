// /v1/autonomy/*: what was decided without a person, what waits for one, what people overrode, and how often they agreed.
// Knows HTTP and nothing else.
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import {
  Approval,
  ApprovalRequest,
  AutonomyPolicy,
  Decisions,
  Override,
  OverrideRequest,
  ShadowReport,
  VERDICTS,
} from '../contracts/autonomy.ts'
import { Id, Instant } from '../contracts/scalars.ts'
import { READERS } from '../platform/access.ts'
import { HttpProblem, problem } from '../platform/http.ts'
import type { CallerRole } from '../platform/identity.ts'
import { type Autonomy, NotAnswerableError } from './autonomy.ts'

/** A person alone: what waits for one is not answered by a program, nor is a plan overridden by it. */
const PEOPLE: readonly CallerRole[] = ['dispatcher', 'admin']
const PAGE = 100
const WEEK_MS = 7 * 86_400_000

export const autonomyEndpoints: FastifyPluginAsyncZod<{ autonomy: Autonomy }> = async (app, { autonomy }) => {
  app.setErrorHandler((error) => {
    throw error instanceof NotAnswerableError ? problemOf(error) : error
  })

  const policy = {
    summary: 'The autonomy policy in force; null where nothing happens by itself',
    response: { 200: z.strictObject({ policy: AutonomyPolicy.nullable(), hash: z.string().nullable() }) },
  }
  app.get('/v1/autonomy/policy', { config: { mayCall: READERS }, schema: policy }, async () => {
    const inForce = await autonomy.policyNow()
    return { policy: inForce?.policy ?? null, hash: inForce?.hash ?? null }
  })

  const decisions = {
    summary: 'What the policy decided, the latest first, each with the facts that it rests on',
    querystring: z.strictObject({
      runId: z.uuid().optional(),
      ticketId: Id.optional(),
      verdict: z.enum(VERDICTS).optional(),
      before: z.uuid().optional(),
      limit: z.coerce.number().int().min(1).max(1000).default(PAGE),
    }),
    response: { 200: Decisions },
  }
  app.get(
    '/v1/autonomy/decisions',
    { config: { mayCall: READERS }, schema: decisions },
    async ({ query, identity }) => {
      const found = await autonomy.decisions(identity.tenant, query)
      const last = found.at(-1)
      return { decisions: found, ...(last && found.length === query.limit && { next: last.id }) }
    },
  )

  const waiting = {
    summary: 'What waits for a person, the oldest first; what a later run has decided anew waits no more',
    querystring: z.strictObject({ limit: z.coerce.number().int().min(1).max(1000).default(PAGE) }),
    response: { 200: Decisions.pick({ decisions: true }) },
  }
  app.get('/v1/autonomy/approvals', { config: { mayCall: READERS }, schema: waiting }, async ({ query, identity }) => ({
    decisions: await autonomy.waiting(identity.tenant, query.limit),
  }))

  const answer = {
    summary: 'Approve what waits, which sends it, or reject it; the same answer again changes nothing',
    params: z.object({ decisionId: z.uuid() }),
    body: ApprovalRequest,
    response: {
      200: Approval,
      409: problem('It waits for nobody, was answered otherwise, or a later run has decided anew.'),
    },
  }
  app.post(
    '/v1/autonomy/approvals/:decisionId',
    { config: { mayCall: PEOPLE }, schema: answer },
    async ({ params, body, identity, trace }) => {
      const { note } = body
      const asker = { tenant: identity.tenant, id: identity.id, trace }
      return autonomy.answer(asker, params.decisionId, { answer: body.answer, ...(note !== undefined && { note }) })
    },
  )

  const override = {
    summary: 'Override a plan, with a reason: the next runs exclude or pin technicians accordingly',
    body: OverrideRequest,
    response: { 201: Override },
  }
  app.post(
    '/v1/autonomy/overrides',
    { config: { mayCall: PEOPLE }, schema: override },
    async ({ body, identity, trace }, reply) =>
      reply.code(201).send(await autonomy.override({ tenant: identity.tenant, id: identity.id, trace }, body)),
  )

  const overrides = {
    summary: 'The overrides in force, in the order they were made',
    querystring: z.strictObject({ ticketId: Id.optional() }),
    response: { 200: z.strictObject({ overrides: z.array(Override) }) },
  }
  app.get(
    '/v1/autonomy/overrides',
    { config: { mayCall: READERS }, schema: overrides },
    async ({ query, identity }) => ({
      overrides: await autonomy.overrides(identity.tenant, query.ticketId),
    }),
  )

  const withdraw = {
    summary: 'Withdraw an override: the next runs plan without it; again changes nothing',
    params: z.object({ overrideId: z.uuid() }),
    response: { 204: z.null().meta({ description: 'It holds no more' }) },
  }
  app.delete(
    '/v1/autonomy/overrides/:overrideId',
    { config: { mayCall: PEOPLE }, schema: withdraw },
    async ({ params, identity, trace }, reply) => {
      if (await autonomy.withdraw({ tenant: identity.tenant, id: identity.id, trace }, params.overrideId))
        return reply.code(204).send(null)
      throw new HttpProblem({ status: 404, code: 'OVERRIDE_NOT_FOUND', title: 'There is no override with this id' })
    },
  )

  const report = {
    summary: 'What the policy would have done against what people did: agreement, cost, by reason',
    querystring: z.strictObject({
      since: Instant.optional().meta({ description: 'Decisions from then on; without it, of the last seven days' }),
    }),
    response: { 200: ShadowReport },
  }
  app.get(
    '/v1/autonomy/report',
    { config: { mayCall: READERS }, schema: report },
    async ({ query, identity, trace }) => {
      const since = query.since === undefined ? new Date(Date.now() - WEEK_MS) : new Date(query.since)
      return autonomy.report({ tenant: identity.tenant, id: identity.id, trace }, since)
    },
  )
}

const STATUS = { DECISION_NOT_FOUND: 404, NOT_WAITING: 409, ANSWERED_OTHERWISE: 409, OVERTAKEN: 409 } as const
const TITLE = {
  DECISION_NOT_FOUND: 'There is nothing to answer',
  NOT_WAITING: 'The decision waits for nobody',
  ANSWERED_OTHERWISE: 'The decision has been answered otherwise',
  OVERTAKEN: 'A later run has decided about the ticket anew',
} as const

const problemOf = ({ code, message }: NotAnswerableError) =>
  new HttpProblem({ status: STATUS[code], code, title: TITLE[code], detail: message })
