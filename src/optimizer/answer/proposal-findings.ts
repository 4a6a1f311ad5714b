// What the reasons of one proposal are made from, and how their numbers are rounded. Knows no texts.
import type { PricedOption } from '../../../workers/client.ts'
import type { Telling } from './answer.ts'
import type { PricedFor } from './cost.ts'

export interface ProposalFindings extends OptionFindings {
  readonly answer: Telling
  readonly visit: number
}

/** What of them is another matter for another option of the same visit. */
export interface OptionFindings {
  readonly option: PricedOption
  readonly pricedFor: PricedFor
  /** 1 is in the plan. */
  readonly rank: number
  readonly dearerByCents: number
}

/** Never minus zero, which JSON does not know. */
export const minutes = (seconds: number): number => Math.round(seconds / 60) || 0
export const km = (metres: number): number => Math.round(metres / 100) / 10 || 0

interface Span {
  readonly opens: number
  readonly closes: number
}

/** Seconds from `second` to the span; none inside. */
export const secondsOutside = ({ opens, closes }: Span, second: number): number =>
  Math.max(0, opens - second, second - closes)
