// Faults between the parts of an input: ids used twice, ids that nobody has, times that do not follow each other.
// Runs even where the parts themselves have faults, so that one answer names everything; it therefore trusts no shape.
import { linkCycles, type Wait } from './link-cycles.ts'
import { MOST_IN_CREW } from './ticket.ts'

export type Fault = { path: (string | number)[]; message: string; code: string }
type Loose = Record<string, unknown>

export function* referenceFaults(input: unknown): Generator<Fault> {
  const { tickets, techs, areas, depots, plan, travel } = fields(input)
  const ticketIds = yield* uniqueIds('tickets', tickets)
  const techIds = yield* uniqueIds('techs', techs)
  const depotIds = yield* uniqueIds('depots', depots)
  const listedAreas = yield* uniqueIds('areas', areas)
  // Without a list of areas their ids are labels, which need no shape to be compared.
  const areaIds = Array.isArray(areas) ? listedAreas : undefined

  for (const [index, ticket] of items(tickets)) {
    const at = ['tickets', index]
    for (const list of ['requiredTechs', 'excludedTechs', 'preferredTechs', 'durations'])
      yield* knownIds([...at, list], fields(ticket)[list], 'techId', techIds, 'technician')
    yield* knownIds([...at, 'areas'], fields(ticket).areas, 'areaId', areaIds, 'area')
    yield* knownIds([...at, 'links'], fields(ticket).links, 'ticketId', ticketIds, 'ticket')
    for (const list of ['softWindows', 'preferredWindows'])
      for (const [window, span] of items(fields(ticket)[list]))
        if (instant(fields(span).end) <= instant(fields(span).start))
          yield { path: [...at, list, window, 'end'], message: 'must be after start', code: 'END_BEFORE_START' }
  }
  for (const [index, tech] of items(techs)) {
    const at = ['techs', index]
    yield* knownIds([...at, 'areas'], fields(tech).areas, 'areaId', areaIds, 'area')
    yield* knownIds([...at, 'depots'], fields(tech).depots, 'depotId', depotIds, 'depot')
    yield* overlaps([...at, 'shifts'], fields(tech).shifts)
  }
  yield* linkFaults(tickets)
  yield* planFaults(plan, ticketIds, techIds)
  yield* placeFaults(travel, tickets, techs, depots)
}

function* linkFaults(tickets: unknown): Generator<Fault> {
  const waits: Wait[] = []
  for (const [index, ticket] of items(tickets))
    for (const [link, tie] of items(fields(ticket).links)) {
      const { id } = fields(ticket)
      const { kind, ticketId } = fields(tie)
      const path = ['tickets', index, 'links', link, 'ticketId']
      if (typeof id !== 'string' || typeof ticketId !== 'string') continue
      if (ticketId === id) yield { path, message: 'is the ticket itself', code: 'LINK_TO_ITSELF' }
      else if (kind === 'after') waits.push({ path, from: id, to: ticketId })
    }
  for (const { path } of linkCycles(waits))
    yield { path, message: 'closes a circle of tickets that wait for each other', code: 'LINK_CYCLE' }
}

function* planFaults(plan: unknown, ticketIds: Set<string>, techIds: Set<string>): Generator<Fault> {
  const planned = new Map<string, number>()
  const crews = new Map<unknown, number>()
  for (const [index, assignment] of items(plan)) {
    const { ticketId, techId } = fields(assignment)
    const crew = (crews.get(ticketId) ?? 0) + 1
    crews.set(ticketId, crew)
    if (crew > MOST_IN_CREW)
      yield {
        path: ['plan', index, 'ticketId'],
        message: `is planned with more than ${MOST_IN_CREW} technicians`,
        code: 'CREW_TOO_LARGE',
      }
    yield* known(['plan', index, 'ticketId'], ticketId, ticketIds, 'ticket')
    yield* known(['plan', index, 'techId'], techId, techIds, 'technician')
    const first = planned.get(`${ticketId} ${techId}`)
    if (first === undefined) planned.set(`${ticketId} ${techId}`, index)
    else yield { path: ['plan', index], message: `says what plan[${first}] says already`, code: 'DUPLICATE_ASSIGNMENT' }
  }
}

