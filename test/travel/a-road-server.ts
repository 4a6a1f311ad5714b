// A server that speaks OSRM's HTTP interface over a made country, and misbehaves on request. What it says is known to the
// second, so that whatever comes out of the client can be held against it.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Location } from '../../src/contracts/scalars.ts'

/** Taken instead of an answer, or to spoil it. */
export type Mood =
  | 'well'
  | 'slow'
  | 'garbage'
  | 'not JSON'
  | 'cut off'
  | 'reset'
  | 'too many requests'
  | 'internal error'
  | 'wrong size'
  | 'no end'
  | 'half null'

export interface RoadServerOptions {
  readonly maxTableSize?: number
  readonly version?: string
  /** Places without any road: they spoil the whole question, as on a server with a radius. */
  readonly isNowhere?: (place: Location) => boolean
  /** Between which no road leads, though both have one. */
  readonly isCutOff?: (from: Location, to: Location) => boolean
  /** Metres from the place to its road. */
  readonly snapOf?: (place: Location) => number
  /** Addresses may be so long. */
  readonly mostUrl?: number
}

/** South is uphill: it takes half as long again as north. */
export const secondsBetween = (from: Location, to: Location): number =>
  Math.round(Math.abs(to.lon - from.lon) * 10_000) +
  Math.round((to.lat - from.lat) * (to.lat < from.lat ? -15_000 : 10_000))
export const metresBetween = (from: Location, to: Location): number =>
  Math.round((Math.abs(to.lon - from.lon) + Math.abs(to.lat - from.lat)) * 100_000)

export class RoadServer {
  mood: Mood = 'well'
  /** Only every so many-th question meets the mood. */
  every = 1
  options: RoadServerOptions
  readonly asked: string[] = []
  readonly sockets = new Set<Socket>()
  connections = 0
  url = ''
  readonly #server = createServer((request, response) => this.#answer(request, response))

  private constructor(options: RoadServerOptions) {
    this.options = options
  }

  static async start(options: RoadServerOptions = {}): Promise<RoadServer> {
    const server = new RoadServer(options)
    server.#server.on('connection', (socket) => {
      server.connections++
      server.sockets.add(socket)
      socket.on('close', () => server.sockets.delete(socket))
    })
    await server.listen(0)
    return server
  }

  async listen(port: number): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve))
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  get port(): number {
    return Number(new URL(this.url).port)
  }

  /** Nobody listens there any more. */
  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  get cells(): number {
    return this.asked.reduce((sum, path) => sum + tableOf(path).from.length * tableOf(path).to.length, 0)
  }

  #answer(request: IncomingMessage, response: ServerResponse): unknown {
    const path = request.url ?? ''
    this.asked.push(path)
    const mood = this.asked.length % this.every === 0 ? this.mood : 'well'
    const say = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(typeof body === 'string' ? body : JSON.stringify(body))
    }
    switch (mood) {
      case 'slow':
        return
      case 'garbage':
        return say(200, { code: 'Ok', durations: 'many' })
      case 'not JSON':
        return say(200, '<html>Bad gateway</html>')
      case 'cut off':
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': 10_000 })
        response.write('{"code":"Ok","durations":[[0,')
        response.socket?.end()
        return
      case 'reset':
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': 10_000 })
        response.write('{"code":"Ok"', () => response.socket?.resetAndDestroy())
        return
      case 'too many requests':
        return say(429, {})
      case 'internal error':
        return say(500, { code: 'InternalError' })
      case 'no end': {
        response.writeHead(200, { 'content-type': 'application/json' })
        const more = () => {
          while (response.write('[1,2,3,4,5,6,7,8],'.repeat(10_000)));
        }
        response.on('drain', more)
        return more()
      }
      default:
    }
    if (path.length > (this.options.mostUrl ?? 100_000)) return say(414, '<html>URI Too Long</html>')
    if (path.startsWith('/table/')) return this.#table(path, mood, say)
    if (path.startsWith('/route/')) return this.#route(path, say)
    if (path.startsWith('/nearest/')) {
      const [place] = placesOf(path)
      return say(200, { code: 'Ok', waypoints: [this.#waypoint(place!)], ...this.#version() })
    }
    return say(400, { code: 'InvalidUrl', message: 'URL string malformed' })
  }

  #table(path: string, mood: Mood, say: (status: number, body: unknown) => void): unknown {
    const { all, from, to } = tableOf(path)
    if (from.length * to.length > (this.options.maxTableSize ?? 100) ** 2)
      return say(400, { code: 'TooBig', message: 'Too many table coordinates' })
    const lost = all.findIndex((place) => this.options.isNowhere?.(place))
    if (lost >= 0)
      return say(400, { code: 'NoSegment', message: `Could not find a matching segment for coordinate ${lost}` })
    const cells = (figure: (from: Location, to: Location) => number) =>
      from.map((here, row) =>
        to.map((there, column) =>
          this.options.isCutOff?.(here, there) || (mood === 'half null' && (row + column) % 2 === 1)
            ? null
            : figure(here, there),
        ),
      )
    const durations = cells(secondsBetween)
    if (mood === 'wrong size') durations.pop()
    say(200, {
      code: 'Ok',
      durations,
      distances: cells(metresBetween),
      sources: from.map((place) => this.#waypoint(place)),
      destinations: to.map((place) => this.#waypoint(place)),
      ...this.#version(),
    })
  }

  #route(path: string, say: (status: number, body: unknown) => void): unknown {
    const places = placesOf(path)
    const legs = places.slice(1).map((to, index) => ({
      duration: secondsBetween(places[index]!, to),
      distance: metresBetween(places[index]!, to),
    }))
    if (places.slice(1).some((to, index) => this.options.isCutOff?.(places[index]!, to)))
      return say(400, { code: 'NoRoute', message: 'Impossible route between points' })
    // By the corner: first east or west, then north or south.
    const coordinates = places.flatMap(({ lat, lon }, index) => {
      const before = places[index - 1]
      return before
        ? [
            [lon, before.lat],
            [lon, lat],
          ]
        : [[lon, lat]]
    })
    const sum = (of: 'duration' | 'distance') => legs.reduce((total, leg) => total + leg[of], 0)
    say(200, {
      code: 'Ok',
      routes: [
        { legs, duration: sum('duration'), distance: sum('distance'), geometry: { type: 'LineString', coordinates } },
      ],
      waypoints: places.map((place) => this.#waypoint(place)),
      ...this.#version(),
    })
  }

  #waypoint(place: Location) {
    return { location: [place.lon, place.lat], distance: this.options.snapOf?.(place) ?? 3, name: '' }
  }

  #version() {
    return this.options.version === undefined ? {} : { data_version: this.options.version }
  }
}

function placesOf(path: string): Location[] {
  const [, , , , list = ''] = path.split('?')[0]!.split('/')
  return list.split(';').map((pair) => {
    const [lon, lat] = pair.split(',').map(Number)
    return { lat: lat!, lon: lon! }
  })
}

function tableOf(path: string) {
  const all = path.startsWith('/table/') ? placesOf(path) : []
  const query = new URLSearchParams(path.split('?')[1])
  const listed = (name: string) =>
    (query.get(name) ?? '')
      .split(';')
      .filter((number) => number !== '')
      .map((number) => all[Number(number)]!)
  return { all, from: listed('sources'), to: listed('destinations') }
}
