// What is said to give a technician a place does: applied to the whole model, by code that knows nothing of the search,
// there is one, and with any change smaller by one unit there is none; and what is not said does not.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inquire } from '../../../solver/live/inquiry.ts'
import type { Change } from '../../../solver/live/knobs.ts'
import type { Model, Span } from '../../../solver/model.ts'
import { totalOf } from '../../../solver/timetable.ts'
import { type JudgedUnlock, judgedUnlocks } from '../../../workers/unlock.ts'
import { drawnDays } from './drawn-days.ts'
import { dayWith, type FullDay, fullDays, hastyDays, inModel, isPossible } from './full-days.ts'

const DAY = 86_400

interface Asking {
  readonly horizon: Span
  readonly otherDays: readonly Span[]
}

const askingOf = ({ routes }: Model): Asking => {
  const days = [...new Set(routes.map(({ opens }) => Math.floor(opens / DAY)))]
  return {
    horizon: {
      opens: Math.min(...routes.map(({ opens }) => opens)) - 3600,
      closes: Math.max(...routes.map(({ latest }) => latest)) + 3600,
    },
    otherDays: days.map((day) => ({ opens: day * DAY, closes: (day + 1) * DAY - 1 })),
  }
}

const unlocksOf = ({ model, visit, tech, day }: FullDay) =>
  judgedUnlocks(day, { visit: model.visits[visit]!, tech, ...askingOf(model), fixedUnits: [] })

const isBlocked = ({ model, visit, tech, day }: FullDay): boolean =>
  inquire(day, { visit: model.visits[visit]!, tech }).place === undefined

/** The model as it is with the change, for whoever takes the visit on that shift. */
function changed(model: Model, { visit, tech }: FullDay, route: number, change: Change): Model {
  const { horizon, otherDays } = askingOf(model)
  switch (change.kind) {
    case 'WINDOW_EARLIER':
      return inModel.visit(model, visit, (of) => ({
        ...of,
        windows: apart(
          of.windows.map(({ opens, closes }) => ({ opens: Math.max(opens - change.seconds, horizon.opens), closes })),
        ),
      }))
    case 'WINDOW_LATER':
      return inModel.visit(model, visit, (of) => ({
        ...of,
        windows: apart(
          of.windows.map(({ opens, closes }) => ({ opens, closes: Math.min(closes + change.seconds, horizon.closes) })),
        ),
      }))
    case 'OTHER_DAY':
      return inModel.visit(model, visit, (of) => ({ ...of, windows: [otherDays[change.day]!] }))
    case 'SHIFT_START':
      return inModel.shift(model, route, (of) => ({ ...of, opens: of.opens - change.seconds }))
    case 'SHIFT_END':
      return inModel.shift(model, route, (of) => ({
        ...of,
        closes: of.closes + change.seconds,
        latest: of.latest + change.seconds,
      }))
    case 'OVERTIME':
      return inModel.shift(model, route, (of) => ({ ...of, latest: of.closes + change.seconds }))
    case 'DURATION':
      return inModel.visit(model, visit, (of) => ({
        ...of,
        seconds: of.seconds - change.seconds,
        secondsByTech: of.secondsByTech.map((own) => ({ ...own, seconds: own.seconds - change.seconds })),
      }))
    case 'MAX_VISITS':
      return inModel.shift(model, route, (of) => ({ ...of, maxVisits: change.count }))
    case 'SKILL':
      return inModel.tech(model, tech, (of) => ({ ...of, skills: [...of.skills, change] }))
    case 'AREA':
      return inModel.tech(model, tech, (of) => ({ ...of, areas: [...of.areas, change.area] }))
    case 'LOAD':
      return inModel.tech(model, tech, (of) => ({
        ...of,
        capacity: of.capacity.map((held) =>
          held.unit !== change.unit
            ? held
            : {
                ...held,
                amount: held.amount + change.amount,
                ...(held.reloaded !== undefined && { reloaded: held.reloaded + change.amount }),
              },
        ),
      }))
    case 'MOVE':
      return model
  }
}

