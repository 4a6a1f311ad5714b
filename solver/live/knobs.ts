// What might be otherwise so that a technician could take a visit: each knob turns one thing of the model, step by step, as
// far as anybody could be asked to. Knows no plan. Imports solver/ only.
import type { Model, RouteModel, Span, TechModel, VisitModel } from '../model.ts'
import { scarceUnits, takenBy } from '../rules/load.ts'
import { validSkills } from '../rules/skills.ts'

/** What is different, by no more than it takes. Shifts are those of the place that it unlocks. */
export type Change =
  | {
      readonly kind: 'WINDOW_EARLIER' | 'WINDOW_LATER' | 'SHIFT_START' | 'SHIFT_END' | 'OVERTIME' | 'DURATION'
      readonly seconds: number
    }
  /** Which of the other days. */
  | { readonly kind: 'OTHER_DAY'; readonly day: number }
  | { readonly kind: 'SKILL'; readonly skill: string; readonly level: number }
  | { readonly kind: 'AREA'; readonly area: string }
  /** So much more than the van has room for. */
  | { readonly kind: 'LOAD'; readonly unit: string; readonly amount: number }
  /** So many in all. */
  | { readonly kind: 'MAX_VISITS'; readonly count: number }
  /** A visit of the plan that goes elsewhere. */
  | { readonly kind: 'MOVE'; readonly visit: number }

export interface Wanted {
  readonly visit: VisitModel
  readonly tech: number
  /** Nothing begins before, and nobody is back after. */
  readonly horizon: Span
  /** When it could be done if not as it is asked: one span for each day, the nearest first. */
  readonly otherDays: readonly Span[]
  /** Units of which no van can have more room. */
  readonly fixedUnits: readonly string[]
}

export interface Knob {
  readonly kind: Change['kind']
  /** In steps; not one where nothing can be gained by it. */
  readonly most: number
  /** The model with it turned by so many steps. More is never worse, save of other days. */
  turned(at: Setting, by: number): Model
  told(by: number, shift: RouteModel): Change
}

/** The visit as the model numbers it, and those of the technician's shifts that are in question. */
export interface Setting {
  readonly model: Model
  readonly asked: number
  readonly shifts: readonly number[]
}

const MINUTE = 60
/** What lies farther off than half a day is another day, and told as that. */
const MOST_WINDOW_MINUTES = 720
/** Nobody is asked for half a shift more. */
const MOST_SHIFT_MINUTES = 240
/** Work of which less than half were left would be other work. */
const LEAST_WORK_PART = 0.5

export function knobsFor(setting: Setting, wanted: Wanted): Knob[] {
  const all = [
    ...windowKnobs(wanted),
    ...shiftKnobs(setting, wanted),
    durationKnob(wanted),
    maxVisitsKnob(setting),
    ...skillKnobs(setting, wanted),
    ...areaKnobs(setting, wanted),
    ...loadKnobs(setting, wanted),
    otherDayKnob(wanted),
  ]
  return all.filter(({ most }) => most > 0)
}

function windowKnobs({ visit, horizon }: Wanted): Knob[] {
  // One that lies outside the horizon stands for no time at all.
  const within = visit.windows.filter(({ opens, closes }) => opens <= horizon.closes && closes >= horizon.opens)
  const knob = (kind: 'WINDOW_EARLIER' | 'WINDOW_LATER', way: keyof Span, room: (window: Span) => number): Knob => ({
    kind,
    most: Math.min(MOST_WINDOW_MINUTES, wholeMinutes(Math.max(0, ...within.map(room)))),
    turned: ({ model, asked }, by) =>
      withVisit(model, asked, (of) => ({
        ...of,
        windows: joined(of.windows.map((window) => wider(window, by * MINUTE, way, horizon))),
      })),
    told: (by) => ({ kind, seconds: by * MINUTE }),
  })
  return [
    knob('WINDOW_EARLIER', 'opens', ({ opens }) => opens - horizon.opens),
    knob('WINDOW_LATER', 'closes', ({ closes }) => horizon.closes - closes),
  ]
}

