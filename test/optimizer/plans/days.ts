// Days with few places, so that a test knows who can have which: every way takes ten minutes, every work an hour.
import type { OptimizationRequest } from '../../../src/contracts/optimization.ts'
import { Ticket as AcceptedTicket } from '../../../src/contracts/ticket.ts'
import { at, between, techs, tickets, town } from '../town.ts'

type Ticket = OptimizationRequest['tickets'][number]

export { at, between, HOUSES, techs, tickets, town } from '../town.ts'

/** One technician with room for one hour of work, and so many tickets that want it. */
export const oneGap = (count: number): OptimizationRequest =>
  town({ tickets: some(count), techs: techs({ shifts: [between('08:00', '09:20')] }) })

/** One technician for each gap of an hour. */
export const gaps = (gapCount: number, ticketCount: number): OptimizationRequest =>
  town({
    tickets: some(ticketCount),
    techs: techs(...Array.from({ length: gapCount }, () => ({ shifts: [between('08:00', '09:20')] }))),
  })

/** A whole day of one technician, of which nothing is planned. */
export const emptyDay = (count: number): OptimizationRequest => town({ tickets: some(count), techs: techs({}) })

export const some = (count: number, more: Partial<Ticket> = {}): Ticket[] =>
  tickets(...Array.from({ length: count }, () => more))

/** A ticket that no plan knows. */
export const newTicket = (id: string, more: Partial<Ticket> = {}): Ticket => ({ ...some(1)[0]!, id, ...more })

/** As it is once it was accepted. */
export const acceptedTicket = (id: string, more: Partial<Ticket> = {}): AcceptedTicket =>
  AcceptedTicket.parse(newTicket(id, more))

export const assignedAt = (ticketId: string, clock: string, techId = 'ana') => ({ ticketId, techId, start: at(clock) })
