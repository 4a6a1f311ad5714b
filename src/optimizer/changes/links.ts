// Ties to a ticket that leaves the plan: what it still means for others is written into them, the rest is forgotten.
import { durationSeconds } from '../../contracts/scalars.ts'
import type { Ticket } from '../../contracts/ticket.ts'
import type { Input } from './input.ts'

/** Who did it, from when to when. */
export interface Done {
  readonly techIds: readonly string[]
  readonly start: string
  readonly end: string
}

/** Without the ticket; `done` where it was worked on, and not just given up. */
export function withoutTicket(input: Input, ticketId: string, done?: Done): Input {
  const gone = input.tickets.find(({ id }) => id === ticketId)
  const tickets = input.tickets.flatMap((ticket) =>
    ticket.id === ticketId ? [] : untied(ticket, ticketId, gone, done),
  )
  return { ...input, tickets, plan: (input.plan ?? []).filter((one) => one.ticketId !== ticketId) }
}

function untied(ticket: Ticket, ticketId: string, gone: Ticket | undefined, done: Done | undefined): Ticket {
  const links = ticket.links ?? []
  const own = links.filter((link) => link.ticketId === ticketId)
  const back = (gone?.links ?? []).filter((link) => link.ticketId === ticket.id)
  if (own.length === 0 && (back.length === 0 || done === undefined)) return ticket
  const { links: _, ...rest } = ticket
  const left = links.filter((link) => link.ticketId !== ticketId)
  const untiedNow: Ticket = left.length > 0 ? { ...rest, links: left } : rest
  return done === undefined
    ? untiedNow
    : [...own, ...back].reduce((now, link) => remembering(now, link, own.includes(link), done), untiedNow)
}

type Tie = NonNullable<Ticket['links']>[number]

/** What of a tie can still be kept once one of the two is over. */
function remembering(ticket: Ticket, link: Tie, isOwn: boolean, { techIds, start, end }: Done): Ticket {
  const [techId] = techIds
  switch (link.kind) {
    case 'same-tech':
      return techId === undefined || ticket.requiredTechs !== undefined
        ? ticket
        : { ...ticket, requiredTechs: [techId] }
    case 'other-tech':
      return { ...ticket, excludedTechs: [...new Set([...(ticket.excludedTechs ?? []), ...techIds])] }
    case 'after': {
      if (!isOwn) return ticket
      const since = Date.parse(link.since === 'start' ? start : end)
      const from = since + 1000 * durationSeconds(link.minGap ?? 'PT0S')
      const until = link.maxGap === undefined ? Number.POSITIVE_INFINITY : since + 1000 * durationSeconds(link.maxGap)
      return { ...ticket, windows: windowsWithin(ticket, from, until) }
    }
    default:
      return ticket
  }
}

/** The end of all days that an input can have. */
const FAR_OFF_MS = 70 * 86_400_000

function windowsWithin({ windows }: Ticket, from: number, until: number): NonNullable<Ticket['windows']> {
  const last = Number.isFinite(until) ? until : from + FAR_OFF_MS
  const instant = (at: number) => new Date(at).toISOString()
  if (windows === undefined || windows.length === 0)
    return [{ start: instant(from), end: instant(Math.max(last, from + 1000)) }]
  const cut = windows.flatMap((window) => {
    const start = Math.max(from, Date.parse(window.start))
    const end = Math.min(last, Date.parse(window.end))
    return end > start
      ? [
          {
            start: start === Date.parse(window.start) ? window.start : instant(start),
            end: end === Date.parse(window.end) ? window.end : instant(end),
          },
        ]
      : []
  })
  // None is left: it cannot be kept any more, and a person decides.
  return cut.length > 0 ? cut : [...windows]
}