/** Windows that meet are one. */
function apart(windows: readonly Span[]): Span[] {
  const all: Span[] = []
  for (const window of windows) {
    const last = all.at(-1)
    if (last === undefined || window.opens > last.closes + 1) all.push(window)
    else all[all.length - 1] = { opens: last.opens, closes: Math.max(last.closes, window.closes) }
  }
  return all
}

/** One unit less; undefined where that is nothing. */
function oneLess(change: Change): Change | undefined {
  switch (change.kind) {
    case 'SKILL':
      return change.level > 0 ? { ...change, level: change.level - 1 } : undefined
    case 'LOAD':
      return change.amount > 1 ? { ...change, amount: change.amount - 1 } : undefined
    case 'MAX_VISITS':
      return { ...change, count: change.count - 1 }
    case 'OTHER_DAY':
      return change.day > 0 ? { ...change, day: change.day - 1 } : undefined
    case 'AREA':
    case 'MOVE':
      return undefined
    default:
      return { ...change, seconds: change.seconds - 60 }
  }
}

/** On the shift of the place alone; whoever moves stands wherever there is a place for them. */
function unlocks(which: FullDay, changes: readonly Change[], route: number): boolean {
  const { planned, visit, visitOf } = which
  const move = changes.find((change) => change.kind === 'MOVE')
  const withChanges = (model: Model, on: number) => {
    let made = model
    for (const change of changes) made = changed(made, which, on, change)
    return on === route ? made : NOBODY(model)
  }
  if (move === undefined) return isPossible(which, 'plan', withChanges)
  const leaver = visitOf(move.visit)
  const others = planned.routes.map((told) => ({ ...told, visits: told.visits.filter((of) => of.visit !== leaver) }))
  const model = withChanges(which.model, route)
  const orders = (own: readonly number[], more: number) =>
    Array.from({ length: own.length + 1 }, (_, turn) => own.toSpliced(turn, 0, more))
  const ownOf = (on: number) => others.find((told) => told.route === on)?.visits.map((of) => of.visit) ?? []
  for (const order of orders(ownOf(route), visit)) {
    for (const on of model.routes.keys())
      for (const both of orders(on === route ? order : ownOf(on), leaver)) {
        const rest = others.filter((told) => told.route !== route && told.visits.length > 0)
        const day = on === route ? dayWith(model, rest, route, both) : dayWith(model, rest, route, order)
        if (day === undefined) continue
        if (on === route) return true
        if (dayWith(model, day.routes, on, both) !== undefined) return true
      }
  }
  return false
}

/** Whoever stands there, nobody takes one more. */
const NOBODY = (model: Model): Model => ({ ...model, routes: model.routes.map((of) => ({ ...of, maxVisits: 0 })) })

const isMove = ({ kind }: Change): boolean => kind === 'MOVE'
/** Then a shift can be told again after somebody has left it; breaks and depots stand in the plan as they were. */
const isSimple = ({ routes }: Model) =>
  routes.every(({ breaks = [], reloads = [] }) => breaks.length + reloads.length === 0)

function expectLeast(which: FullDay, { changes, route }: JudgedUnlock): void {
  expect({ changes, isEnough: unlocks(which, changes, route) }).toEqual({ changes, isEnough: true })
  for (const [index, change] of changes.entries()) {
    const less = oneLess(change)
    const fewer = less === undefined ? changes.toSpliced(index, 1) : changes.with(index, less)
    expect({ fewer, isEnough: unlocks(which, fewer, route) }).toEqual({ fewer, isEnough: false })
  }
}

