// The ledger of a plan: what is counted over several shifts, kept up to date shift by shift, and what another course of one
// or two shifts would change about it. Imports solver/ only.
import type { CostLines } from './model.ts'
import type { Problem } from './problem.ts'
import { NO_SPELL } from './rules/ledger.ts'
import { centsFor } from './rules/money.ts'
import { NEVER } from './rules/never.ts'

/** A shift as it would be. */
export interface Entry {
  readonly route: number
  readonly busy: number
  readonly late: number
}

export class Ledger {
  private readonly problem: Problem
  private readonly busyOn: Float64Array // by route
  private readonly lateOn: Float64Array // by route
  private readonly busyIn: Float64Array // by spell
  private readonly busyOf: Float64Array // by tech
  private readonly usedBy: Int32Array // by tech: routes that have a visit
  private readonly routesOf: readonly (readonly number[])[] // by tech
  private headsCents = 0
  private unfairCents = 0
  private longest = 0 // late, of all

  constructor(problem: Problem) {
    const techs = problem.countsBusy.length
    this.problem = problem
    this.busyOn = new Float64Array(problem.routeCount)
    this.lateOn = new Float64Array(problem.routeCount)
    this.busyIn = new Float64Array(problem.spellCount)
    this.busyOf = problem.busyBefore.slice()
    this.usedBy = new Int32Array(techs)
    const routesOf = Array.from({ length: techs }, (): number[] => [])
    for (let route = 0; route < problem.routeCount; route++) routesOf[problem.techOf[route]!]!.push(route)
    this.routesOf = routesOf
    for (let tech = 0; tech < techs; tech++) this.unfairCents += this.unfair(tech, this.busyOf[tech]!)
  }

  get cents(): number {
    return this.headsCents + this.unfairCents + this.worst(this.longest)
  }

  lines(): Partial<CostLines> {
    return { HEAD: this.headsCents, FAIRNESS: this.unfairCents, WORST_LATENESS: this.worst(this.longest) }
  }

  /** The same if one shift were that; `more` is 1 where it would be used and is not, −1 where it is the other way round. */
  linesWith({ route, busy, late }: Entry, more: number): Partial<CostLines> {
    const { problem, usedBy, busyOf } = this
    const tech = problem.techOf[route]!
    const heads = Number(usedBy[tech]! + more > 0) - Number(usedBy[tech]! > 0)
    const ownBusy = busyOf[tech]! - this.busyOn[route]! + busy
    return {
      HEAD: this.headsCents + heads * problem.headCents[tech]!,
      FAIRNESS: this.unfairCents + this.unfair(tech, ownBusy) - this.unfair(tech, busyOf[tech]!),
      WORST_LATENESS: this.worst(Math.max(this.longestLate(route, NOBODY), late)),
    }
  }

  /** What other shifts take of a day or week of this one. */
  busyBeside(route: number, spell: number): number {
    return this.busyIn[spell]! - this.busyOn[route]!
  }

  /** The course of a shift is another one. */
  write({ route, busy, late }: Entry): void {
    const { problem, busyIn, busyOf } = this
    const tech = problem.techOf[route]!
    const more = busy - this.busyOn[route]!
    this.busyOn[route] = busy
    if (this.lateOn[route] !== late) {
      this.lateOn[route] = late
      this.longest = this.longestLate(NOBODY, NOBODY)
    }
    if (more === 0) return
    this.unfairCents += this.unfair(tech, busyOf[tech]! + more) - this.unfair(tech, busyOf[tech]!)
    busyOf[tech]! += more
    for (const spell of [problem.spellOfDay[route]!, problem.spellOfWeek[route]!])
      if (spell !== NO_SPELL) busyIn[spell]! += more
  }

  /** A shift is used that was not, or the other way round. */
  use(route: number, times: 1 | -1): void {
    const tech = this.problem.techOf[route]!
    const before = this.usedBy[tech]!
    this.usedBy[tech] = before + times
    if (before === 0 || before + times === 0) this.headsCents += times * this.problem.headCents[tech]!
  }

