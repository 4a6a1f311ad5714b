// The bench's own judge: routes against the instance as the file states it, by the DIMACS convention.
// Knows neither the solver's model nor how routes were found, and shares no code with dimacs.ts.
import type { Instance } from './instance.ts'

export interface Verdict {
  /** In file units: tenths on a plane, whole numbers on a matrix. */
  readonly cost: number
  readonly faults: readonly string[]
}

/** Routes of customer numbers from 1; the depot at both ends is understood. */
export function checkRoutes(instance: Instance, routes: readonly (readonly number[])[]): Verdict {
  const { nodes, distances, capacity, vehicles } = instance
  const tenths = distances.kind === 'euclidean'
  const units = (time: number) => (tenths ? Math.floor(time * 10) : time)
  const faults: string[] = []
  const visits = new Map<number, number>()
  let total = 0

  const used = routes.filter((route) => route.length > 0)
  if (used.length > vehicles) faults.push(`${used.length} routes for ${vehicles} vehicles`)
  for (const [index, route] of used.entries()) {
    const label = `route ${index + 1}`
    const strangers = route.filter((customer) => !(customer >= 1 && nodes[customer]))
    if (strangers.length > 0) {
      faults.push(`${label}: no customer ${strangers.join(', ')}`)
      continue
    }
    let load = 0
    let clock = units(nodes[0]?.opens ?? 0)
    let at = 0
    for (const next of [...route, 0]) {
      const stop = nodes[next]
      const leg = legOf(instance, at, next)
      if (!stop) break
      total += leg
      clock = Math.max(clock + leg, units(stop.opens))
      const late = clock - units(stop.closes)
      if (late > 0) faults.push(`${label}: ${next === 0 ? 'back' : `at customer ${next}`} ${late} too late`)
      // Service at the depot is nobody's: a route begins when it leaves and ends when it is back.
      if (next !== 0) {
        clock += units(stop.service)
        load += stop.demand
        visits.set(next, (visits.get(next) ?? 0) + 1)
      }
      at = next
    }
    if (load > capacity) faults.push(`${label}: load ${load} for capacity ${capacity}`)
  }
  for (let customer = 1; customer < nodes.length; customer++) {
    const times = visits.get(customer) ?? 0
    if (times !== 1) faults.push(`customer ${customer} visited ${times} times`)
  }
  return { cost: tenths ? total / 10 : total, faults }
}

function legOf({ nodes, distances }: Instance, from: number, to: number): number {
  if (distances.kind === 'explicit') return distances.matrix[from * nodes.length + to]!
  const a = distances.points[from]
  const b = distances.points[to]
  if (!a || !b) throw new RangeError(`no place ${a ? to : from}`)
  const [dx, dy] = [a.x - b.x, a.y - b.y]
  return Math.trunc(Math.sqrt(dx * dx + dy * dy) * 10)
}
