// So many at one time, the others in the order they came. Knows nothing of what they do.

export type Lanes = <T>(work: () => Promise<T>) => Promise<T>

export function openLanes(count: number): Lanes {
  const waiting: (() => void)[] = []
  let free = count
  return async (work) => {
    if (free > 0) free--
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await work()
    } finally {
      // The lane goes straight to the next in line, so that nobody slips in between.
      const next = waiting.shift()
      if (next) next()
      else free++
    }
  }
}
