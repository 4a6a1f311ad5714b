// What happened to a plan: applied on the desk to what it touches, and stored before anybody hears of it. An event counts
// once, by the id that its sender gave it; those of one request count together or not at all.
import type { Area } from '../../contracts/area.ts'
import type { PatchAnswer, PatchRequest } from '../../contracts/plan-patch.ts'
import { enqueue } from '../webhooks/webhook-store.ts'
import { asking } from './asking.ts'
import { DeskRefusedError } from './desk-calls.ts'
import { contentHashOf, findEvents, keepEvents } from './event-store.ts'
import { inStep } from './in-step.ts'
import { appendEvent, type PlanKey } from './plan-store.ts'
import type { Planning } from './recommend.ts'
import { type IfMatch, mustMatch } from './version.ts'

/** The id of an event has been used for another one. */
export class EventReusedError extends Error {
  override readonly name = 'EventReusedError'
  /** Which events of the request. */
  readonly indexes: readonly number[]
  constructor(indexes: readonly number[]) {
    super('The id of an event belongs to another event. Maybe ids are made from too little.')
    this.indexes = indexes
  }
}

const NOTHING = { changes: [], lost: [], late: [], promisesNotKept: [], offersLost: [] }

export async function patch(
  planning: Planning,
  key: PlanKey,
  { events, language }: PatchRequest,
  ifMatch?: IfMatch,
  areas: readonly Area[] = [],
): Promise<PatchAnswer> {
  const { plans, desk, hasRoads } = planning
  // While a road service is waited for, no row is locked.
  if (hasRoads) await asking(plans, key, ({ opening }) => desk.ask.learn({ opening, events, areas }))
  return inStep(planning, key, async ({ on, plan, changeDesk }) => {
    const ids = events.map(({ eventId }) => eventId)
    const known = new Map((await findEvents(on, key, ids)).map((event) => [event.eventId, event]))
    const reused = [...events.entries()].filter(([, event]) => {
      const before = known.get(event.eventId)
      return before !== undefined && before.contentHash !== contentHashOf(event)
    })
    if (reused.length > 0) throw new EventReusedError(reused.map(([index]) => index))
    const fresh = events.filter(({ eventId }) => !known.has(eventId))
    // Sent again, the plan has moved on by this very request.
    if (fresh.length > 0) mustMatch(ifMatch, plan.version)
    const { planId } = key
    const told = (version: number) =>
      ids.map((eventId) => {
        const before = known.get(eventId)
        if (before) return { eventId, outcome: 'replayed' as const, version: before.version }
        return { eventId, outcome: 'applied' as const, version }
      })
    if (fresh.length === 0) return { planId, version: plan.version, events: told(plan.version), ...NOTHING }
    const { outcome, areasJoined, consequences, offersLost } = await changeDesk((meant) =>
      planning.desk.ask
        .happen({ ...meant, events: fresh, areas, ...(language && { language }) })
        .catch((error) => toldAt(events, fresh, error)),
    )
    const version = await appendEvent(on, key, {
      kind: 'happened',
      events: fresh,
      ...(areasJoined.length > 0 && { areas: areasJoined }),
      outcome,
    })
    await keepEvents(on, key, fresh, version)
    await enqueue(on, key.tenant, 'plan.changed', { planId, version })
    return { planId, version, events: told(version), ...consequences, offersLost: [...offersLost] }
  })
}

/** Where the request names them, also where some of it had happened before. */
function toldAt(events: PatchRequest['events'], fresh: PatchRequest['events'], error: unknown): never {
  if (!(error instanceof DeskRefusedError) || error.refusal.kind !== 'change-refused') throw error
  const issues = error.refusal.issues.map((issue) => {
    const [, , index = '', ...rest] = issue.path.split('/')
    const event = fresh[Number(index)]
    return { ...issue, path: ['', 'events', event ? events.indexOf(event) : index, ...rest].join('/') }
  })
  throw new DeskRefusedError({ kind: 'change-refused', issues })
}
