// What time costs on a ticket, and what it costs to leave the ticket out. Knows no technicians and no routes.
import type { VisitModel } from '../../../workers/client.ts'
import type { OptimizationInput } from '../../contracts/optimization.ts'
import type { Policy } from '../../contracts/policy.ts'
import type { Ticket } from '../../contracts/ticket.ts'
import { type Clock, type Horizon, secondFrom } from './clock.ts'
import { type Commitment, isCommitted } from './commitments.ts'
import type { TicketFacts } from './facts.ts'
import { strictPrices } from './strict-priorities.ts'
import { softWindowsOf } from './windows.ts'

/** The most a price may be on the wire, and the price of giving up what was promised or fixed. */
export const MOST_CENTS = 1_000_000_000

type HourPrices = Pick<VisitModel, 'due' | 'asap'>

/** In seconds since 1970. */
interface Rate {
  readonly from: number
  readonly centsPerHour: number
}

/** Lateness that had run up before the plan could begin is owed whatever the plan does, so it is not priced. */
const latenessOf = ({ due, latenessPerHour }: TicketFacts, { opens }: Horizon): Rate | undefined =>
  due === undefined ? undefined : { from: Math.max(due, opens), centsPerHour: latenessPerHour.value }

const asapOf = ({ createdAt }: Ticket, { asapPerHour }: Policy, { opens }: Horizon): Rate | undefined =>
  asapPerHour === 0
    ? undefined
    : { from: createdAt === undefined ? opens : Math.max(opens, secondFrom(createdAt)), centsPerHour: asapPerHour }

export function hourPricesOf(ticket: Ticket, facts: TicketFacts, policy: Policy, horizon: Horizon, clock: Clock) {
  const lateness = latenessOf(facts, horizon)
  const asap = asapOf(ticket, policy, horizon)
  return {
    ...(lateness && { due: { at: clock.toModel(lateness.from), centsPerHour: lateness.centsPerHour } }),
    ...(asap && { asap: { from: clock.toModel(asap.from), centsPerHour: asap.centsPerHour } }),
  } satisfies HourPrices
}

/**
 * By ticket. One that is left out begins after the horizon at the earliest and owes what time costs until then; else late
 * work would pay to be left out. One that says what it is worth is worth that and no more. Nothing new is worth giving up
 * what was promised or fixed.
 */
export function unservedPrices(
  { tickets, policy }: OptimizationInput,
  facts: readonly TicketFacts[],
  commitments: ReadonlyMap<string, readonly Commitment[]>,
  horizon: Horizon,
  clock: Clock,
): number[] {
  const prices = facts.map((fact, index) => {
    const ticket = tickets[index]
    const holds = ticket && (commitments.get(ticket.id) ?? []).some(isCommitted)
    const isOptional = !holds && ticket?.worth !== undefined
    const owed = !ticket || isOptional ? 0 : owedUntilTheEnd(ticket, fact, policy, horizon, clock)
    const cents = holds ? MOST_CENTS : Math.min(fact.unserved.value + owed, MOST_CENTS)
    return { cents, priority: holds ? ('EMERGENCY' as const) : fact.priority, isOptional }
  })
  return policy.strictPriorities === true ? strictPrices(prices) : prices.map(({ cents }) => cents)
}

function owedUntilTheEnd(ticket: Ticket, facts: TicketFacts, policy: Policy, horizon: Horizon, clock: Clock): number {
  const rates = [latenessOf(facts, horizon), asapOf(ticket, policy, horizon)]
  const owed = rates.map((rate) => (rate ? centsFor(horizon.closes - rate.from, rate.centsPerHour) : 0))
  const end = clock.toModel(horizon.closes)
  const missed = softWindowsOf(ticket, undefined, policy, horizon, clock).map(({ closes, centsPerHour }) =>
    centsFor(end - closes, centsPerHour),
  )
  return owed.reduce((sum, cents) => sum + cents, missed.length > 0 ? Math.min(...missed) : 0)
}

const centsFor = (seconds: number, centsPerHour: number): number =>
  Math.round((Math.max(0, seconds) * centsPerHour) / 3600)

/** One price shared out over a crew, to the cent: all of it is owed when the ticket is left out. */
export const shareOf = (cents: number, member: number, crew: number): number =>
  Math.floor(cents / crew) + (member === 0 ? cents % crew : 0)
