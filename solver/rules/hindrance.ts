// What a rule looks like that keeps a technician from one more visit although they may go: it can be thought away, and what
// is possible then was kept from them by it. Imports solver/ only.
import type { Blocker } from '../finding.ts'
import type { Model } from '../model.ts'

export interface AskedVisit {
  readonly model: Model
  readonly visit: number
}

/** What a shift comes to with one more visit. */
export interface Taken {
  readonly route: number
  readonly travel: number
  readonly span: number
  readonly busy: number
}

/** `Rules` is what the rule itself compiles to. */
export interface Hindrance<Rules> {
  /** Whether it says anything about this visit on that shift; of a rule that says nothing there is nothing to think away. */
  readonly binds: (rules: Rules, route: number, asked: AskedVisit) => boolean
  /** The rules without it: all of it with NEVER, else with a limit that is so much wider. */
  readonly lift: (rules: Rules, asked: AskedVisit, by: number) => Partial<Rules>
  /** How much wider would be enough for a shift that comes to this; absent where there is no number to tell. */
  readonly enough?: (rules: Rules, taken: Taken) => number
  /** `over`: how much wider it would have to be at least. */
  readonly blockers: (rules: Rules, route: number, asked: AskedVisit, over: number) => Blocker[]
}
