// Ties between tickets as ties between visits, and those that nobody has to write down: a crew works at one time, and
// what is fixed in its order keeps it. Knows no technicians and no times of day.
import type { Model } from '../../../workers/client.ts'
import type { Link as TicketLink } from '../../contracts/link.ts'
import type { OptimizationInput } from '../../contracts/optimization.ts'
import { durationSeconds } from '../../contracts/scalars.ts'
import { modelSeconds } from './clock.ts'
import type { Duty } from './duties.ts'
import { createZones, localDay, offsetZone } from './zones.ts'

type Link = NonNullable<Model['links']>[number]

export function linkModels(input: OptimizationInput, duties: readonly Duty[]): Link[] {
  const visitsOf = new Map<string, number[]>(input.tickets.map(({ id }) => [id, []]))
  for (const [visit, { ticket }] of duties.entries()) visitsOf.get(input.tickets[ticket]?.id ?? '')?.push(visit)
  const together = [...visitsOf.values()].filter((crew) => crew.length > 1)
  const others: Link[] = []
  for (const { id, links = [] } of input.tickets)
    for (const link of links) {
      const own = visitsOf.get(id) ?? []
      const tied = visitsOf.get(link.ticketId) ?? []
      if (link.kind === 'same-time') together.push([...own, ...tied])
      else others.push(...linksBetween(link, own, tied))
    }
  return [...sameTimes(together), ...once(others), ...fixedOrders(input, duties)]
}

/** `own` are the visits of the ticket that has the link, `tied` those of the one it names. */
function linksBetween(
  link: Exclude<TicketLink, { kind: 'same-time' }>,
  own: readonly number[],
  tied: readonly number[],
): Link[] {
  const visits = [...own, ...tied].sort((a, b) => a - b)
  switch (link.kind) {
    case 'after':
      // A crew begins as one, so the first of it waits for all; but each of the others ends at a time of their own.
      return tied.flatMap((first) => own.slice(0, 1).map((second) => afterLink(link, first, second)))
    case 'same-tech':
      // Of two crews as many are the same people as both have places for.
      return own.slice(0, tied.length).map((visit, member) => ({
        kind: 'same-tech',
        visits: [visit, tied[member] ?? visit].sort((a, b) => a - b),
      }))
    case 'other-tech':
      return [{ kind: 'other-tech', visits }]
    case 'not-same-route':
      return [{ kind: 'other-route', visits }]
    case 'not-same-time':
      // Two by two: a crew of its own does work at one time.
      return own.flatMap((one) =>
        tied.map((other): Link => ({ kind: 'other-time', visits: [one, other].sort((a, b) => a - b) })),
      )
  }
}

function afterLink(
  { since, minGap, maxGap, minDays, perDay }: Extract<TicketLink, { kind: 'after' }>,
  first: number,
  second: number,
): Link {
  return {
    kind: 'after',
    first,
    second,
    since,
    least: minGap === undefined ? 0 : modelSeconds(durationSeconds(minGap)),
    ...(maxGap !== undefined && { most: modelSeconds(durationSeconds(maxGap)) }),
    ...(minDays !== undefined && { leastDays: minDays }),
    ...(perDay !== undefined && { centsPerDay: perDay }),
  }
}

/** Whoever begins with somebody who begins with a third begins with all of them. */
function sameTimes(together: readonly (readonly number[])[]): Link[] {
  const groupOf = new Map<number, Set<number>>()
  for (const visits of together) {
    const groups = new Set(visits.flatMap((visit) => groupOf.get(visit) ?? []))
    const joined = new Set([...visits, ...[...groups].flatMap((group) => [...group])])
    for (const visit of joined) groupOf.set(visit, joined)
  }
  return [...new Set(groupOf.values())].map((group) => ({
    kind: 'same-time',
    visits: [...group].sort((a, b) => a - b),
  }))
}

/** A tie that both tickets write down is one tie. */
function once(links: readonly Link[]): Link[] {
  return [...new Map(links.map((link) => [JSON.stringify(link), link])).values()]
}

/** Those of one technician and one day, each before all that come later in the plan. */
function fixedOrders({ techs, horizon }: OptimizationInput, duties: readonly Duty[]): Link[] {
  const offsetsOf = createZones()
  const zones = new Map(techs.map(({ id, timeZone = offsetZone(horizon.start) }) => [id, timeZone]))
  const turns = duties.flatMap(({ commitment }, visit) => {
    if (!commitment?.fixed.order) return []
    const { techId, start } = commitment
    return [{ visit, start, key: `${localDay(start, offsetsOf(zones.get(techId) ?? 'UTC'))} ${techId}` }]
  })
  return [...Map.groupBy(turns, ({ key }) => key).values()].flatMap((ofDay) => {
    const sorted = ofDay.toSorted((a, b) => a.start - b.start)
    return sorted.flatMap(({ visit: first }, index) =>
      sorted.slice(index + 1).map(({ visit: second }): Link => ({ kind: 'order', first, second })),
    )
  })
}
