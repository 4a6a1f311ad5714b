// What would give a technician a place for a visit: of each knob the smallest turn that does, and where none is enough
// alone, two together. Everything is tried exactly on the technician's shifts as they stand. Imports solver/ only.
import type { Model } from '../model.ts'
import { fitBlockers } from '../rules/fit.ts'
import { Attempt, type Taken, type Told, tell } from './attempt.ts'
import { nearestShifts } from './candidates.ts'
import { type Change, isOfShift, type Knob, knobsFor, type Wanted } from './knobs.ts'
import type { LiveDay } from './live-day.ts'

/** Stops to go through for one question: somebody waits for the answer, which is there within a second or so. */
const PATIENCE = 60_000
/** Visits of which it is tried whether they may go elsewhere: more than a technician has in a week. */
const MOST_LEAVERS = 60
/** Shifts of others that are asked to take one of them; the nearest is mostly the cheapest. */
const NEAR_SHIFTS = 3
/** So many pairs are told at most; nobody reads more. */
const MOST_PAIRS = 5

export interface Move {
  /** Of the plan, as are the routes. */
  readonly visit: number
  readonly route: number
  readonly from: number
  readonly to: number
}

export interface Unlock {
  /** With any of them smaller by one unit, or left out, there is no place. */
  readonly changes: readonly Change[]
  /** Of the plan. */
  readonly route: number
  readonly start: number
  readonly end: number
  /** Whoever begins at another second then. */
  readonly moves: readonly Move[]
  readonly attempt: Attempt
  /** As it is, and as it would be under the changed model. */
  readonly before: Told
  readonly after: Told
}

export interface Unlocks {
  /** Cheapest first. */
  readonly found: readonly Unlock[]
  /** Patience ran out before all was tried. */
  readonly isCut: boolean
}

/** The technician has no place for the visit as things are. */
export function unlocksFor(day: LiveDay, wanted: Wanted): Unlocks {
  return new UnlockSearch(day, wanted).run()
}

/** A knob, and how far it is turned. */
type Turn = readonly [Knob, number]

const WINDOW_KNOBS: readonly string[] = ['WINDOW_EARLIER', 'WINDOW_LATER', 'OTHER_DAY']
const END_KNOBS: readonly string[] = ['SHIFT_END', 'OVERTIME']

class UnlockSearch {
  private readonly day: LiveDay
  private readonly wanted: Wanted
  private readonly attempt: Attempt
  private readonly knobs: readonly Knob[]
  private readonly leavers: readonly number[] // in the excerpt
  private readonly withLeaver: Attempt[] = []
  private isCut = false

  constructor(day: LiveDay, wanted: Wanted) {
    this.day = day
    this.wanted = wanted
    this.attempt = new Attempt(day, wanted)
    this.knobs = this.isBarredForGood() ? [] : knobsFor(this.attempt, wanted)
    this.leavers = this.isBarredForGood() ? [] : this.mayLeave()
  }

  run(): Unlocks {
    const alone = [...this.knobs.flatMap((knob) => this.alone(knob)), ...this.moving()].sort(byCents)
    const found = alone.length > 0 ? alone : this.pairs().sort(byCents).slice(0, MOST_PAIRS)
    return { found, isCut: this.isCut }
  }

  private alone(knob: Knob): Unlock[] {
    const { attempt } = this
    const by = this.least(attempt, knob, [], attempt.shifts)
    if (by === undefined) return []
    const shifts = this.shiftsFor([[knob, by]])
    // On the one shift that has the place it may take more.
    const own = shifts.length < attempt.shifts.length ? this.least(attempt, knob, [], shifts) : by
    return own === undefined ? [] : this.told(attempt, [[knob, own]], shifts)
  }

  /** The cheapest visit to move, wherever it goes. */
  private moving(): Unlock[] {
    const found = this.leavers.flatMap((leaver) => {
      if (this.isImpatient() || !this.attempt.isPossibleWithout(leaver)) return []
      return this.told(this.attemptWithout(leaver), [], this.attempt.shifts, leaver)
    })
    return found.sort(byCents).slice(0, 1)
  }

