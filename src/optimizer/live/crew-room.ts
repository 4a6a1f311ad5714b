// Room that is made for those who come together, by moving a visit: for which of them it is looked for, how it reads, and what
// of it an offer keeps. Knows no holds.
import { type GroupRoomOffer, judgedGroupRoom, type LiveDay } from '../../../workers/client.ts'
import type { AdvisedProposal } from '../../contracts/recommendation.ts'
import { entry } from '../answer/answer.ts'
import { type AdvisedCrew, askedOf, type Crew, pricedForFirst, toldTogether } from './crews.ts'
import { moveOf, type RoomOption, shiftStartOf } from './room.ts'
import { type AdvisedRooms, type Mover, roomTold } from './room-advice.ts'
import type { OnOffer } from './windows-on-offer.ts'
import type { CompanionPlace } from './wire.ts'

export interface CrewRooms {
  readonly crew: Crew
  /** What could be had if nobody moved. */
  readonly first: AdvisedCrew['offered']
  /** Cheapest first. */
  readonly rooms: readonly GroupRoomOffer[]
}

/** `crews`: the same ticket with more of those that could come with it, and with fewer. Of all that the first tier offers. */
export async function crewRooms(
  day: LiveDay,
  crews: readonly Crew[],
  onOffer: OnOffer,
  count: number,
  mayMove: (visit: number) => boolean,
): Promise<CrewRooms | undefined> {
  const found: CrewRooms[] = []
  for (const crew of crews) {
    if (crew.missing.length > 0) continue
    const { first, offers } = await judgedGroupRoom(day, askedOf(crew, onOffer, count), mayMove)
    const rooms = { crew, first, rooms: offers }
    if (first.length > 0) return rooms
    found.push(rooms)
  }
  return found.find(({ rooms }) => rooms.length > 0) ?? found.at(-1)
}

/** Every shift that it was judged with. */
export const routesOf = ({ planned, moving }: GroupRoomOffer): number[] => [
  ...planned.map(({ route }) => route),
  moving.route,
  moving.fromRoute ?? moving.route,
]

export interface AdvisedCrewRooms extends Omit<AdvisedCrew, 'offered'>, Omit<CrewRooms, 'crew'> {
  readonly startsOn: AdvisedRooms['startsOn']
}

/** Ranked behind the first tier, and scored against the cheapest of both. */
export const crewRoomOptions = (advised: AdvisedCrewRooms): RoomOption[] =>
  advised.rooms.map((room, index) => {
    const proposal = roomProposal(advised, room, index)
    return { proposal, place: placeOf(advised, proposal, room) }
  })

function roomProposal(advised: AdvisedCrewRooms, room: GroupRoomOffer, index: number): AdvisedProposal {
  const { telling, crew, visit } = advised
  const pricedFor = pricedForFirst(telling, crew, visit, room.route)
  return {
    ...roomTold(advised, room, index, { mover: moverOf(room), after: room.planned, pricedFor }),
    ...toldTogether(advised, room),
  }
}

const moverOf = ({ moving: { visit, route, fromRoute = route, to } }: GroupRoomOffer): Mover => ({
  visit,
  from: fromRoute,
  to: route,
  start: to,
})

function placeOf(advised: AdvisedCrewRooms, proposal: AdvisedProposal, room: GroupRoomOffer): RoomOption['place'] {
  const { telling, crew } = advised
  const { optionId, techId, start, window, with: others = [] } = proposal
  const { ticket } = entry(crew.members, 0, 'member')
  const together = others.map((other, index): CompanionPlace => {
    const { route } = entry(room.places, index + 1, 'place')
    const member = entry(crew.members, index + 1, 'member')
    const shiftStart = shiftStartOf(telling, member.ticket, route)
    return { ticketId: other.ticketId, techId: other.techId, shiftStart, start: other.start }
  })
  const mover = moverOf(room)
  const there = room.planned.find(({ route }) => route === mover.to)?.visits ?? []
  const turns = [...room.places.map(({ position }) => position), there.findIndex(({ visit }) => visit === mover.visit)]
  return {
    optionId,
    techId,
    shiftStart: shiftStartOf(telling, ticket, room.route),
    start,
    window,
    ...(together.length > 0 && { with: together }),
    move: moveOf(telling, ticket, mover, turns),
  }
}
