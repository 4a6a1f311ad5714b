// Rules of generated days as changes of a plain day: what a rule adds, and how it is taken out again.
import fc from 'fast-check'
import type { Model, RouteModel, Span, TechModel, VisitModel } from '../../solver/model.ts'

export type Change = (model: Model) => Model

export interface RichRule {
  /** The rule in such a day, with small numbers that are likely to bind. */
  readonly on: (shape: DayShape) => fc.Arbitrary<Change>
  /** The same day as if nobody had heard of the rule. */
  readonly off: Change
}

/** What is known of a day before its rules are. */
export interface DayShape {
  readonly visits: number
  readonly techs: number
  readonly routes: number
  readonly places: number
  /** The first shifts of all technicians lie on the first day, and so on. */
  readonly days: number
  readonly shiftSeconds: number
}

interface Parts {
  readonly visits: VisitModel
  readonly techs: TechModel
  readonly routes: RouteModel
}

/** From the opening of one day's shifts to that of the next. */
export const DAY_SECONDS = 40_000

export const upTo = (max: number): fc.Arbitrary<number> => fc.integer({ min: 0, max })
export const between = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max })
export const oneIn = (count: number): fc.Arbitrary<boolean> => upTo(count - 1).map((drawn) => drawn === 0)

const ONE_SILENT_IN = fc.constantFrom(2, 3, 6)

/** About every second of the visits (technicians, routes) says this, or nearly each. */
export const some = <List extends keyof Parts>(
  list: List,
  shape: DayShape,
  said: fc.Arbitrary<Partial<Parts[List]>>,
): fc.Arbitrary<Change> => ONE_SILENT_IN.chain((freq) => changing(list, shape, fc.option(said, { nil: {}, freq })))

export const every = <List extends keyof Parts>(
  list: List,
  shape: DayShape,
  said: fc.Arbitrary<Partial<Parts[List]>>,
): fc.Arbitrary<Change> => changing(list, shape, said)

const changing = <List extends keyof Parts>(list: List, shape: DayShape, said: fc.Arbitrary<Partial<Parts[List]>>) =>
  fc.array(said, { minLength: shape[list], maxLength: shape[list] }).map(
    (all): Change =>
      (model) => ({ ...model, [list]: model[list].map((item, index) => ({ ...item, ...all[index] })) }),
  )

/** Some routes, where what they say depends on their hours. */
export const someShifts = (
  shape: DayShape,
  said: fc.Arbitrary<(shift: RouteModel) => Partial<RouteModel>>,
): fc.Arbitrary<Change> =>
  ONE_SILENT_IN.chain((freq) =>
    fc.array(fc.option(said, { nil: () => ({}), freq }), { minLength: shape.routes, maxLength: shape.routes }).map(
      (all): Change =>
        (model) => ({ ...model, routes: model.routes.map((shift, index) => ({ ...shift, ...all[index]!(shift) })) }),
    ),
  )

export const ofTheDay = (said: fc.Arbitrary<Partial<Model>>): fc.Arbitrary<Change> =>
  said.map((parts) => (model) => ({ ...model, ...parts }))

/** A price that stands beside those of other rules. */
export const price = (line: keyof NonNullable<Model['prices']>, cents: fc.Arbitrary<number>): fc.Arbitrary<Change> =>
  cents.map((amount) => (model) => ({ ...model, prices: { ...model.prices, [line]: amount } }))

export const together = (...changes: fc.Arbitrary<Change>[]): fc.Arbitrary<Change> =>
  fc.tuple(...changes).map(
    (all): Change =>
      (model) =>
        all.reduce((changed, change) => change(changed), model),
  )

/** Nobody says this any more. */
export const unsaid =
  <List extends keyof Parts>(list: List, ...keys: (keyof Parts[List])[]): Change =>
  (model) => ({
    ...model,
    [list]: model[list].map((item) =>
      Object.fromEntries(Object.entries(item).filter(([key]) => !(keys as string[]).includes(key))),
    ),
  })

/** Everybody says this instead. */
export const saying =
  <List extends keyof Parts>(list: List, said: Partial<Parts[List]>): Change =>
  (model) => ({ ...model, [list]: model[list].map((item) => ({ ...item, ...said })) })

export const unpriced =
  (line: keyof NonNullable<Model['prices']>): Change =>
  (model) => ({ ...model, prices: { ...model.prices, [line]: 0 } })

/** Some second while somebody is on shift, or a little before. */
export const moment = ({ days, shiftSeconds }: DayShape): fc.Arbitrary<number> =>
  fc.tuple(upTo(days - 1), between(-10, shiftSeconds / 60)).map(([day, minute]) => day * DAY_SECONDS + minute * 60)

export const span = (shape: DayShape, most: number): fc.Arbitrary<Span> =>
  fc.tuple(moment(shape), upTo(most)).map(([opens, length]) => ({ opens, closes: opens + length }))

/** Sorted, and apart from each other. */
export const spans = (shape: DayShape, most: number): fc.Arbitrary<Span[]> =>
  fc
    .array(span(shape, most), { minLength: 1, maxLength: 2 })
    .map((all) => all.sort((one, other) => one.opens - other.opens))
    .filter(([first, second]) => second === undefined || first!.closes < second.opens)
