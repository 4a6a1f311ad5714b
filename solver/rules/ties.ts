// Ties that say nothing of the hour: may a visit stand on this shift, in this turn, as those stand that it is tied to?
// Imports solver/ only.
import type { LinkModel } from '../model.ts'

/** Where everybody stands but the one who is asked about. */
export interface Standing {
  /** NO_ROUTE of the schedule, or below, for who stands nowhere. */
  routeOf(visit: number): number
  readonly techOf: ArrayLike<number> // by route
}

/** `others` are the visits of the route in their order, this one not among them; it would come at `position`. */
export function tieAllows(
  link: LinkModel,
  visit: number,
  { route, position }: { readonly route: number; readonly position: number },
  others: readonly number[],
  { routeOf, techOf }: Standing,
): boolean {
  const isServed = (other: number) => other !== visit && routeOf(other) >= 0
  const areAll = (holds: (other: number) => boolean) =>
    !('visits' in link) || link.visits.every((other) => !isServed(other) || holds(other))
  switch (link.kind) {
    case 'same-tech':
      return areAll((other) => techOf[routeOf(other)] === techOf[route])
    case 'other-tech':
      return areAll((other) => techOf[routeOf(other)] !== techOf[route])
    case 'other-route':
      return areAll((other) => routeOf(other) !== route)
    case 'order': {
      const turn = others.indexOf(link.first === visit ? link.second : link.first)
      return turn < 0 || (link.first === visit ? position <= turn : position > turn)
    }
    default:
      return true
  }
}