function wider({ opens, closes }: Span, by: number, way: keyof Span, horizon: Span): Span {
  return way === 'opens'
    ? { opens: Math.min(opens, Math.max(opens - by, horizon.opens)), closes }
    : { opens, closes: Math.max(closes, Math.min(closes + by, horizon.closes)) }
}

/** Is it turned on one shift, the others being as they are? */
export const isOfShift = ({ kind }: Knob): boolean =>
  kind === 'SHIFT_START' || kind === 'SHIFT_END' || kind === 'OVERTIME' || kind === 'MAX_VISITS'

/** Sorted and apart from each other. */
function joined(spans: readonly Span[]): Span[] {
  const apart: Span[] = []
  for (const span of spans.toSorted((one, other) => one.opens - other.opens)) {
    const last = apart.at(-1)
    if (last !== undefined && span.opens <= last.closes + 1)
      apart[apart.length - 1] = { opens: last.opens, closes: Math.max(last.closes, span.closes) }
    else apart.push(span)
  }
  return apart
}

function shiftKnobs({ model, shifts }: Setting, { horizon }: Wanted): Knob[] {
  const minutes = (room: (shift: RouteModel, others: readonly RouteModel[], horizon: Span) => number) => {
    const routes = shifts.map((route) => model.routes[route]!)
    return new Map(
      shifts.map((route) => {
        const shift = model.routes[route]!
        const free = Math.min(room(shift, routes, horizon), roomOfCertificates(model.techs[shift.tech]!, shift, room))
        return [route, Math.min(MOST_SHIFT_MINUTES, wholeMinutes(free))] as const
      }),
    )
  }
  const before = minutes(roomBefore)
  const behind = minutes(roomBehind)
  const knob = (
    kind: 'SHIFT_START' | 'SHIFT_END' | 'OVERTIME',
    room: ReadonlyMap<number, number>,
    change: (shift: RouteModel, seconds: number) => Partial<RouteModel>,
    inAll: (shift: RouteModel) => number = () => 0,
  ): Knob => ({
    kind,
    most: Math.max(0, ...room.values()),
    turned: (at, by) =>
      withShifts(at, (shift, route) => ({
        ...shift,
        ...change(shift, MINUTE * Math.min(by, room.get(route) ?? 0)),
      })),
    told: (by, shift) => ({ kind, seconds: by * MINUTE + inAll(shift) }),
  })
  return [
    knob('SHIFT_START', before, ({ opens }, seconds) => ({ opens: opens - seconds })),
    knob('SHIFT_END', behind, ({ closes, latest }, seconds) => ({
      closes: closes + seconds,
      latest: latest + seconds,
    })),
    // What is allowed already counts with it.
    knob(
      'OVERTIME',
      behind,
      ({ latest }, seconds) => ({ latest: latest + seconds }),
      ({ closes, latest }) => latest - closes,
    ),
  ]
}

type RoomOf = (shift: RouteModel, others: readonly RouteModel[], horizon: Span) => number

/** Until the technician's shift before has ended. */
const roomBefore: RoomOf = ({ opens }, others, horizon) =>
  opens - Math.max(horizon.opens, ...others.filter((other) => other.opens < opens).map(({ latest }) => latest))

const roomBehind: RoomOf = ({ opens, latest }, others, horizon) =>
  Math.min(horizon.closes, ...others.filter((other) => other.opens > opens).map((other) => other.opens)) - latest

/** A certificate that counts on the shift has to last for the longer shift too. */
function roomOfCertificates({ skills }: TechModel, shift: RouteModel, room: RoomOf): number {
  const counting = skills.flatMap(({ valid }) =>
    valid !== undefined && valid.opens <= shift.opens && shift.latest <= valid.closes ? [valid] : [],
  )
  return Math.min(...counting.map((valid) => room(shift, [], valid)))
}

function durationKnob({ visit, tech }: Wanted): Knob {
  const own = visit.secondsByTech.find((entry) => entry.tech === tech)?.seconds ?? visit.seconds
  return {
    kind: 'DURATION',
    most: wholeMinutes(own * (1 - LEAST_WORK_PART)),
    // The first entry for a technician counts.
    turned: ({ model, asked }, by) =>
      withVisit(model, asked, (work) => ({
        ...work,
        secondsByTech: [{ tech, seconds: own - by * MINUTE }, ...work.secondsByTech],
      })),
    told: (by) => ({ kind: 'DURATION', seconds: by * MINUTE }),
  }
}

