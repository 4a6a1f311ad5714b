// A search that is made bit by bit, so that others are served in between.
import { setImmediate as giveWay } from 'node:timers/promises'

export async function bitByBit<Found>(search: Generator<undefined, Found, undefined>): Promise<Found> {
  let step = search.next()
  for (; step.done !== true; step = search.next()) await giveWay()
  return step.value
}
