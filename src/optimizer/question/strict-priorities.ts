// Strict priorities: prices of leaving tickets out by which one ticket of a higher priority outweighs all of the lower
// ones together. Knows prices and priorities only.
import { PRIORITIES, type Priority } from '../../contracts/ticket.ts'

export interface UnservedPrice {
  readonly cents: number
  readonly priority: Priority
  /** Says itself what it is worth: not raised, but outweighed by higher priorities as others are. */
  readonly isOptional: boolean
}

/** Up to here the solver adds up to the cent, all tickets together and each alone. */
const MOST_IN_ALL = 2 ** 50
const MOST_EACH = 2 ** 41

/**
 * Each price grows by the sum of all prices below its priority. With thousands of tickets the sums may grow beyond what
 * can be added up exactly; then all prices are made smaller alike, until they fit. What they are to each other stays, but
 * leaving out a ticket of the lowest priority may then cost less than its policy says.
 */
export function strictPrices(prices: readonly UnservedPrice[]): number[] {
  for (let scale = 1; ; scale *= 0.9) {
    const raised = raisedPrices(prices, scale)
    const total = raised.reduce((sum, cents) => sum + cents, 0)
    if (total <= MOST_IN_ALL && Math.max(0, ...raised) <= MOST_EACH) return raised
    // The sum grows in step with the scale, so that one jump comes close.
    if (total > 2 * MOST_IN_ALL) scale *= (2 * MOST_IN_ALL) / total
  }
}

function raisedPrices(prices: readonly UnservedPrice[], scale: number): number[] {
  const raised = prices.map(({ cents, isOptional }) => Math.max(isOptional ? 0 : 1, Math.floor(cents * scale)))
  let below = 0
  for (const priority of PRIORITIES.toReversed()) {
    let ofPriority = 0
    for (const [index, price] of prices.entries()) {
      if (price.priority !== priority) continue
      if (!price.isOptional) raised[index] = (raised[index] ?? 0) + below
      ofPriority += raised[index] ?? 0
    }
    below += ofPriority
  }
  return raised
}
