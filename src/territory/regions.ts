// Places gathered into regions of about the same work, each in one: the ground is halved again and again across its longer
// side, where the work on both sides is in proportion to the regions that come of them. Pure; knows no tickets.
import type { Location } from '../contracts/scalars.ts'

export interface PlaceOfWork {
  readonly location: Location
  /** In any unit, not below zero. */
  readonly work: number
}

/** By place: its region, from 0. No region has more than its share and twice the largest work of one place. */
export function regionsOf(places: readonly PlaceOfWork[], count: number): number[] {
  if (!Number.isInteger(count) || count < 1) throw new RangeError(`There cannot be ${count} regions.`)
  const regions = places.map(() => 0)
  const divide = (members: readonly number[], first: number, parts: number): void => {
    if (parts === 1 || members.length === 0) {
      for (const member of members) regions[member] = first
      return
    }
    const left = Math.floor(parts / 2)
    const sorted = alongLongerSide(places, members)
    const cut = cutAt(
      sorted.map((member) => places[member]!.work),
      left / parts,
    )
    divide(sorted.slice(0, cut), first, left)
    divide(sorted.slice(cut), first + left, parts - left)
  }
  divide([...places.keys()], 0, count)
  return regions
}

/** The places of each region, as positions; those that have none are left out. */
export function gatheredInto(places: readonly PlaceOfWork[], count: number): number[][] {
  const regions = regionsOf(places, count)
  return [...Map.groupBy(places.keys(), (place) => regions[place]!).entries()]
    .sort(([one], [other]) => one - other)
    .map(([, own]) => own)
}

/** A degree east is shorter than one north, but for the equator. */
function alongLongerSide(places: readonly PlaceOfWork[], members: readonly number[]): number[] {
  const at = (member: number) => places[member]!.location
  const span = (of: (location: Location) => number) => {
    const values = members.map((member) => of(at(member)))
    return Math.max(...values) - Math.min(...values)
  }
  const middle = members.reduce((sum, member) => sum + at(member).lat, 0) / members.length
  const isWide = span(({ lon }) => lon) * Math.cos((middle * Math.PI) / 180) > span(({ lat }) => lat)
  const along = (member: number) => (isWide ? at(member).lon : at(member).lat)
  // Of places at one spot the order is theirs, so that the same places always fall alike.
  return [...members].sort((one, other) => along(one) - along(other) || one - other)
}

/** How many go to the left, so that their share of the work is nearest to this. */
function cutAt(work: readonly number[], share: number): number {
  const wanted = work.reduce((sum, one) => sum + one, 0) * share
  let done = 0
  for (const [index, one] of work.entries()) {
    if (done + one / 2 > wanted) return index
    done += one
  }
  return work.length
}
