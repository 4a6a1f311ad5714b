// What is counted over several shifts: how busy somebody is in a day, a week and against a fair share, whether they are
// sent out at all, which days they rest, and who is late the longest. Imports solver/ only.
import type { Model, TechModel } from '../model.ts'
import { isForAll, sharedFlagsOf, sharedInts, sharedIntsOf, sharedNumbers, sharedNumbersOf } from '../shared.ts'
import type { Hindrance } from './hindrance.ts'
import { NEVER } from './never.ts'

export interface LedgerRules extends People {
  readonly techOf: Int32Array // by route
  readonly dayOf: Int32Array // by route; routes without a day are days of their own, far from all others
  readonly spellCount: number // days and weeks of technicians that have a limit
  readonly spellOfDay: Int32Array // by route: a spell, or NO_SPELL
  readonly spellOfWeek: Int32Array // by route: a spell, or NO_SPELL
  readonly mostBusyIn: Float64Array // by spell
  readonly mostBusyOn: Float64Array // by route: what the limit of a spell that it has to itself leaves; Infinity elsewhere
  readonly unfairCentsPerHour: number
  readonly worstLateCentsPerHour: number
}

/** By technician. */
interface People {
  readonly countsBusy: Uint8Array
  readonly busyBefore: Float64Array
  readonly fairShare: Float64Array // Infinity where nothing is unfair
  readonly headCents: Float64Array
  readonly restAfter: Int32Array // days in a row; NEVER without a rule
  readonly restDays: Int32Array
  readonly isShared: boolean // shifts of some technician cannot be looked at each on its own, or the whole plan cannot
}

export const NO_SPELL = -1

export function compileLedger({ techs, routes, prices }: Model): LedgerRules {
  const unfairCentsPerHour = prices?.unfairCentsPerHour ?? 0
  const worstLateCentsPerHour = prices?.worstLateCentsPerHour ?? 0
  const spells = new Map<string, number>()
  const mostBusyIn: number[] = []
  const spellFor = (key: string, most: number | undefined, before = 0): number => {
    if (most === undefined) return NO_SPELL
    const known = spells.get(key)
    if (known !== undefined) return known
    spells.set(key, mostBusyIn.length)
    return mostBusyIn.push(Math.max(0, most - before)) - 1
  }
  const spellOfDay = sharedInts(routes.length)
  const spellOfWeek = sharedInts(routes.length)
  for (const [route, { tech, day, week, busyBeforeOnDay, busyBeforeInWeek }] of routes.entries()) {
    spellOfDay[route] = spellFor(
      `${tech} ${day === undefined ? `route ${route}` : `day ${day}`}`,
      techs[tech]!.mostBusyPerDay,
      busyBeforeOnDay,
    )
    spellOfWeek[route] = spellFor(`${tech} week ${week}`, techs[tech]!.mostBusyPerWeek, busyBeforeInWeek)
  }
  const mostBusyOn = sharedNumbers(routes.length).fill(Number.POSITIVE_INFINITY)
  for (const spellOf of [spellOfDay, spellOfWeek])
    for (const [route, spell] of spellOf.entries())
      if (spell !== NO_SPELL && spellOf.indexOf(spell) === spellOf.lastIndexOf(spell))
        mostBusyOn[route] = Math.min(mostBusyOn[route]!, mostBusyIn[spell]!)
  const people = peopleOf(techs, unfairCentsPerHour)
  return {
    ...people,
    techOf: sharedIntsOf(routes.map(({ tech }) => tech)),
    dayOf: sharedIntsOf(routes.map(({ day }, route) => day ?? -NEVER + 2 * routes.length * (route + 1))),
    spellCount: mostBusyIn.length,
    spellOfDay,
    spellOfWeek,
    mostBusyIn: sharedNumbersOf(mostBusyIn),
    mostBusyOn,
    unfairCentsPerHour,
    worstLateCentsPerHour,
    isShared: people.isShared || worstLateCentsPerHour > 0 || mostBusyIn.length > 0,
  }
}

/** Of a large company of which a few shifts are looked at again and again, people stay who they are. */
const KNOWN = new WeakMap<Model['techs'], { readonly unfairCentsPerHour: number; readonly people: People }>()

function peopleOf(techs: Model['techs'], unfairCentsPerHour: number): People {
  if (isForAll()) return compilePeople(techs, unfairCentsPerHour)
  const known = KNOWN.get(techs)
  if (known?.unfairCentsPerHour === unfairCentsPerHour) return known.people
  const people = compilePeople(techs, unfairCentsPerHour)
  KNOWN.set(techs, { unfairCentsPerHour, people })
  return people
}

function compilePeople(techs: Model['techs'], unfairCentsPerHour: number): People {
  const isUnfair = ({ fairShare }: TechModel) => fairShare !== undefined && unfairCentsPerHour > 0
  const isLimited = (tech: TechModel) => tech.mostBusyPerDay !== undefined || tech.mostBusyPerWeek !== undefined
  return {
    countsBusy: sharedFlagsOf(techs.map((tech) => isLimited(tech) || isUnfair(tech))),
    busyBefore: sharedNumbersOf(techs.map(({ busyBefore = 0 }) => busyBefore)),
    fairShare: sharedNumbersOf(techs.map((tech) => (isUnfair(tech) ? tech.fairShare! : Number.POSITIVE_INFINITY))),
    headCents: sharedNumbersOf(techs.map(({ centsPerHead = 0 }) => centsPerHead)),
    restAfter: sharedIntsOf(techs.map(({ rest }) => rest?.afterDays ?? NEVER)),
    restDays: sharedIntsOf(techs.map(({ rest }) => rest?.days ?? 0)),
    isShared: techs.some((tech) => isUnfair(tech) || tech.rest !== undefined || (tech.centsPerHead ?? 0) > 0),
  }
}

/** What all limits leave for a shift, when so much of each spell goes to other shifts. */
export function busyLeft(
  rules: LedgerRules,
  route: number,
  busyBeside: (route: number, spell: number) => number,
): number {
  const spells = [rules.spellOfDay[route]!, rules.spellOfWeek[route]!].filter((spell) => spell !== NO_SPELL)
  return spells.reduce(
    (least, spell) => Math.min(least, rules.mostBusyIn[spell]! - busyBeside(route, spell)),
    Number.POSITIVE_INFINITY,
  )
}

const mostBusy = (period: 'day' | 'week'): Hindrance<LedgerRules> => {
  const spellsOf = ({ spellOfDay, spellOfWeek }: LedgerRules) => (period === 'day' ? spellOfDay : spellOfWeek)
  return {
    binds: (rules, route) => spellsOf(rules)[route] !== NO_SPELL,
    lift: (rules, _, by) => {
      const mostBusyIn = rules.mostBusyIn.slice()
      const spells = new Set(spellsOf(rules).filter((spell) => spell !== NO_SPELL))
      for (const spell of spells) mostBusyIn[spell]! += by
      return { mostBusyIn }
    },
    enough: ({ mostBusyOn }, { route, busy }) => busy - mostBusyOn[route]!,
    blockers: (_rules, _route, _asked, over) => [{ code: 'OVERTIME_CAP', period, overBySeconds: over }],
  }
}
export const mostBusyPerDay = mostBusy('day')
export const mostBusyPerWeek = mostBusy('week')

export const daysOfRest: Hindrance<LedgerRules> = {
  binds: ({ restAfter, techOf }, route) => restAfter[techOf[route]!]! < NEVER,
  lift: ({ restAfter }) => ({ restAfter: new Int32Array(restAfter.length).fill(NEVER) }),
  blockers: () => [{ code: 'REST_NEEDED' }],
}
