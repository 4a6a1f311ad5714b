// What dispatchers overrode, taken up by the next run: who does not go is excluded, who goes is required, and at a time that is
// given, pinned. What the input does not know is left alone. Pure.
import type { Override } from '../contracts/autonomy.ts'
import type { OptimizationInput } from '../contracts/optimization.ts'
import type { Ticket } from '../contracts/ticket.ts'

export interface TakenUp {
  readonly input: OptimizationInput
  /** Those that made a difference. */
  readonly overrideIds: readonly string[]
}

/** `overrides` in the order they were made: the latest pin of a ticket holds, and lifts an earlier exclusion of its technician. */
export function takeUp(input: OptimizationInput, overrides: readonly Override[]): TakenUp {
  const techIds = new Set(input.techs.map(({ id }) => id))
  const byTicket = Map.groupBy(overrides, ({ ticketId }) => ticketId)
  const used = new Set<string>()
  let plan = input.plan
  const tickets = input.tickets.map((ticket) => {
    let changed = ticket
    for (const override of byTicket.get(ticket.id) ?? []) {
      const before = changed
      const planBefore: typeof plan = plan
      const exclude = override.exclude?.filter((id) => techIds.has(id)) ?? []
      if (exclude.length > 0) {
        changed = excluding(changed, exclude)
        // Planned with somebody who does not go: planned anew.
        plan = plan?.filter(({ ticketId, techId }) => ticketId !== ticket.id || !exclude.includes(techId))
      }
      const { pin } = override
      if (pin && techIds.has(pin.techId) && (ticket.crew ?? 1) === 1) {
        changed = requiring(changed, pin.techId)
        plan = (plan ?? []).filter(({ ticketId, techId }) => ticketId !== ticket.id || techId === pin.techId)
        if (pin.start !== undefined && isWithin(input.horizon, pin.start))
          plan = [
            ...plan.filter(({ ticketId }) => ticketId !== ticket.id),
            { ticketId: ticket.id, techId: pin.techId, start: pin.start, pinned: true },
          ]
      }
      if (changed !== before || plan !== planBefore) used.add(override.id)
    }
    return changed
  })
  if (used.size === 0) return { input, overrideIds: [] }
  return { input: { ...input, tickets, ...(plan !== undefined && { plan }) }, overrideIds: [...used] }
}

function excluding(ticket: Ticket, techIds: readonly string[]): Ticket {
  const { requiredTechs } = ticket
  return {
    ...ticket,
    excludedTechs: [...new Set([...(ticket.excludedTechs ?? []), ...techIds])],
    // Whoever was required and does not go leaves the others; with nobody left, the ticket says so by having no place.
    ...(requiredTechs && {
      requiredTechs: requiredTechs.filter((id) => !techIds.includes(id)).concat(nobodyLeft(requiredTechs, techIds)),
    }),
  }
}

/** An empty list would mean anybody. */
const nobodyLeft = (required: readonly string[], out: readonly string[]) =>
  required.length > 0 && required.every((id) => out.includes(id)) ? required.slice(0, 1) : []

function requiring({ excludedTechs, ...ticket }: Ticket, techId: string): Ticket {
  const excluded = excludedTechs?.filter((id) => id !== techId) ?? []
  return { ...ticket, requiredTechs: [techId], ...(excluded.length > 0 && { excludedTechs: excluded }) }
}

const isWithin = ({ start, end }: OptimizationInput['horizon'], moment: string) =>
  Date.parse(moment) >= Date.parse(start) && Date.parse(moment) <= Date.parse(end)
