// What is said to be in the way of a visit for one technician is in the way, all of it, and nothing else is: tried with it
// and without, by code that knows nothing of the search.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Blocker } from '../../../solver/finding.ts'
import { inquire } from '../../../solver/live/inquiry.ts'
import { type Model, UNREACHABLE } from '../../../solver/model.ts'
import { judgedInquiry } from '../../../workers/unlock.ts'
import { drawnDays } from './drawn-days.ts'
import { type FullDay, fullDays, inModel, isPossible, type Where } from './full-days.ts'

/** The day as it would be without this in the way, or with so much more of what is missing. */
type Lift = (model: Model, which: Asked, blocker: Blocker) => Model
interface Asked {
  readonly visit: number
  readonly tech: number
  readonly route: number
}

const FAR = 10_000_000
const over = (blocker: Blocker): number => ('overBySeconds' in blocker ? blocker.overBySeconds : FAR)
const lists =
  (
    key: 'skills' | 'tools' | 'load' | 'requiredTechs' | 'excludedTechs',
    isIt: (of: unknown, blocker: Blocker) => boolean,
  ): Lift =>
  (model, { visit }, blocker) =>
    inModel.visit(model, visit, (of) => ({
      ...of,
      [key]: ((of[key] ?? []) as readonly unknown[]).filter((entry) => !isIt(entry, blocker)),
    }))
const noSkill = lists(
  'skills',
  (of, blocker) => 'skill' in blocker && (of as { skill: string }).skill === blocker.skill,
)
const onShifts =
  (change: (of: Model['routes'][number], by: number) => Partial<Model['routes'][number]>): Lift =>
  (model, { route }, blocker) =>
    inModel.shift(model, route, (of) => ({ ...of, ...change(of, over(blocker)) }))
const wider = (limit: number | undefined, by: number) =>
  limit === undefined ? {} : { limit: Math.min(limit + by, UNREACHABLE) }
const busy = (key: 'mostBusyPerDay' | 'mostBusyPerWeek', model: Model, tech: number, by: number) =>
  inModel.tech(model, tech, (of) => ({ ...of, [key]: wider(of[key], by).limit }) as typeof of)

const LIFTS: Readonly<Partial<Record<Blocker['code'], Lift>>> = {
  SKILL_MISSING: noSkill,
  SKILL_LEVEL_LOW: noSkill,
  CERT_EXPIRED: noSkill,
  TOOL_MISSING: lists('tools', (of, blocker) => 'tool' in blocker && of === blocker.tool),
  LOAD_TOO_LARGE: lists('load', (of, blocker) => 'unit' in blocker && (of as { unit: string }).unit === blocker.unit),
  TECH_PROHIBITED: lists('excludedTechs', () => true),
  TECH_NOT_AMONG_REQUIRED: lists('requiredTechs', () => true),
  AREA_OUTSIDE: (model, { visit }) => inModel.visit(model, visit, (of) => ({ ...of, areas: [] })),
  PART_ARRIVES_LATER: (model, { visit }) => inModel.visit(model, visit, ({ release: _, ...of }) => of),
  NO_SHIFT_IN_WINDOW: (model, { visit }) => inModel.visit(model, visit, (of) => ({ ...of, windows: [] })),
  UNREACHABLE_IN_WINDOW: (model, { visit }, blocker) =>
    inModel.visit(model, visit, (of) => ({
      ...of,
      windows: of.windows.map(({ opens, closes }, index) => ({
        opens,
        closes: closes + (index === of.windows.length - 1 && 'lateBySeconds' in blocker ? blocker.lateBySeconds : 0),
      })),
    })),
  JOB_LONGER_THAN_SHIFT: onShifts(({ latest }, by) => ({ latest: latest + by })),
  BREAK_BLOCKED: onShifts(() => ({ breaks: [] })),
  LEG_TRAVEL_CAP: onShifts(({ mostLegSeconds }, by) => ({ mostLegSeconds: wider(mostLegSeconds, by).limit ?? FAR })),
  TRAVEL_CAP: onShifts(({ mostTravelSeconds }, by) => ({
    mostTravelSeconds: wider(mostTravelSeconds, by).limit ?? FAR,
  })),
  SPAN_CAP: onShifts(({ mostSeconds }, by) => ({ mostSeconds: wider(mostSeconds, by).limit ?? FAR })),
  ROOM_KEPT: onShifts(({ reserveSeconds = 0 }, by) => ({ reserveSeconds: Math.max(0, reserveSeconds - by) })),
  MAX_JOBS: onShifts(() => ({ maxVisits: 100 })),
  REST_NEEDED: (model, { tech }) => inModel.tech(model, tech, ({ rest: _, ...of }) => of),
  OVERTIME_CAP: (model, { tech }, blocker) =>
    'period' in blocker && blocker.period === 'week'
      ? busy('mostBusyPerWeek', model, tech, blocker.overBySeconds)
      : busy('mostBusyPerDay', model, tech, over(blocker)),
}
/** Of a van that passes by a depot, one rule stands behind all that it lacks at home. */
const RULE_LIFTS: typeof LIFTS = {
  ...LIFTS,
  TOOL_MISSING: lists('tools', () => true),
  LOAD_TOO_LARGE: lists('load', () => true),
}
const codesOf = (blockers: readonly Blocker[]) => blockers.map(({ code }) => code)
const canBeLifted = (blockers: readonly Blocker[]) => blockers.every(({ code }) => LIFTS[code] !== undefined)

