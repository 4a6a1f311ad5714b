// Routes as lines on a map: along the roads where a road service draws them, else straight from stop to stop.
import type { PlannedRoute } from '../../../workers/client.ts'
import type { OptimizationOutput } from '../../contracts/optimization.ts'
import type { Location } from '../../contracts/scalars.ts'
import type { Roads } from '../../travel/roads.ts'
import { depotsOf } from '../question/van-stock.ts'
import { type Answer, entry } from './answer.ts'

type Route = OptimizationOutput['routes'][number]
export type DrawnLine = Required<Pick<Route, 'geometry' | 'geometrySource'>>

/** Lines drawn at one time. */
const AT_ONCE = 4

/** By planned route; none where nobody asked for them. */
export async function linesOf(answer: Answer, roads?: Roads, signal?: AbortSignal): Promise<readonly DrawnLine[]> {
  const { input, solved, travel } = answer
  if (input.options.geometry !== true) return []
  const service = travel.meta.source === 'osrm' ? roads : undefined
  const lines: DrawnLine[] = []
  const { routes } = solved.plan
  for (let first = 0; first < routes.length; first += AT_ONCE) {
    const part = routes.slice(first, first + AT_ONCE)
    lines.push(...(await Promise.all(part.map((planned) => lineOf(answer, planned, service, signal)))))
  }
  return lines
}

async function lineOf(
  answer: Answer,
  planned: PlannedRoute,
  roads: Roads | undefined,
  signal: AbortSignal | undefined,
): Promise<DrawnLine> {
  const through = placesOf(answer, planned)
  const { profile } = entry(answer.shifts, planned.route, 'route')
  const asked = await roads?.line(profile, through, signal)
  const drawn = asked?.kind === 'answered' ? asked.answer?.line : undefined
  const coordinates = drawn ?? through.map(({ lat, lon }) => [lon, lat] as const)
  return {
    geometry: { type: 'LineString', coordinates: coordinates.map(([lon, lat]) => [lon, lat]) },
    geometrySource: drawn ? 'road' : 'straight',
  }
}

/** Where it starts, its depots and stops in order, where it ends. */
function placesOf(answer: Answer, planned: PlannedRoute): Location[] {
  const { from, to, tech } = entry(answer.shifts, planned.route, 'route')
  const depots = depotsOf(answer.techOf(tech), answer.input)
  const through = planned.visits.flatMap(({ visit }, index) => [
    ...(planned.reloads ?? [])
      .filter(({ before }) => before === index)
      .map(({ entry: number }) => entry(depots, number, 'depot').location),
    answer.ticketOf(visit).location,
  ])
  return [from, ...through, to]
}
