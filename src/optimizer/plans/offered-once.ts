// Who is offered in one answer about several tickets: each once, with or without others. Knows no holds.
import type { Advice } from '../../contracts/recommendation.ts'

type Told = Pick<Advice, 'ticketId' | 'proposals'>

export class OfferedOnce {
  readonly #ids = new Set<string>()

  has(ticketId: string): boolean {
    return this.#ids.has(ticketId)
  }

  /** False for one that can only come with somebody who is offered already: their turn is when that one is booked. */
  add({ ticketId, proposals }: Told): boolean {
    const companions = (proposals[0]?.with ?? []).map((other) => other.ticketId).filter((id) => id !== ticketId)
    if (companions.some((id) => this.#ids.has(id))) return false
    for (const id of [ticketId, ...companions]) this.#ids.add(id)
    return true
  }
}
