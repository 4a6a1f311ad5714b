// A plan for other programs: a table with a row for each stop, or lines and points on a map. Ids only, as everywhere.
import type { OptimizationInput, OptimizationOutput } from '../../contracts/optimization.ts'

type Route = OptimizationOutput['routes'][number]
type Sites = Pick<OptimizationInput, 'tickets' | 'techs'>

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
export function csvOf(routes: readonly Route[], unassigned: readonly string[], { tickets }: Sites): string {
  const sites = new Map(tickets.map(({ id, location }) => [id, location]))
  const at = (ticketId: string) => [sites.get(ticketId)?.lat ?? '', sites.get(ticketId)?.lon ?? '']
  const rows = routes.flatMap(({ techId, shift, stops }) =>
    stops.map(({ ticketId, arrival, start, end, travel }, index) => [
      ...[techId, shift.start, index + 1, ticketId, arrival, start, end],
      ...[secondsIn(travel.duration), travel.metres, ...at(ticketId)],
    ]),
  )
  const left = unassigned.map((ticketId) => ['', '', '', ticketId, '', '', '', '', '', ...at(ticketId)])
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

interface Feature {
  readonly type: 'Feature'
  readonly geometry: object
  readonly properties: Readonly<Record<string, unknown>>
}

/** RFC 7946: a line for each route, a point for each stop, and one for each ticket that nobody serves. */
export function geoJsonOf(routes: readonly Route[], unassigned: readonly string[], { tickets, techs }: Sites) {
  const sites = new Map(tickets.map(({ id, location }) => [id, location]))
  const homes = new Map(techs.map(({ id, start, end = start }) => [id, { start, end }]))
  const point = (ticketId: string, properties: Feature['properties']): Feature[] => {
    const site = sites.get(ticketId)
    if (site === undefined) return []
    const geometry = { type: 'Point', coordinates: [site.lon, site.lat] }
    return [{ type: 'Feature', geometry, properties: { ticketId, ...properties } }]
  }
  const features = routes.flatMap((route): Feature[] => {
    const { techId, shift, departure, back, stops, travel } = route
    const home = homes.get(techId)
    const through = [home?.start, ...stops.map(({ ticketId }) => sites.get(ticketId)), home?.end]
    const coordinates = through.flatMap((place) => (place ? [[place.lon, place.lat]] : []))
    const geometry = route.geometry ?? { type: 'LineString', coordinates }
    const properties = { kind: 'route', techId, shift, departure, back, stops: stops.length, metres: travel.metres }
    return [
      { type: 'Feature', geometry, properties },
      ...stops.flatMap(({ ticketId, arrival, start, end }, index) =>
        point(ticketId, { kind: 'stop', techId, stop: index + 1, arrival, start, end }),
      ),
    ]
  })
  const left = unassigned.flatMap((ticketId) => point(ticketId, { kind: 'unassigned' }))
  return { type: 'FeatureCollection' as const, features: [...features, ...left] }
}
