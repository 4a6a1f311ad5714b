// Within this process, what goes to the same ticket goes one after the other, and a command that is underway is not begun
// a second time. Spares the database its crowds; what holds across processes holds in the database all the same.

/** Work of one lane, in the order it came. */
export class Lanes {
  private readonly ends = new Map<string, Promise<unknown>>()

  run<T>(lane: string, work: () => Promise<T>): Promise<T> {
    const before = this.ends.get(lane) ?? Promise.resolve()
    const result = before.then(work, work)
    // Whoever waits behind it does not care how it ended.
    const end = result.catch(() => undefined)
    this.ends.set(lane, end)
    void end.then(() => {
      if (this.ends.get(lane) === end) this.ends.delete(lane)
    })
    return result
  }
}

/** Equal work that comes while the first is underway waits for it. */
export class Underway<T> {
  private readonly works = new Map<string, Promise<T>>()

  /** `joined`: it was somebody else's, and it succeeded. */
  async run(key: string, work: () => Promise<T>): Promise<{ result: T; joined: boolean }> {
    for (;;) {
      const first = this.works.get(key)
      if (!first) break
      const result = await first.catch(() => undefined)
      if (result !== undefined) return { result, joined: true }
    }
    const own = work()
    this.works.set(key, own)
    try {
      return { result: await own, joined: false }
    } finally {
      this.works.delete(key)
    }
  }
}
