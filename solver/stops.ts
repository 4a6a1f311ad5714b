// How a plan keeps its stops: one short record each, so that a look at a stop touches one line of the cache.
// A stop is a visit, or where a route starts or ends; records are found at stop × STRIDE. Imports nothing.

export const STRIDE = 8
/** The route it stands on, or one of the two below. */
export const ROUTE = 0
export const PREVIOUS = 1
export const NEXT = 2
/** The earliest second it can be left; a start is left when the shift opens. */
export const READY = 3
/** The latest second to arrive so that all the rest stays on time. */
export const LATEST = 4
/** Cents of the leg to the next stop; 0 on an empty route, at an end, and off the plan. */
export const CENTS_ON = 5
/** Cents of the leg from the stop before. */
export const CENTS_IN = 6
/** Seconds of the leg to the next stop. */
export const SECONDS_ON = 7

/** ROUTE of a visit that nobody serves. */
export const UNSERVED = -1
/** ROUTE of a visit that another part of the day has. */
export const ELSEWHERE = -2