/** Tables name their places by position on earth; every location of the input must be one of them. */
function* placeFaults(travel: unknown, tickets: unknown, techs: unknown, depots: unknown): Generator<Fault> {
  const { source, matrices } = fields(travel)
  const tables = items(matrices)
  if (source === 'matrix' && tables.length === 0)
    yield {
      path: ['travel', 'matrices'],
      message: 'source is matrix, so at least one is needed',
      code: 'MATRIX_MISSING',
    }
  if (source !== 'matrix' && !(source === undefined && tables.length > 0)) return
  for (const [, table] of tables) {
    const known = new Set(items(fields(table).places).map(([, place]) => placeKey(place)))
    const missing = function* (path: (string | number)[], location: unknown): Generator<Fault> {
      if (location !== undefined && !known.has(placeKey(location)))
        yield { path, message: 'is not among the places of the travel matrix', code: 'UNKNOWN_PLACE' }
    }
    for (const [index, ticket] of items(tickets))
      yield* missing(['tickets', index, 'location'], fields(ticket).location)
    for (const [index, depot] of items(depots)) yield* missing(['depots', index, 'location'], fields(depot).location)
    for (const [index, tech] of items(techs)) {
      for (const end of ['start', 'end']) yield* missing(['techs', index, end], fields(tech)[end])
      for (const [shift, times] of items(fields(tech).shifts))
        for (const end of ['from', 'to']) yield* missing(['techs', index, 'shifts', shift, end], fields(times)[end])
    }
  }
}

/** Two places are one when they agree to the seventh decimal, about a centimetre. */
export function placeKey(location: unknown): string {
  const { lat, lon } = fields(location)
  return `${Number(lat).toFixed(7)},${Number(lon).toFixed(7)}`
}

function* uniqueIds(list: string, entries: unknown): Generator<Fault, Set<string>> {
  const seen = new Map<string, number>()
  for (const [index, entry] of items(entries)) {
    const { id } = fields(entry)
    if (typeof id !== 'string') continue
    const first = seen.get(id)
    if (first === undefined) seen.set(id, index)
    else yield { path: [list, index, 'id'], message: `is the id of ${list}[${first}] already`, code: 'DUPLICATE_ID' }
  }
  return new Set(seen.keys())
}

/** Entries are ids, or objects that hold one under `key`. */
function* knownIds(
  path: Fault['path'],
  entries: unknown,
  key: string,
  ids: Set<string> | undefined,
  what: string,
): Generator<Fault> {
  if (!ids) return
  for (const [index, entry] of items(entries))
    if (typeof entry === 'string') yield* known([...path, index], entry, ids, what)
    else yield* known([...path, index, key], fields(entry)[key], ids, what)
}

function* known(path: Fault['path'], id: unknown, ids: Set<string>, what: string): Generator<Fault> {
  if (typeof id === 'string' && !ids.has(id))
    yield { path, message: `names no ${what} of this input`, code: 'UNKNOWN_ID' }
}

function* overlaps(path: Fault['path'], spans: unknown): Generator<Fault> {
  const sorted = items(spans)
    .map(([index, span]) => ({ index, start: instant(fields(span).start), end: instant(fields(span).end) }))
    .sort((a, b) => a.start - b.start)
  for (const [position, span] of sorted.entries()) {
    const before = sorted[position - 1]
    if (before && span.start < before.end)
      yield { path: [...path, span.index], message: `overlaps shift ${before.index}`, code: 'OVERLAPPING_SHIFTS' }
  }
}

const instant = (value: unknown): number => (typeof value === 'string' ? Date.parse(value) : Number.NaN)
const fields = (value: unknown): Loose => (typeof value === 'object' && value !== null ? (value as Loose) : {})
const items = (value: unknown): [number, unknown][] => (Array.isArray(value) ? [...value.entries()] : [])
