// Which version of a plan whoever changes it has seen.

/** The plan is not at the version that whoever changes it has seen. */
export class VersionMismatchError extends Error {
  override readonly name = 'VersionMismatchError'
  constructor(version: number | undefined) {
    super(version === undefined ? 'There is no such plan.' : `The plan is at version ${version}.`)
  }
}

/** Versions, one of which the plan must have; or any, as long as it is there. */
export type IfMatch = readonly number[] | 'any'

export function mustMatch(ifMatch: IfMatch | undefined, version: number | undefined): void {
  if (ifMatch === undefined) return
  const matches = version !== undefined && (ifMatch === 'any' || ifMatch.includes(version))
  if (!matches) throw new VersionMismatchError(version)
}
