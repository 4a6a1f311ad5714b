// Seats: how many threads are free, given out in the order in which they were asked for, all of a job's at once. So the
// threads of a job always run together and two jobs cannot wait for each other. Imports nothing.

export class Seats {
  private free: number
  private readonly line: { seats: number; admit: () => void; refuse: (reason: Error) => void }[] = []

  constructor(total: number) {
    this.free = total
  }

  /** At most as many as there are in all, or it never comes to anything. */
  take(seats: number): Promise<void> {
    return new Promise((admit, refuse) => {
      this.line.push({ seats, admit, refuse })
      this.admitNext()
    })
  }

  give(seats: number): void {
    this.free += seats
    this.admitNext()
  }

  /** Everybody still in line goes away empty-handed. */
  sendAway(reason: Error): void {
    for (const { refuse } of this.line.splice(0)) refuse(reason)
  }

  private admitNext(): void {
    for (let head = this.line[0]; head && head.seats <= this.free; head = this.line[0]) {
      this.line.shift()
      this.free -= head.seats
      head.admit()
    }
  }
}
