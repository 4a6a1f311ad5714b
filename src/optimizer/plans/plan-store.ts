// The rows of live plans, a function for each thing that happens to them. The connection comes first. A plan is changed
// only by who holds its row, so that its versions follow each other without a gap.
import type { Connection } from '../../platform/database.ts'
import type { PlanEvent } from './plan-event.ts'

/** Each tenant has names of its own. */
export interface PlanKey {
  readonly tenant: string
  readonly planId: string
}

export interface PlanHead {
  /** Another with each input that is put there. */
  readonly base: string
  readonly version: number
}

export interface StoredPlan extends PlanHead {
  /** JSON, as accepted. */
  readonly input: string
  readonly events: readonly PlanEvent[]
}

/** Nobody else changes the plan until the transaction ends; offers are still made on it. */
export async function lockPlan(on: Connection, { tenant, planId }: PlanKey): Promise<PlanHead | undefined> {
  const [plan] = await on.query<PlanHead>(
    'SELECT base, version FROM plans WHERE tenant = $1 AND plan_id = $2 FOR NO KEY UPDATE',
    [tenant, planId],
  )
  return plan
}

export async function findHead(on: Connection, { tenant, planId }: PlanKey): Promise<PlanHead | undefined> {
  const [plan] = await on.query<PlanHead>('SELECT base, version FROM plans WHERE tenant = $1 AND plan_id = $2', [
    tenant,
    planId,
  ])
  return plan
}

/** In one look, so that input and events belong together. */
export async function findPlan(on: Connection, { tenant, planId }: PlanKey): Promise<StoredPlan | undefined> {
  const [plan] = await on.query<StoredPlan>(
    `SELECT base, version, input,
            (SELECT coalesce(jsonb_agg(event ORDER BY e.version), '[]') FROM plan_events e
             WHERE e.tenant = p.tenant AND e.plan_id = p.plan_id) AS events
     FROM plans p WHERE tenant = $1 AND plan_id = $2`,
    [tenant, planId],
  )
  return plan
}

/** In place of what was there, if anything was: its events are history that the input already tells. */
export async function putPlan(on: Connection, key: PlanKey, base: string, input: string): Promise<number> {
  const { tenant, planId } = key
  const [plan] = await on.query<{ version: number }>(
    `INSERT INTO plans (tenant, plan_id, base, input) VALUES ($1, $2, $3, $4)
     ON CONFLICT (tenant, plan_id) DO UPDATE
       SET base = excluded.base, input = excluded.input, version = plans.version + 1, put_at = clock_timestamp()
     RETURNING version`,
    [tenant, planId, base, input],
  )
  if (plan === undefined) throw new Error(`Plan ${planId} was not stored.`)
  await on.query('DELETE FROM plan_events WHERE tenant = $1 AND plan_id = $2', [tenant, planId])
  return plan.version
}

/** To be called by who has locked the plan. Answers its new version. */
export async function appendEvent(on: Connection, { tenant, planId }: PlanKey, event: PlanEvent): Promise<number> {
  const [plan] = await on.query<{ version: number }>(
    'UPDATE plans SET version = version + 1 WHERE tenant = $1 AND plan_id = $2 RETURNING version',
    [tenant, planId],
  )
  if (plan === undefined) throw new Error(`There is no plan ${planId} for its event.`)
  await on.query('INSERT INTO plan_events (tenant, plan_id, version, event) VALUES ($1, $2, $3, $4)', [
    tenant,
    planId,
    plan.version,
    JSON.stringify(event),
  ])
  return plan.version
}

/** With its events and its offers. False when there is none. */
export async function deletePlan(on: Connection, { tenant, planId }: PlanKey): Promise<boolean> {
  const deleted = await on.query('DELETE FROM plans WHERE tenant = $1 AND plan_id = $2 RETURNING plan_id', [
    tenant,
    planId,
  ])
  return deleted.length > 0
}
