// Rules of generated days about shifts: what they cost, how much may be done on one, in a day, in a week.
import fc from 'fast-check'
import {
  between,
  type Change,
  DAY_SECONDS,
  type DayShape,
  every,
  price,
  type RichRule,
  saying,
  some,
  someShifts,
  spans,
  together,
  unpriced,
  unsaid,
  upTo,
} from './rich-change.ts'

/** Days counted through from the first, one for each shift of a technician; all in one week. */
const numbered: Change = (model) => {
  const shiftsOf = new Map<number, number>()
  const routes = model.routes.map((shift) => {
    const day = shiftsOf.get(shift.tech) ?? 0
    shiftsOf.set(shift.tech, day + 1)
    return { ...shift, day, week: 0 }
  })
  return { ...model, routes }
}
export const withDays: fc.Arbitrary<Change> = fc.constant(numbered)

const busySeconds = (shape: DayShape) => between(shape.shiftSeconds / 6, shape.shiftSeconds)

export const SHIFT_RULES = {
  overtime: {
    on: (shape) =>
      someShifts(
        shape,
        fc
          .record({ seconds: upTo(Math.floor(shape.shiftSeconds / 2)), overtimeCentsPerHour: upTo(6000) })
          .map(({ seconds, overtimeCentsPerHour }) => ({ closes, latest }) => ({
            closes: closes - seconds,
            latest: latest + 1800,
            overtimeCentsPerHour,
          })),
      ),
    off: saying('routes', { overtimeCentsPerHour: 0 }),
  },
  waiting: {
    on: (shape) =>
      together(
        some(
          'visits',
          shape,
          spans(shape, 1800).map((windows) => ({ windows })),
        ),
        every(
          'routes',
          shape,
          between(100, 4000).map((cents) => ({ waitingCentsPerHour: cents })),
        ),
      ),
    off: saying('routes', { waitingCentsPerHour: 0 }),
  },
  shiftPrice: {
    on: (shape) =>
      some(
        'routes',
        shape,
        between(1, 2500).map((centsPerShift) => ({ centsPerShift })),
      ),
    off: saying('routes', { centsPerShift: 0 }),
  },
  headPrice: {
    on: (shape) =>
      some(
        'techs',
        shape,
        between(1, 2500).map((centsPerHead) => ({ centsPerHead })),
      ),
    off: unsaid('techs', 'centsPerHead'),
  },
  spanPrice: {
    on: (shape) =>
      some(
        'routes',
        shape,
        between(100, 4000).map((cents) => ({ spanCentsPerHour: cents })),
      ),
    off: unsaid('routes', 'spanCentsPerHour'),
  },
  spanLimit: {
    on: (shape) =>
      some(
        'routes',
        shape,
        busySeconds(shape).map((mostSeconds) => ({ mostSeconds })),
      ),
    off: unsaid('routes', 'mostSeconds'),
  },
  travelLimit: {
    on: (shape) =>
      some(
        'routes',
        shape,
        between(600, 4000).map((mostTravelSeconds) => ({ mostTravelSeconds })),
      ),
    off: unsaid('routes', 'mostTravelSeconds'),
  },
  legLimit: {
    on: (shape) =>
      some(
        'routes',
        shape,
        between(300, 1300).map((mostLegSeconds) => ({ mostLegSeconds })),
      ),
    off: unsaid('routes', 'mostLegSeconds'),
  },
  reserve: {
    on: (shape) =>
      together(
        some(
          'routes',
          shape,
          upTo(shape.shiftSeconds).map((reserveSeconds) => ({ reserveSeconds })),
        ),
        some('visits', shape, fc.constant({ isEmergency: true })),
      ),
    off: unsaid('routes', 'reserveSeconds'),
  },
  busyPerDay: {
    on: (shape) =>
      together(
        some(
          'techs',
          shape,
          busySeconds(shape).map((mostBusyPerDay) => ({ mostBusyPerDay })),
        ),
        withDays,
      ),
    off: unsaid('techs', 'mostBusyPerDay'),
  },
  busyPerWeek: {
    on: (shape) =>
      together(
        some(
          'techs',
          shape,
          busySeconds(shape).map((mostBusyPerWeek) => ({ mostBusyPerWeek })),
        ),
        withDays,
      ),
    off: unsaid('techs', 'mostBusyPerWeek'),
  },
  fairness: {
    on: (shape) =>
      together(
        every('techs', shape, fc.record({ busyBefore: upTo(3600), fairShare: upTo(shape.shiftSeconds) })),
        price('unfairCentsPerHour', between(100, 4000)),
      ),
    off: unpriced('unfairCentsPerHour'),
  },
  rest: {
    on: (shape) =>
      together(
        every(
          'techs',
          shape,
          fc.record({ afterDays: between(1, 2), days: between(1, 2) }).map((rest) => ({ rest })),
        ),
        // Work on every day.
        some(
          'visits',
          shape,
          upTo(shape.days - 1).map((day) => ({
            windows: [{ opens: day * DAY_SECONDS, closes: (day + 1) * DAY_SECONDS - 1 }],
          })),
        ),
        withDays,
      ),
    off: unsaid('techs', 'rest'),
  },
  scatter: {
    on: () => price('scatterCentsPerKm', between(1, 200)),
    off: unpriced('scatterCentsPerKm'),
  },
} satisfies Record<string, RichRule>
