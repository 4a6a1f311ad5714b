// Long loops on the thread that also answers requests: give way every few milliseconds. Knows no travel.
import { setImmediate } from 'node:timers/promises'

const SLICE_MS = 10

/** Await it once per round of a long loop: it gives way when a slice of time is used up, and costs next to nothing before. */
export function createPace(): () => Promise<void> | undefined {
  let sliceEnds = performance.now() + SLICE_MS
  return () => {
    if (performance.now() < sliceEnds) return undefined
    return setImmediate().then(() => {
      sliceEnds = performance.now() + SLICE_MS
    })
  }
}
