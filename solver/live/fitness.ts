// Who may go to a visit at all, and what sending them costs: the same for whoever asks for the same skills, areas and parts,
// so that it is looked at once for all of them. Imports solver/ only.
import type { Blocker } from '../finding.ts'
import type { VisitModel } from '../model.ts'
import { fitCents, looksOf } from '../rules/fit.ts'
import type { Who } from '../rules/fit-rule.ts'
import { standingOn } from '../standing.ts'
import { Shelf } from './shelf.ts'

/** Kinds of visits that are kept in mind. Most companies do the same few kinds of work all day. */
const MOST_KINDS = 64

/** What keeps a technician away even on an empty day. */
export interface Barred {
  /** Whatever the hour. */
  readonly standing: readonly Blocker[]
  /** By the clock, on the ways there and back alone. */
  readonly clock: readonly Blocker[]
}

export interface Fitness {
  /** Undefined where nothing keeps them away. Those of whom the same is to be said share theirs. */
  readonly barred: Barred | undefined
  readonly cents: number
}

/** Of visits of one kind. */
class OfKind {
  readonly byTech: Fitness[] = []
  private readonly alike = new Map<string, Fitness>()

  shared(standing: readonly Blocker[], cents: number): Fitness {
    if (standing.length === 0) return { barred: undefined, cents }
    const key = JSON.stringify(standing)
    const known = this.alike.get(key) ?? { barred: { standing, clock: [] }, cents: 0 }
    this.alike.set(key, known)
    return known
  }
}

/** While technicians and their shifts stay what they are. */
export class FitnessBook {
  private readonly kinds = new Shelf<string, OfKind>(MOST_KINDS)

  /** `isAlike`: whichever of the shifts of a technician it is. */
  of(visit: VisitModel): (who: Who, isAlike: boolean) => Fitness {
    const kind = this.kindOf(JSON.stringify([looksOf(visit), visit.load]))
    const { byTech } = kind
    return (who, isAlike) => {
      const known = isAlike ? byTech[who.index] : undefined
      if (known !== undefined) return known
      const standing = standingOn(visit, who)
      const fitness = kind.shared(standing, standing.length > 0 ? 0 : fitCents(visit, who))
      if (isAlike) byTech[who.index] = fitness
      return fitness
    }
  }

  private kindOf(key: string): OfKind {
    const known = this.kinds.get(key)
    if (known !== undefined) return known
    const kind = new OfKind()
    this.kinds.put([key], kind)
    return kind
  }
}
