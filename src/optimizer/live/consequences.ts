// What follows from a change for the visits of a live plan, in the words of the contract: who begins when now and why, who
// has no place any more, who is late, and which promise is not kept.
import type { LiveDay, PlannedRoute } from '../../../workers/client.ts'
import type { OptimizationInput } from '../../contracts/optimization.ts'
import type { Consequences } from '../../contracts/plan-patch.ts'
import type { Language } from '../../contracts/reason.ts'
import { entry } from '../answer/answer.ts'
import { isoDuration } from '../answer/local-time.ts'
import { planChanges } from '../answer/plan-changes.ts'
import type { PlacedVisit } from '../answer/plan-versions.ts'
import { windowPromised } from '../changes/changed.ts'
import { keyOf } from '../changes/outcome.ts'
import { secondFrom, secondUntil } from '../question/clock.ts'
import type { Layout } from './layout.ts'
import type { StandingVisits } from './transition.ts'
import type { Assignment } from './wire.ts'

/** A plan at one moment: who stands where. */
export interface Moment {
  readonly layout: Layout
  readonly day: LiveDay
  readonly standing: StandingVisits
  readonly input: OptimizationInput
}

export interface PlacedOn extends PlacedVisit {
  readonly visit: number
}

/** Those who are planned, and not only held, on these shifts. */
export function placedOn(moment: Moment, routes: readonly number[]): PlacedOn[] {
  const { day } = moment
  const used = routes.filter((route) => (day.sequences[route]?.length ?? 0) > 0)
  return placedAs(
    moment,
    used.map((route) => day.tellRoute(route)),
  )
}

/** The same on shifts that are told already. */
export function placedAs({ layout, standing, input }: Moment, told: readonly PlannedRoute[]): PlacedOn[] {
  const telling = layout.telling()
  const entries = new Map((input.plan ?? []).map((one) => [keyOf(one), one]))
  return told.flatMap(({ route, visits }) => {
    const tech = entry(input.techs, entry(layout.ground.shifts, route, 'route').tech, 'technician')
    return visits.flatMap(({ visit, start, end }): PlacedOn[] => {
      const ticket = entry(layout.tickets, entry(layout.duties, visit, 'visit').ticket, 'ticket')
      if (!standing.get(ticket.id)?.includes(visit)) return []
      const zone = telling.zoneOf(ticket, tech)
      const of = { ticketId: ticket.id, techId: tech.id }
      const promised = entries.get(keyOf(of))?.promised
      return [
        {
          ...of,
          visit,
          start: telling.instant(start, zone),
          end: telling.instant(end, zone),
          ...(promised !== undefined && { promised }),
        },
      ]
    })
  })
}

export interface Became {
  readonly before: Moment
  readonly after: Moment
  readonly placedBefore: readonly PlacedOn[]
  readonly placedAfter: readonly PlacedOn[]
  /** Entries that could not stand. */
  readonly lost: readonly Assignment[]
  /** Tickets of which there is nothing to say: their work is done. */
  readonly done: ReadonlySet<string>
  readonly language: Language
}

export function consequencesOf(became: Became): Consequences {
  const { before, after, placedBefore, placedAfter, done, language } = became
  const lost = lostNow(became)
  const telling = after.layout.telling(language)
  const ids = new Set([...placedBefore, ...placedAfter, ...lost].map(({ ticketId }) => ticketId))
  const known = new Set(before.input.tickets)
  const isNew = new Set(after.input.tickets.filter((ticket) => !known.has(ticket)).map(({ id }) => id))
  const concerned = (input: OptimizationInput) => input.tickets.filter(({ id }) => ids.has(id) || isNew.has(id))
  const version = (input: OptimizationInput, visits: readonly PlacedVisit[]) => ({
    tickets: concerned(input),
    techs: input.techs,
    horizon: input.horizon,
    visits,
  })
  const changes = planChanges(version(before.input, placedBefore), version(after.input, placedAfter), telling.reasonOf)
  return {
    changes: changes.filter(({ ticketId }) => !done.has(ticketId)),
    lost: lost.map(({ ticketId, techId, start }) => ({ ticketId, techId, start })),
    late: lateNow(became),
    promisesNotKept: promisesNotKept(became, lost),
  }
}

/** Whoever stood somewhere, or was to, and stands nowhere now. */
function lostNow({ before, after, placedBefore, lost, done }: Became): Assignment[] {
  const isKnown = new Set(after.input.tickets.map(({ id }) => id))
  const entries = new Map((before.input.plan ?? []).map((one) => [keyOf(one), one]))
  const gone = placedBefore.flatMap((one) => entries.get(keyOf(one)) ?? [])
  // As it was planned before, where it was.
  return [...new Map([...lost, ...gone].map((one) => [keyOf(one), one])).values()].filter(
    ({ ticketId }) => isKnown.has(ticketId) && !after.standing.has(ticketId) && !done.has(ticketId),
  )
}

function lateNow({ after, placedBefore, placedAfter }: Became): Consequences['late'] {
  const telling = after.layout.telling()
  const was = new Map(placedBefore.map((of) => [of.ticketId, secondFrom(of.start)]))
  return placedAfter.flatMap(({ ticketId, techId, start, visit }) => {
    const { due } = telling.factsOf(visit)
    const at = secondFrom(start)
    if (due === undefined || at <= due || at <= (was.get(ticketId) ?? Number.NEGATIVE_INFINITY)) return []
    const tech = after.input.techs.find(({ id }) => id === techId)
    const zone = tech ? telling.zoneOf(telling.ticketOf(visit), tech) : telling.usualZone
    return [{ ticketId, techId, start, due: telling.localInstant(due, zone), by: isoDuration(at - due) }]
  })
}

function promisesNotKept({ after, placedAfter }: Became, lost: readonly Assignment[]): Consequences['promisesNotKept'] {
  const missed = placedAfter.flatMap(({ ticketId, techId, start }) => {
    const planned = (after.input.plan ?? []).find((one) => one.ticketId === ticketId && one.techId === techId)
    const promised = planned && windowPromised(planned)
    if (promised === undefined) return []
    const at = secondFrom(start)
    const off = Math.max(secondFrom(promised.start) - at, at - secondUntil(promised.end))
    return off > 0 ? [{ ticketId, promised, techId, start, by: isoDuration(off) }] : []
  })
  const gone = lost.flatMap((one) => {
    const promised = windowPromised(one)
    return promised ? [{ ticketId: one.ticketId, promised }] : []
  })
  return [...missed, ...gone]
}
