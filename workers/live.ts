// Offers on a live plan, each judged before anybody sees it: the shift with the visit and without it, from the plain model,
// by rules that share no code with the search. Imports workers/ and solver/ only.
import { setImmediate as giveWay } from 'node:timers/promises'
import { windowsWithin } from '../solver/live/guest.ts'
import type { LiveDay } from '../solver/live/live-day.ts'
import { makingRoom, type Room, type RoomOffer } from '../solver/live/making-room.ts'
import { type Asked, type Offers, offersFor } from '../solver/live/offers.ts'
import type { CostLines, VisitModel } from '../solver/model.ts'
import { totalOf } from '../solver/timetable.ts'
import { bitByBit } from './bit-by-bit.ts'
import { PlanRejectedError } from './errors.ts'
import { addedCost, judgeAdded } from './judge-added.ts'

/** Throws PlanRejectedError when one is not what it says: a bug, which nobody is to see as an offer. */
export function judgedOffers(day: LiveDay, asked: Asked): Offers {
  day.accept(asked.visit)
  const { offered, passed, cloneIn, hostOf } = offersFor(day, asked)
  for (const offer of offered) {
    const { window, planned, cost } = offer
    judgeAdded(day, { members: [cloneIn(window)], links: [], planned: [planned], cost }, () => {
      const kept = hostOf(offer)
      return { model: kept.model(), routes: kept.excerpt.routes, visits: kept.excerpt.visits }
    })
  }
  return { offered, passed }
}

/** Room that is made by moving a visit, with the lines of the bill for both changes together. */
export interface JudgedRoom extends RoomOffer {
  readonly cost: CostLines
}

export interface JudgedRooms {
  readonly first: Room['first']
  readonly offers: readonly JudgedRoom[]
}

/** Others are served in between, so that the day must be one that nobody changes. Throws PlanRejectedError as above. */
export async function judgedRoom(
  day: LiveDay,
  asked: Asked,
  mayMove: (visit: number) => boolean,
): Promise<JudgedRooms> {
  day.accept(asked.visit)
  const { first, offers } = await bitByBit(makingRoom(day, asked, mayMove))
  const judged: JudgedRoom[] = []
  for (const room of offers) {
    await giveWay()
    judged.push(judgeRoom(day, asked, room))
  }
  return { first, offers: judged }
}

function judgeRoom(day: LiveDay, asked: Asked, room: RoomOffer): JudgedRoom {
  const { route, moved, planned, window, cents } = room
  // With a place in every table the one that moves may stand on any of these shifts.
  const members = [inWindow(asked, window), day.model.visits[moved.visit]!]
  const changed = moved.to === route ? [planned] : [planned, moved.planned]
  const cost = addedCost(day, { routes: [moved.to, route], members, links: [], planned: changed, unserved: [1] })
  if (totalOf(cost) !== cents) throw new PlanRejectedError([], cents, cost)
  return { ...room, cost }
}

const inWindow = ({ visit, windows }: Asked, window: number): VisitModel => ({
  ...visit,
  windows: windowsWithin(visit, windows[window]!),
})
