// What can go wrong with a live plan, as the problem that is answered: one table from what happened to what is said.
import type { RouteOptions } from 'fastify'
import { HttpProblem, invalidInput, type ProblemParts, problem } from '../../platform/http.ts'
import { roadsProblem } from '../runs/run-failure.ts'
import { OfferNotFoundError, UnknownOptionError } from './confirm.ts'
import { DeskLostError } from './desk.ts'
import { DeskRefusedError, type Refusal } from './desk-calls.ts'
import { PlanNotFoundError, PlansElsewhereError, StaleOpeningError } from './open-plans.ts'
import { EventReusedError } from './patch.ts'
import { VersionMismatchError } from './version.ts'
import { PlanVersionNotFoundError } from './why-changed.ts'

/** An error that nobody foresaw stays as it is. */
export function planProblem(error: unknown, body?: unknown): unknown {
  const parts = partsOf(error, body)
  return parts ? new HttpProblem(parts, { cause: error }) : error
}

function partsOf(error: unknown, body: unknown): ProblemParts | undefined {
  if (error instanceof DeskRefusedError) return refusalParts(error.refusal, body)
  if (error instanceof PlanNotFoundError)
    return { status: 404, code: 'PLAN_NOT_FOUND', title: 'There is no plan with this id' }
  if (error instanceof PlanVersionNotFoundError)
    return {
      status: 404,
      code: 'PLAN_VERSION_NOT_FOUND',
      title: 'The plan has no such version, or not any more',
      detail: error.message,
      issues: [{ path: `/between/${error.index}`, code: 'UNKNOWN_ID', message: 'names no version of this plan' }],
    }
  if (error instanceof OfferNotFoundError)
    return { status: 404, code: 'OFFER_NOT_FOUND', title: 'There is no offer with this id' }
  if (error instanceof UnknownOptionError)
    return invalidInput([{ path: '/optionId', code: 'UNKNOWN_ID', message: 'names no option of this offer' }])
  if (error instanceof VersionMismatchError)
    return {
      status: 412,
      code: 'VERSION_MISMATCH',
      title: 'The plan is not at the version that If-Match names',
      detail: error.message,
    }
  if (error instanceof EventReusedError)
    return {
      status: 409,
      code: 'IDEMPOTENCY_PAYLOAD_MISMATCH',
      title: 'An event of this id has happened otherwise',
      issues: error.indexes.map((index) => ({
        path: `/events/${index}/eventId`,
        code: 'EVENT_REUSED',
        message: 'is the id of another event of this plan',
      })),
    }
  if (error instanceof PlansElsewhereError)
    return {
      status: 503,
      code: 'PLANS_ELSEWHERE',
      title: 'Another process has the live plans',
      detail: error.message,
      headers: { 'retry-after': '2' },
    }
  if (error instanceof DeskLostError || error instanceof StaleOpeningError) return NOT_READY
  return undefined
}

const NOT_READY: ProblemParts = {
  status: 503,
  code: 'PLAN_NOT_READY',
  title: 'The plan is being opened again',
  detail: 'Nothing that was held or booked is lost.',
  headers: { 'retry-after': '1' },
}

function refusalParts(refusal: Refusal, body: unknown): ProblemParts {
  switch (refusal.kind) {
    case 'unknown-tickets':
      return invalidInput(issuesAt(body, refusal.ticketIds, 'UNKNOWN_ID', 'names no ticket of this plan'))
    case 'planned-tickets':
      return {
        status: 409,
        code: 'TICKET_PLANNED',
        title: 'The ticket has its place in the plan already',
        issues: issuesAt(body, refusal.ticketIds, 'TICKET_PLANNED', 'is planned already'),
      }
    case 'unknown-tech':
      return invalidInput([{ path: techPathIn(body), code: 'UNKNOWN_ID', message: 'names no technician of this plan' }])
    case 'ticket-refused':
    case 'change-refused':
      return invalidInput(refusal.issues)
    case 'not-plannable':
      return {
        status: 422,
        code: 'NOT_PLANNABLE',
        title: 'A price or a time is too large to be planned with exactly',
        detail: refusal.message,
      }
    case 'no-roads':
      return roadsProblem(refusal)
    case 'not-open':
      return NOT_READY
  }
}

const techPathIn = (body: unknown): string =>
  (body as { forTech?: unknown } | undefined)?.forTech === undefined ? '/techId' : '/forTech/techId'

type Issues = NonNullable<ProblemParts['issues']>

/** Where the body names them. */
function issuesAt(body: unknown, ticketIds: readonly string[], code: string, message: string): Issues {
  const { ticketId, ticketIds: list } = (body ?? {}) as { ticketId?: unknown; ticketIds?: unknown }
  return ticketIds.map((id) => {
    const place = Array.isArray(list) ? `/ticketIds/${list.indexOf(id)}` : ticketId === id ? '/ticketId' : '/ticket/id'
    return { path: place, code, message }
  })
}

const PLAN_PROBLEMS = {
  409: problem('The ticket has its place in the plan already, or the plan was changed meanwhile.'),
  412: problem('The plan is not at the version that If-Match names.'),
  422: problem('A price or a time is too large to be planned with exactly.'),
}

/** For every route that has to do with plans, beside what the route says itself. */
export function documentPlanProblems(route: RouteOptions): void {
  if (!/^\/v1\/(plans|offers|recommendations|evaluations|comparisons)\b/.test(route.url) || route.schema?.hide === true)
    return
  route.schema = { ...route.schema, response: { ...PLAN_PROBLEMS, ...(route.schema?.response as object | undefined) } }
}
