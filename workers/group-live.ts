// Offers for visits that go together, each judged before anybody sees it. Imports workers/ and solver/ only.
import { type AskedGroup, type GroupOffered, groupOffersFor } from '../solver/live/group-offers.ts'
import { windowsWithin } from '../solver/live/guest.ts'
import type { LiveDay } from '../solver/live/live-day.ts'
import { judgeAdded } from './judge-added.ts'

/** Throws PlanRejectedError when one is not what it says: a bug, which nobody is to see as an offer. */
export function judgedGroupOffers(day: LiveDay, asked: AskedGroup): GroupOffered[] {
  for (const member of asked.members) day.accept(member)
  const offered = groupOffersFor(day, asked)
  for (const { window, planned, cost } of offered) {
    // Only the first is bound to the window; that the others come when they have to is for the judge to say.
    const members = asked.members.map((member, index) =>
      index === 0 ? { ...member, windows: windowsWithin(member, asked.windows[window]!) } : member,
    )
    judgeAdded(day, { members, links: asked.links, planned, cost })
  }
  return offered
}
