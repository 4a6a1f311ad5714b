// What visits that are tied by time have agreed on: when each begins, and when it has to end. Kept so that it can be taken
// back. Knows no routes. Imports solver/ only.
import type { Agreed } from './course.ts'
import type { Problem } from './problem.ts'
import { NEVER } from './rules/never.ts'

/** Of the visits of a bond, in their order: all that holds for them. */
export type Agreement = readonly Int32Array[]

export class Agreements implements Agreed {
  readonly notBefore: Int32Array // by visit
  readonly notAfter: Int32Array // by visit
  readonly endsFrom: Int32Array // by visit
  readonly endsBy: Int32Array // by visit
  private readonly bondsFrom: Int32Array
  private readonly bondVisits: Int32Array
  private readonly changed: number[] = [] // visit, and what held for it before, since `begin`
  private readonly changedIn: Int32Array // by visit: the last beginning since which it is among those
  private beginning = 0

  constructor({ visitCount, bondsFrom, bondVisits }: Problem) {
    this.notBefore = new Int32Array(visitCount).fill(-NEVER)
    this.notAfter = new Int32Array(visitCount).fill(NEVER)
    this.endsFrom = new Int32Array(visitCount).fill(-NEVER)
    this.endsBy = new Int32Array(visitCount).fill(NEVER)
    this.changedIn = new Int32Array(visitCount)
    this.bondsFrom = bondsFrom
    this.bondVisits = bondVisits
  }

  begin(): void {
    this.beginning++
    this.changed.length = 0
  }

  undo(): void {
    const { changed } = this
    for (let at = changed.length - 5; at >= 0; at -= 5) {
      const visit = changed[at]!
      this.notBefore[visit] = changed[at + 1]!
      this.notAfter[visit] = changed[at + 2]!
      this.endsFrom[visit] = changed[at + 3]!
      this.endsBy[visit] = changed[at + 4]!
    }
  }

  /** Nothing is agreed for this visit any more. */
  release(visit: number): void {
    this.agree(visit, -NEVER, NEVER)
    this.endBetween(visit, -NEVER, NEVER)
  }

  /** What those of a bond have agreed on, to come back to. */
  agreementOf(bond: number): Agreement {
    const all = [this.notBefore, this.notAfter, this.endsFrom, this.endsBy]
    return all.map((seconds) => this.membersOf(bond).map((visit) => seconds[visit]!))
  }

  /** What all have agreed on, if those of a bond had not. */
  without(bond: number): Agreed {
    const [notBefore, notAfter] = [this.notBefore.slice(), this.notAfter.slice()]
    const [endsFrom, endsBy] = [this.endsFrom.slice(), this.endsBy.slice()]
    for (const visit of this.membersOf(bond)) {
      notBefore[visit] = endsFrom[visit] = -NEVER
      notAfter[visit] = endsBy[visit] = NEVER
    }
    return { notBefore, notAfter, endsFrom, endsBy }
  }

  protected membersOf(bond: number): Int32Array {
    return this.bondVisits.subarray(this.bondsFrom[bond]!, this.bondsFrom[bond + 1]!)
  }

  protected takeBack(bond: number, [notBefore, notAfter, endsFrom, endsBy]: Agreement): void {
    for (const [index, visit] of this.membersOf(bond).entries()) {
      this.agree(visit, notBefore![index]!, notAfter![index]!)
      this.endBetween(visit, endsFrom![index]!, endsBy![index]!)
    }
  }

  protected agree(visit: number, from: number, to: number): void {
    this.remember(visit)
    this.notBefore[visit] = from
    this.notAfter[visit] = to
  }

  protected endBetween(visit: number, from: number, by: number): void {
    this.remember(visit)
    this.endsFrom[visit] = from
    this.endsBy[visit] = by
  }

  private remember(visit: number): void {
    if (this.changedIn[visit] === this.beginning) return
    this.changedIn[visit] = this.beginning
    this.changed.push(visit, this.notBefore[visit]!, this.notAfter[visit]!, this.endsFrom[visit]!, this.endsBy[visit]!)
  }
}
