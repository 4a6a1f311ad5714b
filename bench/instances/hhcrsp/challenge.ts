// HHCRSP as a challenge: tours ↔ routes of staff, and the ways between nodes that the set's solutions write.
import { type Challenge, type Tour, withoutTail } from '../challenge.ts'
import { caresOf, type HhcrspInstance } from './instance.ts'
import { type HhcrspRoutes, judgeHhcrsp } from './judge.ts'
import { HHCRSP_SCALE, hhcrspModelOf } from './model.ts'

/** The cost is a third of what is added up. */
const PARTS = 3

export function hhcrspChallenge(instance: HhcrspInstance): Challenge {
  const cares = caresOf(instance)
  const routesOf = (tours: readonly Tour[]): HhcrspRoutes =>
    instance.staff.map((_, person) => {
      const stops = tours.find(({ route }) => route === person)?.stops ?? []
      return stops.flatMap((stop) => cares[stop - 1] ?? [])
    })
  return {
    name: instance.name,
    visits: cares.length,
    model: () => hhcrspModelOf(instance),
    costAt: (cents, unserved) => (unserved > 0 ? undefined : cents / HHCRSP_SCALE / PARTS),
    centsAt: (cost) => Math.floor(cost * PARTS * HHCRSP_SCALE),
    judge: (tours) => judgeHhcrsp(instance, routesOf(tours)),
    solution: (tours) => solutionOf(instance, routesOf(tours)),
  }
}

function solutionOf(instance: HhcrspInstance, routes: HhcrspRoutes): string {
  const { cost, distance, tardiness, worst } = judgeHhcrsp(instance, routes)
  const lines = [
    `# Solution for ${instance.name}`,
    `# Cost = ${cost} Dist = ${withoutTail(distance)} Tard = ${withoutTail(tardiness)} TMax = ${withoutTail(worst)}`,
    '# <vehicle> <route length>',
    '# <origin node> <dest node> <vehicle> <service type>',
  ]
  for (const [person, route] of routes.entries()) {
    lines.push(`${person} ${route.length + 1}`)
    let at = 0
    for (const { patient, service } of route) {
      lines.push(`${at} ${patient} ${person} ${service}`)
      at = patient
    }
    lines.push(`${at} 0 ${person} 0`)
  }
  return `${lines.join('\n')}\n`
}
