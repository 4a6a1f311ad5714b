// Where a ticket stands today, and what of it holds: what was planned, promised and fixed. Knows no routes.
import type { VisitModel } from '../../../workers/client.ts'
import type { Policy } from '../../contracts/policy.ts'
import { durationSeconds } from '../../contracts/scalars.ts'
import type { Ticket } from '../../contracts/ticket.ts'
import { type Clock, LONGEST_HORIZON, modelSeconds } from './clock.ts'
import type { Commitment } from './commitments.ts'
import type { TechNumber } from './liking.ts'
import { spanOf } from './windows.ts'

type Standing = Pick<VisitModel, 'planned' | 'promised' | 'pinned'>

export function standingOf(
  { techId, start, fixed, promised }: Commitment,
  policy: Policy,
  clock: Clock,
  techOf: TechNumber,
): Standing {
  const tech = techOf(techId)
  const techChangedCents =
    promised === undefined ? policy.techChanged : (policy.promise.techChanged ?? policy.techChanged)
  return {
    // Of a plan that is behind its time, at least the order counts.
    planned: { tech, start: clock.toModelOrBefore(start), techChangedCents },
    ...(promised && { promised: promisedSpan(promised, start, policy, clock) }),
    ...(fixed.tech && fixed.start && { pinned: { tech, start: clock.toModel(start) } }),
  }
}

function promisedSpan(
  promised: NonNullable<Commitment['promised']>,
  start: number,
  { promise: { movedPerMinute, maxMove } }: Policy,
  clock: Clock,
): NonNullable<VisitModel['promised']> {
  const { opens, closes } = promised === true ? { opens: start, closes: start } : spanOf(promised)
  const told = { opens: clock.toModelOrBefore(opens), closes: clock.toModelOrBefore(closes) }
  if (movedPerMinute === undefined) return told
  const most = maxMove === undefined ? LONGEST_HORIZON : modelSeconds(durationSeconds(maxMove))
  return { ...told, moved: { centsPerHour: movedPerMinute * 60, most } }
}

/** Where the technician alone is fixed, nobody else may come; a ticket that asks for somebody else then finds nobody. */
export function techsAllowed(
  { requiredTechs = [], excludedTechs = [] }: Ticket,
  commitment: Commitment | undefined,
  techOf: TechNumber,
): Pick<VisitModel, 'requiredTechs' | 'excludedTechs'> {
  const required = requiredTechs.map(techOf)
  const excluded = excludedTechs.map(techOf)
  if (!commitment?.fixed.tech || commitment.fixed.start) return { requiredTechs: required, excludedTechs: excluded }
  const tech = techOf(commitment.techId)
  const isContradicted = required.length > 0 && !required.includes(tech)
  return { requiredTechs: [tech], excludedTechs: isContradicted ? [...excluded, tech] : excluded }
}
