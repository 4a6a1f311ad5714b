// A plan for other programs: a table with a row for each stop, or lines and points on a map. Ids only, as everywhere.
import type { OptimizationInput, OptimizationOutput } from '../../contracts/optimization.ts'

type Route = OptimizationOutput['routes'][number]
type Sites = Pick<OptimizationInput, 'tickets' | 'techs' | 'areas'>

export interface LeftOut {
  readonly ticketId: string
  /** Codes, where they are known. */
  readonly reasons?: readonly string[]
}

const COLUMNS = [
  'techId',
  'shiftStart',
  'stop',
  'ticketId',
  'arrival',
  'start',
  'end',
  'travelSeconds',
  'travelMetres',
  'lat',
  'lon',
] as const

/** RFC 4180, with a header; tickets that nobody serves come last, without a technician. */
export function csvOf(routes: readonly Route[], unassigned: readonly LeftOut[], { tickets }: Sites): string {
  const sites = new Map(tickets.map(({ id, location }) => [id, location]))
  const at = (ticketId: string) => [sites.get(ticketId)?.lat ?? '', sites.get(ticketId)?.lon ?? '']
  const rows = routes.flatMap(({ techId, shift, stops }) =>
    stops.map(({ ticketId, arrival, start, end, travel }, index) => [
      ...[techId, shift.start, index + 1, ticketId, arrival, start, end],
      ...[secondsIn(travel.duration), travel.metres, ...at(ticketId)],
    ]),
  )
  const left = unassigned.map(({ ticketId }) => ['', '', '', ticketId, '', '', '', '', '', ...at(ticketId)])
  return [[...COLUMNS], ...rows, ...left].map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

const secondsIn = (duration: string): number => {
  const [, hours = '0', minutes = '0', seconds = '0'] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(duration) ?? []
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
}

/** What a spreadsheet would take for a formula is text. */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value)
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** What may be on a map. */
export const LAYERS = ['routes', 'stops', 'unassigned', 'areas'] as const
export type Layer = (typeof LAYERS)[number]

interface Feature {
  readonly type: 'Feature'
  readonly geometry: object
  readonly properties: Readonly<Record<string, unknown>>
}

/** RFC 7946: a line for each route, a point for each stop and for each ticket that nobody serves, the shape of each area. */
export function geoJsonOf(
  routes: readonly Route[],
  unassigned: readonly LeftOut[],
  { tickets, techs, areas = [] }: Sites,
  layers: readonly Layer[] = ['routes', 'stops', 'unassigned'],
) {
  const sites = new Map(tickets.map(({ id, location }) => [id, location]))
  const homes = new Map(techs.map(({ id, start, end = start }) => [id, { start, end }]))
  const point = (ticketId: string, properties: Feature['properties']): Feature[] => {
    const site = sites.get(ticketId)
    if (site === undefined) return []
    const geometry = { type: 'Point', coordinates: [site.lon, site.lat] }
    return [{ type: 'Feature', geometry, properties: { ticketId, ...properties } }]
  }
  const line = (route: Route): Feature => {
    const { techId, shift, departure, back, stops, travel } = route
    const home = homes.get(techId)
    const through = [home?.start, ...stops.map(({ ticketId }) => sites.get(ticketId)), home?.end]
    const coordinates = through.flatMap((place) => (place ? [[place.lon, place.lat]] : []))
    const geometry = route.geometry ?? { type: 'LineString', coordinates }
    const along = route.geometrySource ?? 'straight'
    const properties = {
      kind: 'route',
      techId,
      shift,
      departure,
      back,
      stops: stops.length,
      metres: travel.metres,
      along,
    }
    return { type: 'Feature', geometry, properties }
  }
  const features: Readonly<Record<Layer, () => Feature[]>> = {
    routes: () => routes.map(line),
    stops: () =>
      routes.flatMap(({ techId, stops }) =>
        stops.flatMap(({ ticketId, arrival, start, end }, index) =>
          point(ticketId, { kind: 'stop', techId, stop: index + 1, arrival, start, end }),
        ),
      ),
    unassigned: () =>
      unassigned.flatMap(({ ticketId, reasons = [] }) =>
        point(ticketId, { kind: 'unassigned', ...(reasons.length > 0 && { reasons }) }),
      ),
    areas: () =>
      areas.flatMap(({ id, shape }): Feature[] =>
        shape === undefined ? [] : [{ type: 'Feature', geometry: shape, properties: { kind: 'area', areaId: id } }],
      ),
  }
  return {
    type: 'FeatureCollection' as const,
    features: LAYERS.filter((one) => layers.includes(one)).flatMap((one) => features[one]()),
  }
}
