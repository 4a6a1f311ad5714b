// When a visit may begin, and what one may wait for, for the enumeration. Imports solver/model.ts only.
import type { Model, Span, VisitModel } from '../../solver/model.ts'

const ALWAYS: Span = { opens: Number.NEGATIVE_INFINITY, closes: Number.POSITIVE_INFINITY }

/** The first second from then on that the rules leave open. */
export function earliestStart(model: Model, visit: VisitModel, from: number): number | undefined {
  for (const { opens, closes } of openSpans(visit)) {
    const start = nextStep(model, visit, Math.max(from, opens))
    if (start <= closes) return start
  }
  return undefined
}

/** Openings that may be waited for on purpose. */
export const openings = ({ softWindows = [], preferredWindows = [], promised }: VisitModel): number[] => [
  ...new Set([...softWindows, ...preferredWindows, ...(promised?.moved ? [promised] : [])].map(({ opens }) => opens)),
]

/** Up to when the visit could begin without another price. What has a price of the hour, or keeps to steps, stays. */
export function latestAsCheap(model: Model, visit: VisitModel, start: number): number {
  const { due, asap } = visit
  if (openings(visit).length > 0 || (asap?.centsPerHour ?? 0) > 0) return start
  if (model.snap && isSnapped(visit, model.snap.every)) return start
  const { closes } = openSpans(visit).find((span) => span.opens <= start && start <= span.closes)!
  const isPriced = due && due.centsPerHour + (model.prices?.worstLateCentsPerHour ?? 0) > 0
  return isPriced ? Math.min(closes, Math.max(start, due.at)) : closes
}

function openSpans({ windows, promised, pinned }: VisitModel): Span[] {
  const moved = promised?.moved?.most ?? 0
  const told = promised ? { opens: promised.opens - moved, closes: promised.closes + moved } : ALWAYS
  const fixed = pinned ? { opens: pinned.start, closes: pinned.start } : ALWAYS
  return (windows.length > 0 ? windows : [ALWAYS])
    .map(({ opens, closes }) => ({
      opens: Math.max(opens, told.opens, fixed.opens),
      closes: Math.min(closes, told.closes, fixed.closes),
    }))
    .filter(({ opens, closes }) => opens <= closes)
}

function nextStep({ snap }: Model, visit: VisitModel, second: number): number {
  if (snap === undefined || !isSnapped(visit, snap.every)) return second
  return snap.from + Math.ceil((second - snap.from) / snap.every) * snap.every
}

const isSnapped = ({ isUnsnapped, pinned, promised }: VisitModel, every: number): boolean =>
  !isUnsnapped && !pinned && (!promised || promised.closes - promised.opens >= every)
