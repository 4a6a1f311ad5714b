// Offers for visits that go together, each judged before anybody sees it: as the plan stands, and where one visit of it moves.
// Imports workers/ and solver/ only.
import { setImmediate as giveWay } from 'node:timers/promises'
import { type GroupOffered, groupOffersFor } from '../solver/live/group-offers.ts'
import { type GroupRoom, makingGroupRoom } from '../solver/live/group-room.ts'
import type { AskedGroup } from '../solver/live/group-shifts.ts'
import { windowsWithin } from '../solver/live/guest.ts'
import type { LiveDay } from '../solver/live/live-day.ts'
import type { VisitModel } from '../solver/model.ts'
import { bitByBit } from './bit-by-bit.ts'
import { judgeAdded } from './judge-added.ts'

/** Throws PlanRejectedError when one is not what it says: a bug, which nobody is to see as an offer. */
export function judgedGroupOffers(day: LiveDay, asked: AskedGroup): GroupOffered[] {
  for (const member of asked.members) day.accept(member)
  const offered = groupOffersFor(day, asked)
  judgeOffered(day, asked, offered)
  return offered
}

/** Others are served in between, so that the day must be one that nobody changes. Throws PlanRejectedError as above. */
export async function judgedGroupRoom(
  day: LiveDay,
  asked: AskedGroup,
  mayMove: (visit: number) => boolean,
): Promise<GroupRoom> {
  for (const member of asked.members) day.accept(member)
  const { first, offers } = await bitByBit(makingGroupRoom(day, asked, mayMove))
  judgeOffered(day, asked, first)
  for (const { window, planned, cost, moving } of offers) {
    await giveWay()
    // With a place in every table the one that moves may stand on any of these shifts.
    const members = [...inWindow(asked, window), day.model.visits[moving.visit]!]
    judgeAdded(day, { members, links: asked.links, planned, cost, unserved: [asked.members.length] })
  }
  return { first, offers }
}

function judgeOffered(day: LiveDay, asked: AskedGroup, offered: readonly GroupOffered[]): void {
  for (const { window, planned, cost } of offered)
    judgeAdded(day, { members: inWindow(asked, window), links: asked.links, planned, cost })
}

/** Only the first is bound to the window; that the others come when they have to is for the judge to say. */
const inWindow = ({ members, windows }: AskedGroup, window: number): VisitModel[] =>
  members.map((member, index) =>
    index === 0 ? { ...member, windows: windowsWithin(member, windows[window]!) } : member,
  )
