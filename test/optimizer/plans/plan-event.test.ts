// What happened to a plan, replayed: the input that comes of it, the same that the desk has.
import { describe, expect, test } from 'vitest'
import { withMoved } from '../../../src/optimizer/live/booking.ts'
import { LivePlan } from '../../../src/optimizer/live/live-plan.ts'
import { offeredPlace } from '../../../src/optimizer/plans/offered-place.ts'
import { type PlanEvent, replayed } from '../../../src/optimizer/plans/plan-event.ts'
import { accepted } from '../inputs.ts'
import { acceptedTicket, assignedAt, emptyDay } from './days.ts'

const input = accepted({ ...emptyDay(3), plan: [assignedAt('T-1', '09:00'), assignedAt('T-2', '12:00')] })
const booked = (ticketId: string, clock: string): PlanEvent => ({
  kind: 'booked',
  offerId: 'offer',
  optionId: 'o1',
  ticket: acceptedTicket(ticketId),
  assignment: assignedAt(ticketId, clock),
})
const idsOf = (list: readonly { id: string }[]) => list.map(({ id }) => id)

describe('replaying', () => {
  test('nothing is the input itself', () => {
    expect(replayed(input, [])).toBe(input)
  })

  test('a booking adds the ticket if it is new, and its assignment in place of an earlier one', () => {
    const now = replayed(input, [booked('call-1', '15:00'), booked('T-1', '10:30')])
    expect(idsOf(now.tickets)).toEqual(['T-1', 'T-2', 'T-3', 'call-1'])
    expect(now.tickets[0]).toEqual(input.tickets[0])
    expect(now.plan).toEqual([assignedAt('T-2', '12:00'), assignedAt('call-1', '15:00'), assignedAt('T-1', '10:30')])
  })

  test('a booking moves others to where they are now, each in its turn, and of a crew the one that is meant', () => {
    const crew = {
      ...input,
      plan: [...(input.plan ?? []), assignedAt('T-3', '14:00'), assignedAt('T-3', '14:00', 'ben')],
    }
    const moved = [assignedAt('T-1', '16:00', 'ben'), assignedAt('T-3', '14:20', 'ben')]
    const now = replayed(crew, [{ ...booked('call-1', '09:00'), moved } as PlanEvent])
    expect(now.plan).toEqual([
      assignedAt('T-1', '16:00', 'ben'),
      assignedAt('T-2', '12:00'),
      assignedAt('T-3', '14:00'),
      assignedAt('T-3', '14:20', 'ben'),
      assignedAt('call-1', '09:00'),
    ])
    expect(withMoved(crew.plan, moved)).toEqual(now.plan?.slice(0, -1))
  })

  test('a cancellation takes ticket and assignment away, and both may come back', () => {
    const canceled: PlanEvent = { kind: 'canceled', ticketId: 'T-2' }
    const now = replayed(input, [canceled])
    expect([idsOf(now.tickets), now.plan]).toEqual([['T-1', 'T-3'], [assignedAt('T-1', '09:00')]])
    expect(idsOf(replayed(input, [canceled, booked('T-2', '12:00')]).tickets)).toEqual(['T-1', 'T-3', 'T-2'])
  })

  test('what was booked and canceled on a live plan makes the input that the live plan has', async () => {
    const live = await LivePlan.open(input)
    const events: PlanEvent[] = []
    for (const ask of [{ ticket: acceptedTicket('call-1') }, { ticketId: 'T-3' }]) {
      const { ticketId, proposals } = live.recommend({ ...ask, count: 2 })
      const ticket = 'ticket' in ask ? ask.ticket : input.tickets.find(({ id }) => id === ticketId)!
      const options = proposals.map((proposal) => offeredPlace(input, proposal))
      live.hold({ offerId: 'offer', ticket, options })
      const { optionId } = options.at(-1)!
      const booking = live.confirm('offer', optionId)!
      events.push({ kind: 'booked', offerId: 'offer', optionId, ticket, ...booking })
    }
    expect(live.cancel('T-1')).toBe(true)
    events.push({ kind: 'canceled', ticketId: 'T-1' })
    expect(replayed(input, events)).toEqual(live.input)
  })
})
