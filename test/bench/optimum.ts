// The least cost of a small instance by trying everything: each route is enumerated, the best for each set of customers
// is kept, and the customers are parted over the fleet. Knows neither the solver nor the bench's judge.
import type { Instance } from '../../bench/instances/instance.ts'

type Leg = (from: number, to: number) => number

/** In the units of `leg`: tenths on a plane, as the matrix has them otherwise. */
export function leastCost(instance: Instance, leg: Leg): number {
  const bestRoute = bestRoutes(instance, leg)
  const everybody = bestRoute.length - 1
  let best = bestRoute.map((_, set) => (set === 0 ? 0 : Number.POSITIVE_INFINITY))
  for (let vehicle = 0; vehicle < instance.vehicles; vehicle++) {
    const withOneLess = best
    best = withOneLess.map((_, set) => {
      let least = withOneLess[set] ?? 0
      for (let part = set; part > 0; part = (part - 1) & set)
        least = Math.min(least, (bestRoute[part] ?? 0) + (withOneLess[set & ~part] ?? 0))
      return least
    })
  }
  return best[everybody] ?? Number.NaN
}

/** By set of customers, one bit each. */
function bestRoutes({ nodes, capacity, distances }: Instance, leg: Leg): number[] {
  const scale = distances.kind === 'euclidean' ? 10 : 1
  const best = new Array<number>(2 ** (nodes.length - 1)).fill(Number.POSITIVE_INFINITY)
  const extend = (at: number, clock: number, load: number, cost: number, set: number): void => {
    const home = clock + leg(at, 0)
    if (home <= scale * (nodes[0]?.closes ?? 0)) best[set] = Math.min(best[set] ?? 0, cost + leg(at, 0))
    for (const [next, { demand, opens, closes, service }] of nodes.entries()) {
      const bit = 1 << (next - 1)
      const start = Math.max(clock + leg(at, next), scale * opens)
      if (next === 0 || set & bit || load + demand > capacity || start > scale * closes) continue
      extend(next, start + scale * service, load + demand, cost + leg(at, next), set | bit)
    }
  }
  extend(0, scale * (nodes[0]?.opens ?? 0), 0, 0, 0)
  return best
}

/** By hand, so that no formula of the bench judges itself. */
export function legsOf({ nodes, distances }: Instance): Leg {
  if (distances.kind === 'explicit') return (from, to) => distances.matrix[from * nodes.length + to] ?? Number.NaN
  const { points } = distances
  return (from, to) => {
    const [a, b] = [points[from], points[to]]
    if (!a || !b) return Number.NaN
    const squared = 100 * ((a.x - b.x) ** 2 + (a.y - b.y) ** 2)
    let tenths = 0
    while ((tenths + 1) ** 2 <= squared) tenths++
    return tenths
  }
}
