// The kill switch: pause and its end, for everything, an incident type or a ticket; and what it says now and has said.
// Each turn leaves an event of the system, so its history is part of the chain.
import type { Database, Transaction } from '../../platform/database.ts'
import { appendSystemEvent, lockSystemChain } from '../audit-store.ts'
import { findTicket } from '../ticket-store.ts'
import type { SwitchReplay, SwitchState, SwitchTurned } from '../v1/answers.ts'
import { contractViolation } from '../v1/errors.ts'
import { plain } from '../v1/redact.ts'
import { answered, keepAnswer, type V1Answer, type V1Call } from '../v1/run-v1.ts'
import { AutonomyScope, faultsOf } from '../v1/schemas.ts'
import { allControls, findControl, historyOf, lockAutonomy, type StoredControl, writeControl } from './control-store.ts'
import { type Control, chainOf, type Scope } from './decision.ts'

export type SwitchAction = 'pause' | 'rollback'

/** When a pause has returned, no automatic command that it stops commits any more. */
export function turnSwitch(database: Database, action: SwitchAction, call: V1Call): Promise<V1Answer> {
  return database.transaction(async (on) => {
    await lockAutonomy(on, call.tenant)
    const known = await answered(on, call)
    if ('status' in known) return known
    const body = call.body ?? {}
    // A closed union tells no more than that nothing of it fits.
    const faults = faultsOf(AutonomyScope, body)
    if (faults.length > 0)
      throw contractViolation(`ops.autonomy.${action}`, [
        { message: 'Expected union value', path: '', schema_path: 'undefined' },
      ])
    return keepAnswer(on, call, {
      status: 200,
      body: JSON.stringify(await turn(on, action, call, scopeIn(body as AutonomyScope))),
    })
  })
}

type Reasoned = Scope & { readonly reason: string | null }

function scopeIn(body: AutonomyScope): Reasoned {
  return {
    scope_type: body.scope_type ?? 'GLOBAL',
    incident_type: 'incident_type' in body ? plain(body.incident_type).toUpperCase() : null,
    ticket_id: 'ticket_id' in body ? body.ticket_id.toLowerCase() : null,
    reason: body.reason === undefined ? null : plain(body.reason),
  }
}

async function turn(on: Transaction, action: SwitchAction, call: V1Call, scope: Reasoned): Promise<SwitchTurned> {
  const { tenant, actor, requestId, correlationId, traceId } = call
  const before = await findControl(on, tenant, scope)
  const previous_is_paused = before?.is_paused ?? false
  const is_paused = action === 'pause'
  const at = await lockSystemChain(on, tenant)
  const said = { request_id: requestId, correlation_id: correlationId, trace_id: traceId }
  const by = { actor_type: actor.type, actor_id: actor.id, actor_role: actor.role }
  const control = await writeControl(on, tenant, { ...scope, is_paused, ...by, ...said }, at.now)
  const history_id = appendSystemEvent(
    on,
    tenant,
    {
      type: action === 'pause' ? 'autonomy.paused' : 'autonomy.rolled_back',
      ticket_id: null,
      actor,
      tool: `ops.autonomy.${action}`,
      channel: null,
      ...said,
      previous_state: null,
      next_state: null,
      payload: { action, ...scope, previous_is_paused, next_is_paused: is_paused },
    },
    at,
  )
  return { action, scope: shown(control), previous_is_paused, current_is_paused: is_paused, history_id }
}

const shown = ({ created_at, updated_at, ...control }: StoredControl) => ({
  ...control,
  created_at: created_at.toISOString(),
  updated_at: updated_at.toISOString(),
})
const asDecided = ({ scope_type, incident_type, ticket_id, is_paused, reason }: Control) => ({
  ...{ scope_type, incident_type, ticket_id, is_paused, reason },
})
const asLink = (control: Control) => ({ ...asDecided(control), actor_role: null, created_at: null, updated_at: null })

export interface StateQuery {
  readonly ticketId: string | undefined
  readonly incidentType: string | undefined
}

/** A decision is about a ticket: without one, only the controls are told. */
export async function switchState(
  database: Database,
  tenant: string,
  { ticketId, incidentType }: StateQuery,
): Promise<SwitchState> {
  const controls = await allControls(database, tenant)
  const ticket = ticketId === undefined ? undefined : await findTicket(database, tenant, ticketId)
  const subject = { ticketId: ticketId ?? '', incidentType: incidentType ?? ticket?.incident_type ?? null }
  const chain = ticketId === undefined ? [] : chainOf(controls, subject)
  return {
    generated_at: new Date().toISOString(),
    controls: controls.map(shown),
    decision: chain[0] ? asDecided(chain[0]) : null,
    chain: chain.map(asLink),
    query: { ticket_id: ticketId ?? null, incident_type: incidentType ?? null },
  }
}

/** Undefined when there is no such ticket. */
export async function switchReplay(
  database: Database,
  tenant: string,
  ticketId: string,
): Promise<SwitchReplay | undefined> {
  const ticket = await findTicket(database, tenant, ticketId)
  if (!ticket) return undefined
  const subject = { ticketId, incidentType: ticket.incident_type }
  const chain = chainOf(await allControls(database, tenant), subject)
  const history = await historyOf(database, tenant, subject)
  return {
    generated_at: new Date().toISOString(),
    ticket_id: ticketId,
    incident_type: ticket.incident_type,
    decision: chain[0] ? asDecided(chain[0]) : null,
    chain: chain.map(asLink),
    controls: chain.map(shown),
    history: history.map(({ event_id: id, payload, occurred_at, ...by }) => {
      const { action, reason, previous_is_paused, next_is_paused, scope_type, incident_type, ticket_id } = payload
      const scope = { scope_type, incident_type, ticket_id }
      const turned = { action, previous_is_paused, next_is_paused }
      return {
        id,
        ...scope,
        ...turned,
        ...by,
        reason,
        payload: { action, reason, ...scope },
        created_at: occurred_at.toISOString(),
      }
    }),
  }
}
