// What would give a technician a place for a ticket, in the words of the contract: the changes, the place, what it costs,
// and who moves by how much. Knows no verdicts.
import {
  type JudgedUnlock,
  judgedUnlocks,
  type LiveDay,
  type UnlockChange,
  type VisitModel,
} from '../../../workers/client.ts'
import type { Change, Counterfactual } from '../../contracts/explanation.ts'
import type { Ticket } from '../../contracts/ticket.ts'
import { entry, type Telling } from '../answer/answer.ts'
import { totalOf } from '../answer/cost.ts'
import { isoDuration } from '../answer/local-time.ts'
import { unlockReason } from '../answer/unlock.ts'
import { partOfUnit } from '../question/van-stock.ts'
import { localDay, secondOnWall } from '../question/zones.ts'
import { movedVisit } from './moved-visits.ts'

export interface Locked {
  readonly telling: Telling
  readonly day: LiveDay
  readonly ticket: Ticket
  /** As it is asked of the technician. */
  readonly model: VisitModel
  readonly tech: number
}

export interface Unlocked {
  /** Cheapest first. */
  readonly counterfactuals: readonly Counterfactual[]
  /** Not everything that could be tried was. */
  readonly isCut: boolean
}

/** A day of the calendar of the ticket, on the solver's clock. */
interface CalendarDay {
  readonly date: string
  readonly span: { readonly opens: number; readonly closes: number }
}

const DAY = 86_400

export function counterfactualsOf(locked: Locked): Unlocked {
  const { telling, day, model, tech } = locked
  const { horizon, clock } = telling
  const days = otherDays(locked)
  const { found, isCut } = judgedUnlocks(day, {
    visit: model,
    tech,
    horizon: { opens: clock.toModel(horizon.plansFrom), closes: clock.toModel(horizon.closes) },
    otherDays: days.map(({ span }) => span),
    // A part that is missing is not had by making room for it.
    fixedUnits: model.load.map(({ unit }) => unit).filter((unit) => partOfUnit(unit) !== undefined),
  })
  return { counterfactuals: found.map((unlock) => told(locked, unlock, days)), isCut }
}

function told({ telling, ticket }: Locked, unlock: JudgedUnlock, days: readonly CalendarDay[]): Counterfactual {
  const { tech: number } = entry(telling.shifts, unlock.route, 'route')
  const tech = telling.techOf(number)
  const changes = unlock.changes.map((change) => changeOf(telling, change, days))
  return {
    changes,
    place: { techId: tech.id, start: telling.instant(unlock.start, telling.zoneOf(ticket, tech)) },
    extraCost: totalOf(unlock.cost),
    moves: unlock.moves.map((one) => movedVisit(telling, one)),
    checked: true,
    reason: unlockReason(changes, telling.reasonOf),
  }
}

function changeOf(telling: Telling, change: UnlockChange, days: readonly CalendarDay[]): Change {
  switch (change.kind) {
    case 'OTHER_DAY':
      return { kind: 'OTHER_DAY', day: entry(days, change.day, 'day').date }
    case 'MOVE':
      return { kind: 'MOVE', ticketId: telling.ticketOf(change.visit).id }
    case 'SKILL':
      return { kind: 'SKILL', skill: change.skill, level: Math.max(1, change.level) }
    case 'AREA':
    case 'LOAD':
    case 'MAX_VISITS':
      return change
    default:
      return { kind: change.kind, by: isoDuration(change.seconds) }
  }
}

/** Whole days of the horizon on which the work may not begin as it is asked, and the technician has a shift: nearest first. */
function otherDays({ telling, day, ticket, model, tech }: Locked): CalendarDay[] {
  const { horizon, clock } = telling
  const offsetAt = telling.offsetsOf(telling.zoneOf(ticket, telling.techOf(tech)))
  const shifts = (day.shiftsOf[tech] ?? []).map((route) => entry(day.model.routes, route, 'route'))
  const asked: number[] = []
  const others: (CalendarDay & { readonly number: number })[] = []
  for (let number = localDay(horizon.plansFrom, offsetAt); number <= localDay(horizon.closes, offsetAt); number++) {
    const span = {
      opens: clock.toModel(Math.max(secondOnWall(number * DAY, offsetAt), horizon.plansFrom)),
      closes: clock.toModel(Math.min(secondOnWall((number + 1) * DAY, offsetAt) - 1, horizon.closes)),
    }
    if (model.windows.some(({ opens, closes }) => opens <= span.closes && span.opens <= closes)) asked.push(number)
    else if (shifts.some(({ opens, latest }) => opens <= span.closes && span.opens <= latest))
      others.push({ number, span, date: new Date(number * DAY * 1000).toISOString().slice(0, 10) })
  }
  const distance = (number: number) => Math.min(...asked.map((own) => Math.abs(own - number)))
  // Work that may never begin has no other days.
  return asked.length === 0 ? [] : others.sort((one, other) => distance(one.number) - distance(other.number))
}
