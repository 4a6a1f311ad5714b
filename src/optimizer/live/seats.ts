// Who stands where on a layout: visits join it, make way and leave, each with its duty, its ticket and what that means. Knows
// no offers, and not what is planned.
import { renumbered, type TurnTogether, turnsTogether, withMember } from '../../../workers/client.ts'
import type { Ticket } from '../../contracts/ticket.ts'
import { entry } from '../answer/answer.ts'
import { secondFrom } from '../question/clock.ts'
import type { TicketFacts } from '../question/facts.ts'
import { commitmentOf } from './booking.ts'
import type { Crew } from './crews.ts'
import type { Layout, TicketVisit } from './layout.ts'
import type { Move, OfferedPlace } from './wire.ts'

type OnShift = Pick<OfferedPlace, 'techId' | 'shiftStart' | 'start'>

/** Who makes way, and where they go. */
export interface WayMade {
  readonly move: Move
  readonly moving: number
}

export class Seats {
  private readonly layout: Layout
  private readonly free: number[] = [] // visits that nobody needs any more

  constructor(layout: Layout) {
    this.layout = layout
  }

  /** The same seats on a layout that goes on from this one. */
  on(layout: Layout): Seats {
    const seats = new Seats(layout)
    seats.free.push(...this.free)
    return seats
  }

  /** In the order of the starts that were told, else wherever on that shift it can. Nothing changes where it cannot. */
  stand(ticket: Ticket, facts: TicketFacts, place: OfferedPlace): number | undefined {
    const { day } = this.layout
    const route = this.routeFor(place)
    if (route < 0) return undefined
    const visit = this.enterAt(ticket, facts, place)
    const usual = this.turnByStart(route, place)
    const all = Array.from({ length: (day.sequences[route]?.length ?? 0) + 1 }, (_, turn) => turn)
    if (day.putInTurn(visit, route, new Set([usual, ...all]))) return visit
    this.free.push(visit)
    return undefined
  }

  /** The same while `moving` takes its place elsewhere: both at once, or nothing changes. */
  standWhereOneMoves(ticket: Ticket, facts: TicketFacts, place: OfferedPlace, making: WayMade): number | undefined {
    const { day } = this.layout
    const { move, moving } = making
    const [route, to] = [this.routeFor(place), this.routeFor(move)]
    if (route < 0 || to < 0) return undefined
    const visit = this.enterAt(ticket, facts, place)
    const undo = this.planAnew(making)
    const isBehind = route === to && secondFrom(place.start) < secondFrom(move.start)
    // Others may have come or gone since.
    const byStart = [
      this.turnByStart(route, place, moving),
      this.turnByStart(to, move, moving) + Number(isBehind),
    ] as const
    for (const [position = 0, positionOfMoving = 0] of [move.turns, byStart])
      if (
        day.put([
          { visit, route, position },
          { visit: moving, route: to, position: positionOfMoving },
        ])
      )
        return visit
    undo()
    this.free.push(visit)
    return undefined
  }

  /**
   * Those who go together, each on its own shift, and with `making` while one of the plan takes its place elsewhere: all of
   * them, or nothing changes. `places` by member.
   */
  standTogether(crew: Crew, places: readonly OnShift[], making?: WayMade): number[] | undefined {
    const { members } = crew
    const all = [...places, ...(making ? [making.move] : [])]
    const routes = all.map((place) => this.routeFor(place))
    if (places.length !== members.length || routes.includes(-1)) return undefined
    const undo = making && this.planAnew(making)
    const starts = all.map(({ start }) => this.layout.ground.clock.toModel(secondFrom(start)))
    const ways = [...this.turnsOf(crew, routes, starts, making)]
    const visits = ways.length === 0 ? undefined : this.seatAll(crew, ways, making)
    if (visits === undefined) undo?.()
    return visits
  }

  /** What was held is given up; whoever had to suit it begins when they did before, as far as they can. */
  giveUp(visits: readonly number[], before?: ReadonlyMap<number, number>): void {
    this.layout.day.giveUp(visits, before)
    this.free.push(...visits)
  }

  leave(visit: number): void {
    const { day, duties } = this.layout
    day.remove(visit)
    for (const partner of day.partnersOf(visit)) day.settleAnew(partner)
    // Ties stay with their visit, and visits of a crew share their ticket.
    if (entry(duties, visit, 'visit').crew === 1 && day.linksOf(visit).length === 0) this.free.push(visit)
  }

