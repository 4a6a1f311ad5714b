// What a language has to say: a template for every reason, so that one that is missing does not compile. Types only.
import type { CostCode } from '../../contracts/cost.ts'
import type { ReasonCode } from '../../contracts/reason.ts'
import type { ReasonParams } from './reason-params.ts'

export interface Wording {
  /** Made from the params alone: same params, same sentence. Times stand there as local instants; the clock is read off them. */
  readonly reasons: { readonly [Code in ReasonCode]: (params: ReasonParams[Code]) => string }
  /** For a code that this program does not know yet. */
  unknown(code: string, params: Readonly<Record<string, unknown>>): string
  /** How one option compares with another: `delta` is its price minus that of the other, by line, largest first. */
  versus(deltaTotal: number, lines: readonly PriceDifference[]): string
}

export interface PriceDifference {
  readonly code: CostCode
  readonly delta: number
}
