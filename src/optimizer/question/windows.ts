// When work on a ticket may begin, and when its customer would rather have it begin: all windows of a ticket on the
// solver's clock. Knows no technicians.
import type { VisitModel } from '../../../workers/client.ts'
import type { Policy } from '../../contracts/policy.ts'
import type { Window } from '../../contracts/scalars.ts'
import type { Ticket } from '../../contracts/ticket.ts'
import { type Clock, type Horizon, LONGEST_HORIZON, secondFrom, secondUntil } from './clock.ts'
import type { Commitment } from './commitments.ts'

export type Span = VisitModel['windows'][number]

/** A window that holds no whole second is taken for the next one. */
export function spanOf({ start, end }: Pick<Window, 'start' | 'end'>): Span {
  const opens = secondFrom(start)
  return { opens, closes: Math.max(opens, secondUntil(end)) }
}

/** Sorted and apart from each other, on the solver's clock. */
export function mergedSpans(spans: readonly Span[], clock: Clock): Span[] {
  const sorted = spans
    .map(({ opens, closes }) => ({ opens: clock.toModel(opens), closes: clock.toModel(closes) }))
    .sort((a, b) => a.opens - b.opens)
  const apart: Span[] = []
  for (const span of sorted) {
    const last = apart.at(-1)
    if (last && span.opens <= last.closes)
      apart[apart.length - 1] = { opens: last.opens, closes: Math.max(last.closes, span.closes) }
    else apart.push(span)
  }
  return apart
}

export function windowsOf(
  { windows = [] }: Ticket,
  commitment: Commitment | undefined,
  horizon: Horizon,
  clock: Clock,
) {
  const spans = windows.map(spanOf)
  const never = [{ opens: horizon.closes + 1, closes: horizon.closes + 1 }]
  if (commitment?.fixed.start) {
    // What is fixed may have begun already: only the ticket's own windows bind it, and where the start alone is fixed,
    // it is the only window that is left of them.
    if (commitment.fixed.tech) return mergedSpans(spans, clock)
    const { start } = commitment
    const isAllowed = spans.length === 0 || spans.some(({ opens, closes }) => opens <= start && start <= closes)
    return mergedSpans(isAllowed ? [{ opens: start, closes: start }] : never, clock)
  }
  const plannable = spans.length > 0 ? spans : [horizon]
  const cut = plannable
    .map(({ opens, closes }) => ({
      opens: Math.max(opens, horizon.plansFrom),
      closes: Math.min(closes, horizon.closes),
    }))
    .filter(({ opens, closes }) => opens <= closes)
  // No window means any time to the solver; a ticket whose windows have all passed has none left, which no shift reaches.
  return mergedSpans(cut.length > 0 ? cut : never, clock)
}

/**
 * The way to a soft window is counted inside the horizon: what of it the plan cannot change is owed anyway. Work that is
 * fixed may have begun before.
 */
export function softWindowsOf(
  { softWindows = [] }: Ticket,
  commitment: Commitment | undefined,
  { softWindowPerHour }: Policy,
  horizon: Horizon,
  clock: Clock,
): NonNullable<VisitModel['softWindows']> {
  const earliest = horizon.opens - (commitment?.fixed.start ? LONGEST_HORIZON : 0)
  const within = (second: number) => clock.toModelOrBefore(Math.max(earliest, Math.min(second, horizon.closes)))
  return softWindows.map((window) => {
    const { opens, closes } = spanOf(window)
    return { opens: within(opens), closes: within(closes), centsPerHour: window.centsPerHour ?? softWindowPerHour }
  })
}

/** Those that can still be met; the others are missed whatever the plan does, and have no price. */
export function preferredWindowsOf(
  { preferredWindows = [] }: Ticket,
  { preferredWindowMissed }: Policy,
  horizon: Horizon,
  clock: Clock,
): NonNullable<VisitModel['preferredWindows']> {
  return preferredWindows.flatMap((window) => {
    const { opens, closes } = spanOf(window)
    if (closes < horizon.opens || opens > horizon.closes) return []
    return [
      { opens: clock.toModel(opens), closes: clock.toModel(closes), cents: window.cents ?? preferredWindowMissed },
    ]
  })
}
