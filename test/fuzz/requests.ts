// Requests to every route of an OpenAPI document: most of them as it wants them, some spoilt, some as bytes that are no longer
// HTTP. What the routes are about (plans, runs, offers, tickets) comes from a pool that the caller fills.
import fc from 'fast-check'
import { filled, type Operation } from '../both-services.ts'
import { type Hints, type Schema, spoilt, valuesOf, type Words } from './schema-values.ts'

export interface FuzzRequest {
  readonly name: string
  readonly operation: Operation
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

/** What there is to ask about, by the name of the parameter. */
/** A body that is accepted, by method and path. */
export type Bases = Readonly<Record<string, object>>
export type Pools = Readonly<Record<string, readonly string[]>>

const TICKETS = ['T-1', 'T-2', 'T-9']
const TECHS = ['ana', 'ben', 'nobody']
/** Small, so that what is asked for ends soon, and of one town, so that it can be planned. */
const HINTS: Hints = {
  seconds: fc.constantFrom(0, 0.05, 1),
  iterations: fc.integer({ min: 0, max: 40 }),
  threads: fc.constantFrom(1, 2),
  hold: fc.constantFrom('PT1S', 'PT1M'),
  ticketId: fc.constantFrom(...TICKETS),
  techId: fc.constantFrom(...TECHS),
  lat: fc.oneof(
    { weight: 9, arbitrary: fc.double({ min: 47.1, max: 47.2, noNaN: true }) },
    fc.double({ min: -90, max: 90, noNaN: true }),
  ),
  lon: fc.oneof(
    { weight: 9, arbitrary: fc.double({ min: 9.5, max: 9.6, noNaN: true }) },
    fc.double({ min: -180, max: 180, noNaN: true }),
  ),
}
const mostly = (usual: string, ...others: string[]) =>
  fc.oneof({ weight: 8, arbitrary: fc.constant(usual) }, { weight: 2, arbitrary: fc.constantFrom(...others) })
const HEADERS: Hints = {
  prefer: fc.constantFrom('wait=1', 'wait=0', 'respond-async', 'wait=-1, wait="2"', ''),
  'idempotency-key': fc.oneof(fc.constantFrom('key-1', 'key-2', 'key-3', 'é', ''), fc.uuid()),
  // Of the wire v1: whoever is nobody learns nothing about what somebody may do.
  'x-actor-id': fc.constantFrom('dora', 'dora', 'optimizer'),
  'x-actor-role': mostly('dispatcher', 'agent', 'technician', 'root'),
  'x-actor-type': mostly('HUMAN', 'AGENT', 'GHOST'),
  'x-tool-name': fc.constant(undefined),
  'x-account-scope': mostly('*', '0198c4f0-0000-7000-8000-000000000000'),
  'x-site-scope': mostly('*', '0198c4f0-0000-7000-8000-000000000000'),
  'if-match': fc.constantFrom('"1"', '"2"', '*', 'W/"1"', 'garbage', ''),
  'last-event-id': fc.constantFrom('0', '1', '99999', '-1', 'x'),
}
const ODD_PARAMETER = fc.oneof(
  fc.string({ maxLength: 20, unit: 'grapheme' }).filter((text) => text.isWellFormed()),
  fc.constantFrom('..', '%', "' OR 1=1 --", '0', 'x'.repeat(400)),
)

export function requestTo(operation: Operation, pools: Pools, bases: Bases = {}): fc.Arbitrary<FuzzRequest> {
  const { service, method, path } = operation
  const { parameters = [], requestBody } = operation.operation
  const words = { hints: { ...HINTS, ...ticketsIn(pools) }, document: operation.document }
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)
  const params = fc.record(Object.fromEntries(inPath.map((name) => [name, parameterOf(name, pools)])))
  const given = (place: string, hints: Hints) =>
    fc.record(
      Object.fromEntries(
        parameters
          .filter((parameter) => parameter.in === place)
          .map(({ name, schema }) => [
            name,
            fc.option(hints[name] ?? valuesOf(schema as Schema, words), { nil: undefined }),
          ]),
      ),
    )
  const schema = requestBody?.content['application/json']?.schema as Schema | undefined
  const body =
    schema === undefined
      ? fc.constantFrom<unknown>(undefined, undefined, {}, [])
      : bodyOf(schema, words, bases[`${method} ${path}`])
  const accept = fc.constantFrom('application/json', 'text/event-stream', '*/*')
  return fc
    .tuple(params, given('query', {}), given('header', HEADERS), body, accept)
    .map(([values, query, headers, json, accepted]) => {
      const text = json === undefined ? undefined : JSON.stringify(json)
      return {
        name: `${service} ${method} ${path}`,
        operation,
        path: `${filled(path, values as Record<string, string>)}${queryOf(query)}`,
        headers: {
          accept: accepted,
          ...(text !== undefined && { 'content-type': 'application/json' }),
          ...headersOf(headers),
        },
        body: text,
      }
    })
}

