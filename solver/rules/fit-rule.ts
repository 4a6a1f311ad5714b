// What a rule about who may go looks like. Imports solver/ only.
import type { Blocker } from '../finding.ts'
import type { CostLine, Model, RouteModel, TechModel, VisitModel } from '../model.ts'

/** A technician on one of their shifts. */
export interface Who {
  readonly model: Pick<Model, 'prices'>
  readonly tech: TechModel
  readonly index: number
  readonly shift: RouteModel
}

export interface FitRule {
  /** Everything that keeps them from this visit, whatever the day looks like. */
  readonly blockers?: (visit: VisitModel, who: Who) => readonly Blocker[]
  /** What it costs to send them, and under which line. */
  readonly line?: CostLine
  readonly cents?: (visit: VisitModel, who: Who) => number
  /** All that it looks at of the visit: visits that are alike in that are judged once. */
  readonly looksAt: (visit: VisitModel) => unknown
}
