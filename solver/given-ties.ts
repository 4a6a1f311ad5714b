// The ties of a plan that was given: visits that are tied by time begin at the seconds at which they were to begin, as long
// as all of them still can; else they agree anew where they stand, or leave the plan together. Whoever stands against
// another tie leaves it too. Imports solver/ only.
import type { Appointments } from './appointments.ts'
import type { Plan } from './plan.ts'
import type { Problem } from './problem.ts'
import { isOfTime, NO_BOND, TIE } from './rules/links.ts'
import { NEVER } from './rules/never.ts'
import { startOf } from './rules/roads.ts'
import { timetable } from './timetable.ts'

/** Those who were planned beside others that they are tied to begin when they were to. */
export function agreeAsGiven({ problem, appointments }: Plan, given: readonly (readonly number[])[]): void {
  const isGiven = new Set(given.flat())
  const isInCompany = (visit: number) =>
    isGiven.has(visit) && tiesOfTime(problem, visit).some((link) => isGiven.has(otherOf(problem, link, visit)))
  appointments?.assume((visit) => (isInCompany(visit) ? problem.givenStart[visit]! : -NEVER))
}

/** Once everybody stands where they were given: whoever may not stand there is taken out, and nobody breaks a tie. */
export function mendTies(plan: Plan): void {
  const { problem, appointments } = plan
  if (appointments === undefined) return
  appointments.watch()
  let before: number
  do {
    before = plan.unservedCount
    takeOutStrays(plan, appointments)
    for (let bond = 0; bond + 1 < problem.bondsFrom.length; bond++) mendBond(plan, appointments, bond)
    // Who left the plan may have been the one that another one waited for, or the only way there.
  } while (plan.unservedCount > before)
  for (const visit of problem.bondVisits) if (plan.routeOf(visit) < 0) appointments.release(visit)
}

function takeOutStrays(plan: Plan, appointments: Appointments): void {
  const { isLinked, visitCount, pinned, unservedCents } = plan.problem
  const linked = Array.from({ length: visitCount }, (_, visit) => visit).filter((visit) => isLinked[visit] === 1)
  // What is fixed stays, and of the others what is dear to leave out.
  linked.sort((one, other) => pinned[one]! - pinned[other]! || unservedCents[one]! - unservedCents[other]!)
  for (const visit of linked)
    if (plan.routeOf(visit) >= 0 && !appointments.admits(visit, plan.routeOf(visit))) takeOutBond(plan, visit)
}

function mendBond(plan: Plan, appointments: Appointments, bond: number): void {
  const members = membersOf(plan.problem, bond)
  if (members.every((visit) => plan.routeOf(visit) < 0)) return
  const isWhole = () => appointments.isWhole(bond, (visit) => plan.routeOf(visit) >= 0)
  const isAgreed = (visit: number) => appointments.notBefore[visit]! > -NEVER || !hasCompany(plan, visit)
  if (isWhole() && ((members.every(isAgreed) && keepsSeconds(plan, members)) || settles(appointments, bond))) return
  for (const visit of members) takeOutBond(plan, visit)
}

function hasCompany(plan: Plan, visit: number): boolean {
  const { problem } = plan
  const ties = plan.routeOf(visit) < 0 ? [] : tiesOfTime(problem, visit)
  return ties.some((link) => plan.routeOf(otherOf(problem, link, visit)) >= 0)
}

/** At the seconds that were agreed for them. */
function keepsSeconds(plan: Plan, members: readonly number[]): boolean {
  if (!drives(plan, members)) return false
  const told = new Map<number, { readonly start: number; readonly end: number }>()
  for (const route of new Set(members.map((visit) => plan.routeOf(visit))))
    if (route >= 0)
      for (const stop of timetable(plan.problem, route, plan.visitsOf(route), plan.appointments).route.visits)
        told.set(stop.visit, stop)
  return members.every((visit) =>
    tiesOfTime(plan.problem, visit).every((link) => {
      const [first, second] = [told.get(plan.problem.tieFirst[link]!), told.get(plan.problem.tieSecond[link]!)]
      return first === undefined || second === undefined || isKept(plan.problem, link, first, second)
    }),
  )
}

/** Ends are held from now on too, so the ways there have to be found again. */
function drives(plan: Plan, members: readonly number[]): boolean {
  const routes = new Set(members.map((visit) => plan.routeOf(visit)).filter((route) => route >= 0))
  return [...routes].every((route) => plan.driveCourse(route, startOf(plan.problem, route)))
}

interface Stretch {
  readonly start: number
  readonly end: number
}

function isKept({ tie, tieLeast, tieMost }: Problem, link: number, first: Stretch, second: Stretch): boolean {
  const kind = tie[link]!
  if (kind === TIE.sameTime) return first.start === second.start
  if (kind === TIE.otherTime) return Math.max(first.start, second.start) >= Math.min(first.end, second.end)
  const gap = second.start - (kind === TIE.afterEnd ? first.end : first.start)
  return gap >= tieLeast[link]! && gap <= tieMost[link]!
}

/** Anew, where they stand. */
function settles(appointments: Appointments, bond: number): boolean {
  appointments.loosen(bond)
  if (appointments.settle(bond)) return true
  appointments.loosen(bond)
  return false
}

/** Where somebody else could not be reached without them, nobody stays on that shift. */
function takeOutBond(plan: Plan, visit: number): void {
  const { problem, trial, appointments } = plan
  const bond = problem.bondOf[visit]!
  const members = bond === NO_BOND ? [visit] : membersOf(problem, bond)
  for (const member of members) {
    if (plan.routeOf(member) < 0) continue
    const before = plan.previous(member)
    trial.from(before)
    if (trial.rest(plan.next(member))) plan.remove(member)
    else plan.unload(plan.routeOf(member))
  }
  for (const member of members) if (problem.bondOf[member] !== NO_BOND) appointments?.release(member)
}

const membersOf = ({ bondsFrom, bondVisits }: Problem, bond: number): number[] => [
  ...bondVisits.subarray(bondsFrom[bond]!, bondsFrom[bond + 1]!),
]

function tiesOfTime({ tiesFrom, ties, tie }: Problem, visit: number): number[] {
  return [...ties.subarray(tiesFrom[visit]!, tiesFrom[visit + 1]!)].filter((link) => isOfTime(tie[link]!))
}

const otherOf = ({ tieFirst, tieSecond }: Problem, link: number, visit: number): number =>
  tieFirst[link] === visit ? tieSecond[link]! : tieFirst[link]!
