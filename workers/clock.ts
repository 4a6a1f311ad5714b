// The time that a job and its threads agree on: each thread's own clock begins when the thread does. Imports nothing.

/** Milliseconds since 1970, never running backwards. */
export const now = (): number => performance.timeOrigin + performance.now()
