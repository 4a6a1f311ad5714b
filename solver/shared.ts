// Arrays on memory that threads read together: posting one to a thread hands over a reference, never a copy.
// Imports nothing.

export const sharedInts = (length: number): Int32Array =>
  new Int32Array(new SharedArrayBuffer(length * Int32Array.BYTES_PER_ELEMENT))

/** For sums and prices that outgrow 31 bits; whole numbers all the same. */
export const sharedNumbers = (length: number): Float64Array =>
  new Float64Array(new SharedArrayBuffer(length * Float64Array.BYTES_PER_ELEMENT))

export const sharedFlags = (length: number): Uint8Array => new Uint8Array(new SharedArrayBuffer(length))

export function sharedIntsOf(values: ArrayLike<number>): Int32Array {
  if (values instanceof Int32Array && values.buffer instanceof SharedArrayBuffer) return values
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
