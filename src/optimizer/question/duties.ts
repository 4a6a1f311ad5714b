// Duties: what one technician does for one ticket. Most tickets are one duty; a crew is several, all at one time.
// Each duty is a visit of the solver, in this order. Knows no solver.
import type { OptimizationInput } from '../../contracts/optimization.ts'
import type { Commitment } from './commitments.ts'

export interface Duty {
  /** Which ticket of the input. */
  readonly ticket: number
  /** Which of its crew, from 0. The first brings load, parts and tools, and what the hour costs is counted with it. */
  readonly member: number
  readonly crew: number
  /** Where the plan has it. */
  readonly commitment?: Commitment
}

/** Technicians that the plan has for a ticket are its crew, even where the ticket asks for fewer. */
export function dutiesOf(
  { tickets }: OptimizationInput,
  commitments: ReadonlyMap<string, readonly Commitment[]>,
): Duty[] {
  return tickets.flatMap(({ id, crew: asked = 1 }, ticket) => {
    const planned = commitments.get(id) ?? []
    const crew = Math.max(asked, planned.length)
    return Array.from({ length: crew }, (_, member): Duty => {
      const commitment = planned[member]
      return { ticket, member, crew, ...(commitment && { commitment }) }
    })
  })
}
