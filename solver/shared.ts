// Arrays on memory that threads read together: posting one to a thread hands over a reference, never a copy.
// Imports nothing.

let isShared = true

/** What is compiled meanwhile stays on its thread: memory that nobody shares is made several times as fast. */
export function unshared<T>(work: () => T): T {
  isShared = false
  try {
    return work()
  } finally {
    isShared = true
  }
}

/** Whether what is made now is for all threads. */
export const isForAll = (): boolean => isShared

/** Without a buffer of its own a short list takes next to no time to make. */
export const sharedInts = (length: number): Int32Array =>
  isShared ? new Int32Array(new SharedArrayBuffer(length * Int32Array.BYTES_PER_ELEMENT)) : new Int32Array(length)

/** For sums and prices that outgrow 31 bits; whole numbers all the same. */
export const sharedNumbers = (length: number): Float64Array =>
  isShared ? new Float64Array(new SharedArrayBuffer(length * Float64Array.BYTES_PER_ELEMENT)) : new Float64Array(length)

export const sharedFlags = (length: number): Uint8Array =>
  isShared ? new Uint8Array(new SharedArrayBuffer(length)) : new Uint8Array(length)

export function sharedIntsOf(values: ArrayLike<number>): Int32Array {
  if (values instanceof Int32Array && (!isShared || values.buffer instanceof SharedArrayBuffer)) return values
  const shared = sharedInts(values.length)
  shared.set(values)
  return shared
}

export function sharedNumbersOf(values: ArrayLike<number>): Float64Array {
  const shared = sharedNumbers(values.length)
  shared.set(values)
  return shared
}

export function sharedFlagsOf(values: readonly boolean[]): Uint8Array {
  const shared = sharedFlags(values.length)
  for (const [index, value] of values.entries()) if (value) shared[index] = 1
  return shared
}

/** Where each list begins when all are written one behind the other, and where the last one ends. */
export function sharedOffsetsOf(lists: readonly { readonly length: number }[]): Int32Array {
  const shared = sharedInts(lists.length + 1)
  for (const [index, { length }] of lists.entries()) shared[index + 1] = shared[index]! + length
  return shared
}