  /** What it costs to use a shift that is not used so far, beyond the shift itself. */
  headCentsToOpen(route: number): number {
    const tech = this.problem.techOf[route]!
    return this.usedBy[tech] === 0 ? this.problem.headCents[tech]! : 0
  }

  /** What is saved by not using a shift any more. */
  headCentsToClose(route: number): number {
    const tech = this.problem.techOf[route]!
    return this.usedBy[tech] === 1 ? this.problem.headCents[tech]! : 0
  }

  /** Would whoever has this shift still rest on enough days? */
  maySend(route: number, isUsed: (route: number) => boolean): boolean {
    const { problem } = this
    const tech = problem.techOf[route]!
    const after = problem.restAfter[tech]!
    if (after === NEVER) return true
    const rest = problem.restDays[tech]!
    const day = problem.dayOf[route]!
    const worked = new Set([day])
    for (const other of this.routesOf[tech]!) if (isUsed(other)) worked.add(problem.dayOf[other]!)
    for (let first = day - after - rest; first <= day; first++) {
      let spell = 0
      while (spell < after && worked.has(first + spell)) spell++
      if (spell < after) continue
      for (let off = 0; off < rest; off++) if (worked.has(first + after + off)) return false
    }
    return true
  }

  /** What changes when this shift becomes that, and another one with it; Infinity: somebody would be too busy. */
  growth(one: Entry, other: Entry | undefined): number {
    const { problem } = this
    let cents = 0
    const tech = problem.techOf[one.route]!
    const more = one.busy - this.busyOn[one.route]!
    const otherMore = other === undefined ? 0 : other.busy - this.busyOn[other.route]!
    const otherTech = other === undefined ? NOBODY : problem.techOf[other.route]!
    if (problem.countsBusy[tech] === 1) {
      if (this.isTooMuch(one.route, more, other, otherMore)) return Number.POSITIVE_INFINITY
      // What the other one alone changes was counted with it.
      const before = this.busyOf[tech]! + (otherTech === tech ? otherMore : 0)
      cents += this.unfair(tech, before + more) - this.unfair(tech, before)
    }
    if (problem.worstLateCentsPerHour === 0) return cents
    const rest = this.longestLate(one.route, other?.route ?? NOBODY)
    const before = other === undefined ? this.longest : Math.max(this.longestLate(other.route, NOBODY), other.late)
    return cents + this.worst(Math.max(rest, one.late, other?.late ?? 0)) - this.worst(before)
  }

  /** The most that any change of this shift can save here. */
  mostSaved(route: number): number {
    const tech = this.problem.techOf[route]!
    return this.unfair(tech, this.busyOf[tech]!) + this.worst(this.lateOn[route]!)
  }

  private isTooMuch(route: number, more: number, other: Entry | undefined, otherMore: number): boolean {
    const { problem } = this
    for (const spellOf of [problem.spellOfDay, problem.spellOfWeek]) {
      const spell = spellOf[route]!
      if (spell === NO_SPELL) continue
      const besides = other !== undefined && spellOf[other.route] === spell ? otherMore : 0
      if (more + besides > 0 && this.busyIn[spell]! + more + besides > problem.mostBusyIn[spell]!) return true
    }
    return false
  }

  private unfair(tech: number, busy: number): number {
    const beyond = busy - this.problem.fairShare[tech]!
    return beyond > 0 ? centsFor(beyond, this.problem.unfairCentsPerHour) : 0
  }

  private worst(late: number): number {
    return late > 0 ? centsFor(late, this.problem.worstLateCentsPerHour) : 0
  }

  private longestLate(spared: number, alsoSpared: number): number {
    if (this.problem.worstLateCentsPerHour === 0) return 0
    let longest = 0
    for (let route = 0; route < this.lateOn.length; route++)
      if (route !== spared && route !== alsoSpared && this.lateOn[route]! > longest) longest = this.lateOn[route]!
    return longest
  }
}

const NOBODY = -1
