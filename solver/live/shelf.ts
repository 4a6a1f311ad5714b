// What is kept for some of the shifts of a plan, until it is dropped or others were asked for since. Knows nothing of it.

export class Shelf<T> {
  private readonly kept = new Map<number, T>() // by route, those asked for last behind
  private readonly most: number

  constructor(most: number) {
    this.most = most
  }

  copy(): Shelf<T> {
    const copy = new Shelf<T>(this.most)
    for (const [route, what] of this.kept) copy.kept.set(route, what)
    return copy
  }

  get(route: number): T | undefined {
    const what = this.kept.get(route)
    if (what === undefined) return undefined
    this.kept.delete(route)
    this.kept.set(route, what)
    return what
  }

  /** One thing for all of these. */
  put(routes: readonly number[], what: T): void {
    for (const route of routes) {
      this.kept.delete(route)
      this.kept.set(route, what)
    }
    for (const route of this.kept.keys()) {
      if (this.kept.size <= this.most) return
      this.kept.delete(route)
    }
  }

  clear(): void {
    this.kept.clear()
  }

  drop(route: number): void {
    this.kept.delete(route)
  }
}
