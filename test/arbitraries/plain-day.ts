// Generated days on which nothing but legs has a price: equal technicians, one window a visit, one unit of load, hours
// free. The search has shorter forms for them. Roads are those of a map or any one-way streets at all, some of them closed.
import fc from 'fast-check'
import type { Model, RouteModel, TravelTable, VisitModel } from '../../solver/model.ts'
import { UNREACHABLE } from '../../solver/model.ts'

export interface PlainDaySize {
  readonly fewestVisits: number
  readonly visits: number
  readonly routes: number
}

const USUAL: PlainDaySize = { fewestVisits: 2, visits: 14, routes: 5 }
const LAST_SECOND = 20_000
/** The longest way in seconds, about. Where all are short, many take equally long. */
const FAR = 1200
const CLOSE = 9

export const plainDay = (size: Partial<PlainDaySize> = {}): fc.Arbitrary<Model> => {
  const { fewestVisits, visits, routes } = { ...USUAL, ...size }
  return fc.integer({ min: 2, max: 8 }).chain((placeCount) =>
    fc
      .record({
        visits: fc.array(visit(placeCount), { minLength: fewestVisits, maxLength: visits }),
        vans: fc.array(van(placeCount), { minLength: 1, maxLength: routes }),
        prices: fc.constantFrom(
          { centsPerHour: 3600, centsPerKm: 0 }, // a cent a second: times are prices
          { centsPerHour: 1000, centsPerKm: 70 },
          { centsPerHour: 0, centsPerKm: 100 },
          { centsPerHour: 0, centsPerKm: 45_000_000 }, // about as dear as a leg may be
        ),
        isOneDepot: fc.boolean(),
        road: fc
          .constantFrom(FAR, FAR, CLOSE)
          .chain((far) => fc.oneof(map(placeCount, far), oneWayStreets(placeCount, far))),
      })
      .map(({ visits, vans, prices, isOneDepot, road }) => ({
        visits: visits.map((of, index) => ({ ...of, id: `V-${index}` })),
        techs: vans.map(({ kg }, index) => ({
          id: `T-${index}`,
          skills: [],
          anySkill: false,
          areas: [],
          capacity: [{ unit: 'kg', amount: kg }],
        })),
        routes: vans.map((_, tech): RouteModel => {
          const { startPlace, endPlace, opens, seconds } = vans[isOneDepot ? 0 : tech] ?? vans[0]!
          const closes = opens + seconds
          return { ...PLAIN_ROUTE, ...prices, tech, startPlace, endPlace, opens, closes, latest: closes }
        }),
        travel: { placeCount, profiles: [road] },
      })),
  )
}

/** The same where shifts may last only so long, and not everybody may go everywhere. */
export const cappedDay = (size: Partial<PlainDaySize> = {}): fc.Arbitrary<Model> =>
  plainDay(size).chain((model) => {
    const { visits, techs, routes } = model
    const caps = fc.array(fc.integer({ min: 600, max: LAST_SECOND }), {
      minLength: routes.length,
      maxLength: routes.length,
    })
    const barred = fc.array(fc.option(fc.nat({ max: techs.length - 1 }), { freq: 2 }), {
      minLength: visits.length,
      maxLength: visits.length,
    })
    return fc.tuple(caps, barred).map(([seconds, by]) => ({
      ...model,
      visits: visits.map((visit, index) => ({ ...visit, excludedTechs: by[index] === null ? [] : [by[index]!] })),
      routes: routes.map((route, index) => ({ ...route, mostSeconds: seconds[index]! })),
    }))
  })

