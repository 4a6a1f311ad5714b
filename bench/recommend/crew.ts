// The technicians of a live plan: those of the made-up companies, every one of them from home and for nine hours a day.
import { makeCrew } from '../../fixtures/crew.ts'
import { DAY, HOUR, type Skill, type Span } from '../../fixtures/draft.ts'
import type { Ground } from '../../fixtures/ground/ground.ts'
import { seededRandom } from '../../fixtures/random.ts'
import type { Location } from '../../src/contracts/scalars.ts'
import type { PlanSize } from './plan-size.ts'

/** Times are minutes since midnight before the first day. */
export interface CrewMember {
  readonly id: string
  readonly home: Location
  readonly skills: readonly Skill[]
  /** In order of time. */
  readonly shifts: readonly LiveShift[]
}

export interface LiveShift extends Span {
  readonly breakMinutes: number
  /** It begins inside. */
  readonly breakWindow: Span
}

const SHIFT_MINUTES = 9 * HOUR
const LUNCH = { minutes: 30, from: 4 * HOUR, to: 6 * HOUR }
const WORKING_DAYS_A_WEEK = 5

/** Monday to Friday, week after week; the first day is a Monday. */
export const midnightOf = (workingDay: number): number =>
  (7 * Math.floor(workingDay / WORKING_DAYS_A_WEEK) + (workingDay % WORKING_DAYS_A_WEEK)) * DAY

export function drawCrew(seed: number, ground: Ground, { plan, technicians, days }: PlanSize): CrewMember[] {
  const random = seededRandom(`${plan} homes ${seed}`)
  const order = { fixture: plan, ground, techs: technicians, days, workingDays: [{ days, weight: 1 }] }
  return makeCrew(seededRandom(`${plan} crew ${seed}`), order).map(({ id, start, skills, shifts }) => ({
    id,
    home: start === ground.depot ? ground.place(random).location : start,
    skills,
    shifts: shifts.map(({ from }, workingDay) => shiftFrom(midnightOf(workingDay) + (from % DAY))),
  }))
}

function shiftFrom(from: number): LiveShift {
  const breakWindow = { from: from + LUNCH.from, to: from + LUNCH.to }
  return { from, to: from + SHIFT_MINUTES, breakMinutes: LUNCH.minutes, breakWindow }
}

export const holds = (held: readonly Skill[], needed: readonly Skill[]): boolean =>
  held.some(({ skill }) => skill === 'DEFAULT') ||
  needed.every((need) => held.some(({ skill, level }) => skill === need.skill && level >= need.level))
