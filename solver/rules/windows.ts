// Windows: when work may begin. The first second after arrival that a window allows, and the last one that still is in
// time. Imports solver/ only.
import type { Span, VisitModel } from '../model.ts'
import { sharedFlagsOf, sharedIntsOf, sharedOffsetsOf } from '../shared.ts'
import type { Hindrance } from './hindrance.ts'
import { FARTHEST, NEVER } from './never.ts'
import { promisedSpan } from './promise.ts'

export interface Windows {
  readonly windowsFrom: Int32Array // by visit, and one more: its windows are those from here to before the next visit's
  readonly windowOpens: Int32Array // by window, rising within a visit
  readonly windowCloses: Int32Array // by window, rising within a visit
  readonly opensFirst: Int32Array // by visit: when its first window opens; NEVER when it has none
  readonly closesLast: Int32Array // by visit: when its last window closes; -NEVER when it has none
  readonly hasGaps: Uint8Array // by visit: 1 when it has several windows
}

/** Of each visit, the spans in which work may begin. */
export function compileWindows(spans: readonly (readonly Span[])[]): Windows {
  return {
    windowsFrom: sharedOffsetsOf(spans),
    windowOpens: sharedIntsOf(spans.flatMap((of) => of.map(({ opens }) => opens))),
    windowCloses: sharedIntsOf(spans.flatMap((of) => of.map(({ closes }) => closes))),
    opensFirst: sharedIntsOf(spans.map(([first]) => first?.opens ?? NEVER)),
    closesLast: sharedIntsOf(spans.map((of) => of.at(-1)?.closes ?? -NEVER)),
    hasGaps: sharedFlagsOf(spans.map(({ length }) => length > 1)),
  }
}

const ANY_TIME: Span = { opens: -FARTHEST, closes: FARTHEST }

/** When work may begin: the windows, narrowed by what was promised and by a pin. Without `held`, the windows alone. */
export function startSpans(
  visit: VisitModel,
  held: { promise: boolean; pin: boolean } = { promise: true, pin: true },
): Span[] {
  // A window far beyond all shifts, or none, is cut to what the clock can count.
  let spans = within(visit.windows.length > 0 ? visit.windows : [ANY_TIME], ANY_TIME)
  if (held.promise && visit.promised) spans = within(spans, promisedSpan(visit.promised))
  if (held.pin && visit.pinned) spans = within(spans, { opens: visit.pinned.start, closes: visit.pinned.start })
  return spans
}

const within = (spans: readonly Span[], { opens, closes }: Span): Span[] =>
  spans
    .map((span) => ({ opens: Math.max(span.opens, opens), closes: Math.min(span.closes, closes) }))
    .filter((span) => span.opens <= span.closes)

/** The second at which work begins after arriving then, or NEVER. */
export function startAt(clock: Windows, visit: number, arrival: number): number {
  if (arrival > clock.closesLast[visit]!) return NEVER
  const opens = clock.opensFirst[visit]!
  if (arrival <= opens) return opens
  return clock.hasGaps[visit] === 0 ? arrival : startBetween(clock, visit, arrival)
}

function startBetween(clock: Windows, visit: number, arrival: number): number {
  let window = clock.windowsFrom[visit]!
  while (arrival > clock.windowCloses[window]!) window++
  return Math.max(arrival, clock.windowOpens[window]!)
}

/** The last second not after `bound` at which work may begin, or -NEVER. Whoever arrives by then still begins by then. */
export function lastStartBy(clock: Windows, visit: number, bound: number): number {
  const closes = clock.closesLast[visit]!
  if (clock.hasGaps[visit] === 0) return bound < clock.opensFirst[visit]! ? -NEVER : Math.min(bound, closes)
  const first = clock.windowsFrom[visit]!
  for (let window = clock.windowsFrom[visit + 1]! - 1; window >= first; window--)
    if (clock.windowOpens[window]! <= bound) return Math.min(bound, clock.windowCloses[window]!)
  return -NEVER
}

export const promiseKept: Hindrance<Windows> = {
  binds: (_, _route, { model, visit }) => model.visits[visit]?.promised !== undefined,
  lift: (_, { model, visit }) =>
    compileWindows(
      model.visits.map((of, other) => startSpans(of, other === visit ? { promise: false, pin: true } : undefined)),
    ),
  blockers: () => [{ code: 'PROMISE_WOULD_BREAK' }],
}
