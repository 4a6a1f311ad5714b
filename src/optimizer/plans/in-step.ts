// Changing a plan on the desk and in the store, as one: the plan's row is locked, the desk changes its plan, the store
// keeps why, and both stand when it is committed. What did not get into the store did not happen: the plan is opened anew.
import type { Connection } from '../../platform/database.ts'
import { asking } from './asking.ts'
import { type Changed, DeskRefusedError } from './desk-calls.ts'
import { PlanNotFoundError, StaleOpeningError } from './open-plans.ts'
import { lockPlan, type PlanHead, type PlanKey } from './plan-store.ts'
import type { Planning } from './recommend.ts'

/** Refused before anything was touched. */
const UNTOUCHED: ReadonlySet<string> = new Set(['change-refused', 'no-roads', 'not-open'])

/** Which plan the desk is to change: refused where the two do not mean the same. */
interface Meant {
  readonly opening: number
  readonly changes: number
}

export interface Step {
  readonly on: Connection
  /** Locked until the step ends. */
  readonly plan: PlanHead
  /** Once in a step; an answer that is undefined or false is no change. */
  changeDesk<T>(make: (meant: Meant) => Promise<Changed<T>>): Promise<T>
}

export function inStep<T>(planning: Planning, key: PlanKey, work: (step: Step) => Promise<T>): Promise<T> {
  const { database, plans } = planning
  return asking(plans, key, async (opening) => {
    let isAsked = false
    let isChanged = false
    const step = async (on: Connection): Promise<T> => {
      const plan = await lockPlan(on, key)
      if (plan === undefined) throw new PlanNotFoundError(key.planId)
      const changeDesk: Step['changeDesk'] = async (make) => {
        // Another plan than the desk has open; or the transaction is tried again, and the desk is changed already.
        if (plan.base !== opening.base || isAsked) throw new StaleOpeningError(key)
        isAsked = true
        const changed = await make({ opening: opening.opening, changes: plan.version - opening.version }).catch(
          (error) => {
            if (error instanceof DeskRefusedError && UNTOUCHED.has(error.refusal.kind)) isAsked = false
            throw error
          },
        )
        if (changed.kind === 'stale') throw new StaleOpeningError(key)
        isChanged = Boolean(changed.what)
        return changed.what
      }
      return work({ on, plan, changeDesk })
    }
    try {
      const done = await database.transaction(step)
      // Whoever opened the plan between the change and its commit does not know of it.
      if (isChanged && !plans.isCurrent(opening)) plans.drop(key)
      return done
    } catch (error) {
      // Whether it was committed only the store knows; and what could not be booked has lost its hold on the desk alone.
      if (isAsked) plans.drop(key)
      throw error
    }
  })
}
