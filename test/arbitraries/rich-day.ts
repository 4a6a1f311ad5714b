// Generated days with every rule of a field-service day: a plain day, changed by some of the rules in turn. Some days have
// one rule, some a few, some most of them.
import fc from 'fast-check'
import { routeWith, techWith, visitWith } from '../../bench/instances/neutral.ts'
import type { Model, RouteModel, TravelTable } from '../../solver/model.ts'
import { between, type Change, DAY_SECONDS, type DayShape, upTo } from './rich-change.ts'
import { RICH_RULES, RULE_NAMES, type RuleName } from './rich-rules.ts'

export interface RichDaySize {
  readonly visits: { readonly min: number; readonly max: number }
  readonly techs: { readonly min: number; readonly max: number }
  /** Shifts of one technician, one a day. */
  readonly days: number
  readonly shiftSeconds: number
}

const TINY: RichDaySize = {
  visits: { min: 4, max: 6 },
  techs: { min: 2, max: 2 },
  days: 2,
  shiftSeconds: 5400,
}
const LARGE: RichDaySize = {
  visits: { min: 20, max: 60 },
  techs: { min: 3, max: 6 },
  days: 2,
  shiftSeconds: 28_800,
}

export interface TinyDayTerms extends Partial<RichDaySize> {
  /** These rules and no others, one after the other. */
  readonly rules?: readonly RuleName[]
}

/** Small enough to look at every plan there is. */
export const tinyDay = ({ rules, ...size }: TinyDayTerms = {}): fc.Arbitrary<Model> =>
  dayOf({ ...TINY, ...size }, rules === undefined ? severalRules : fc.constant(rules))

export const richDay = (size: Partial<RichDaySize> = {}): fc.Arbitrary<Model> =>
  dayOf({ ...LARGE, ...size }, severalRules)

/** Few rules leave much to decide, many get in each other's way: days of both kinds. */
const severalRules: fc.Arbitrary<readonly RuleName[]> = fc
  .constantFrom(2, 4, 8, 16)
  // In any order: where two rules are about the same thing, the later one has its way.
  .chain((most) => fc.shuffledSubarray(RULE_NAMES, { minLength: most / 2, maxLength: most }))

const dayOf = (size: RichDaySize, rules: fc.Arbitrary<readonly RuleName[]>): fc.Arbitrary<Model> =>
  fc
    .tuple(shapeOf(size), rules)
    .chain(([shape, names]) =>
      fc
        .tuple(plainDay(shape), fc.tuple(...names.map((name): fc.Arbitrary<Change> => RICH_RULES[name].on(shape))))
        .map(([plain, changes]) => changes.reduce<Model>((model, change) => change(model), plain)),
    )

const shapeOf = ({ visits, techs, days, shiftSeconds }: RichDaySize): fc.Arbitrary<DayShape> =>
  fc
    .record({
      visits: fc.integer(visits),
      techs: fc.integer(techs),
      days: between(1, days),
      places: between(2, Math.min(12, visits.max + 1)),
    })
    .map((shape) => ({ ...shape, routes: shape.techs * shape.days, shiftSeconds }))

const plainDay = (shape: DayShape): fc.Arbitrary<Model> => {
  const place = upTo(shape.places - 1)
  return fc
    .record({
      visits: fc.array(
        fc.record({
          place,
          seconds: between(300, 2400),
          unservedCents: fc.constantFrom(2500, 8000, 100_000),
        }),
        { minLength: shape.visits, maxLength: shape.visits },
      ),
      shifts: fc.array(
        fc.record({
          startPlace: place,
          endPlace: place,
          opens: upTo(900),
          centsPerHour: upTo(2400),
          centsPerKm: upTo(60),
        }),
        { minLength: shape.routes, maxLength: shape.routes },
      ),
      roads: roads(shape.places),
    })
    .map(({ visits, shifts, roads: table }) => ({
      visits: visits.map((of, index) => visitWith({ ...of, id: `V-${index}` })),
      techs: Array.from({ length: shape.techs }, (_, index) => techWith({ id: `T-${index}` })),
      routes: shifts.map((of, index): RouteModel => {
        const opens = of.opens + Math.floor(index / shape.techs) * DAY_SECONDS
        const closes = opens + shape.shiftSeconds
        return routeWith({ ...of, tech: index % shape.techs, opens, closes, maxVisits: 1000 })
      }),
      travel: { placeCount: shape.places, profiles: [table] },
    }))
}

/** One-way streets as a router answers them: no way is shorter than the straight one. */
const roads = (places: number): fc.Arbitrary<TravelTable> => {
  const cells = places * places
  const leg = fc.record({ seconds: between(30, 1500), metres: upTo(12_000) })
  return fc.array(leg, { minLength: cells, maxLength: cells }).map((legs) => ({
    name: 'car',
    seconds: shortest(
      places,
      legs.map(({ seconds }) => seconds),
    ),
    metres: shortest(
      places,
      legs.map(({ metres }) => metres),
    ),
  }))
}

/** By way of any other places (Floyd and Warshall). */
function shortest(places: number, legs: readonly number[]): Int32Array {
  const ways = Int32Array.from(legs, (leg, cell) => (Math.floor(cell / places) === cell % places ? 0 : leg))
  for (let by = 0; by < places; by++)
    for (let from = 0; from < places; from++)
      for (let to = 0; to < places; to++)
        ways[from * places + to] = Math.min(
          ways[from * places + to]!,
          ways[from * places + by]! + ways[by * places + to]!,
        )
  return ways
}
