// What became of each visit from one version of a plan to another. Why, as far as it follows from what was given, is said by
// plan-change-causes.ts. Knows no search: two plans may have been made by anybody.
import type { PlanChange } from '../../contracts/explanation.ts'
import type { Reason } from '../../contracts/reason.ts'
import { secondFrom } from '../question/clock.ts'
import { isoDuration } from './local-time.ts'
import { causesOf } from './plan-change-causes.ts'
import { type Pair, type PlacedVisit, type PlanVersion, type TwoPlans, twoPlans } from './plan-versions.ts'
import type { ReasonOf } from './reason-of.ts'

/** In the order of the tickets as they are now, those that are gone at the end. What did not change is not mentioned. */
export function planChanges(older: PlanVersion, newer: PlanVersion, reasonOf: ReasonOf): PlanChange[] {
  const plans = twoPlans(older, newer)
  const ids = new Set([...newer.tickets, ...older.tickets].map(({ id }) => id))
  for (const { ticketId } of [...newer.visits, ...older.visits]) ids.add(ticketId)
  return [...ids].flatMap((ticketId) => {
    const pairs = pairsOf(plans.older.visitsOf(ticketId), plans.newer.visitsOf(ticketId))
    return (pairs.length > 0 ? pairs : [{}]).flatMap((pair) => changeOf(ticketId, pair, plans, reasonOf))
  })
}

/** Technicians of a crew who stay are themselves; who is new comes in the place of who is gone. */
function pairsOf(before: readonly PlacedVisit[], after: readonly PlacedVisit[]): Pair[] {
  const left = after.toSorted(inOrder)
  const take = (index: number) => (index < 0 ? undefined : left.splice(index, 1)[0])
  const stayed = before
    .toSorted(inOrder)
    .map((visit) => ({ before: visit, after: take(left.findIndex(({ techId }) => techId === visit.techId)) }))
  const replaced = stayed.map(({ before, after }) => ({ before, after: after ?? left.shift() }))
  return [...replaced, ...left.map((visit) => ({ after: visit }))]
}

const inOrder = (one: PlacedVisit, other: PlacedVisit) =>
  Number(one.techId > other.techId) - Number(one.techId < other.techId) ||
  secondFrom(one.start) - secondFrom(other.start)

function changeOf(ticketId: string, pair: Pair, plans: TwoPlans, reasonOf: ReasonOf): PlanChange[] {
  const kind = kindOf(ticketId, pair, plans)
  if (kind === undefined) return []
  const { before, after } = pair
  const later = before && after ? secondFrom(after.start) - secondFrom(before.start) : 0
  return [
    {
      ticketId,
      kind,
      ...(before && { before: placed(before) }),
      ...(after && { after: placed(after) }),
      ...(later !== 0 && { by: isoDuration(Math.abs(later)), later: later > 0 }),
      reasons: [
        ...whatHappened(ticketId, kind, pair, plans, reasonOf),
        ...causesOf(ticketId, kind, pair, plans, reasonOf),
      ],
    },
  ]
}

function kindOf(ticketId: string, { before, after }: Pair, { older, newer }: TwoPlans): PlanChange['kind'] | undefined {
  if (before && after) {
    if (before.techId !== after.techId || secondFrom(before.start) !== secondFrom(after.start)) return 'moved'
    return secondFrom(before.end) === secondFrom(after.end) ? undefined : 'resized'
  }
  const [wasKnown, isKnown] = [older.ticket(ticketId) !== undefined, newer.ticket(ticketId) !== undefined]
  if (before) return isKnown ? 'unassigned' : 'canceled'
  if (after) return wasKnown ? 'assigned' : 'added'
  if (wasKnown === isKnown) return undefined
  return isKnown ? 'added' : 'canceled'
}

const placed = ({ techId, start, end }: PlacedVisit) => ({ techId, start, end })

function* whatHappened(
  ticketId: string,
  kind: PlanChange['kind'],
  { before, after }: Pair,
  { older, newer, localInstant }: TwoPlans,
  reasonOf: ReasonOf,
): Generator<Reason> {
  if (kind === 'added') yield reasonOf('TICKET_NEW', { ticketId })
  if (kind === 'canceled') yield reasonOf('TICKET_CANCELED', { ticketId })
  if (before && after) {
    const moved = minutesOff(secondFrom(after.start) - secondFrom(before.start))
    if (moved !== 0) yield reasonOf('VISIT_MOVES', { ticketId, minutes: moved })
    if (before.techId !== after.techId)
      yield reasonOf('TECH_REPLACED', { ticketId, fromTechId: before.techId, toTechId: after.techId })
    const longer = minutesOff(secondsOf(after) - secondsOf(before))
    if (longer !== 0) yield reasonOf('VISIT_RESIZED', { ticketId, minutes: longer })
  } else if (after) {
    yield reasonOf('TICKET_ASSIGNED', {
      ticketId,
      techId: after.techId,
      start: localInstant(secondFrom(after.start), newer.zoneOf(after)),
    })
  } else if (before && kind === 'unassigned') {
    yield reasonOf('TICKET_UNASSIGNED', {
      ticketId,
      techId: before.techId,
      start: localInstant(secondFrom(before.start), older.zoneOf(before)),
    })
  }
}

const secondsOf = ({ start, end }: PlacedVisit) => secondFrom(end) - secondFrom(start)

/** Away from zero: what moved by seconds did move. */
const minutesOff = (seconds: number) => Math.sign(seconds) * Math.ceil(Math.abs(seconds) / 60) || 0
