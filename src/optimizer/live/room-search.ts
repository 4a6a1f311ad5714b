// The search for room that one visit makes, for a ticket that goes alone and for those who come together: what it looks at, and
// how what of it still stands is told. Knows no holds.
import { judgedRoom, type LiveDay, membersOf } from '../../../workers/client.ts'
import type { Ticket } from '../../contracts/ticket.ts'
import type { Telling } from '../answer/answer.ts'
import type { TicketFacts } from '../question/facts.ts'
import { crewRoomOptions, crewRooms, routesOf as crewRoutesOf } from './crew-room.ts'
import { crewsFor, type Standing } from './crews.ts'
import type { Layout } from './layout.ts'
import { mayMakeWay, type RoomOption, roomOptions, routesOf, startsOn } from './room.ts'
import type { OnOffer } from './windows-on-offer.ts'

export interface RoomWanted {
  readonly layout: Layout
  /** That of the layout as it was when the search began; nobody changes it. */
  readonly seen: LiveDay
  readonly ticket: Ticket
  readonly facts: TicketFacts
  readonly onOffer: OnOffer
  readonly count: number
}

/** Do these shifts stand as they did, and are these tickets still to be planned? */
type IsStill = (routes: readonly number[], companions: readonly Ticket[]) => boolean

/** As much of it as is still so, and whether that is all. */
type FoundRoom = (
  isStill: IsStill,
  telling: Telling,
) => { readonly isAll: boolean; readonly options: () => RoomOption[] }

export async function roomAlone({ layout, seen, ticket, facts, onOffer, count }: RoomWanted): Promise<FoundRoom> {
  const [planned] = layout.visitsOf(ticket, facts, [])
  if (!planned) throw new Error(`Ticket ${ticket.id} has no visit.`)
  const asked = { visit: planned.model, windows: onOffer.spans, count }
  const { first, offers } = await judgedRoom(seen, asked, mayMoveOn(layout, seen))
  return (isStill, telling) => {
    const rooms = offers.filter((room) => isStill(routesOf(room), []))
    const about = { telling, ticket, facts, onOffer, first, rooms, startsOn: (of: number) => startsOn(seen, of) }
    const options = () => layout.amongAll([{ ticket, facts, ...planned }], (visit) => roomOptions({ ...about, visit }))
    return { isAll: rooms.length === offers.length, options }
  }
}

/** `tickets` are all of the plan; `standing` says where those stand that are planned. */
export async function roomTogether(
  { layout, seen, ticket, facts, onOffer, count }: RoomWanted,
  tickets: readonly Ticket[],
  standing: Standing,
): Promise<FoundRoom> {
  const crews = crewsFor(layout, { ticket, facts }, tickets, standing)
  const found = await crewRooms(seen, crews, onOffer, count, mayMoveOn(layout, seen))
  if (found === undefined) return () => ({ isAll: true, options: () => [] })
  const { crew, first, rooms: offers } = found
  const companions = crew.members.map((member) => member.ticket).filter(({ id }) => id !== ticket.id)
  const partners = crew.links.flatMap(membersOf).filter((visit) => visit < seen.model.visits.length)
  const tiedTo = partners.map((visit) => seen.routeOf(visit))
  return (isStill, telling) => {
    const rooms = offers.filter((room) => isStill([...crewRoutesOf(room), ...tiedTo], companions))
    const about = { telling, crew, onOffer, first, rooms, startsOn: (of: number) => startsOn(seen, of) }
    const options = () => layout.amongAll(crew.members, (visit) => crewRoomOptions({ ...about, visit }))
    return { isAll: rooms.length === offers.length, options }
  }
}

function mayMoveOn(layout: Layout, seen: LiveDay): (visit: number) => boolean {
  const then = layout.seenOn(seen)
  return (visit) => mayMakeWay(then, visit)
}