/** Of dispatch-api: nobody's ticket would be refused, and on the wire v1 a pause of one is a fault, as it was seen. */
const ticketsIn = ({ ticketId = [] }: Pools): Hints =>
  ticketId.length === 0 ? {} : { ticket_id: fc.constantFrom(...ticketId) }

/** A body that is accepted, with one field of it, or of one ticket or technician in it, as its schema wants any. */
function nearly(base: object, schema: Schema, words: Words): fc.Arbitrary<unknown> {
  const fieldOf = (of: Schema | undefined) => {
    const fields = Object.entries(of?.properties ?? {})
    if (fields.length === 0) return fc.constant({})
    return fc.oneof(
      ...fields.map(([name, value]) =>
        (words.hints[name] ?? valuesOf(value, words, 2)).map((made) => ({ [name]: made })),
      ),
    )
  }
  const inside = (name: string) =>
    fieldOf(schema.properties?.[name]?.items).map((field) => {
      const list = (base as Record<string, unknown>)[name]
      return Array.isArray(list) && list.length > 0
        ? { ...base, [name]: [{ ...list[0], ...field }, ...list.slice(1)] }
        : base
    })
  const top = fieldOf(schema).map((field) => ({ ...base, ...field }))
  return fc.oneof(
    { weight: 1, arbitrary: fc.constant(base) },
    { weight: 2, arbitrary: top },
    { weight: 2, arbitrary: inside('tickets') },
    { weight: 2, arbitrary: inside('techs') },
  )
}

const bodyOf = (schema: Schema, words: Words, base: object | undefined) => {
  const whole = valuesOf(schema, words)
  if (base !== undefined)
    return fc.oneof(
      { weight: 4, arbitrary: nearly(base, schema, words) },
      { weight: 1, arbitrary: whole },
      { weight: 1, arbitrary: nearly(base, schema, words).chain(spoilt) },
    )
  return fc.oneof(
    { weight: 3, arbitrary: whole },
    { weight: 2, arbitrary: whole.chain(spoilt) },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  )
}

function parameterOf(name: string, pools: Pools): fc.Arbitrary<string> {
  const known = pools[name] ?? []
  if (known.length === 0) return ODD_PARAMETER
  return fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...known) },
    { weight: 1, arbitrary: fc.uuid() },
    { weight: 1, arbitrary: ODD_PARAMETER },
  )
}

function queryOf(query: Record<string, unknown>): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined)
  return given.length === 0
    ? ''
    : `?${given.map(([name, value]) => `${name}=${encodeURIComponent(String(value).toWellFormed())}`).join('&')}`
}

/** What cannot stand in a header is left to the raw requests. */
const headersOf = (headers: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, String(value).replaceAll(/[^\x20-\x7e]/g, '?')]),
  )

/** The bytes of a request, some of them changed, left out or doubled; or no request at all. */
export const rawBytes = (request: FuzzRequest, token: string): fc.Arbitrary<Uint8Array> => {
  const text = Buffer.from(
    `${request.operation.method} ${request.path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer ${token}\r\n` +
      `${Object.entries(request.headers)
        .map(([name, value]) => `${name}: ${value}\r\n`)
        .join('')}` +
      `Content-Length: ${Buffer.byteLength(request.body ?? '')}\r\n\r\n${request.body ?? ''}`,
  )
  const change = fc.record({
    at: fc.nat(Math.max(0, text.length - 1)),
    byte: fc.nat(255),
    kind: fc.constantFrom('put', 'cut', 'double'),
  })
  const changed = fc
    .array(change, { minLength: 1, maxLength: 4 })
    .map((changes) => changes.reduce(alter, Uint8Array.from(text)))
  return fc.oneof({ weight: 6, arbitrary: changed }, { weight: 1, arbitrary: fc.uint8Array({ maxLength: 400 }) })
}

function alter(bytes: Uint8Array, { at, byte, kind }: { at: number; byte: number; kind: string }): Uint8Array {
  const place = Math.min(at, Math.max(0, bytes.length - 1))
  if (kind === 'put') return bytes.length === 0 ? bytes : bytes.with(place, byte)
  const [head, tail] = [
    bytes.subarray(0, place),
    bytes.subarray(kind === 'cut' ? place + (byte % 16) : Math.max(0, place - (byte % 64))),
  ]
  return Uint8Array.from([...head, ...tail])
}
