// RFC 9457 problem details, the body of every error, with a stable `code` and one issue for each fault. Imports zod only.
import { z } from 'zod'

export const Issue = z.strictObject({
  /** JSON pointer (RFC 6901) into the body; empty for the body as a whole. */
  path: z.string(),
  code: z.string(),
  message: z.string(),
})
export type Issue = z.infer<typeof Issue>

export const ProblemDetails = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int().min(400).max(599),
    detail: z.string().optional(),
    code: z.string(),
    correlationId: z.string().optional(),
    issues: z.array(Issue).optional(),
    /** With INVALID_STATE_TRANSITION: the state that was found, and those in which the command works. */
    from: z.string().optional(),
    allowed: z.array(z.string()).optional(),
    /** With CLOSEOUT_REQUIREMENTS_INCOMPLETE: what there is no evidence for. */
    missing: z.array(z.string()).optional(),
    /** With AUTONOMY_DISABLED: who was paused, and why. */
    scope_type: z.enum(['GLOBAL', 'INCIDENT', 'TICKET']).optional(),
    scope_id: z.string().optional(),
    reason: z.string().nullable().optional(),
  })
  .meta({ id: 'ProblemDetails' })
export type ProblemDetails = z.infer<typeof ProblemDetails>

/** What zod found, by pointer and code. A fault of ours carries its code in `params`. */
export function issuesOf(error: z.core.$ZodError): Issue[] {
  return error.issues.flatMap((issue) => issuesFrom(issue, []))
}

function issuesFrom(issue: z.core.$ZodIssue, above: readonly PropertyKey[]): Issue[] {
  const path = [...above, ...issue.path]
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: pointer([...path, key]),
      code: 'UNKNOWN_FIELD',
      message: `${key} is not a field here`,
    }))
  if (issue.code === 'invalid_union') {
    // The variant that came furthest is the one that was meant.
    const meant = issue.errors.toSorted((a, b) => depthOf(b) - depthOf(a))[0]
    if (meant && depthOf(meant) > 0) return meant.flatMap((inner) => issuesFrom(inner, path))
  }
  const code = issue.code === 'custom' ? String(issue.params?.code ?? 'INVALID') : (CODES[issue.code] ?? 'INVALID')
  return [{ path: pointer(path), code: isNonFinite(issue) ? 'NOT_FINITE' : code, message: issue.message }]
}

const CODES: Partial<Record<z.core.$ZodIssue['code'], string>> = {
  invalid_type: 'WRONG_TYPE',
  too_big: 'TOO_LARGE',
  too_small: 'TOO_SMALL',
  invalid_format: 'WRONG_FORMAT',
  invalid_value: 'NOT_ALLOWED',
  invalid_union: 'WRONG_SHAPE',
  invalid_key: 'WRONG_KEY',
}

const depthOf = (issues: readonly z.core.$ZodIssue[]) =>
  issues.length === 0
    ? 0
    : Math.min(...issues.map((issue) => issue.path.length + (issue.code === 'unrecognized_keys' ? 1 : 0)))

const isNonFinite = (issue: z.core.$ZodIssue) =>
  issue.code === 'invalid_type' && issue.expected === 'number' && /Infinity|NaN/.test(issue.message)

export function pointer(path: readonly PropertyKey[]): string {
  let written = ''
  for (const part of path) written += `/${typeof part === 'number' ? part : escaped(String(part))}`
  return written
}

const escaped = (part: string): string =>
  part.includes('~') || part.includes('/') ? part.replaceAll('~', '~0').replaceAll('/', '~1') : part
