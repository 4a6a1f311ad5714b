// Vehicle routing as a challenge: tours ↔ routes as a set's own solutions write them.
import type { SetName } from '../arguments.ts'
import type { Challenge, Tour } from './challenge.ts'
import { checkRoutes } from './check.ts'
import { conventionOf, DIMACS } from './conventions.ts'
import type { Instance } from './instance.ts'
import { routingModelOf } from './routing-model.ts'
import { formatSolution } from './sol.ts'

export function routingChallenge(instance: Instance, set?: SetName): Challenge {
  const { name, nodes, depotCount = 1, distances } = instance
  const convention = conventionOf(instance, set)
  const unitsPerCost = distances.kind === 'euclidean' ? convention.unitsPerCost : 1
  const mayLeaveOut = nodes.some(({ prize }) => prize !== undefined)
  const judge = (tours: readonly Tour[]) => checkRoutes(instance, routesOf(instance, tours), convention)
  return {
    name,
    visits: nodes.length - depotCount,
    model: () => routingModelOf(instance, convention),
    costAt: (cents, unserved) => (unserved > 0 && !mayLeaveOut ? undefined : cents / unitsPerCost),
    centsAt: (cost) => Math.floor(cost * unitsPerCost + 1e-6),
    judge,
    solution: (tours) => {
      const routes = routesOf(instance, tours).map((route, index) => inFileNumbers(instance, route, index))
      return formatSolution(routes, judge(tours).cost, convention === DIMACS ? 'Cost' : 'Cost:')
    },
  }
}

/** One for each vehicle where they differ, empty ones too; otherwise those alone that are used. */
function routesOf({ fleet }: Instance, tours: readonly Tour[]): (readonly number[])[] {
  if (!fleet) return tours.map(({ stops }) => stops)
  return fleet.map((_, vehicle) => tours.find(({ route }) => route === vehicle)?.stops ?? [])
}

/** Counted from 0, the depots first; behind a single depot customers are numbered as everywhere. */
const inFileNumbers = ({ fleet, depotCount = 1 }: Instance, route: readonly number[], vehicle: number): number[] =>
  route.map((stop) => (stop === 0 ? (fleet?.[vehicle]?.depot ?? 0) : stop + depotCount - 1))
