// The policy in force: the file, read anew each time, so that a change holds at once, and hashed. A file that cannot be read or
// is not valid is no policy, and without a policy nothing happens by itself.
import { readFile } from 'node:fs/promises'
import { AutonomyPolicy } from '../contracts/autonomy.ts'
import { issuesOf } from '../contracts/problem-details.ts'
import { fingerprint } from '../platform/fingerprint.ts'
import type { Logger } from '../platform/log.ts'

export interface PolicyInForce {
  readonly policy: AutonomyPolicy
  /** SHA-256 of the policy as read: equal hash, equal rules. */
  readonly hash: string
}

/** The file cannot be read, or is no policy. */
export class BadAutonomyPolicyError extends Error {
  override readonly name = 'BadAutonomyPolicyError'
  constructor(path: string, faults: readonly string[], options?: ErrorOptions) {
    super(`AUTONOMY_POLICY is no policy: ${path}\n  ${faults.join('\n  ')}`, options)
  }
}

export async function readPolicy(path: string): Promise<PolicyInForce> {
  let json: unknown
  try {
    json = JSON.parse(await readFile(path, 'utf8'))
  } catch (cause) {
    throw new BadAutonomyPolicyError(path, ['It cannot be read as JSON. Maybe it is not there.'], { cause })
  }
  const read = AutonomyPolicy.safeParse(json)
  if (!read.success) {
    const faults = issuesOf(read.error).map(({ path: at, message }) => `${at || '/'} ${message}`)
    throw new BadAutonomyPolicyError(path, faults)
  }
  return { policy: read.data, hash: fingerprint(read.data) }
}

/** Nothing where there is no policy, or none that can be read. */
export type PolicyNow = () => Promise<PolicyInForce | undefined>

export function policyOf(path: string | undefined, log: Logger): PolicyNow {
  if (path === undefined) return async () => undefined
  return async () => {
    try {
      return await readPolicy(path)
    } catch (error) {
      log.error({ err: error }, 'Without a policy that can be read, nothing happens by itself')
      return undefined
    }
  }
}