  private pairs(): Unlock[] {
    const { knobs } = this
    // Other days first: it is the other knob that is turned back then.
    const ordered = [
      ...knobs.filter(({ kind }) => kind === 'OTHER_DAY'),
      ...knobs.filter((of) => of.kind !== 'OTHER_DAY'),
    ]
    const both = ordered.flatMap((one, index) =>
      ordered.slice(index + 1).flatMap((other) => (isSame(one, other) ? [] : this.together(one, other))),
    )
    return [...both, ...knobs.flatMap((knob) => this.togetherWithMove(knob))]
  }

  private together(one: Knob, other: Knob): Unlock[] {
    const { attempt } = this
    const first = this.least(attempt, one, [[other, other.most]], attempt.shifts)
    if (first === undefined) return []
    const shifts = this.shiftsFor([
      [one, first],
      [other, other.most],
    ])
    const own = shifts.length < attempt.shifts.length ? this.least(attempt, one, [[other, other.most]], shifts) : first
    if (own === undefined) return []
    const second = this.least(attempt, other, [[one, own]], shifts)
    return second === undefined
      ? []
      : this.told(
          attempt,
          [
            [one, own],
            [other, second],
          ],
          shifts,
        )
  }

  private togetherWithMove(knob: Knob): Unlock[] {
    if (knob.kind === 'OTHER_DAY') return []
    for (const leaver of this.leavers) {
      if (this.isImpatient()) return []
      const turned = knob.turned(this.attempt, knob.most)
      if (!this.attempt.isPossibleWithout(leaver, turned)) continue
      const attempt = this.attemptWithout(leaver)
      const by = this.least(attempt, knob, [], attempt.shifts)
      if (by === undefined) continue
      const shifts = this.shiftsFor([[knob, by]], attempt)
      const own = shifts.length < attempt.shifts.length ? this.least(attempt, knob, [], shifts) : by
      if (own !== undefined) return this.told(attempt, [[knob, own]], shifts, leaver)
    }
    return []
  }

  /** How far it has to be turned at least, the others being turned like this. */
  private least(attempt: Attempt, knob: Knob, others: readonly Turn[], shifts: readonly number[]): number | undefined {
    const isEnough = (by: number) => this.take(attempt, [...others, [knob, by]], shifts) !== undefined
    if (knob.kind === 'OTHER_DAY') {
      for (let by = 1; by <= knob.most; by++) if (isEnough(by)) return by
      return undefined
    }
    if (!isEnough(knob.most)) return undefined
    let enough = knob.most
    for (let least = 0; enough - least > 1; ) {
      const middle = Math.floor((least + enough) / 2)
      if (isEnough(middle)) enough = middle
      else least = middle
    }
    // Cut short, it would be enough and not the least.
    return this.isImpatient() ? undefined : enough
  }

  /** Where a knob is one of a single shift, that of the place alone. */
  private shiftsFor(turns: readonly Turn[], attempt = this.attempt): readonly number[] {
    if (!turns.some(([knob]) => isOfShift(knob))) return attempt.shifts
    const taken = this.take(attempt, turns, attempt.shifts)
    return taken === undefined ? attempt.shifts : [taken.route]
  }

  private take(attempt: Attempt, turns: readonly Turn[], shifts: readonly number[]): Taken | undefined {
    return this.isImpatient() ? undefined : attempt.take(turned(attempt, turns, shifts), shifts)
  }

  private told(attempt: Attempt, turns: readonly Turn[], shifts: readonly number[], leaver?: number): Unlock[] {
    const model = turned(attempt, turns, shifts)
    const taken = attempt.take(model, shifts)
    if (taken === undefined) return []
    const shift = attempt.model.routes[taken.route]!
    const changes = turns.map(([knob, by]) => knob.told(by, shift))
    if (leaver !== undefined) changes.push({ kind: 'MOVE', visit: this.attempt.excerpt.visits[leaver]! })
    const before = attempt.asItStands()
    const after = tell(model, taken.plan)
    const place = after.day.routes.flatMap(({ visits }) => visits).find(({ visit }) => visit === attempt.asked)!
    const route = attempt.excerpt.routes[taken.route]!
    const moves = movesIn(attempt, before, after)
    // Who comes back to the very place they left does not make room; others who go round them do.
    const makesRoom = (visit: number) => moves.some((move) => move.visit === visit)
    if (leaver !== undefined && !makesRoom(this.attempt.excerpt.visits[leaver]!)) return []
    return [
      {
        changes,
        route,
        start: place.start,
        end: place.end,
        moves,
        attempt,
        before,
        after,
      },
    ]
  }

