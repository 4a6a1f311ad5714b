// The ends of time as the model counts it. Imports nothing.

/** Later than any time of the model, and small enough to add travel to. */
export const NEVER = 0x3fff_ffff
/** All shifts lie within this of the origin, so that one unreachable leg ends beyond all of them. */
export const FARTHEST = 0x0fff_ffff