test('with the changes there is a place, with one unit less there is none', () => {
  const seen = new Set<string>()
  fc.assert(
    fc.property(fullDays, (which) => {
      if (!isBlocked(which)) return
      for (const unlock of unlocksOf(which).found) {
        if (unlock.changes.some(isMove) && !isSimple(which.model)) continue
        for (const { kind } of unlock.changes) seen.add(kind)
        expectLeast(which, unlock)
      }
    }),
    { ...drawnDays(250), endOnFailure: true },
  )
  const ofTime: Change['kind'][] = [
    'SHIFT_END',
    'SHIFT_START',
    'OVERTIME',
    'WINDOW_EARLIER',
    'WINDOW_LATER',
    'OTHER_DAY',
  ]
  const others: Change['kind'][] = ['DURATION', 'SKILL', 'AREA', 'LOAD', 'MAX_VISITS']
  expect([...seen]).toEqual(expect.arrayContaining([...ofTime, ...others]))
}, 240_000)

test('whoever is said to make room does, and finds a place elsewhere', () => {
  let moves = 0
  fc.assert(
    fc.property(hastyDays, (which) => {
      if (!isBlocked(which)) return
      for (const unlock of unlocksOf(which).found.filter(({ changes }) => changes.some(isMove))) {
        moves++
        expectLeast(which, unlock)
        const [moved] = unlock.changes.filter((change) => change.kind === 'MOVE')
        expect(unlock.moves.map(({ visit }) => visit)).toContain(moved?.visit)
      }
    }),
    { ...drawnDays(250), endOnFailure: true },
  )
  expect(moves).toBeGreaterThan(0)
}, 120_000)

const FAR: readonly Change[] = [
  ...(['SHIFT_START', 'SHIFT_END', 'WINDOW_EARLIER', 'WINDOW_LATER'] as const).map((kind) => ({ kind, seconds: 3600 })),
]

test('what is not said would not be enough', () => {
  let missing = 0
  fc.assert(
    fc.property(fullDays, (which) => {
      if (!isBlocked(which) || hasCertificates(which.model)) return
      const { found, isCut } = unlocksOf(which)
      if (isCut) return
      const alone = new Set(found.flatMap(({ changes }) => (changes.length === 1 ? [changes[0]!.kind] : [])))
      for (const change of FAR.filter(({ kind }) => !alone.has(kind))) {
        const { horizon } = askingOf(which.model)
        const isAllowed = (route: number) => {
          const { opens, latest } = which.model.routes[route]!
          if (change.kind === 'SHIFT_START')
            return opens - 3600 >= horizon.opens && !hasNeighbour(which.model, route, -3600)
          if (change.kind === 'SHIFT_END')
            return latest + 3600 <= horizon.closes && !hasNeighbour(which.model, route, 3600)
          return true
        }
        const isEnough = which.model.routes.some(
          ({ tech }, route) => tech === which.tech && isAllowed(route) && unlocks(which, [change], route),
        )
        expect({ change, isEnough }).toEqual({ change, isEnough: false })
        missing++
      }
    }),
    { ...drawnDays(250), endOnFailure: true },
  )
  expect(missing).toBeGreaterThan(30)
}, 240_000)

const hasCertificates = ({ techs }: Model) =>
  techs.some(({ skills }) => skills.some(({ valid }) => valid !== undefined))

/** Another shift of the technician, so near that the two would meet. */
function hasNeighbour({ routes }: Model, route: number, by: number): boolean {
  const own = routes[route]!
  return routes.some(
    (other, index) =>
      index !== route &&
      other.tech === own.tech &&
      other.opens < own.latest + Math.max(0, by) &&
      other.latest > own.opens + Math.min(0, by),
  )
}

test('the cheapest comes first, and the same question has the same answer', () => {
  let several = 0
  fc.assert(
    fc.property(fullDays, (which) => {
      if (!isBlocked(which)) return
      const { found } = unlocksOf(which)
      const cents = found.map(({ cost }) => totalOf(cost))
      expect(cents).toEqual(cents.toSorted((one, other) => one - other))
      const told = ({ changes, start, moves }: JudgedUnlock) => ({ changes, start, moves })
      expect(unlocksOf(which).found.map(told)).toEqual(found.map(told))
      if (found.length > 1) several++
    }),
    drawnDays(80),
  )
  expect(several).toBeGreaterThan(2)
}, 120_000)
