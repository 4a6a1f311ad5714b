// Every error as an RFC 9457 problem: what a handler throws, what the framework throws, and what nobody expected.
// Knows no endpoint.
import { STATUS_CODES } from 'node:http'
import type { Issue, ProblemDetails } from '../contracts/problem-details.ts'

export type ProblemFacts = Pick<ProblemDetails, 'from' | 'allowed' | 'missing' | 'scope_type' | 'scope_id' | 'reason'>

export interface ProblemParts {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly detail?: string
  readonly issues?: readonly Issue[]
  /** What else the contract of problems knows: facts that a program may want. */
  readonly facts?: ProblemFacts
  readonly headers?: Readonly<Record<string, string>>
}

/** Thrown by a handler: an answer that is an error, said in full. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem'
  readonly status: number
  readonly code: string
  readonly title: string
  readonly detail: string | undefined
  readonly issues: readonly Issue[] | undefined
  readonly facts: ProblemFacts
  readonly headers: Readonly<Record<string, string>>

  constructor(parts: ProblemParts, options?: ErrorOptions) {
    super(parts.detail ?? parts.title, options)
    this.status = parts.status
    this.code = parts.code
    this.title = parts.title
    this.detail = parts.detail
    this.issues = parts.issues
    this.facts = parts.facts ?? {}
    this.headers = parts.headers ?? {}
  }
}

/** What was sent is not what the contract says, and where. */
export const invalidInput = (issues: readonly Issue[]): ProblemParts => ({
  status: 400,
  code: 'INVALID_INPUT',
  title: 'The request is not valid',
  issues,
})

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8'

/** The error as its answer. Of an error that nobody foresaw, nothing leaks. */
export function problemOf(error: unknown): HttpProblem {
  if (error instanceof HttpProblem) return error
  const { code, statusCode: status } = error as { code?: unknown; statusCode?: unknown }
  const known = typeof code === 'string' ? FRAMEWORK_PROBLEMS[code] : undefined
  if (known) return new HttpProblem(known, { cause: error })
  if (typeof status === 'number' && status >= 400 && status < 500) {
    const title = STATUS_CODES[status] ?? 'Bad Request'
    return new HttpProblem({ status, code: title.toUpperCase().replaceAll(/\W+/g, '_'), title }, { cause: error })
  }
  return new HttpProblem(
    {
      status: 500,
      code: 'INTERNAL_ERROR',
      title: 'Internal Server Error',
      detail: 'The fault is on our side; the log tells more under this correlation id.',
    },
    { cause: error },
  )
}

/** By the codes of Fastify where its own words or status say too little, and of what we stand on. */
const FRAMEWORK_PROBLEMS: Readonly<Record<string, ProblemParts>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: {
    status: 400,
    code: 'INVALID_JSON',
    title: 'The body is not JSON',
    detail: 'It is cut off, has a syntax error, or has a key such as __proto__ that could do harm.',
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
    title: 'The body must be JSON',
    detail: 'Accepted: application/json, and application/ types that end with +json.',
    headers: { accept: 'application/json' },
  },
  DATABASE_AWAY: {
    status: 503,
    code: 'DATABASE_AWAY',
    title: 'The database cannot do it now',
    // A connection that is lost under a COMMIT leaves nobody who knows.
    detail: 'Ask the same again, with the same key or id: it is done once, whether or not it was kept.',
    headers: { 'retry-after': '2' },
  },
  FST_ERR_BAD_URL: { status: 400, code: 'INVALID_URL', title: 'The address is not encoded as it should be' },
  FST_ERR_MAX_PARAM_LENGTH: { status: 414, code: 'URL_TOO_LONG', title: 'A part of the address is too long' },
}

export function problemBody(problem: HttpProblem, correlationId?: string): string {
  const body: ProblemDetails = {
    type: `urn:real-dispatch:problem:${problem.code.toLowerCase().replaceAll('_', '-')}`,
    title: problem.title,
    status: problem.status,
    code: problem.code,
    ...(problem.detail === undefined ? {} : { detail: problem.detail }),
    ...(correlationId === undefined ? {} : { correlationId }),
    ...(problem.issues === undefined ? {} : { issues: [...problem.issues] }),
    ...problem.facts,
  }
  return JSON.stringify(body)
}
