// Which routes have no visit, kind by kind: of routes that are alike, one empty one is as good as another, so the search
// looks at one of each kind. Kept up to date as routes fill and empty. Imports solver/ only.
import type { Kin } from './kin.ts'

const NONE = -1

export class EmptyRoutes {
  /** The kinds that have an empty route, in the first `kinds` entries. */
  readonly kindsWithOne: Int32Array
  kinds = 0
  private readonly kindOf: Int32Array
  private readonly top: Int32Array // by kind: an empty route of it, or NONE
  private readonly below: Int32Array // by route: the next empty route of its kind
  private readonly above: Int32Array // by route: the one before
  private readonly placeOfKind: Int32Array // by kind: where it stands in `kindsWithOne`

  constructor({ kindOf, kindCount }: Kin, routeCount: number) {
    this.kindOf = kindOf
    this.kindsWithOne = new Int32Array(kindCount)
    this.placeOfKind = new Int32Array(kindCount)
    this.top = new Int32Array(kindCount).fill(NONE)
    this.below = new Int32Array(routeCount).fill(NONE)
    this.above = new Int32Array(routeCount).fill(NONE)
    for (let route = routeCount - 1; route >= 0; route--) this.add(route)
  }

  /** One of that kind, which has one. */
  oneOf(kind: number): number {
    return this.top[kind]!
  }

  add(route: number): void {
    const kind = this.kindOf[route]!
    const under = this.top[kind]!
    if (under === NONE) {
      this.placeOfKind[kind] = this.kinds
      this.kindsWithOne[this.kinds++] = kind
    } else this.above[under] = route
    this.below[route] = under
    this.above[route] = NONE
    this.top[kind] = route
  }

  remove(route: number): void {
    const kind = this.kindOf[route]!
    const under = this.below[route]!
    const over = this.above[route]!
    if (under !== NONE) this.above[under] = over
    if (over !== NONE) this.below[over] = under
    else this.top[kind] = under
    if (this.top[kind] !== NONE) return
    const last = this.kindsWithOne[--this.kinds]!
    this.kindsWithOne[this.placeOfKind[kind]!] = last
    this.placeOfKind[last] = this.placeOfKind[kind]!
  }
}