function maxVisitsKnob({ model, shifts }: Setting): Knob {
  const binding = shifts.filter((route) => model.routes[route]!.maxVisits < model.visits.length)
  return {
    kind: 'MAX_VISITS',
    most: binding.length > 0 ? 1 : 0,
    turned: (at, by) =>
      withShifts(at, (shift, route) =>
        binding.includes(route) ? { ...shift, maxVisits: shift.maxVisits + by } : shift,
      ),
    told: (by, { maxVisits }) => ({ kind: 'MAX_VISITS', count: maxVisits + by }),
  }
}

/** One for each skill that is not held, or not high enough, on one of the shifts. */
function skillKnobs({ model, shifts }: Setting, { visit, tech }: Wanted): Knob[] {
  const held = model.techs[tech]!
  if (held.anySkill) return []
  const levels = shifts.map((route) => validSkills(held, model.routes[route]!))
  const missing = new Map<string, number>()
  for (const { skill, level } of visit.skills)
    if (levels.some((own) => (own.get(skill) ?? -1) < level))
      missing.set(skill, Math.max(level, missing.get(skill) ?? level))
  return [...missing].map(([skill, level]) => ({
    kind: 'SKILL',
    most: 1,
    turned: ({ model: of }) => withTech(of, tech, (own) => ({ ...own, skills: [...own.skills, { skill, level }] })),
    told: () => ({ kind: 'SKILL', skill, level }),
  }))
}

/** One area is as good as another. */
function areaKnobs({ model }: Setting, { visit, tech }: Wanted): Knob[] {
  const [area] = visit.areas
  if (area === undefined || visit.areas.some((one) => model.techs[tech]!.areas.includes(one))) return []
  return [
    {
      kind: 'AREA',
      most: 1,
      turned: ({ model: of }) => withTech(of, tech, (own) => ({ ...own, areas: [...own.areas, area] })),
      told: () => ({ kind: 'AREA', area }),
    },
  ]
}

/** What the visit itself takes is always enough. */
function loadKnobs({ model }: Setting, { visit, tech, fixedUnits }: Wanted): Knob[] {
  const limited = model.techs[tech]!.capacity.map(({ unit }) => unit)
  const units = scarceUnits(model).filter((unit) => limited.includes(unit) && !fixedUnits.includes(unit))
  return units.map((unit) => ({
    kind: 'LOAD',
    most: takenBy(visit, unit),
    turned: ({ model: of }, by) =>
      withTech(of, tech, (own) => ({
        ...own,
        capacity: own.capacity.map((held) =>
          held.unit === unit
            ? {
                ...held,
                amount: held.amount + by,
                ...(held.reloaded !== undefined && { reloaded: held.reloaded + by }),
              }
            : held,
        ),
      })),
    told: (by) => ({ kind: 'LOAD', unit, amount: by }),
  }))
}

/** The days one after the other: here more is not better, only farther off. */
function otherDayKnob({ otherDays }: Wanted): Knob {
  return {
    kind: 'OTHER_DAY',
    most: otherDays.length,
    turned: ({ model, asked }, by) => withVisit(model, asked, (visit) => ({ ...visit, windows: [otherDays[by - 1]!] })),
    told: (by) => ({ kind: 'OTHER_DAY', day: by - 1 }),
  }
}

const wholeMinutes = (seconds: number): number => Math.max(0, Math.floor(seconds / MINUTE))

const withVisit = (model: Model, visit: number, change: (of: VisitModel) => VisitModel): Model => ({
  ...model,
  visits: model.visits.with(visit, change(model.visits[visit]!)),
})

const withTech = (model: Model, tech: number, change: (of: TechModel) => TechModel): Model => ({
  ...model,
  techs: model.techs.with(tech, change(model.techs[tech]!)),
})

const withShifts = ({ model, shifts }: Setting, change: (of: RouteModel, route: number) => RouteModel): Model => ({
  ...model,
  routes: model.routes.map((of, route) => (shifts.includes(route) ? change(of, route) : of)),
})
