// Which call a request belongs to: W3C traceparent and tracestate, the correlation id, and the legacy x-trace-id.
// Knows header names, but no HTTP server and no client.
import { randomBytes, randomUUID } from 'node:crypto'

export interface TraceContext {
  readonly correlationId: string
  /** Of `traceparent`, or the legacy id where that is all there is. */
  readonly traceId?: string
  readonly traceparent?: string
  /** Only ever beside `traceparent`: alone it means nothing. */
  readonly tracestate?: string
}

export type IncomingHeaders = Readonly<Record<string, string | string[] | undefined>>

/** Reads leniently, as a broken header must never fail a request: what is not valid counts as absent. */
export function traceFrom(headers: IncomingHeaders): TraceContext {
  const correlationId = printable(headers['x-correlation-id']) ?? randomUUID()
  const parent = parentFrom(headers.traceparent)
  if (parent) {
    const tracestate = tracestateFrom(headers.tracestate)
    return { correlationId, ...parent, ...(tracestate === undefined ? {} : { tracestate }) }
  }
  const legacyId = printable(headers['x-trace-id'])
  return legacyId === undefined ? { correlationId, ...newParent() } : { correlationId, traceId: legacyId }
}

/** For a call made on behalf of the request: the same trace under a span of its own. */
export function childHeaders(trace: TraceContext): Record<string, string> {
  const headers: Record<string, string> = { 'x-correlation-id': trace.correlationId }
  const parent = parentFrom(trace.traceparent)
  if (parent) {
    headers.traceparent = `00-${parent.traceId}-${newId(8)}-${parent.traceparent.slice(-2)}`
    if (trace.tracestate !== undefined) headers.tracestate = trace.tracestate
  } else if (trace.traceId !== undefined) headers['x-trace-id'] = trace.traceId
  return headers
}

type Parent = { readonly traceId: string; readonly traceparent: string }

// Version ff is forbidden, and a later version may append fields: the first four are read, and written back as version 00.
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?=$|-)/

function parentFrom(header: string | string[] | undefined): Parent | undefined {
  if (typeof header !== 'string') return undefined
  const found = TRACEPARENT.exec(header.trim().toLowerCase())
  if (!found || (found[0].startsWith('00') && found[0].length !== header.trim().length)) return undefined
  const [, traceId, spanId, flags] = found
  return traceId === undefined ? undefined : { traceId, traceparent: `00-${traceId}-${spanId}-${flags}` }
}

function newParent(): Parent {
  const traceId = newId(16)
  return { traceId, traceparent: `00-${traceId}-${newId(8)}-01` }
}

/** Random, and never the all-zero id, which means none. */
function newId(bytes: number): string {
  const id = randomBytes(bytes).toString('hex')
  return /^0+$/.test(id) ? newId(bytes) : id
}

const MAX_TRACESTATE = 512

function tracestateFrom(header: string | string[] | undefined): string | undefined {
  // The header may come several times; joined by commas it is one list.
  const text = (Array.isArray(header) ? header.join(',') : (header ?? '')).trim()
  return text !== '' && text.length <= MAX_TRACESTATE && /^[\x20-\x7e]+$/.test(text) ? text : undefined
}

function printable(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' && /^[\x20-\x7e]{1,200}$/.test(header) && header.trim() !== '' ? header : undefined
}
