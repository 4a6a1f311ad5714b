// Why a run is given up that nobody gets to the end of.

/** Attempt after attempt was cut short, and nobody gets to the end of it. */
export class RunInterruptedError extends Error {
  override readonly name = 'RunInterruptedError'
  constructor(attempts: number) {
    super(`The run was cut short ${attempts} times. Maybe it takes more memory than there is.`)
  }
}
