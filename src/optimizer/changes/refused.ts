// Why a change cannot be made: it names what the plan does not have, or says what cannot be.
import type { Issue } from '../../contracts/problem-details.ts'

export class ChangeRefusedError extends Error {
  override readonly name = 'ChangeRefusedError'
  readonly issues: readonly Issue[]
  constructor(issues: readonly Issue[]) {
    super(`The change was refused: ${issues.map(({ path, message }) => `${path} ${message}`).join('; ')}.`)
    this.issues = issues
  }
}

/** `path` is a pointer into the change. */
export const refuse = (path: string, code: string, message: string): never => {
  throw new ChangeRefusedError([{ path, code, message }])
}
