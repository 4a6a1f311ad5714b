// Trace headers come from strangers: whatever they hold, a request gets one sane context, and calls go on in it.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { childHeaders, traceFrom } from '../../src/platform/trace.ts'

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c'
const SPAN_ID = 'b7ad6b7169203331'
const TRACEPARENT = `00-${TRACE_ID}-${SPAN_ID}-01`
const SANE = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/

const hex = (length: number) =>
  fc.stringMatching(new RegExp(`^[0-9a-fA-F]{${length}}$`)).filter((id) => !/^0+$/.test(id))
const headerText = fc.oneof(
  fc.string(),
  fc.stringMatching(/^[0-9a-f-]{0,60}$/),
  fc.constant(TRACEPARENT),
  fc.constant(undefined),
)

test('any headers at all give a correlation id and a trace id', () =>
  fc.assert(
    fc.property(headerText, headerText, headerText, headerText, (traceparent, tracestate, legacy, correlation) => {
      const trace = traceFrom({ traceparent, tracestate, 'x-trace-id': legacy, 'x-correlation-id': correlation })
      expect(trace.correlationId).toMatch(/^[\x20-\x7e]{1,200}$/)
      expect(trace.traceId).toMatch(/^[\x20-\x7e]{1,200}$/)
      if (trace.traceparent !== undefined) expect(trace.traceparent).toMatch(SANE)
      if (trace.tracestate !== undefined) expect(trace.traceparent).toBeDefined()
    }),
  ))

test('a valid traceparent is kept, in lower case', () =>
  fc.assert(
    fc.property(
      hex(32),
      hex(16),
      hex(2).filter((flags) => flags !== ''),
      (traceId, spanId, flags) => {
        const trace = traceFrom({ traceparent: `00-${traceId}-${spanId}-${flags}`, 'x-trace-id': 'older' })
        expect(trace.traceId).toBe(traceId.toLowerCase())
        expect(trace.traceparent).toBe(`00-${traceId}-${spanId}-${flags}`.toLowerCase())
      },
    ),
  ))

test('a call made for the request is in the same trace, under a span of its own', () =>
  fc.assert(
    fc.property(hex(32), hex(16), fc.option(fc.constant('vendor=1')), (traceId, spanId, tracestate) => {
      const headers = childHeaders(
        traceFrom({ traceparent: `00-${traceId}-${spanId}-01`, tracestate: tracestate ?? undefined }),
      )
      expect(headers.traceparent).toMatch(SANE)
      expect(headers.traceparent?.slice(3, 35)).toBe(traceId.toLowerCase())
      expect(headers.traceparent?.slice(36, 52)).not.toBe(spanId.toLowerCase())
      expect(headers.tracestate).toBe(tracestate ?? undefined)
      expect(headers['x-trace-id']).toBeUndefined()
      expect(traceFrom(headers).traceId).toBe(traceId.toLowerCase())
    }),
  ))

describe('a broken traceparent', () => {
  test.each([
    ['an all-zero trace', `00-${'0'.repeat(32)}-${SPAN_ID}-01`],
    ['an all-zero span', `00-${TRACE_ID}-${'0'.repeat(16)}-01`],
    ['the forbidden version', `ff-${TRACE_ID}-${SPAN_ID}-01`],
    ['a short trace', `00-${TRACE_ID.slice(1)}-${SPAN_ID}-01`],
    ['something behind version 00', `${TRACEPARENT}-x`],
    ['letters that are no digits', TRACEPARENT.replace('a', 'g')],
    ['nothing', ''],
  ])('(%s) counts as absent, and its state with it', (_, traceparent) => {
    const trace = traceFrom({ traceparent, tracestate: 'a=1', 'x-trace-id': 'legacy-7' })
    expect(trace).toMatchObject({ traceId: 'legacy-7' })
    expect(trace).not.toHaveProperty('traceparent')
    expect(trace).not.toHaveProperty('tracestate')
    expect(traceFrom({ traceparent }).traceparent).toMatch(SANE)
  })
})

test('a later version is read as far as it is known', () => {
  expect(traceFrom({ traceparent: `01-${TRACE_ID}-${SPAN_ID}-01-more` }).traceparent).toBe(TRACEPARENT)
})

test('a legacy trace id goes on as one, without a state', () => {
  const trace = traceFrom({ 'x-trace-id': 'legacy-7', tracestate: 'a=1', 'x-correlation-id': 'call-7' })
  expect(trace).toEqual({ correlationId: 'call-7', traceId: 'legacy-7' })
  expect(childHeaders(trace)).toEqual({ 'x-correlation-id': 'call-7', 'x-trace-id': 'legacy-7' })
})

test.each(['', ' ', 'x'.repeat(201), 'line\nbreak', 'schön'])('%j is no correlation id, so one is made', (given) => {
  const made = traceFrom({ 'x-correlation-id': given }).correlationId
  expect(made).not.toBe(given)
  expect(made).toMatch(/^[0-9a-f-]{36}$/)
})

test('a state in several headers is one list, and an endless one is dropped', () => {
  expect(traceFrom({ traceparent: TRACEPARENT, tracestate: ['a=1', 'b=2'] }).tracestate).toBe('a=1,b=2')
  expect(traceFrom({ traceparent: TRACEPARENT, tracestate: 'a='.repeat(300) })).not.toHaveProperty('tracestate')
})
