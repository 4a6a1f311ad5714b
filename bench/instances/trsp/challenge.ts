// TRSP as a challenge: tours ↔ routes of technicians as the set's solutions write them.
import type { Challenge, Tour } from '../challenge.ts'
import type { TrspInstance } from './instance.ts'
import { judgeTrsp, type TrspRoutes } from './judge.ts'
import { TRSP_SCALE, trspModelOf } from './model.ts'

export function trspChallenge(instance: TrspInstance): Challenge {
  const { name, technicians, requests } = instance
  const routesOf = (tours: readonly Tour[]): TrspRoutes =>
    technicians.map((_, technician) => {
      const stops = tours.find(({ route }) => route === technician)?.stops ?? []
      return stops.map((stop) => (stop === 0 ? 0 : stop + technicians.length))
    })
  return {
    name,
    visits: requests.length,
    model: () => trspModelOf(instance),
    costAt: (cents, unserved) => (unserved > 0 ? undefined : cents / TRSP_SCALE),
    centsAt: (cost) => Math.floor(cost * TRSP_SCALE),
    judge: (tours) => judgeTrsp(instance, routesOf(tours)),
    solution: (tours) => {
      const routes = routesOf(tours)
      const lines = routes.flatMap((route, index) =>
        route.length > 0 ? [`Technician ${index + 1}: ${route.join(' ')}`] : [],
      )
      return `${[...lines, `Cost ${judgeTrsp(instance, routes).cost}`].join('\n')}\n`
    },
  }
}
