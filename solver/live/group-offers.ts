// Offers for visits that go together: a job that takes two, a follow-up with the visit it follows, whatever ties bind to each
// other or to those of the plan. For each window the cheapest way to place all of them, then the second for each, and so on.
// Of many shifts only the most promising are tried together, so that on a large plan a cheaper way may be overlooked; on a
// small one every way is tried. Imports solver/ only.
import { compileToPrice } from '../problem.ts'
import { totalOf } from '../timetable.ts'
import { planOfExcerpt } from './excerpt.ts'
import { seatGroup, seatsFor } from './group-seats.ts'
import { type AskedGroup, GroupShifts, groupExcerpt } from './group-shifts.ts'
import type { LiveDay } from './live-day.ts'
import { type ToldGroup, toldGroup } from './told-group.ts'

/** Shifts of each that are tried with those of the others, and how many where that comes to nothing. */
const SHIFTS_TRIED = [6, 18]
/** So many ways to place all of them are few enough to try each in every window. */
const FEW_WAYS = 1000

export interface GroupOffered extends ToldGroup {
  /** Which of the windows. */
  readonly window: number
  /** In how many other choices of shifts they could come in this window, as far as they were tried. */
  readonly others: number
}

/** Cheapest first. Nothing where one of them needs somebody who is not on the plan. */
export function groupOffersFor(day: LiveDay, asked: AskedGroup): GroupOffered[] {
  return new GroupSearch(day, asked).run()
}

interface Found {
  readonly window: number
  readonly round: number
  readonly offered: GroupOffered
}

class GroupSearch {
  private readonly day: LiveDay
  private readonly asked: AskedGroup
  private readonly shifts: GroupShifts
  private readonly isSmall: boolean
  private readonly rounds: number
  private found: Found[] = []

  constructor(day: LiveDay, asked: AskedGroup) {
    const { members, windows, count } = asked
    this.day = day
    this.asked = asked
    this.shifts = new GroupShifts(day, asked)
    const turns = day.sequences.reduce((sum, { length }) => sum + length + 1, members.length - 1)
    this.isSmall = turns ** members.length <= FEW_WAYS
    const possible = windows.filter((_, window) => this.bound(window) < Number.POSITIVE_INFINITY).length
    this.rounds = Math.ceil(count / Math.max(1, possible))
  }

  run(): GroupOffered[] {
    const { windows, count } = this.asked
    if (this.shifts.ties.isHopeless) return []
    const bounds = windows.map((_, window) => ({ window, cents: this.bound(window) }))
    bounds.sort((one, other) => one.cents - other.cents || one.window - other.window)
    for (const { window, cents } of bounds) {
      if (cents === Number.POSITIVE_INFINITY) break
      const dearest = this.rounds === 1 ? this.found[count - 1] : undefined
      if (dearest !== undefined && cents >= totalOf(dearest.offered.cost)) break
      this.look(window)
    }
    return this.found.map(({ offered }) => offered)
  }

  /**
   * What it costs at least, each taken for itself. Two that share a shift may come cheaper; where few ways are tried anyhow
   * no window is passed over.
   */
  private bound(window: number): number {
    const { shifts, isSmall } = this
    if (!isSmall) return shifts.leastCents(window)
    return shifts.isOpen(window) ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  }

  private look(window: number): void {
    const { day, asked, shifts } = this
    for (const most of this.isSmall ? [Number.POSITIVE_INFINITY] : SHIFTS_TRIED) {
      const routes = this.isSmall ? [...day.model.routes.keys()] : shifts.promising(window, most)
      const together = [...new Set([...routes, ...shifts.ties.routes])]
      const excerpt = groupExcerpt(day, asked, shifts.hours[window]!, together)
      if (excerpt === undefined) return
      const problem = compileToPrice(excerpt.model)
      const group = asked.members.map((_, member) => excerpt.visits.length + member)
      const seated = seatsFor(planOfExcerpt(day, excerpt, problem), group, this.isSmall)
      if (seated.length === 0) continue
      const without = planOfExcerpt(day, excerpt, problem)
      for (const [round, { seats }] of seated.slice(0, this.rounds).entries()) {
        const withThem = planOfExcerpt(day, excerpt, problem)
        // They may not come to the same seconds again.
        if (!seatGroup(withThem, seats)) continue
        const told = toldGroup(excerpt, group.length, without, withThem)
        this.note({ window, round, offered: { ...told, window, others: seated.length - 1 } })
      }
      return
    }
  }

  /** The second of a window only when every window has its first. */
  private note(found: Found): void {
    const all = [...this.found, found]
    all.sort((one, other) => one.round - other.round || byCents(one, other))
    this.found = all.slice(0, this.asked.count).sort(byCents)
  }
}

const byCents = (one: Found, other: Found): number =>
  totalOf(one.offered.cost) - totalOf(other.offered.cost) || one.window - other.window || one.round - other.round
