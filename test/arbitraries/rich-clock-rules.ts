// Rules of generated days about the hour: windows and prices of the hour, breaks, roads, what was told or fixed before.
import fc from 'fast-check'
import { type BreakModel, type Model, UNREACHABLE } from '../../solver/model.ts'
import {
  between,
  type DayShape,
  every,
  moment,
  ofTheDay,
  oneIn,
  price,
  type RichRule,
  saying,
  some,
  someShifts,
  span,
  spans,
  together,
  unpriced,
  unsaid,
  upTo,
} from './rich-change.ts'

const centsPerHour = upTo(4000)
const WINDOW_SECONDS = 3600

/** One or two a shift, the second not before the first could be over. */
const breaks = (shape: DayShape, isPaid: boolean) => {
  const one = fc.record({
    after: upTo(Math.floor(shape.shiftSeconds / 2)),
    wait: upTo(1800),
    seconds: between(300, 1800),
    isPaid: isPaid ? fc.constant(true) : oneIn(3),
  })
  return someShifts(
    shape,
    fc.array(one, { minLength: 1, maxLength: 2 }).map((all) => (shift) => {
      const taken: BreakModel[] = []
      for (const { after, wait, ...rest } of all) {
        const before = taken.at(-1)
        const opens = (before ? before.opens + before.seconds : shift.opens) + after
        taken.push({ opens, closes: Math.max(opens + wait, before?.closes ?? opens), ...rest })
      }
      return { breaks: taken }
    }),
  )
}

const onRoads = (change: (travel: Model['travel']) => Model['travel']) => (model: Model) => ({
  ...model,
  travel: change(model.travel),
})

