// A model of which only a few places are ever looked at: the whole of it but the travel tables, which are asked for leg by
// leg. Adding a visit takes one row and one column of travel, never the whole table. Imports solver/ only.
import type { Model, RushHours } from '../model.ts'

/** Row by row: from each of the first places to each of the second. */
export interface Legs {
  readonly seconds: Int32Array
  readonly metres: Int32Array
}

export interface LiveTravel {
  readonly profiles: readonly string[]
  readonly rushHours?: readonly RushHours[]
  /** Every way takes as long back as it takes there. */
  readonly isSameBothWays?: boolean
  /** Places are counted through over all visits and shifts; UNREACHABLE where no road leads. */
  legs(profile: number, from: readonly number[], to: readonly number[]): Legs
}

export interface LiveModel extends Omit<Model, 'travel'> {
  readonly travel: LiveTravel
}
