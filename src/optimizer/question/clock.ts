// The solver's clock: whole seconds from an origin of its own. Moments that lie too far from any horizon to matter are
// held at the ends of what the model counts. Knows no time zones.
import { MAX_HORIZON_DAYS, type OptimizationInput } from '../../contracts/optimization.ts'

/** Whole seconds since 1970, the first that is not before the instant. */
export const secondFrom = (instant: string): number => Math.ceil(Date.parse(instant) / 1000)

/** Whole seconds since 1970, the last that is not after the instant. */
export const secondUntil = (instant: string): number => Math.floor(Date.parse(instant) / 1000)

/** Also how far back a shift may reach for work that was under way before the horizon. */
export const LONGEST_HORIZON = MAX_HORIZON_DAYS * 86_400
const FAR_AWAY = 4 * LONGEST_HORIZON

/** A length of time in the model. Work of eight months fits no shift, and neither does longer work. */
export const modelSeconds = (seconds: number): number => Math.min(Math.round(seconds), FAR_AWAY)

/** In seconds since 1970. */
export interface Horizon {
  /** When the day begins for the plan: `now`, or the start of the horizon when that comes later. */
  readonly opens: number
  /** Nothing that is not fixed begins before: what comes earlier may be frozen. */
  readonly plansFrom: number
  readonly closes: number
}

export function horizonOf({ horizon, now, options }: OptimizationInput): Horizon {
  const start = secondFrom(horizon.start)
  const opens = now === undefined ? start : Math.max(start, secondFrom(now))
  const { freezeBefore } = options
  return {
    opens,
    plansFrom: freezeBefore === undefined ? opens : Math.max(opens, secondFrom(freezeBefore)),
    closes: secondUntil(horizon.end),
  }
}

export interface Clock {
  /** Second 0 of the model, in seconds since 1970. */
  readonly origin: number
  /** From seconds since 1970; −1 stands for all time before the origin. */
  toModel(second: number): number
  /** The same, but time before the origin keeps its order. */
  toModelOrBefore(second: number): number
}

export const createClock = (origin: number): Clock => ({
  origin,
  toModel: (second) => Math.max(-1, Math.min(second - origin, FAR_AWAY)),
  toModelOrBefore: (second) => Math.max(-FAR_AWAY, Math.min(second - origin, FAR_AWAY)),
})
