// Spans of what is done here, by the OpenTelemetry API: they cost next to nothing until somebody opens the tracing. Their
// attributes are routes, ids of ours and numbers: never a body, a query or a name.
import {
  type Attributes,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace as traces,
} from '@opentelemetry/api'
import type { TraceContext } from './trace.ts'

const tracer = () => traces.getTracer('real-dispatch')

/** What is said of a span to whoever goes on with it elsewhere. */
export type Carried = Pick<TraceContext, 'traceparent' | 'tracestate'>

/** Where a call that came in by headers, from another thread, or was stored with its trace, goes on. */
function parentOf({ traceparent, tracestate }: Carried) {
  if (traceparent === undefined) return ROOT_CONTEXT
  return propagation.extract(ROOT_CONTEXT, { traceparent, ...(tracestate !== undefined && { tracestate }) })
}

/** The work as a span under whatever is being done, or under the trace that is named. An error marks it and goes on. */
export function spanned<T>(
  name: string,
  attributes: Attributes,
  work: (span: Span) => Promise<T>,
  { under, kind = SpanKind.INTERNAL }: { under?: Carried; kind?: SpanKind } = {},
): Promise<T> {
  const parent = under === undefined ? context.active() : parentOf(under)
  return tracer().startActiveSpan(name, { attributes, kind }, parent, async (span) => {
    try {
      return await work(span)
    } catch (error) {
      // Its name alone: a message may hold what a caller sent.
      span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'Error' })
      throw error
    } finally {
      span.end()
    }
  })
}

/** For another thread, to go on under what is being done here; undefined where nothing is traced. */
export function carried(): Carried | undefined {
  const span = traces.getSpan(context.active())
  if (!span?.isRecording()) return undefined
  const tracestate = span.spanContext().traceState?.serialize()
  return { traceparent: parentIn(span).traceparent, ...(tracestate && { tracestate }) }
}

/** The work as part of what is being done in another thread; makes no span. */
export const carriedOn = <T>(under: Carried | undefined, work: () => T): T =>
  under === undefined ? work() : context.with(parentOf(under), work)

/** What has been going on since then, and ends now. */
export function spanSince(name: string, since: Date, attributes: Attributes, under: TraceContext): void {
  tracer().startSpan(name, { attributes, startTime: since }, parentOf(under)).end()
}

/** Of a request: ended by the caller. The trace is the one under which everything goes on that the request brings about. */
export function serverSpan(name: string, trace: TraceContext): { readonly span: Span; readonly trace: TraceContext } {
  const span = tracer().startSpan(name, { kind: SpanKind.SERVER }, parentOf(trace))
  if (!span.isRecording()) return { span, trace }
  return { span, trace: { ...trace, ...parentIn(span) } }
}

/** The rest of a request as part of its span. */
export const within = (span: Span, go: () => void): void => context.with(traces.setSpan(context.active(), span), go)

function parentIn(span: Span): { traceId: string; traceparent: string } {
  const { traceId, spanId, traceFlags } = span.spanContext()
  return { traceId, traceparent: `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}` }
}

/** A fetch whose calls are spans, and whose other side is told of them. */
export const tracedFetch =
  (name: string, inner: typeof fetch): typeof fetch =>
  (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    const attributes = {
      'server.address': url.hostname,
      'server.port': Number(url.port) || 0,
      'http.request.method': init?.method ?? 'GET',
    }
    return spanned(
      name,
      attributes,
      async (span) => {
        const headers = new Headers(init?.headers)
        if (span.isRecording()) headers.set('traceparent', parentIn(span).traceparent)
        const response = await inner(input, { ...init, headers })
        span.setAttribute('http.response.status_code', response.status)
        return response
      },
      { kind: SpanKind.CLIENT },
    )
  }
