// What is kept, for some shifts of a plan or for what these once were, until it is dropped or others were asked for since.
// Knows nothing of it.

/** For so many things on all shelves in it together. A shelf that nobody has any more takes no room. */
export class Cupboard {
  readonly most: number
  private readonly shelves = new Set<WeakRef<Shelf<unknown, unknown>>>() // those asked last behind

  constructor(most: number) {
    this.most = most
  }

  asked(shelf: WeakRef<Shelf<unknown, unknown>>): void {
    this.shelves.delete(shelf)
    this.shelves.add(shelf)
  }

  /** On the shelf that was not asked for longest first. */
  makeRoom(): void {
    let all = 0
    for (const shelf of this.shelves) {
      const standing = shelf.deref()
      if (standing === undefined) this.shelves.delete(shelf)
      else all += standing.size
    }
    for (const shelf of this.shelves) {
      if (all <= this.most) return
      all -= shelf.deref()?.dropOldest(all - this.most) ?? 0
    }
  }
}

export class Shelf<Key, T> {
  private readonly kept = new Map<Key, T>() // those asked for last behind
  private readonly most: number
  private readonly cupboard: Cupboard | undefined
  private readonly self: WeakRef<Shelf<unknown, unknown>>

  /** `room`: for so many things, or what it shares with others. */
  constructor(room: number | Cupboard) {
    this.most = typeof room === 'number' ? room : room.most
    this.cupboard = typeof room === 'number' ? undefined : room
    this.self = new WeakRef(this)
  }

  get size(): number {
    return this.kept.size
  }

  /** With as much room and for itself: it lives for one question. */
  copy(): Shelf<Key, T> {
    const copy = new Shelf<Key, T>(this.most)
    for (const [key, what] of this.kept) copy.kept.set(key, what)
    return copy
  }

  get(key: Key): T | undefined {
    const what = this.kept.get(key)
    if (what === undefined) return undefined
    this.cupboard?.asked(this.self)
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
    this.cupboard?.asked(this.self)
    if (this.cupboard) this.cupboard.makeRoom()
    else this.dropOldest(this.kept.size - this.most)
  }

  /** At least so many, as far as there are any; how many they were. */
  dropOldest(count: number): number {
    const before = this.kept.size
    for (const key of this.kept.keys()) {
      if (before - this.kept.size >= count) break
      this.kept.delete(key)
    }
    return before - this.kept.size
  }

  clear(): void {
    this.kept.clear()
  }

  drop(key: Key): void {
    this.kept.delete(key)
  }
}
