// What it costs that a visit begins when it does, rule by rule. A new price of the hour is one more entry of the list.
// Imports solver/ only.
import type { CostLine, Model, VisitModel } from '../model.ts'
import { sharedIntsOf, sharedOffsetsOf } from '../shared.ts'
import { type Asap, asapCents, compileAsap } from './asap.ts'
import { compileDue, type Due, latenessCents } from './due.ts'
import { compilePreferredWindows, type PreferredWindows, preferredWindowCents } from './preferred-windows.ts'
import { compilePromises, type Promises, promiseCents } from './promise.ts'
import { compileSoftWindows, type SoftWindows, softWindowCents } from './soft-windows.ts'

export interface StartPrices extends Due, Asap, SoftWindows, PreferredWindows, Promises {
  readonly isStartPriced: boolean // some visit has a price of its hour
  readonly prefersLater: boolean // some price falls as time goes by, so that waiting on purpose may pay
  readonly mostFallingCentsPerHour: number // and by so much at most
  readonly aimsFrom: Int32Array // by visit, and one more: its aims are those from here to before the next visit's
  readonly aims: Int32Array // by aim: a second worth waiting for, rising within a visit
}

export const START_PRICES: readonly {
  readonly line: CostLine
  readonly cents: (prices: StartPrices, visit: number, start: number) => number
}[] = [
  { line: 'LATENESS', cents: latenessCents },
  { line: 'ASAP', cents: asapCents },
  { line: 'SOFT_WINDOW', cents: softWindowCents },
  { line: 'PREFERRED_WINDOW', cents: preferredWindowCents },
  { line: 'PROMISE', cents: promiseCents },
]

export function compileStartPrices({ visits }: Model): StartPrices {
  const prices = {
    ...compileDue(visits),
    ...compileAsap(visits),
    ...compileSoftWindows(visits),
    ...compilePreferredWindows(visits),
    ...compilePromises(visits),
  }
  const prefersLater = prices.softOpens.length + prices.preferredOpens.length > 0 || prices.hasMovablePromises
  return {
    ...prices,
    ...compileAims(visits),
    prefersLater,
    mostFallingCentsPerHour: visits.reduce((most, visit) => Math.max(most, fallingCentsPerHour(visit)), 0),
    isStartPriced: prefersLater || prices.hasDue || prices.hasAsap,
  }
}

/** Where prices of the hour fall, it is to begin inside some span: its opening is what one may wait for. */
function compileAims(visits: readonly VisitModel[]): Pick<StartPrices, 'aimsFrom' | 'aims'> {
  const aims = visits.map(({ softWindows = [], preferredWindows = [], promised }) => {
    const spans = [...softWindows, ...preferredWindows, ...(promised?.moved ? [promised] : [])]
    return [...new Set(spans.map(({ opens }) => opens))].sort((a, b) => a - b)
  })
  return { aimsFrom: sharedOffsetsOf(aims), aims: sharedIntsOf(aims.flat()) }
}

/** The most that a second later can be cheaper; a preferred window that is reached at last is an aim of its own. */
const fallingCentsPerHour = ({ softWindows = [], promised }: VisitModel): number =>
  Math.max(0, ...softWindows.map(({ centsPerHour }) => centsPerHour)) + (promised?.moved?.centsPerHour ?? 0)

/** All of them together. */
export function startCents(prices: StartPrices, visit: number, start: number): number {
  const rising = latenessCents(prices, visit, start) + (prices.hasAsap ? asapCents(prices, visit, start) : 0)
  if (!prices.prefersLater) return rising
  return (
    rising +
    softWindowCents(prices, visit, start) +
    preferredWindowCents(prices, visit, start) +
    promiseCents(prices, visit, start)
  )
}