  /** Nothing was promised of it, it is not fixed and not tied to others. */
  private mayLeave(): number[] {
    const { day, attempt } = this
    const { sequences, visits } = attempt.excerpt
    const free = attempt.shifts.flatMap((route) =>
      sequences[route]!.filter((visit) => {
        const { promised, pinned } = day.model.visits[visits[visit]!]!
        return promised === undefined && pinned === undefined && day.linksOf(visits[visit]!).length === 0
      }),
    )
    if (free.length > MOST_LEAVERS) this.isCut = true
    return free.slice(0, MOST_LEAVERS)
  }

  private attemptWithout(leaver: number): Attempt {
    const { day, wanted } = this
    const visit = this.attempt.excerpt.visits[leaver]!
    const own = day.shiftsOf[wanted.tech]!
    const near = nearestShifts(day, day.model.visits[visit]!, own.length + NEAR_SHIFTS).filter(
      (route) => !own.includes(route),
    )
    const attempt = new Attempt(day, wanted, { visit, near: near.slice(0, NEAR_SHIFTS) })
    this.withLeaver.push(attempt)
    return attempt
  }

  /** What no knob turns keeps the technician away. */
  private isBarredForGood(): boolean {
    const { day, wanted } = this
    const { model, shiftsOf } = day
    const tech = model.techs[wanted.tech]!
    return shiftsOf[wanted.tech]!.every((route) =>
      fitBlockers(wanted.visit, { model, tech, index: wanted.tech, shift: model.routes[route]! }).some(
        ({ code }) => !['SKILL_MISSING', 'SKILL_LEVEL_LOW', 'CERT_EXPIRED', 'AREA_OUTSIDE'].includes(code),
      ),
    )
  }

  private isImpatient(): boolean {
    const steps = this.withLeaver.reduce((sum, attempt) => sum + attempt.steps, this.attempt.steps)
    if (steps > PATIENCE) this.isCut = true
    return steps > PATIENCE
  }
}

function turned({ model: asItIs, asked }: Attempt, turns: readonly Turn[], shifts: readonly number[]): Model {
  let model = asItIs
  for (const [knob, by] of turns) model = knob.turned({ model, asked, shifts }, by)
  return model
}

/** Two that come to the same thing, of which one would have been enough. */
function isSame({ kind: one }: Knob, { kind: other }: Knob): boolean {
  return (
    (END_KNOBS.includes(one) && END_KNOBS.includes(other)) ||
    (WINDOW_KNOBS.includes(one) && WINDOW_KNOBS.includes(other) && (one === 'OTHER_DAY' || other === 'OTHER_DAY'))
  )
}

function movesIn(attempt: Attempt, before: Told, after: Told): Move[] {
  const placesIn = ({ day }: Told) =>
    new Map(
      day.routes.flatMap(({ route, visits }) =>
        visits.flatMap(({ visit, start }) => {
          const number = attempt.visitOf(visit)
          return number === undefined ? [] : [[number, { route: attempt.excerpt.routes[route]!, start }] as const]
        }),
      ),
    )
  const were = placesIn(before)
  return [...placesIn(after)].flatMap(([visit, { route, start }]) => {
    const was = were.get(visit)
    return was === undefined || (was.start === start && was.route === route)
      ? []
      : [{ visit, route, from: was.start, to: start }]
  })
}

const extraCents = ({ before, after }: Unlock): number => after.cents - before.cents

/** Of equals, the first that was tried. */
const byCents = (one: Unlock, other: Unlock): number => extraCents(one) - extraCents(other)
