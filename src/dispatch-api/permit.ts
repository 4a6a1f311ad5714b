// May this role use this tool on this ticket, as it is now? Reads the tables of the contract and nothing else.
import { type AnyTool, OWN_TICKETS_ONLY, rowOf, statesPermitted } from '../contracts/toolsets.ts'
import { type Actor, type Role, type TicketState, TRANSITIONS } from '../contracts/v0.ts'
import type { HttpProblem } from '../platform/http.ts'
import { forbiddenRole, held, invalidTransition, notTheirs } from './refusals.ts'
import type { Ticket } from './ticket.ts'

/** Before any ticket is looked at. */
export function refuseRole(role: Role, tool: AnyTool): HttpProblem | undefined {
  return statesPermitted(role, tool) === undefined ? forbiddenRole(role, tool) : undefined
}

/** For a role that may use the tool in some state. What works for nobody is a conflict, what works for others is forbidden. */
export function refuseState(role: Role, tool: AnyTool, state: TicketState): HttpProblem | undefined {
  const { from } = rowOf(tool)
  if (!from.includes(state)) return invalidTransition(tool, state, from)
  return statesPermitted(role, tool)?.includes(state) ? undefined : forbiddenRole(role, tool, state)
}

type Named = Pick<Ticket, 'id' | 'technician_id' | 'customer_id'>

/** Technicians reach the tickets they are sent to, and customers their own. */
export function refuseStranger({ role, id }: Pick<Actor, 'role' | 'id'>, ticket: Named): HttpProblem | undefined {
  const field = Object.hasOwn(OWN_TICKETS_ONLY, role)
    ? OWN_TICKETS_ONLY[role as keyof typeof OWN_TICKETS_ONLY]
    : undefined
  return field === undefined || ticket[field] === id ? undefined : notTheirs(role, ticket.id)
}

export function refuseHeld(tool: AnyTool, { hold }: Pick<Ticket, 'hold'>): HttpProblem | undefined {
  return hold !== null && rowOf(tool).frozenByHold ? held(tool, hold.hold_id) : undefined
}

/** A tool of ours that moves a ticket as the contract does not allow: a bug, and nothing may be stored. */
export class IllegalMoveError extends Error {
  override readonly name = 'IllegalMoveError'
  constructor(tool: string, from: TicketState | undefined, to: TicketState) {
    super(`${tool} moved a ticket from ${from ?? 'nothing'} to ${to}. Maybe TOOL_TABLE does not say so.`)
  }
}

export function assertMove(tool: AnyTool, from: TicketState | undefined, to: TicketState): void {
  const moves = rowOf(tool).to
  const stays = from === to && moves.length === 0
  const legal = from === undefined || (TRANSITIONS[from] as readonly TicketState[]).includes(to)
  if (!stays && !(legal && moves.includes(to))) throw new IllegalMoveError(tool, from, to)
}
