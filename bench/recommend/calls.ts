// Tickets that nobody has planned, one call after another without end: mixed work, urgent or not, anywhere and at any
// hour of the plan's days. Every one is new, so that nothing learned from an earlier one answers for it.
import { DAY } from '../../fixtures/draft.ts'
import { openMetropolis } from '../../fixtures/ground/metropolis.ts'
import { idOf } from '../../fixtures/ids.ts'
import { drawWork } from '../../fixtures/incidents.ts'
import { instantsFrom } from '../../fixtures/instants.ts'
import { seededRandom } from '../../fixtures/random.ts'
import { drawCall, drawWindows, dueTime } from '../../fixtures/windows.ts'
import type { Ticket } from '../../src/contracts/ticket.ts'
import { midnightOf } from './crew.ts'
import type { PlanSize } from './plan-size.ts'
import { FIRST_DAY, NOW, windowOf } from './plans.ts'
import { WORK_MINUTES } from './round.ts'

/** Of the standard durations, which are those of whole repairs. */
const WORK_FACTOR = 0.5
const PRIORITIES = [
  { priority: 'EMERGENCY', weight: 4 },
  { priority: 'URGENT', weight: 16 },
  { priority: 'ROUTINE', weight: 80 },
] as const

/** Streams of different names have different tickets. */
export function* newCalls({ plan, days }: PlanSize, seed: number, stream: string): Generator<Ticket, never> {
  const { place, timeZone } = openMetropolis()
  const random = seededRandom(`${plan} ${stream} ${seed}`)
  const at = instantsFrom(FIRST_DAY)
  const lastDay = midnightOf(days - 1) / DAY
  for (let number = 1; ; number++) {
    const { priority } = random.weighted(PRIORITIES)
    const { location, business } = place(random)
    const { incidentType, minutes, skills } = drawWork(random, priority, WORK_FACTOR)
    const day = priority === 'ROUTINE' ? midnightOf(random.whole(0, days - 1)) / DAY : 0
    const windows = drawWindows(random, priority, business, day, lastDay)
    const createdAt = drawCall(random, priority, windows, NOW)
    yield {
      id: idOf(`${plan} ${stream}`, 'ticket', number),
      location,
      timeZone,
      incidentType,
      duration: `PT${Math.min(WORK_MINUTES.most, Math.max(WORK_MINUTES.least, minutes))}M`,
      priority,
      createdAt: at(createdAt),
      due: at(dueTime(priority, createdAt, windows)),
      ...(windows.length > 0 && { windows: windows.map((window) => windowOf(window, at)) }),
      skills: skills.map(({ skill, level }) => ({ skill, level })),
    }
  }
}