/** Is there a place for it if none of these were in the way? */
function isPossibleWithout(
  which: FullDay,
  where: Where,
  standing: readonly Blocker[],
  rules: readonly Blocker[] = [],
): boolean {
  return isPossible(which, where, (asItIs, route) => {
    let model = asItIs
    for (const blocker of standing) model = LIFTS[blocker.code]?.(model, { ...which, route }, blocker) ?? model
    for (const blocker of rules) model = RULE_LIFTS[blocker.code]?.(model, { ...which, route }, blocker) ?? model
    return model
  })
}

/** Either each would be enough, or all of them are needed. */
function expectNeeded(which: FullDay, where: Where, standing: readonly Blocker[], told: readonly Blocker[]): void {
  const rules = [...new Map(told.map((rule) => ['period' in rule ? rule.period : rule.code, rule])).values()]
  const isEnough = (some: readonly Blocker[]) => isPossibleWithout(which, where, standing, some)
  expect({ rules, isEnough: isEnough(rules) }).toEqual({ rules, isEnough: true })
  // What is told is true of the shifts on which least stands against it; on another one less may do.
  const shifts = which.model.routes.filter((route) => route.tech === which.tech).length
  if (shifts > 1) return
  const alone = rules.filter((rule) => isEnough([rule])).length
  expect([0, rules.length]).toContain(alone)
  if (alone === 0) for (const rule of rules) expect(isEnough(rules.filter((other) => other !== rule))).toBe(false)
}

const CLOCK: readonly Blocker['code'][] = ['NO_SHIFT_IN_WINDOW', 'UNREACHABLE_IN_WINDOW', 'JOB_LONGER_THAN_SHIFT']

test('a place is told exactly where there is one, and blockers hold and are all there are', () => {
  const seen = new Map<string, number>()
  fc.assert(
    fc.property(fullDays, (which) => {
      const { model, visit, tech, day } = which
      const { standing, onEmptyDay, inPlan, proof, place } = inquire(day, { visit: model.visits[visit]!, tech })
      for (const code of codesOf([...standing, ...onEmptyDay, ...inPlan])) seen.set(code, (seen.get(code) ?? 0) + 1)
      expect(isPossible(which, 'plan')).toBe(place !== undefined)
      if (place !== undefined) {
        expect({ standing, onEmptyDay, inPlan, proof }).toEqual({
          standing: [],
          onEmptyDay: [],
          inPlan: [],
          proof: 'exact_insertion',
        })
        return
      }
      expect([...standing, ...onEmptyDay, ...inPlan]).not.toEqual([])
      // Not even an empty day would do, and that is said only where it is so.
      if (proof === 'empty_route_bound') expect(isPossible(which, 'empty day')).toBe(false)
      if (standing.length + onEmptyDay.length === 0) expect(isPossible(which, 'empty day')).toBe(true)
      for (const blocker of standing) {
        const others = standing.filter((other) => other !== blocker)
        expect(isPossibleWithout(which, 'empty day', others, onEmptyDay)).toBe(false)
      }
      const shifts = model.routes.filter((route) => route.tech === tech).length
      const isClocked = onEmptyDay.some(({ code }) => CLOCK.includes(code))
      // Of several shifts the one that is nearest by the clock need not be the one that is nearest by the rules.
      if (isClocked && (shifts > 1 || !canBeLifted(onEmptyDay))) return
      if (isClocked) expect(isPossibleWithout(which, 'empty day', standing, onEmptyDay)).toBe(true)
      else if (onEmptyDay.length > 0 && canBeLifted(onEmptyDay)) expectNeeded(which, 'empty day', standing, onEmptyDay)
      else if (inPlan.length > 0 && canBeLifted(inPlan)) expectNeeded(which, 'plan', standing, inPlan)
      else if (inPlan.length + onEmptyDay.length === 0) expect(isPossibleWithout(which, 'plan', standing)).toBe(true)
    }),
    { ...drawnDays(400), endOnFailure: true },
  )
  expect([...seen.keys()]).toEqual(
    expect.arrayContaining([
      'SKILL_MISSING',
      'AREA_OUTSIDE',
      'MAX_JOBS',
      'NO_GAP',
      'OVERTIME_CAP',
      'JOB_LONGER_THAN_SHIFT',
    ]),
  )
}, 240_000)

test('the judge lets every place pass, at the price it is told with', () => {
  let places = 0
  fc.assert(
    fc.property(fullDays, ({ model, visit, day }) => {
      for (const tech of model.techs.keys())
        for (const asked of [...model.visits.keys()].filter((one) => one === visit || one % 3 === 0)) {
          const isStanding = asked !== visit
          const { option } = judgedInquiry(day, {
            visit: { ...model.visits[asked]!, ...(isStanding && { seconds: 60 }) },
            tech,
          })
          if (option !== undefined) places++
        }
    }),
    drawnDays(150),
  )
  expect(places).toBeGreaterThan(30)
}, 120_000)
