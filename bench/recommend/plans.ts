// A live plan as it stands in the morning: everybody's visits for all its days, made up from a seed, feasible by the
// estimate of travel or by road, and with gaps left in which another visit may fit. Knows no engine and no service.
import { DAY, HOUR, type Span } from '../../fixtures/draft.ts'
import type { Ground } from '../../fixtures/ground/ground.ts'
import { openMetropolis } from '../../fixtures/ground/metropolis.ts'
import { idOf } from '../../fixtures/ids.ts'
import { type InstantAt, instantsFrom } from '../../fixtures/instants.ts'
import { type Random, seededRandom } from '../../fixtures/random.ts'
import type { OptimizationRequest } from '../../src/contracts/optimization.ts'
import type { LegsOnly } from '../../src/travel/road-port.ts'
import { type CrewMember, drawCrew, type LiveShift, midnightOf } from './crew.ts'
import type { PlanSize } from './plan-size.ts'
import { drawRound, type PlannedStop } from './round.ts'

type TicketRequest = OptimizationRequest['tickets'][number]
type AssignmentRequest = NonNullable<OptimizationRequest['plan']>[number]
export type LiveRequest = OptimizationRequest & { plan: AssignmentRequest[] }

/** A Monday of winter time, and two weeks later the clocks have not changed yet. */
export const FIRST_DAY = '2026-03-02'
/** Before the first shifts begin: nothing has been done yet. */
export const NOW = 5 * HOUR
const URGENT_SHARE = 0.15
/** Of those who were told nothing yet: when they let somebody in. */
const OPEN = [
  { open: 'half a day', weight: 4 },
  { open: 'all day', weight: 4 },
  { open: 'always', weight: 2 },
] as const
const HALVES = { first: { from: 6 * HOUR, to: 13 * HOUR }, second: { from: 12 * HOUR, to: 20 * HOUR } }
const OPENING_HOURS = { from: 6 * HOUR, to: 20 * HOUR }

/** With roads it is to be driven on them, and on nothing else. */
export async function makeLivePlan(size: PlanSize, seed: number, roads?: LegsOnly): Promise<LiveRequest> {
  const ground = openMetropolis()
  const random = seededRandom(`${size.plan} visits ${seed}`)
  const crew = drawCrew(seed, ground, size)
  const at = instantsFrom(FIRST_DAY)
  const tickets: TicketRequest[] = []
  const plan: AssignmentRequest[] = []
  for (const [turn, { tech, shift }] of shiftsOf(crew).entries())
    for (const stop of await drawRound(random, tech, shift, roundLength(turn, size), roads)) {
      const id = idOf(size.plan, 'ticket', tickets.length + 1)
      tickets.push(ticketOf(random, id, stop, ground, at))
      plan.push({
        ticketId: id,
        techId: tech.id,
        start: at(stop.start),
        ...(stop.promised && { promised: windowOf(stop.promised, at) }),
      })
    }
  return {
    horizon: windowOf({ from: 0, to: midnightOf(size.days - 1) + DAY }, at),
    now: at(NOW),
    techs: crew.map((tech) => techOf(tech, ground, at)),
    tickets,
    plan,
    ...(roads && { travel: { source: 'osrm' } }),
  }
}

const shiftsOf = (crew: readonly CrewMember[]) => crew.flatMap((tech) => tech.shifts.map((shift) => ({ tech, shift })))

/** One visit more and one less in turn, so that the sum is what the size says. */
function roundLength(turn: number, { technicians, days, visits }: PlanSize): number {
  const shifts = technicians * days
  const isPaired = turn < shifts - (shifts % 2)
  return visits / shifts + (isPaired ? (turn % 4 === 0 ? 1 : turn % 4 === 1 ? -1 : 0) : 0)
}

function ticketOf(random: Random, id: string, stop: PlannedStop, { timeZone }: Ground, at: InstantAt): TicketRequest {
  const windows = windowsOf(random, stop)
  const latest = windows[0]?.to ?? dayOf(stop.start) + OPENING_HOURS.to
  return {
    id,
    location: stop.location,
    timeZone,
    incidentType: stop.work.incidentType,
    duration: `PT${stop.minutes}M`,
    priority: random.chance(URGENT_SHARE) ? 'URGENT' : 'ROUTINE',
    createdAt: at(-random.whole(1, 3) * DAY + random.whole(8 * HOUR, 18 * HOUR)),
    due: at(latest),
    ...(windows.length > 0 && { windows: windows.map((window) => windowOf(window, at)) }),
    skills: stop.work.skills.map(({ skill, level }) => (level === 1 ? skill : { skill, level })),
  }
}

/** Who was told a slot is at home then and at no other time. */
function windowsOf(random: Random, { start, promised }: PlannedStop): Span[] {
  if (promised) return [promised]
  const { open } = random.weighted(OPEN)
  const midnight = dayOf(start)
  const onThatDay = ({ from, to }: Span) => ({ from: midnight + from, to: midnight + to })
  if (open === 'always') return []
  if (open === 'all day') return [onThatDay(OPENING_HOURS)]
  return [onThatDay(start - midnight < HALVES.second.from ? HALVES.first : HALVES.second)]
}

function techOf({ id, home, skills, shifts }: CrewMember, { timeZone }: Ground, at: InstantAt) {
  return {
    id,
    start: home,
    timeZone,
    shifts: shifts.map((shift) => shiftOf(shift, at)),
    skills: skills.map(({ skill, level }) => (level === 1 ? skill : { skill, level })),
    profile: 'van' as const,
  }
}

const shiftOf = (shift: LiveShift, at: InstantAt) => ({
  ...windowOf(shift, at),
  breaks: [{ duration: `PT${shift.breakMinutes}M`, window: windowOf(shift.breakWindow, at) }],
})

const dayOf = (minute: number) => Math.floor(minute / DAY) * DAY

export const windowOf = ({ from, to }: Span, at: InstantAt) => ({ start: at(from), end: at(to) })