/** The same where vans may be loaded again, and some things cannot be loaded before some second. */
export const suppliedDay = (size: Partial<PlainDaySize> = {}): fc.Arbitrary<Model> =>
  plainDay(size).chain((model) => {
    const { visits, techs, routes, travel } = model
    const depot = fc.record({
      place: upTo(travel.placeCount - 1),
      seconds: fc.constantFrom(0, 0, 300),
      windows: fc.constantFrom(
        [],
        [],
        [{ opens: 1000, closes: 12_000 }],
        [
          { opens: 0, closes: 3000 },
          { opens: 5000, closes: 9000 },
        ],
      ),
    })
    const van = fc.record({
      reloads: fc.oneof(
        { weight: 4, arbitrary: depot.map((of) => [{ ...of }]) },
        { weight: 1, arbitrary: fc.constant([]) },
      ),
      kg: fc.constantFrom(12, 20, 30),
      reloaded: fc.constantFrom(undefined, undefined, 9, 40),
      tools: fc.constantFrom(['ladder'], []),
    })
    const need = fc.record({
      release: fc.oneof(fc.constant(undefined), upTo(8000)),
      tools: fc.constantFrom([], [], [], ['ladder']),
    })
    return fc
      .tuple(
        fc.array(van, { minLength: techs.length, maxLength: techs.length }),
        fc.array(need, { minLength: visits.length, maxLength: visits.length }),
      )
      .map(([vans, needs]) => ({
        ...model,
        visits: visits.map((visit, index) => {
          const { release, tools } = needs[index]!
          return { ...visit, tools, ...(release !== undefined && { release }) }
        }),
        techs: techs.map((tech, index) => {
          const { kg, reloaded, tools } = vans[index]!
          return { ...tech, tools, capacity: [{ unit: 'kg', amount: kg, ...(reloaded !== undefined && { reloaded }) }] }
        }),
        routes: routes.map((route, index) => ({ ...route, reloads: vans[index]!.reloads })),
      }))
  })

const PLAIN_ROUTE = {
  profile: 0,
  maxVisits: 1000,
  waitingCentsPerHour: 0,
  overtimeCentsPerHour: 0,
  centsPerShift: 0,
}

const upTo = (max: number) => fc.integer({ min: 0, max })

const van = (placeCount: number) =>
  fc.record({
    startPlace: upTo(placeCount - 1),
    endPlace: upTo(placeCount - 1),
    opens: fc.constantFrom(0, 0, 0, 2000),
    seconds: fc.constantFrom(LAST_SECOND, LAST_SECOND, 6000),
    kg: fc.constantFrom(100, 100, 10),
  })

const visit = (placeCount: number): fc.Arbitrary<VisitModel> =>
  fc.record({
    id: fc.constant(''),
    place: upTo(placeCount - 1),
    seconds: fc.oneof(upTo(1500), fc.constantFrom(0, 300, 600)),
    secondsByTech: fc.constant([]),
    windows: fc
      .option(
        fc.record({
          opens: fc.oneof(upTo(LAST_SECOND), fc.constantFrom(0, 300, 600, 1200)),
          seconds: fc.constantFrom(0, 900, 5000, LAST_SECOND),
        }),
        {
          freq: 2,
          nil: undefined,
        },
      )
      .map((window) => (window === undefined ? [] : [{ opens: window.opens, closes: window.opens + window.seconds }])),
    skills: fc.constant([]),
    requiredTechs: fc.constant([]),
    excludedTechs: fc.constant([]),
    preferredTechs: fc.constant([]),
    otherTechCents: fc.constant(0),
    areas: fc.constant([]),
    load: upTo(9).map((amount) => [{ unit: 'kg', amount }]),
    unservedCents: fc.constantFrom(600, 100_000, 100_000),
    mayBePlanned: fc.constant(true),
  })

/** Places on a map, the ways between them straight. */
const map = (placeCount: number, far: number): fc.Arbitrary<TravelTable> =>
  fc
    .array(fc.record({ east: upTo(far), north: upTo(far) }), { minLength: placeCount, maxLength: placeCount })
    .map((places) => {
      const far = places.flatMap((from) =>
        places.map((to) => Math.round(Math.hypot(from.east - to.east, from.north - to.north))),
      )
      return { name: 'map', seconds: Int32Array.from(far), metres: Int32Array.from(far, (seconds) => 13 * seconds) }
    })

/** Ways of any length, there another than back, a detour often shorter than the straight way. */
const oneWayStreets = (placeCount: number, far: number): fc.Arbitrary<TravelTable> => {
  const cells = placeCount * placeCount
  const leg = fc.record({
    seconds: fc.oneof({ weight: 30, arbitrary: upTo(far) }, { weight: 1, arbitrary: fc.constant(UNREACHABLE) }),
    metres: upTo(20_000),
  })
  return fc.array(leg, { minLength: cells, maxLength: cells }).map((legs) => ({
    name: 'one-way streets',
    seconds: Int32Array.from(legs, ({ seconds }) => seconds),
    metres: Int32Array.from(legs, ({ metres }) => metres),
  }))
}
