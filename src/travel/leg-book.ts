// Legs by the numbers of their two places, for some of all pairs: a hash table in plain arrays, as a table of all pairs would
// be too large and a Map of objects larger still. Knows no roads.

export interface BookedLeg {
  readonly seconds: number
  readonly metres: number
  readonly source: number
}

/** Of places; a pair of them is one whole number. */
const MOST_PLACES = 2 ** 22
const NOBODY = -1

export class LegBook {
  #mask: number
  #pairs: Float64Array
  #seconds: Int32Array
  #metres: Int32Array
  #sources: Uint8Array
  #size = 0

  constructor(bits = 10) {
    const room = 2 ** bits
    this.#mask = room - 1
    this.#pairs = new Float64Array(room).fill(NOBODY)
    this.#seconds = new Int32Array(room)
    this.#metres = new Int32Array(room)
    this.#sources = new Uint8Array(room)
  }

  get size(): number {
    return this.#size
  }

  has(from: number, to: number): boolean {
    return this.#pairs[this.#slot(from, to)] !== NOBODY
  }

  get(from: number, to: number): BookedLeg | undefined {
    const slot = this.#slot(from, to)
    if (this.#pairs[slot] === NOBODY) return undefined
    return { seconds: this.#seconds[slot]!, metres: this.#metres[slot]!, source: this.#sources[slot]! }
  }

  set(from: number, to: number, seconds: number, metres: number, source: number): void {
    if (from >= MOST_PLACES || to >= MOST_PLACES) throw new RangeError(`Place ${Math.max(from, to)} is one too many.`)
    if (this.#size * 2 > this.#mask) this.#grow()
    const slot = this.#slot(from, to)
    if (this.#pairs[slot] === NOBODY) this.#size++
    this.#pairs[slot] = from * MOST_PLACES + to
    this.#seconds[slot] = seconds
    this.#metres[slot] = metres
    this.#sources[slot] = source
  }

  /** Where the pair stands, or would. */
  #slot(from: number, to: number): number {
    const pair = from * MOST_PLACES + to
    let slot = hash(from, to) & this.#mask
    while (this.#pairs[slot] !== NOBODY && this.#pairs[slot] !== pair) slot = (slot + 1) & this.#mask
    return slot
  }

  #grow(): void {
    const [pairs, seconds, metres, sources] = [this.#pairs, this.#seconds, this.#metres, this.#sources]
    const larger = new LegBook(Math.log2(pairs.length) + 1)
    for (let slot = 0; slot < pairs.length; slot++) {
      const pair = pairs[slot]!
      if (pair === NOBODY) continue
      const from = Math.floor(pair / MOST_PLACES)
      larger.set(from, pair - from * MOST_PLACES, seconds[slot]!, metres[slot]!, sources[slot]!)
    }
    this.#mask = larger.#mask
    this.#pairs = larger.#pairs
    this.#seconds = larger.#seconds
    this.#metres = larger.#metres
    this.#sources = larger.#sources
  }
}

function hash(from: number, to: number): number {
  const mixed = Math.imul(from, 0x9e37_79b1) ^ Math.imul(to, 0x85eb_ca6b)
  return (mixed ^ (mixed >>> 15)) >>> 0
}
