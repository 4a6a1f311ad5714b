// What is kept, for some shifts of a plan or for what these once were, until it is dropped or others were asked for since.
// Knows nothing of it.

export class Shelf<Key, T> {
  private readonly kept = new Map<Key, T>() // those asked for last behind
  private readonly most: number

  constructor(most: number) {
    this.most = most
  }

  copy(): Shelf<Key, T> {
    const copy = new Shelf<Key, T>(this.most)
    for (const [key, what] of this.kept) copy.kept.set(key, what)
    return copy
  }

  get(key: Key): T | undefined {
    const what = this.kept.get(key)
    if (what === undefined) return undefined
    this.kept.delete(key)
    this.kept.set(key, what)
    return what
  }

  /** One thing for all of these. */
  put(keys: readonly Key[], what: T): void {
    for (const key of keys) {
      this.kept.delete(key)
      this.kept.set(key, what)
    }
    for (const key of this.kept.keys()) {
      if (this.kept.size <= this.most) return
      this.kept.delete(key)
    }
  }

  clear(): void {
    this.kept.clear()
  }

  drop(key: Key): void {
    this.kept.delete(key)
  }
}
