// One long search at a time, each in its turn, so that between any two of its steps whoever waits for a short answer waits
// for one step at most.

export class Turns {
  #last: Promise<unknown> = Promise.resolve()

  take<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work)
    // Who comes next need not know how it ended.
    this.#last = turn.catch(() => undefined)
    return turn
  }
}
