// Versions that a plan has had: the input that was put there then, and what happened up to that version. The connection comes
// first. Replaced inputs are kept for a while, not for ever.
import type { Connection } from '../../platform/database.ts'
import type { PlanEvent } from './plan-event.ts'
import type { PlanKey } from './plan-store.ts'

/** Inputs that were replaced are kept, so many of each plan. */
const INPUTS_KEPT = 8

interface PastEvent {
  readonly version: number
  readonly at: string
  readonly event: PlanEvent
}

/** What a plan was from one input to the next. */
interface Era {
  /** With which its input was put there. */
  readonly version: number
  readonly at: string
}

export interface PlanAtVersion {
  readonly input: string
  readonly events: readonly PlanEvent[]
}

/** To be called by who has locked the plan, before its input is replaced. */
export async function keepReplaced(on: Connection, { tenant, planId }: PlanKey): Promise<void> {
  await on.query(
    `INSERT INTO plan_history (tenant, plan_id, version, input, put_at, events)
     SELECT tenant, plan_id, version - (SELECT count(*) FROM plan_events e WHERE ${SAME_PLAN})::int, input, put_at,
            (SELECT coalesce(jsonb_agg(${EVENT} ORDER BY e.version), '[]') FROM plan_events e WHERE ${SAME_PLAN})
     FROM plans p WHERE tenant = $1 AND plan_id = $2`,
    [tenant, planId],
  )
  await on.query(
    `DELETE FROM plan_history WHERE tenant = $1 AND plan_id = $2 AND version <= (
       SELECT version FROM plan_history WHERE tenant = $1 AND plan_id = $2 ORDER BY version DESC OFFSET $3 LIMIT 1)`,
    [tenant, planId, INPUTS_KEPT],
  )
}

const SAME_PLAN = 'e.tenant = p.tenant AND e.plan_id = p.plan_id'
const EVENT = `jsonb_build_object('version', e.version, 'at', e.happened_at, 'event', e.event)`

/** Every input that is kept and the one that is there now, without what stands in them; oldest first. */
const ERAS = `
  SELECT version, input, put_at, events FROM plan_history WHERE tenant = $1 AND plan_id = $2
  UNION ALL
  SELECT version - (SELECT count(*) FROM plan_events e WHERE ${SAME_PLAN})::int, input, put_at,
         (SELECT coalesce(jsonb_agg(${EVENT} ORDER BY e.version), '[]') FROM plan_events e WHERE ${SAME_PLAN})
  FROM plans p WHERE tenant = $1 AND plan_id = $2`

/** Undefined where the plan has not come so far, or that version is not kept any more. */
export async function planAt(
  on: Connection,
  { tenant, planId }: PlanKey,
  version: number,
): Promise<PlanAtVersion | undefined> {
  const [era] = await on.query<{ version: number; input: string; events: readonly PastEvent[] }>(
    `SELECT version, input, events FROM (${ERAS}) AS eras WHERE version <= $3 ORDER BY version DESC LIMIT 1`,
    [tenant, planId, version],
  )
  if (era === undefined) return undefined
  const events = era.events.filter((one) => one.version <= version)
  if (era.version + events.length !== version) return undefined
  return { input: era.input, events: events.map(({ event }) => event) }
}

export interface Step {
  readonly version: number
  readonly at: string
  /** Nothing where another input was put there. */
  readonly event?: PlanEvent
}

/** What made each version of the plan after the first one, up to the other; oldest first. */
export async function stepsBetween(
  on: Connection,
  { tenant, planId }: PlanKey,
  [first, last]: readonly [number, number],
): Promise<Step[]> {
  const eras = await on.query<Era & { events: readonly PastEvent[] }>(
    `SELECT version, to_json(put_at) AS at, events FROM (${ERAS}) AS eras ORDER BY version`,
    [tenant, planId],
  )
  const all = eras.flatMap(({ version, at, events }): Step[] => [{ version, at }, ...events])
  return all.filter(({ version }) => first < version && version <= last)
}
