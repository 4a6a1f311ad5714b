// Whose turn it is among several queues, each with a weight: stride scheduling (Waldspurger and Weihl 1995), which is weighted
// round robin without a fixed order. Knows keys and items, and nothing of what they are.

interface Line<T> {
  readonly items: T[]
  /** Where it stands on the course that all of them run: a turn of a heavy one is a short step. */
  pass: number
}

export class FairTurns<T> {
  readonly #weightOf: (key: string) => number
  readonly #lines = new Map<string, Line<T>>()
  /** Of the last turn: whoever comes anew starts here, and has saved up nothing while away. */
  #now = 0

  constructor(weightOf: (key: string) => number) {
    this.#weightOf = weightOf
  }

  get size(): number {
    return [...this.#lines.values()].reduce((sum, { items }) => sum + items.length, 0)
  }

  sizeOf(key: string): number {
    return this.#lines.get(key)?.items.length ?? 0
  }

  keys(): string[] {
    return [...this.#lines.keys()]
  }

  all(): T[] {
    return [...this.#lines.values()].flatMap(({ items }) => items)
  }

  add(key: string, item: T): void {
    const line = this.#lines.get(key)
    if (line) line.items.push(item)
    else this.#lines.set(key, { items: [item], pass: this.#now + 1 / this.#weightOf(key) })
  }

  /** The first item of whoever is furthest behind among those who may go; of equals, of whoever came first. */
  next(mayGo: (key: string) => boolean): { readonly key: string; readonly item: T } | undefined {
    let best: [string, Line<T>] | undefined
    for (const [key, line] of this.#lines)
      if (mayGo(key) && (best === undefined || line.pass < best[1].pass)) best = [key, line]
    const item = best?.[1].items.shift()
    if (best === undefined || item === undefined) return undefined
    const [key, line] = best
    this.#now = Math.max(this.#now, line.pass)
    line.pass += 1 / this.#weightOf(key)
    if (line.items.length === 0) this.#lines.delete(key)
    return { key, item }
  }

  /** False when there is none. */
  remove(isIt: (item: T) => boolean): boolean {
    for (const [key, { items }] of this.#lines) {
      const place = items.findIndex(isIt)
      if (place < 0) continue
      items.splice(place, 1)
      if (items.length === 0) this.#lines.delete(key)
      return true
    }
    return false
  }

  clear(): T[] {
    const items = this.all()
    this.#lines.clear()
    return items
  }
}
