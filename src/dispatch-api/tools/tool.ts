// What a tool is to whoever runs it: it makes the next ticket out of the one before and the request. Who may, whether it was
// done before, and what is stored is settled by its caller.
import type { AnyTool, RequestTo } from '../../contracts/toolsets.ts'
import type { ToolRequest } from '../../contracts/v0.ts'
import type { Connection } from '../../platform/database.ts'
import type { ObjectStore } from '../objects/object-store.ts'
import type { Ticket } from '../ticket.ts'

export interface Change {
  readonly ticket: Ticket
  /** For the answer, and for the event beside what was sent. */
  readonly data?: Record<string, unknown>
  /** Through which the request came in, where it says so. */
  readonly channel?: string | undefined
  /** What the tool keeps besides ticket and event; in the same transaction, after the ticket. */
  readonly keep?: (on: Connection) => Promise<void>
}

export interface ToolContext {
  readonly tenant: string
  /** In the transaction, with the ticket locked. */
  readonly connection: Connection
  readonly objects: ObjectStore
  /** Of the database's clock, as it will stand in the event. */
  readonly now: string
}

export type Tool = (before: Ticket, request: ToolRequest, context: ToolContext) => Change | Promise<Change>

/** A tool that is handed what its contract says. */
export const tool =
  <N extends AnyTool>(
    apply: (before: Ticket, request: RequestTo<N>, context: ToolContext) => Change | Promise<Change>,
  ): Tool =>
  (before, request, context) =>
    apply(before, request as RequestTo<N>, context)
