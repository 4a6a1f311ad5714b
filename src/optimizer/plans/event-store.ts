// Which events of a plan have happened, by the ids that their senders gave them: so that each counts once.
import type { Happening } from '../../contracts/change.ts'
import type { Connection } from '../../platform/database.ts'
import { fingerprint } from '../../platform/fingerprint.ts'
import type { PlanKey } from './plan-store.ts'

export interface KnownEvent {
  readonly eventId: string
  readonly contentHash: string
  /** Of the plan, with it in it. */
  readonly version: number
}

export const contentHashOf = (event: Happening): string => fingerprint(event)

export function findEvents(on: Connection, { tenant, planId }: PlanKey, ids: readonly string[]): Promise<KnownEvent[]> {
  return on.query<KnownEvent>(
    `SELECT event_id AS "eventId", content_hash AS "contentHash", version FROM plan_event_ids
     WHERE tenant = $1 AND plan_id = $2 AND event_id = ANY($3)`,
    [tenant, planId, ids],
  )
}

/** To be called by who has locked the plan. */
export async function keepEvents(
  on: Connection,
  { tenant, planId }: PlanKey,
  events: readonly Happening[],
  version: number,
): Promise<void> {
  await on.query(
    `INSERT INTO plan_event_ids (tenant, plan_id, event_id, content_hash, version)
     SELECT $1, $2, event_id, content_hash, $5 FROM unnest($3::text[], $4::text[]) AS new (event_id, content_hash)`,
    [tenant, planId, events.map(({ eventId }) => eventId), events.map(contentHashOf), version],
  )
}
