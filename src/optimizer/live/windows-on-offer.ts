// What a customer can be offered: windows of one length, on the clock of their zone. Whoever said when they are at home is
// offered parts of that; everybody else parts of the day, on the grid of the policy. Knows no technicians.
import { type Clock, type Horizon, secondFrom, secondUntil } from '../question/clock.ts'
import type { Span } from '../question/windows.ts'
import { localDay, type OffsetAt, secondOnWall } from '../question/zones.ts'

const DAY = 86_400

export interface OnOffer {
  /** In seconds since 1970; work begins at `opens` or later, and before `closes`. */
  readonly windows: readonly Span[]
  /** The same on the solver's clock. */
  readonly spans: readonly Span[]
}

interface AtHome {
  readonly start: string
  readonly end: string
}

export function windowsOnOffer(
  atHome: readonly AtHome[],
  seconds: number,
  { plansFrom, closes }: Horizon,
  clock: Clock,
  offsetAt: OffsetAt,
  /** Seconds after midnight at which one of the windows begins, whole windows before and after it the others. */
  gridFrom = 0,
): OnOffer {
  const parts =
    atHome.length > 0
      ? atHome.flatMap((own) => cut(own, seconds))
      : days(plansFrom, closes, seconds, offsetAt, gridFrom % seconds)
  const windows = apart(parts).filter((part) => part.closes > plansFrom && part.opens <= closes)
  return {
    windows,
    spans: windows.map((part) => ({
      opens: clock.toModel(Math.max(part.opens, plansFrom)),
      closes: clock.toModel(Math.min(part.closes - 1, closes)),
    })),
  }
}

/** The last part takes what would be less than half a window. */
function cut({ start, end }: AtHome, seconds: number): Span[] {
  const from = secondFrom(start)
  const until = Math.max(from + 1, secondUntil(end))
  const count = Math.max(1, Math.round((until - from) / seconds))
  return Array.from({ length: count }, (_, part) => ({
    opens: from + part * seconds,
    closes: part === count - 1 ? until : from + (part + 1) * seconds,
  }))
}

/** By the clock on the wall, so that nine is nine also on the day on which it is changed. */
function days(from: number, until: number, seconds: number, offsetAt: OffsetAt, first: number): Span[] {
  const spans: Span[] = []
  for (let day = localDay(from, offsetAt); day <= localDay(until, offsetAt); day++)
    // What is left of the day before the first whole window is one of its own.
    for (let wall = first > 0 ? first - seconds : 0; wall < DAY; wall += seconds) {
      const opens = secondOnWall(day * DAY + Math.max(0, wall), offsetAt)
      const closes = secondOnWall(day * DAY + Math.min(wall + seconds, DAY), offsetAt)
      if (closes > opens) spans.push({ opens, closes })
    }
  return spans
}

/** Sorted; where the customer's own windows overlap, the later one begins when the one before has ended. */
function apart(parts: readonly Span[]): Span[] {
  const sorted = parts.toSorted((one, other) => one.opens - other.opens || one.closes - other.closes)
  const spans: Span[] = []
  for (const { opens, closes } of sorted) {
    const from = Math.max(opens, spans.at(-1)?.closes ?? opens)
    if (closes > from) spans.push({ opens: from, closes })
  }
  return spans
}
