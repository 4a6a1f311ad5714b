// Asking the plan that is open: an opening that turns out to be stale is dropped and the plan opened anew, and the
// question asked once more.
import { DeskFailedError } from './desk.ts'
import { DeskRefusedError } from './desk-calls.ts'
import { type Opening, type OpenPlans, StaleOpeningError } from './open-plans.ts'
import type { PlanKey } from './plan-store.ts'

/** Of a plan that is replaced all the time. */
const MOST_TRIES = 12

export async function asking<T>(
  plans: OpenPlans,
  key: PlanKey,
  question: (opening: Opening) => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    const opening = await plans.get(key)
    try {
      return await question(opening)
    } catch (error) {
      // After a bug nobody knows how far it came.
      if (isStale(error) || error instanceof DeskFailedError) plans.dropIfCurrent(opening)
      if (!isStale(error) || tries === MOST_TRIES) throw error
    }
  }
}

const isStale = (error: unknown): boolean =>
  error instanceof StaleOpeningError || (error instanceof DeskRefusedError && error.refusal.kind === 'not-open')
