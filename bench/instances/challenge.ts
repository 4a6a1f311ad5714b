// An instance of a published set as the bench poses it: the model that our solver is asked, and how a plan is judged and
// written in the set's own terms. What a set is made of, each keeps to itself. Imports the solver's model only.
import type { Model, PlannedDay } from '../../solver/model.ts'

export interface Challenge {
  readonly name: string
  /** That there are to plan. */
  readonly visits: number
  /** Put together anew at every call. */
  model(): Model
  /** A cost of the model as the tables of best known costs state it; undefined while somebody is left out who may not be. */
  costAt(cents: number, unserved: number): number | undefined
  /** The most that a plan of the model may cost to be as good as such a cost. */
  centsAt(cost: number): number
  /** By the set's own definition and from the numbers of the file; shares no code with the model. */
  judge(tours: readonly Tour[]): Verdict
  /** In the form of the set's own solutions, which other people's checkers read. */
  solution(tours: readonly Tour[]): string
}

/** Who does what in which order; when, the sets work out for themselves. */
export interface Tour {
  /** A row of the model's routes. */
  readonly route: number
  /** Visits from 1 in the order of the file; 0 where the van is loaded again. */
  readonly stops: readonly number[]
}

export interface Verdict {
  readonly cost: number
  /** What is wrong with the plan; empty for a feasible one. */
  readonly faults: readonly string[]
}

export const toursOf = ({ routes }: PlannedDay): Tour[] =>
  routes.map(({ route, visits, reloads = [] }) => {
    const loadedBefore = new Set(reloads.map(({ before }) => before))
    return {
      route,
      stops: visits.flatMap(({ visit }, turn) => (loadedBefore.has(turn) ? [0, visit + 1] : [visit + 1])),
    }
  })

/** Where a set counts in fractions, its cost without the tail that adding them leaves. */
export const withoutTail = (cost: number): number => Math.round(cost * 1e6) / 1e6
