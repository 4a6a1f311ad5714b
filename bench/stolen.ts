// How much of a virtual machine its host gave to others meanwhile, as Linux counts it. A latency is one of the service only
// where that is little.
import { readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'

const TICKS_PER_SECOND = 100
/** In the first line of /proc/stat, behind the word `cpu`. */
const STEAL_COLUMN = 8

const stolenSeconds = () =>
  readFile('/proc/stat', 'utf8').then(
    (text) => Number(text.split('\n', 1)[0]?.split(/ +/)[STEAL_COLUMN]) / TICKS_PER_SECOND,
    () => undefined,
  )

/** Ask the result when the work is done: the share of all cores from 0 to 1, undefined where no such count is kept. */
export async function watchStolen(): Promise<() => Promise<number | undefined>> {
  const [before, began] = [await stolenSeconds(), performance.now()]
  return async () => {
    const after = await stolenSeconds()
    if (before === undefined || after === undefined) return undefined
    return ((after - before) * 1000) / (performance.now() - began) / availableParallelism()
  }
}
