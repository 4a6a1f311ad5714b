// Visits that go together, and on which shifts each of them may stand in each of the windows that the customer can be offered:
// what their ties allow, and what it costs there at least. Imports solver/ only.
import type { LinkModel, Span, VisitModel } from '../model.ts'
import { type Candidate, candidatesFor } from './candidates.ts'
import type { Excerpt } from './excerpt.ts'
import { GroupTies } from './group-ties.ts'
import { Guest, windowsWithin } from './guest.ts'
import type { LiveDay } from './live-day.ts'

export interface AskedGroup {
  /** The customer is offered when the first of them begins; the others follow from their ties to it. */
  readonly members: readonly VisitModel[]
  /** Between them, numbered behind all visits of the plan, and to those of the plan. */
  readonly links: readonly LinkModel[]
  /** Sorted and apart; the windows of the visits hold beside them. */
  readonly windows: readonly Span[]
  readonly count: number
}

/** By member: when it may begin. */
export type Hours = readonly Span[]

/** The excerpt of these shifts, in which each member begins only in its hours; undefined where one of them cannot. */
export function groupExcerpt(
  day: LiveDay,
  { members, links }: Pick<AskedGroup, 'members' | 'links'>,
  hours: Hours,
  routes: readonly number[],
): Excerpt | undefined {
  const clones = members.map((member, index) => ({ ...member, windows: windowsWithin(member, hours[index]!) }))
  if (clones.some(({ windows }) => windows.length === 0)) return undefined
  return day.excerpt(day.together(routes), clones, links)
}

export class GroupShifts {
  readonly ties: GroupTies
  readonly hours: readonly Hours[] // by window
  private readonly candidates: readonly (readonly (readonly Candidate[])[])[] // by member and window

  constructor(day: LiveDay, { members, links, windows }: AskedGroup) {
    this.ties = new GroupTies(day, members, links)
    this.hours = windows.map((window) => this.ties.hoursIn(window))
    this.candidates = members.map((member, index) => {
      const guest = new Guest(day.model, member, [])
      const hours = this.hours.map((of) => of[index]!)
      const { inWindows } = candidatesFor(day, guest, hours)
      return inWindows.map((list) => list.filter(({ route }) => this.ties.mayStand(index, route)))
    })
  }

  /** By the hours alone. */
  isOpen(window: number): boolean {
    return this.hours[window]!.every(({ opens, closes }) => opens <= closes)
  }

  /** Of all of them, each taken for itself; Infinity where one has no place. */
  leastCents(window: number): number {
    return this.candidates.reduce((sum, _, member) => sum + this.leastCentsOf(member, window), 0)
  }

  leastCentsOf(member: number, window: number): number {
    return this.candidates[member]![window]![0]?.leastCents ?? Number.POSITIVE_INFINITY
  }

  /** The cheapest shifts for each, as far as they suit those picked for the ones before. */
  promising(window: number, most: number): number[] {
    const picked: number[][] = []
    for (const [member, lists] of this.candidates.entries()) {
      const priced = lists[window]!.map(({ route, leastCents }) => ({
        route,
        cents: leastCents + this.ties.gapCents(member, route, (other) => picked[other]),
      }))
      const suitable = priced.filter(({ cents }) => cents < Number.POSITIVE_INFINITY)
      suitable.sort((one, other) => one.cents - other.cents || one.route - other.route)
      picked.push(suitable.slice(0, most).map(({ route }) => route))
    }
    return [...new Set(picked.flat())]
  }
}
