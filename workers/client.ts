// The door to the search: everything above it knows models and plans, never threads, shared memory or compiled problems.
// The pool is opened and closed by its owner. Imports workers/, solver/ and Piscina only.
import { Piscina } from 'piscina'
import type { Model } from '../solver/model.ts'
import { askToStop, type Control, openControl } from './control.ts'
import { PoolClosedError } from './errors.ts'
import { FinishTime } from './finish-time.ts'
import { runJob } from './job.ts'
import type { RunTask } from './run-task.ts'
import { Seats } from './seats.ts'
import type { SearchLimits, SolvedPlan, SolveHooks, SolverPool } from './solving.ts'

export type { Violation, ViolationCode } from '../solver/check/violation.ts'
export type { Blocker, PricedOption, UnservedVisit } from '../solver/finding.ts'
export type { Improvement } from '../solver/improvement.ts'
export type { AskedGap, GapOffered } from '../solver/live/gap.ts'
export type { GroupOffered } from '../solver/live/group-offers.ts'
export { type GroupRoomOffer, withMember } from '../solver/live/group-room.ts'
export type { AskedGroup } from '../solver/live/group-shifts.ts'
export type { Change as UnlockChange, Wanted } from '../solver/live/knobs.ts'
export { LiveDay } from '../solver/live/live-day.ts'
export type { LiveModel, LiveTravel } from '../solver/live/live-model.ts'
export type { Offered, Offers, Passed } from '../solver/live/offers.ts'
export { linksAmong, membersOf, renumbered } from '../solver/live/together.ts'
export type { GroupPlace, MovedVisit } from '../solver/live/told-group.ts'
export { type TurnTogether, turnsTogether } from '../solver/live/turns-together.ts'
export type {
  CostLine,
  CostLines,
  Model,
  PlannedDay,
  PlannedRoute,
  PlannedVisit,
  RouteModel,
  TechModel,
  TravelTable,
  VisitModel,
} from '../solver/model.ts'
export { COST_LINES, UNREACHABLE } from '../solver/model.ts'
export { ModelRefusedError } from '../solver/refusal.ts'
export { PlanRejectedError, PoolClosedError, WorkerCrashedError } from './errors.ts'
export { judgedVisitsForGap } from './gap-live.ts'
export { judgedGroupOffers, judgedGroupRoom } from './group-live.ts'
export { type JudgedLaid, judgedAsItStands, judgedAsLaid, judgedWhole } from './judge-laid.ts'
export { type JudgedRoom, type JudgedRooms, judgedOffers, judgedRoom } from './live.ts'
export type { SearchLimits, SearchProgress, SolvedPlan, SolveHooks, SolverPool } from './solving.ts'
export type { JudgedInquiry, JudgedUnlock } from './unlock.ts'
export { judgedInquiry, judgedUnlocks } from './unlock.ts'

export interface PoolSettings {
  readonly threads: number
  /** For each thread; beyond it the thread is lost, the pool is not. Travel tables are shared memory and not counted. */
  readonly resourceLimits?: { readonly maxOldGenerationSizeMb?: number; readonly maxYoungGenerationSizeMb?: number }
  /** Another file with the functions of workers/thread.ts, to see what the pool does when they misbehave. */
  readonly entry?: URL
}

export function openSolverPool({ threads, resourceLimits, entry }: PoolSettings): SolverPool {
  const pool = new Piscina({
    filename: (entry ?? new URL('./thread.ts', import.meta.url)).href,
    name: 'compileDay',
    minThreads: threads,
    maxThreads: threads,
    recordTiming: false,
    ...(resourceLimits && { resourceLimits }),
  })
  // A thread that dies between tasks takes no job with it, and Piscina has replaced it already.
  pool.on('error', () => {})
  const run: RunTask = (name, task) => pool.run(task, { name })
  const seats = new Seats(threads)
  const finishTime = new FinishTime()
  const running = new Map<Control, Promise<unknown>>()
  let closing: Promise<void> | undefined

  async function solve(model: Model, limits: SearchLimits, hooks: SolveHooks = {}): Promise<SolvedPlan> {
    const taken = Math.max(1, Math.min(limits.threads, threads))
    await seats.take(taken)
    if (closing !== undefined) {
      seats.give(taken)
      throw new PoolClosedError()
    }
    const control = openControl(taken, limits.targetCost)
    const stop = () => askToStop(control)
    if (hooks.signal?.aborted) stop()
    hooks.signal?.addEventListener('abort', stop)
    const job = runJob(run, control, model, { ...limits, threads: taken }, hooks, finishTime)
    running.set(control, job)
    try {
      return await job
    } finally {
      running.delete(control)
      hooks.signal?.removeEventListener('abort', stop)
      seats.give(taken)
    }
  }

  async function close(): Promise<void> {
    seats.sendAway(new PoolClosedError())
    for (const control of running.keys()) askToStop(control)
    await Promise.allSettled(running.values())
    await pool.destroy()
  }

  return {
    solve,
    close: () => {
      closing ??= close()
      return closing
    },
  }
}
