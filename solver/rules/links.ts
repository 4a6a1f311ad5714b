// Links: ties between visits, pair by pair. Those of time bind visits to a bond that is placed and taken out as one, in an
// order in which nobody comes before whom they wait for. Imports solver/ only.
import type { LinkModel, Model } from '../model.ts'
import { sharedFlagsOf, sharedInts, sharedIntsOf, sharedNumbersOf, sharedOffsetsOf } from '../shared.ts'
import { NEVER } from './never.ts'

/** How the first visit of a pair is tied to the second. */
export const TIE = {
  sameTime: 0,
  afterEnd: 1,
  afterStart: 2,
  otherTime: 3,
  sameTech: 4,
  otherTech: 5,
  otherRoute: 6,
  order: 7,
}

export interface Links {
  readonly hasLinks: boolean
  readonly isLinked: Uint8Array // by visit
  readonly tie: Int32Array // by link: one of TIE
  readonly tieFirst: Int32Array // by link: a visit
  readonly tieSecond: Int32Array // by link: a visit
  readonly tieLeast: Int32Array // by link: seconds between them
  readonly tieMost: Int32Array // by link; NEVER without a limit
  readonly tieLeastDays: Int32Array // by link: days between their routes; -NEVER where days do not matter
  readonly tieCentsPerDay: Float64Array // by link: for each day more
  readonly tiesFrom: Int32Array // by visit, and one more: its links are those from here to before the next visit's
  readonly ties: Int32Array // links, visit by visit
  readonly bondOf: Int32Array // by visit; NO_BOND for most
  readonly bondsFrom: Int32Array // by bond, and one more
  readonly bondVisits: Int32Array // visits, bond by bond, in the order in which they are placed
}

export const NO_BOND = -1

export interface Tie {
  readonly kind: number
  readonly first: number
  readonly second: number
  readonly least: number
  readonly most: number
  readonly leastDays: number
  readonly centsPerDay: number
}

export function compileLinks({ visits, links = [] }: Model): Links {
  const ties = links.flatMap((link) => tiesOf(link))
  const ofVisit = visits.map((): number[] => [])
  for (const [index, { first, second }] of ties.entries()) {
    ofVisit[first]!.push(index)
    ofVisit[second]!.push(index)
  }
  const bonds = bondsOf(visits.length, ties)
  const bondOf = sharedInts(visits.length).fill(NO_BOND)
  for (const [bond, members] of bonds.entries()) for (const visit of members) bondOf[visit] = bond
  const ints = (value: (tie: Tie) => number) => sharedIntsOf(ties.map(value))
  return {
    hasLinks: ties.length > 0,
    isLinked: sharedFlagsOf(ofVisit.map(({ length }) => length > 0)),
    tie: ints(({ kind }) => kind),
    tieFirst: ints(({ first }) => first),
    tieSecond: ints(({ second }) => second),
    tieLeast: ints(({ least }) => least),
    tieMost: ints(({ most }) => most),
    tieLeastDays: ints(({ leastDays }) => leastDays),
    tieCentsPerDay: sharedNumbersOf(ties.map(({ centsPerDay }) => centsPerDay)),
    tiesFrom: sharedOffsetsOf(ofVisit),
    ties: sharedIntsOf(ofVisit.flat()),
    bondOf,
    bondsFrom: sharedOffsetsOf(bonds),
    bondVisits: sharedIntsOf(bonds.flat()),
  }
}

/** Pair by pair. */
export function tiesOf(link: LinkModel): Tie[] {
  const plain = { least: 0, most: NEVER, leastDays: -NEVER, centsPerDay: 0 }
  if (link.kind === 'order') return [{ ...plain, kind: TIE.order, first: link.first, second: link.second }]
  if (link.kind === 'after') {
    const { first, second, since, least, most = NEVER, leastDays, centsPerDay = 0 } = link
    const kind = since === 'end' ? TIE.afterEnd : TIE.afterStart
    return [{ kind, first, second, least, most, leastDays: leastDays ?? (centsPerDay > 0 ? 0 : -NEVER), centsPerDay }]
  }
  const kind = {
    'same-time': TIE.sameTime,
    'same-tech': TIE.sameTech,
    'other-tech': TIE.otherTech,
    'other-route': TIE.otherRoute,
    'other-time': TIE.otherTime,
  }[link.kind]
  return link.visits.flatMap((first, index) =>
    link.visits.slice(index + 1).map((second) => ({ ...plain, kind, first, second })),
  )
}

export const isOfTime = (kind: number): boolean => kind <= TIE.otherTime

/** Visits that ties of time hold together, whoever waits for another one behind it. */
function bondsOf(visitCount: number, ties: readonly Tie[]): number[][] {
  const timely = ties.filter(({ kind }) => isOfTime(kind))
  const bondOf = Array.from({ length: visitCount }, (_, visit) => visit)
  const find = (visit: number): number => (bondOf[visit] === visit ? visit : find(bondOf[visit]!))
  for (const { first, second } of timely) bondOf[find(first)] = find(second)
  const bonds = new Map<number, number[]>()
  for (const visit of new Set(timely.flatMap(({ first, second }) => [first, second]))) {
    const members = bonds.get(find(visit)) ?? []
    bonds.set(find(visit), members)
    members.push(visit)
  }
  const before = timely.filter(({ kind }) => kind === TIE.afterEnd || kind === TIE.afterStart)
  return [...bonds.values()].map((members) =>
    inOrder(
      members.sort((a, b) => a - b),
      before,
    ),
  )
}

/** Each behind all that it waits for; where they wait for each other, as they come. */
function inOrder(members: readonly number[], before: readonly Tie[]): number[] {
  const left = new Set(members)
  const ordered: number[] = []
  while (left.size > 0) {
    const isFree = (visit: number) => !before.some(({ first, second }) => second === visit && left.has(first))
    const next = [...left].find(isFree) ?? [...left][0]!
    left.delete(next)
    ordered.push(next)
  }
  return ordered
}
