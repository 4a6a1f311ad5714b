// Generated days: small models in which every supported rule occurs, often in each other's way. Roads are one-way
// streets of any length, so nothing may rely on the triangle inequality.
import fc from 'fast-check'
import type { Model, RouteModel, Span, TechModel, VisitModel } from '../../solver/model.ts'
import { UNREACHABLE } from '../../solver/model.ts'

export interface DaySize {
  readonly fewestVisits: number
  readonly visits: number
  readonly techs: number
  readonly routes: number
  /** Visits fixed to a technician and a second. */
  readonly pins: boolean
}

const USUAL: DaySize = { fewestVisits: 0, visits: 8, techs: 3, routes: 4, pins: true }
const UNITS = ['kg', 'panes']
const SKILLS = ['locks', 'glass']
const AREAS = ['north', 'south']
const LAST_SECOND = 36_000

export const day = (size: Partial<DaySize> = {}): fc.Arbitrary<Model> => {
  const { fewestVisits, visits, techs, routes, pins } = { ...USUAL, ...size }
  return fc
    .record({ placeCount: fc.integer({ min: 1, max: 6 }), techCount: fc.integer({ min: 1, max: techs }) })
    .chain(({ placeCount, techCount }) =>
      fc.record({
        techs: fc.array(tech, { minLength: techCount, maxLength: techCount }),
        visits: fc.array(visit(placeCount, techCount, pins), { minLength: fewestVisits, maxLength: visits }),
        routes: fleet(fc.array(route(placeCount, techCount), { minLength: 1, maxLength: routes })),
        travel: fc
          .array(table(placeCount), { minLength: 2, maxLength: 2 })
          .map((profiles) => ({ placeCount, profiles })),
      }),
    )
    .map((model) => ({ ...model, visits: model.visits.map((visit, index) => ({ ...visit, id: `V-${index}` })) }))
}

/** Now and then all shifts are alike, as in a company of one depot: then the search takes short cuts. */
const fleet = (routes: fc.Arbitrary<RouteModel[]>) =>
  fc
    .tuple(routes, often(false, fc.boolean()))
    .map(([all, alike]) => (alike ? all.map(() => ({ ...all[0] }) as RouteModel) : all))

const upTo = (max: number) => fc.integer({ min: 0, max })
const often = <T>(usual: T, other: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other })
const maybe = <T>(key: string, value: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> =>
  often(
    {},
    value.map((inner) => ({ [key]: inner })),
  )

const skill = fc.record({ skill: fc.constantFrom(...SKILLS), level: fc.integer({ min: 1, max: 3 }) })
const amounts = (max: number) =>
  fc.uniqueArray(fc.record({ unit: fc.constantFrom(...UNITS), amount: upTo(max) }), {
    selector: ({ unit }) => unit,
    maxLength: 2,
  })

const span: fc.Arbitrary<Span> = fc
  .record({ opens: fc.integer({ min: -3000, max: LAST_SECOND }), length: often(7200, upTo(9000)) })
  .map(({ opens, length }) => ({ opens, closes: opens + length }))

const windows = fc
  .array(span, { maxLength: 3 })
  .map((spans) =>
    spans
      .sort((a, b) => a.opens - b.opens)
      .filter((window, index) => index === 0 || (spans[index - 1]?.closes ?? 0) < window.opens),
  )
  .filter((spans) => spans.every((window, index) => index === 0 || (spans[index - 1]?.closes ?? 0) < window.opens))

const tech: fc.Arbitrary<TechModel> = fc.record({
  id: fc.uuid(),
  skills: fc.array(skill, { minLength: 1, maxLength: 3 }),
  anySkill: often(false, fc.boolean()),
  areas: often(AREAS, fc.subarray(AREAS)),
  capacity: often([], amounts(60)),
})

const visit = (placeCount: number, techCount: number, pins: boolean): fc.Arbitrary<VisitModel> => {
  const anyTech = upTo(techCount - 1)
  const fixed = pins
    ? maybe('pinned', fc.record({ tech: anyTech, start: fc.integer({ min: 0, max: 20_000 }) }))
    : fc.constant({})
  return fc
    .tuple(
      fc.record({
        id: fc.constant(''),
        place: upTo(placeCount - 1),
        seconds: upTo(4000),
        secondsByTech: often([], fc.array(fc.record({ tech: anyTech, seconds: upTo(6000) }), { maxLength: 2 })),
        windows: often([], windows),
        skills: often([], fc.array(skill, { maxLength: 2 })),
        requiredTechs: often([], fc.array(anyTech, { maxLength: 2 })),
        excludedTechs: often([], fc.array(anyTech, { maxLength: 1 })),
        preferredTechs: often([], fc.array(fc.record({ tech: anyTech, cents: upTo(300) }), { maxLength: 2 })),
        otherTechCents: often(0, upTo(1500)),
        areas: often([], fc.subarray(AREAS)),
        load: often([], amounts(40)),
        unservedCents: fc.constantFrom(0, 900, 5000, 500_000),
        mayBePlanned: often(true, fc.boolean()),
      }),
      maybe('due', fc.record({ at: fc.integer({ min: -5000, max: 30_000 }), centsPerHour: upTo(5000) })),
      maybe('planned', fc.record({ tech: anyTech, start: upTo(20_000), techChangedCents: upTo(900) })),
      maybe('promised', span),
      fixed,
    )
    .map(([plain, ...rest]) => Object.assign({}, plain, ...rest) as VisitModel)
}

const route = (placeCount: number, techCount: number): fc.Arbitrary<RouteModel> =>
  fc
    .record({
      tech: upTo(techCount - 1),
      profile: often(0, upTo(1)),
      startPlace: upTo(placeCount - 1),
      endPlace: upTo(placeCount - 1),
      opens: often(0, upTo(10_000)),
      hours: fc.integer({ min: 1, max: 8 }),
      overtime: often(0, upTo(7200)),
      maxVisits: often(100, upTo(3)),
      centsPerHour: upTo(5000),
      centsPerKm: upTo(100),
      waitingCentsPerHour: often(0, upTo(3000)),
      overtimeCentsPerHour: upTo(9000),
      centsPerShift: often(0, upTo(2000)),
    })
    .map(({ hours, overtime, ...rest }) => {
      const closes = rest.opens + hours * 3600
      return { ...rest, closes, latest: closes + overtime }
    })

const table = (placeCount: number) => {
  const cells = placeCount * placeCount
  const leg = fc.record({
    seconds: fc.oneof({ weight: 20, arbitrary: upTo(2500) }, { weight: 1, arbitrary: fc.constant(UNREACHABLE) }),
    metres: upTo(30_000),
  })
  return fc.array(leg, { minLength: cells, maxLength: cells }).map((legs) => ({
    name: 'car',
    seconds: Int32Array.from(legs, ({ seconds }, cell) => (isStandstill(cell, placeCount) ? 0 : seconds)),
    metres: Int32Array.from(legs, ({ metres }, cell) => (isStandstill(cell, placeCount) ? 0 : metres)),
  }))
}

const isStandstill = (cell: number, placeCount: number) => Math.floor(cell / placeCount) === cell % placeCount
