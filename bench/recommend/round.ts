// One technician's one shift, made up so that it can be driven: customers near each other, in the order in which they are
// nearest, by the estimate of travel or by road, and a margin on it. Knows nothing of other shifts.
import { HOUR, type Span } from '../../fixtures/draft.ts'
import { roundedLocation } from '../../fixtures/ground/ground.ts'
import { drawWork, type Work } from '../../fixtures/incidents.ts'
import { drawUntil, type Random } from '../../fixtures/random.ts'
import type { Location } from '../../src/contracts/scalars.ts'
import type { LegsOnly } from '../../src/travel/road-port.ts'
import { measureTravel } from '../../src/travel/travel.ts'
import { type CrewMember, holds, type LiveShift } from './crew.ts'

export interface PlannedStop {
  readonly location: Location
  readonly work: Pick<Work, 'incidentType' | 'skills'>
  readonly minutes: number
  readonly start: number
  /** Told to the customer. */
  readonly promised?: Span
}

export const WORK_MINUTES = { least: 25, most: 60, step: 5 }
/** On the road, at work or at lunch, of the whole shift; drives count with their margin, and are a little shorter. */
const FULL = { least: 0.79, most: 0.89 }
/** Drives are planned so much longer than they are estimated, so that the plan has some play. */
const TRAVEL_MARGIN = 1.1
/** How the customers of a day lie: around a middle that is not far from home. */
const PATCH_KM = { fromHome: 3, spread: 1.8 }
/** Places looked at for each that is visited: whoever plans a day has more to choose from than fits. */
const CHOICE = 3
/** A customer is told a slot that begins later than the technician could be there, when that costs no more than this. */
const LONGEST_WAIT = 30
const TOLD = { minutes: 2 * HOUR, grid: 30 }
/** Half hours, or none, by which a slot begins before the one in which the technician is expected. */
const EARLIER_SLOTS = 2
const KM_PER_DEGREE = 111.195
const MOST_TRIES = 100

/** Draws again when a day came out too long. */
export async function drawRound(
  random: Random,
  tech: CrewMember,
  shift: LiveShift,
  visits: number,
  roads?: LegsOnly,
): Promise<PlannedStop[]> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const ways = await drawWays(random, tech.home, visits, roads)
    const minutes = drawMinutes(random, shift, ways)
    const round = drive(random, shift, ways, minutes)
    if (round) return round.map((stop) => ({ ...stop, work: workFor(random, tech) }))
  }
  throw new RangeError(`${visits} visits did not fit into a shift in ${MOST_TRIES} draws. Maybe they are too many.`)
}

interface Ways {
  /** In the order of the visits. */
  readonly places: readonly Location[]
  /** Minutes to each place from the one before, or from home. */
  readonly there: readonly number[]
  readonly home: number
}

/** From home always to the nearest place that is left. */
async function drawWays(random: Random, home: Location, visits: number, roads?: LegsOnly): Promise<Ways> {
  const middle = around(random, home, PATCH_KM.fromHome)
  const all = [home, ...Array.from({ length: CHOICE * visits }, () => around(random, middle, PATCH_KM.spread))]
  const { tables } = await measureTravel({ source: roads ? 'osrm' : 'estimate' }, all, ['van'], roads)
  const [table] = tables
  const minutes = (from: number, to: number) =>
    Math.ceil(((table?.seconds[from * all.length + to] ?? 0) * TRAVEL_MARGIN) / 60)
  const left = new Set(all.keys())
  left.delete(0)
  const places: Location[] = []
  const there: number[] = []
  let at = 0
  while (places.length < visits) {
    const next = [...left].reduce((best, place) => (minutes(at, place) < minutes(at, best) ? place : best))
    left.delete(next)
    there.push(minutes(at, next))
    places.push(all[next] ?? home)
    at = next
  }
  return { places, there, home: minutes(at, 0) }
}

function around(random: Random, { lat, lon }: Location, km: number): Location {
  const kmPerLongitude = KM_PER_DEGREE * Math.cos((lat * Math.PI) / 180)
  return roundedLocation(lat + (km * random.bell()) / KM_PER_DEGREE, lon + (km * random.bell()) / kmPerLongitude)
}

/** As long as it takes to make a full day of them. */
function drawMinutes(random: Random, { from, to, breakMinutes }: LiveShift, { there, home }: Ways): number[] {
  const { least, most, step } = WORK_MINUTES
  const full = FULL.least + (FULL.most - FULL.least) * random.unit()
  const onTheRoad = there.reduce((sum, leg) => sum + leg, home)
  const mean = (full * (to - from) - breakMinutes - onTheRoad) / there.length
  const within = (minutes: number) => Math.min(most, Math.max(least, Math.round(minutes / step) * step))
  const drawn = there.map(() => within(mean * (1 + 0.25 * random.bell())))
  // What chance, cutting and rounding took or added is made up for by those that are left, all alike.
  let over = drawn.reduce((sum, minutes) => sum + minutes, 0) - mean * there.length
  return drawn.map((minutes, index) => {
    const given = within(minutes - over / (drawn.length - index))
    over -= minutes - given
    return given
  })
}

/** By the clock; undefined when the way home ends after the shift. Every other visit is promised. */
function drive(
  random: Random,
  shift: LiveShift,
  { places, there, home }: Ways,
  minutes: readonly number[],
): Omit<PlannedStop, 'work'>[] | undefined {
  const { from, to, breakWindow, breakMinutes } = shift
  const isDriven = there.reduce((sum, leg) => sum + leg, home)
  let spare = to - from - breakMinutes - isDriven - minutes.reduce((sum, each) => sum + each, 0)
  let clock = from
  let hadLunch = false
  const toldFrom = random.whole(0, 1)
  const stops = places.map((location, index) => {
    const [leg = 0, work = 0] = [there[index], minutes[index]]
    const isTold = index % 2 === toldFrom
    const mayWait = isTold ? Math.min(LONGEST_WAIT, spare) : 0
    if (!hadLunch && (clock >= breakWindow.from || clock + leg + mayWait + work > breakWindow.to)) {
      clock = Math.max(clock, breakWindow.from) + breakMinutes
      hadLunch = true
    }
    const arrival = clock + leg
    const promised = isTold ? slotFor(random, arrival, mayWait) : undefined
    const start = Math.max(arrival, promised?.from ?? arrival)
    spare -= start - arrival
    clock = start + work
    return { location, minutes: work, start, ...(promised && { promised }) }
  })
  if (!hadLunch) clock = Math.max(clock, breakWindow.from) + breakMinutes
  return clock + home <= to ? stops : undefined
}

/** The next slot, when the technician may wait for it; else one in which they come, with room to be later. */
function slotFor(random: Random, arrival: number, mayWait: number): Span {
  const next = Math.ceil(arrival / TOLD.grid) * TOLD.grid
  const from =
    next - arrival <= mayWait && random.chance(0.5)
      ? next
      : Math.floor(arrival / TOLD.grid) * TOLD.grid - TOLD.grid * random.whole(0, EARLIER_SLOTS)
  return { from, to: from + TOLD.minutes }
}

/** What this technician can do, and as often as it breaks. */
function workFor(random: Random, { skills }: CrewMember): PlannedStop['work'] {
  const { incidentType, skills: needed } = drawUntil(
    (work) => holds(skills, work.skills),
    () => drawWork(random, 'ROUTINE', 1),
  )
  return { incidentType, skills: needed }
}