export const CLOCK_RULES = {
  windows: {
    on: (shape) =>
      some(
        'visits',
        shape,
        spans(shape, WINDOW_SECONDS).map((windows) => ({ windows })),
      ),
    off: saying('visits', { windows: [] }),
  },
  softWindows: {
    on: (shape) =>
      some(
        'visits',
        shape,
        fc.tuple(spans(shape, WINDOW_SECONDS), centsPerHour, centsPerHour).map(([all, first, second]) => ({
          softWindows: all.map((of, index) => ({ ...of, centsPerHour: index === 0 ? first : second })),
        })),
      ),
    off: unsaid('visits', 'softWindows'),
  },
  preferredWindows: {
    on: (shape) =>
      some(
        'visits',
        shape,
        fc.tuple(spans(shape, WINDOW_SECONDS), upTo(900), upTo(900)).map(([all, first, second]) => ({
          preferredWindows: all.map((of, index) => ({ ...of, cents: index === 0 ? first : second })),
        })),
      ),
    off: unsaid('visits', 'preferredWindows'),
  },
  due: {
    on: (shape) =>
      some(
        'visits',
        shape,
        fc.record({ at: moment(shape), centsPerHour }).map((due) => ({ due })),
      ),
    off: unsaid('visits', 'due'),
  },
  worstLateness: {
    on: (shape) =>
      together(
        every(
          'visits',
          shape,
          moment(shape).map((at) => ({ due: { at, centsPerHour: 0 } })),
        ),
        price('worstLateCentsPerHour', between(100, 4000)),
      ),
    off: unpriced('worstLateCentsPerHour'),
  },
  asap: {
    on: (shape) =>
      some(
        'visits',
        shape,
        fc.record({ from: moment(shape), centsPerHour }).map((asap) => ({ asap })),
      ),
    off: unsaid('visits', 'asap'),
  },
  setup: {
    on: (shape) =>
      some(
        'visits',
        shape,
        between(300, 1500).map((setupSeconds) => ({ setupSeconds })),
      ),
    off: unsaid('visits', 'setupSeconds'),
  },
  breaks: { on: (shape) => breaks(shape, false), off: unsaid('routes', 'breaks') },
  paidBreaks: {
    on: (shape) =>
      together(
        breaks(shape, true),
        every(
          'techs',
          shape,
          between(1800, shape.shiftSeconds).map((mostBusyPerDay) => ({ mostBusyPerDay })),
        ),
      ),
    off: (model) => ({
      ...model,
      routes: model.routes.map(({ breaks: all, ...rest }) =>
        all ? { ...rest, breaks: all.map((of) => ({ ...of, isPaid: false })) } : rest,
      ),
    }),
  },
  pausable: {
    on: (shape) =>
      together(
        breaks(shape, false),
        some(
          'visits',
          shape,
          between(1800, 3600).map((seconds) => ({ seconds, pausable: true })),
        ),
      ),
    off: unsaid('visits', 'pausable'),
  },
  rushHours: {
    on: (shape) =>
      fc
        .tuple(
          fc.uniqueArray(fc.record({ from: moment(shape), percent: fc.constantFrom(80, 100, 125, 150, 230) }), {
            selector: ({ from }) => from,
            minLength: 1,
            maxLength: 4,
          }),
          fc.array(fc.boolean(), { minLength: shape.routes, maxLength: shape.routes }),
        )
        .map(([bands, isSlow]) => (model: Model) => ({
          ...model,
          travel: { ...model.travel, rushHours: [bands.toSorted((one, other) => one.from - other.from)] },
          routes: model.routes.map((shift, route) => (isSlow[route] ? { ...shift, rushHours: 0 } : shift)),
        })),
    off: unsaid('routes', 'rushHours'),
  },
  profiles: {
    on: (shape) =>
      together(
        between(50, 200).map((percent) =>
          onRoads(({ profiles: [first], ...rest }) => {
            const seconds = first!.seconds.map((leg) => (leg < UNREACHABLE ? Math.round((leg * percent) / 100) : leg))
            return { ...rest, profiles: [first!, { ...first!, name: 'bicycle', seconds }] }
          }),
        ),
        some('routes', shape, fc.constant({ profile: 1 })),
      ),
    off: saying('routes', { profile: 0 }),
  },
  closedRoads: {
    on: ({ places }) =>
      fc.array(fc.tuple(upTo(places - 1), upTo(places - 1)), { minLength: 1, maxLength: 3 }).map((closed) =>
        onRoads(({ profiles, ...rest }) => ({
          ...rest,
          profiles: profiles.map((table) => {
            const seconds = table.seconds.slice()
            for (const [from, to] of closed) if (from !== to) seconds[from * places + to] = UNREACHABLE
            return { ...table, seconds }
          }),
        })),
      ),
    off: onRoads(({ profiles, ...rest }) => ({
      ...rest,
      profiles: profiles.map((table) => ({
        ...table,
        seconds: table.seconds.map((leg) => (leg < UNREACHABLE ? leg : 1)),
      })),
    })),
  },
  snap: {
    on: (shape) =>
      together(
        ofTheDay(
          fc
            .record({ every: fc.constantFrom(300, 900, 1800), from: fc.constantFrom(0, 100) })
            .map((snap) => ({ snap })),
        ),
        some(
          'visits',
          shape,
          oneIn(3).map((isUnsnapped) => ({ isUnsnapped })),
        ),
      ),
    off: ({ snap: _, ...model }) => model,
  },
  planned: {
    on: (shape) =>
      some(
        'visits',
        shape,
        fc
          .record({ tech: upTo(shape.techs - 1), start: moment(shape), techChangedCents: upTo(900) })
          .map((planned) => ({ planned })),
      ),
    off: unsaid('visits', 'planned'),
  },
  promises: {
    on: (shape) =>
      some(
        'visits',
        shape,
        span(shape, WINDOW_SECONDS).map((promised) => ({ promised })),
      ),
    off: unsaid('visits', 'promised'),
  },
  movablePromises: {
    on: (shape) =>
      some(
        'visits',
        shape,
        fc
          .tuple(span(shape, WINDOW_SECONDS / 2), fc.record({ centsPerHour, most: upTo(3600) }))
          .map(([promised, moved]) => ({ promised: { ...promised, moved } })),
      ),
    off: unsaid('visits', 'promised'),
  },
  pins: {
    on: (shape) =>
      some(
        'visits',
        shape,
        // What is fixed is never given up for anything else, and so is as dear as that.
        fc
          .record({ tech: upTo(shape.techs - 1), start: moment(shape) })
          .map((pinned) => ({ pinned, unservedCents: 10_000_000 })),
      ),
    off: unsaid('visits', 'pinned'),
  },
} satisfies Record<string, RichRule>
