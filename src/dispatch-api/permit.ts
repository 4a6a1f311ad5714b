// May this role use this tool on a ticket in this state? Reads the tables of RFC 0001 and nothing else.
import {
  permittedStates,
  type Role,
  STATE_CHANGES,
  type TicketState,
  type ToolName,
  TRANSITIONS,
} from '../contracts/v0.ts'
import type { HttpProblem } from '../platform/http.ts'
import { forbiddenRole, invalidTransition } from './refusals.ts'

/** Before any ticket is looked at. */
export function refuseRole(role: Role, tool: ToolName): HttpProblem | undefined {
  return permittedStates(role, tool) === undefined ? forbiddenRole(role, tool) : undefined
}

/** For a role that may use the tool in some state. What works for nobody is a conflict, what works for others is forbidden. */
export function refuseState(role: Role, tool: ToolName, state: TicketState): HttpProblem | undefined {
  const { from } = STATE_CHANGES[tool]
  if (!from.includes(state)) return invalidTransition(tool, state, from)
  return permittedStates(role, tool)?.includes(state) ? undefined : forbiddenRole(role, tool, state)
}

/** A tool of ours that moves a ticket as the contract does not allow: a bug, and nothing may be stored. */
export class IllegalMoveError extends Error {
  override readonly name = 'IllegalMoveError'
  constructor(tool: ToolName, from: TicketState | undefined, to: TicketState) {
    super(`${tool} moved a ticket from ${from ?? 'nothing'} to ${to}. Maybe STATE_CHANGES does not say so.`)
  }
}

export function assertMove(tool: ToolName, from: TicketState | undefined, to: TicketState): void {
  const stays = from === to && STATE_CHANGES[tool].to.length === 0
  const legal = from === undefined || (TRANSITIONS[from] as readonly TicketState[]).includes(to)
  if (!stays && !(legal && STATE_CHANGES[tool].to.includes(to))) throw new IllegalMoveError(tool, from, to)
}