  /** In the first of these ways that is possible. */
  private seatAll({ members, links }: Crew, ways: readonly TurnTogether[][], making?: WayMade): number[] | undefined {
    const { day } = this.layout
    const first = day.model.visits.length
    const visits = members.map((member) => this.enter(member.ticket, member.facts, member))
    const numberOf = (visit: number) => visits[visit - first] ?? visit
    day.tie(links.map((link) => renumbered(link, numberOf)))
    for (const turns of ways) {
      const seats = turns.map(({ member, route, position }) => {
        return { visit: visits[member] ?? making?.moving ?? -1, route, position }
      })
      if (day.put(seats)) return visits
    }
    this.forget(visits)
    return undefined
  }

  /**
   * In which they can be seated: as they were looked at, as far as that is known, and at the seconds that were told; as others
   * may have come or gone since, else whenever they can.
   */
  private *turnsOf(
    { members, links }: Crew,
    routes: readonly number[],
    starts: readonly number[],
    making?: WayMade,
  ): Generator<TurnTogether[]> {
    const { day } = this.layout
    const asked = { members: members.map(({ model }) => model), links }
    const { turns } = making?.move ?? {}
    if (turns?.length === routes.length) {
      const seen = routes.map((route, member) => ({ member, route, position: turns[member] ?? 0 }))
      yield seen.sort((one, other) => one.position - other.position)
    }
    const [bare, group] = making ? withMember(day, asked, making.moving) : [day, asked]
    const found = turnsTogether(bare, group, routes, starts) ?? turnsTogether(bare, group, routes)
    if (found !== undefined) yield found
  }

  /** As it is planned where it moves to; what is returned takes that back. */
  private planAnew({ move, moving }: WayMade): () => void {
    const { layout } = this
    const { day, duties, tickets, facts } = layout
    const model = entry(day.model.visits, moving, 'visit')
    const duty = entry(duties, moving, 'visit')
    const own = entry(tickets, duty.ticket, 'ticket')
    const commitment = commitmentOf(move, duty.commitment?.promised)
    const [anew] = layout.visitsOf(own, entry(facts, duty.ticket, 'ticket'), [commitment])
    if (!anew) throw new Error(`Ticket ${own.id} has no visit.`)
    day.model.visits[moving] = anew.model
    duties[moving] = { ...anew.duty, ticket: duty.ticket }
    return () => {
      day.model.visits[moving] = model
      duties[moving] = duty
    }
  }

  /** They stand nowhere any more, and their numbers are free. */
  private forget(visits: readonly number[]): void {
    this.layout.day.untie(visits)
    this.free.push(...visits)
  }

  /** A visit for it as it would be planned there, which stands nowhere yet. */
  private enterAt(ticket: Ticket, ofTicket: TicketFacts, place: OfferedPlace): number {
    const [planned] = this.layout.visitsOf(ticket, ofTicket, [commitmentOf(place, place.window)])
    if (!planned) throw new Error(`Ticket ${ticket.id} has no visit.`)
    return this.enter(ticket, ofTicket, planned)
  }

  private enter(ticket: Ticket, ofTicket: TicketFacts, planned: TicketVisit): number {
    const { day, duties, tickets, facts } = this.layout
    const number = this.free.pop()
    const visit = number ?? day.add(planned.model)
    if (number !== undefined) day.model.visits[number] = planned.model
    const ticketNumber = number === undefined ? tickets.push(ticket) - 1 : entry(duties, number, 'visit').ticket
    tickets[ticketNumber] = ticket
    facts[ticketNumber] = ofTicket
    duties[visit] = { ...planned.duty, ticket: ticketNumber }
    return visit
  }

  /** Below zero where there is no such shift any more. One that goes on from elsewhere is found by when work is to begin. */
  private routeFor({ techId, shiftStart, start }: OnShift): number {
    const { ground, input } = this.layout
    const [opens, at] = [secondFrom(shiftStart), secondFrom(start)]
    const isOwn = ({ tech }: (typeof ground.shifts)[number]) => input.techs[tech]?.id === techId
    const same = ground.shifts.findIndex((shift) => isOwn(shift) && shift.whole.opens === opens)
    if (same >= 0) return same
    return ground.shifts.findLastIndex((shift) => isOwn(shift) && shift.whole.opens <= at && at <= shift.latest)
  }

  private turnByStart(route: number, { start }: OnShift, without?: number): number {
    const { day, ground } = this.layout
    const second = ground.clock.toModel(secondFrom(start))
    return day.tellRoute(route).visits.filter((told) => told.visit !== without && told.start < second).length
  }
}
