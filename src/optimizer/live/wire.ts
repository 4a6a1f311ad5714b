// What is asked of a live plan and what it answers, beside the contract of the answer itself.
import type { z } from 'zod'
import type { Assignment as AssignmentContract } from '../../contracts/optimization.ts'
import type { Issue } from '../../contracts/problem-details.ts'
import type { Language } from '../../contracts/reason.ts'
import type { Window } from '../../contracts/scalars.ts'
import type { Ticket } from '../../contracts/ticket.ts'

export type { Advice } from '../../contracts/recommendation.ts'
export type Assignment = z.output<typeof AssignmentContract>

export interface Ask {
  /** One that the plan need not know, or the id of one that it does. */
  readonly ticket?: Ticket
  readonly ticketId?: string
  readonly count: number
  readonly language?: Language
  readonly whyNot?: 'none' | 'grouped' | 'full'
  /** One that has its place: where it would be better. */
  readonly move?: boolean
}

export interface AskForTech {
  readonly techId: string
  readonly gap?: Window | undefined
  readonly count: number
  readonly language?: Language
}

export interface OfferedPlace {
  readonly optionId: string
  readonly techId: string
  /** With the technician it names the shift. */
  readonly shiftStart: string
  readonly start: string
  readonly window: Window
  /** Who has to make way for it, and where that one goes. */
  readonly move?: Move
  /** Who else comes: the others of its crew first, then tickets that are planned with it. */
  readonly with?: readonly CompanionPlace[]
}

export interface CompanionPlace {
  readonly ticketId: string
  readonly techId: string
  readonly shiftStart: string
  readonly start: string
}

export interface Move {
  readonly ticketId: string
  readonly techId: string
  readonly shiftStart: string
  readonly start: string
  /**
   * As it was looked at: the turn of who is booked before the other one has another place, and the turn of that one. Of
   * several who come together the turn of each where all of them stand, and then that of the one that moves.
   */
  readonly turns: readonly number[]
}

export interface Offer {
  readonly offerId: string
  readonly ticket: Ticket
  readonly options: readonly OfferedPlace[]
}

/** No ticket of the plan has this id. */
export class UnknownTicketError extends Error {
  override readonly name = 'UnknownTicketError'
  readonly ticketId: string
  constructor(ticketId: string) {
    super(`The plan has no ticket ${ticketId}. Maybe it was canceled.`)
    this.ticketId = ticketId
  }
}

/** The plan has no such technician. */
export class UnknownTechError extends Error {
  override readonly name = 'UnknownTechError'
  readonly techId: string
  constructor(techId: string) {
    super(`The plan has no technician ${techId}. Maybe they have left.`)
    this.techId = techId
  }
}

/** The ticket has its place already. */
export class TicketPlannedError extends Error {
  override readonly name = 'TicketPlannedError'
  readonly ticketId: string
  constructor(ticketId: string) {
    super(`Ticket ${ticketId} is planned already. Maybe somebody else has booked it.`)
    this.ticketId = ticketId
  }
}

/** The ticket names what the plan does not have. */
export class TicketRefusedError extends Error {
  override readonly name = 'TicketRefusedError'
  readonly issues: readonly Issue[]
  constructor(issues: readonly Issue[]) {
    super(`The ticket was refused: ${issues.map(({ path, message }) => `${path} ${message}`).join('; ')}.`)
    this.issues = issues
  }
}
