// Our own random numbers, so that a seed gives the same plan on every machine: sfc32 (Chris Doty-Humphrey, PractRand),
// seeded through splitmix32. Imports nothing.

export class Random {
  private a: number
  private b: number
  private c: number
  private counter = 1

  constructor(seed: number) {
    this.a = scatter(seed)
    this.b = scatter(seed + 1)
    this.c = scatter(seed + 2)
    for (let round = 0; round < 12; round++) this.next() // so that neighbouring seeds part ways
  }

  /** 32 random bits, as a number from 0. */
  next(): number {
    const sum = (this.a + this.b + this.counter) | 0
    this.counter = (this.counter + 1) | 0
    this.a = this.b ^ (this.b >>> 9)
    this.b = (this.c + (this.c << 3)) | 0
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0
    return sum >>> 0
  }

  /** From 0 to below 1. */
  fraction(): number {
    return this.next() / 0x1_0000_0000
  }

  /** From 0 to below `limit`, which is at least 1. */
  below(limit: number): number {
    return Math.floor(this.fraction() * limit)
  }

  chance(probability: number): boolean {
    return this.next() < probability * 0x1_0000_0000
  }

  /** Puts the first `count` items into random order (Fisher and Yates). */
  shuffle(items: Int32Array, count: number): void {
    for (let last = count - 1; last > 0; last--) {
      const other = this.below(last + 1)
      const item = items[last]!
      items[last] = items[other]!
      items[other] = item
    }
  }
}

/** Another seed for each thread; thread 0 keeps the seed it was given. */
export function seedOf(seed: number, thread: number): number {
  return thread === 0 ? seed >>> 0 : scatter(seed ^ scatter(thread)) >>> 0
}

/** One step of splitmix32: every bit of the seed reaches every bit of the answer. */
function scatter(seed: number): number {
  let bits = (seed + 0x9e37_79b9) | 0
  bits = Math.imul(bits ^ (bits >>> 16), 0x21f0_aaad)
  bits = Math.imul(bits ^ (bits >>> 15), 0x735a_2d97)
  return bits ^ (bits >>> 15)
}
