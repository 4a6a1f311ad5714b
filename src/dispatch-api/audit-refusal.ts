// A call to a tool that is not there leaves a line in the audit trail: who asked, for what, and nothing of what was sent.
// Bounded in size and in number, as anybody with a token can make it grow.
import type { Database } from '../platform/database.ts'
import type { Identity } from '../platform/http.ts'
import type { TraceContext } from '../platform/trace.ts'
import { appendSystemEvent, countRecentRefusals, lockSystemChain } from './audit-store.ts'

const MOST_PER_MINUTE = 60
const LONGEST_NAME = 100

export interface RefusalContext {
  readonly identity: Identity
  readonly trace: TraceContext
  readonly requestId: string | null
}

/** Beyond the limit the line is left out; the request log has it all the same. */
export async function auditUnknownTool(
  database: Database,
  tool: string,
  { identity, trace, requestId }: RefusalContext,
): Promise<void> {
  const { id, roles, tenant } = identity
  await database.transaction(async (on) => {
    const at = await lockSystemChain(on, tenant)
    if ((await countRecentRefusals(on, tenant, MOST_PER_MINUTE)) >= MOST_PER_MINUTE) return
    const event = {
      type: 'system.unknown_tool_refused',
      ticket_id: null,
      actor: { id, role: roles.join(' '), type: 'SYSTEM' },
      tool: tool.slice(0, LONGEST_NAME).replaceAll(/[^\x21-\x7e]/g, '?'),
      channel: null,
      request_id: requestId,
      correlation_id: trace.correlationId,
      trace_id: trace.traceId ?? null,
      previous_state: null,
      next_state: null,
      payload: {},
    } as const
    appendSystemEvent(on, tenant, event, at)
  })
}
