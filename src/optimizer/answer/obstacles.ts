// What can be in a technician's way, as an answer knows it: what the solver finds, and what it never asks about. A group of
// obstacles that are one cause becomes one reason, whose numbers come down to the nearest miss.
import { type Blocker, type Model, membersOf } from '../../../workers/client.ts'
import type { Reason } from '../../contracts/reason.ts'
import type { Ticket } from '../../contracts/ticket.ts'
import { partOfUnit } from '../question/van-stock.ts'
import { entry, type Telling } from './answer.ts'
import type { ReasonOf } from './reason-of.ts'
import type { AboutTechs, Tie } from './reason-params.ts'

export type Obstacle = Blocker | { readonly code: 'TECH_INACTIVE' }

/** What the words of a reason need beyond the obstacles themselves. */
export interface Surroundings {
  readonly links: NonNullable<Model['links']>
  /** A second of the model, on the clock of the ticket. */
  instant(second: number): string
  readonly reasonOf: ReasonOf
  /** The other tickets of a tie. */
  tiedTo(link: number): string[]
}

/** One group for each cause; a skill, a unit of load, a tool and a tie are causes of their own. */
export function causeOf(obstacle: Obstacle): string {
  const { code } = obstacle
  if ('skill' in obstacle) return `${code} ${obstacle.skill}`
  if ('unit' in obstacle) return `${code} ${obstacle.unit}`
  if ('tool' in obstacle) return `${code} ${obstacle.tool}`
  if ('link' in obstacle) return `${code} ${obstacle.link}`
  if ('period' in obstacle) return `${code} ${obstacle.period}`
  return code
}

/** Ids of so many technicians stand in a reason; `techs` counts them all. */
export const MOST_IDS = 50

/** One reason for each cause, most widespread first. */
export function reasonsByCause(
  told: Iterable<{ readonly techId: string; readonly obstacles: readonly Obstacle[] }>,
  around: Surroundings,
): Reason[] {
  const groups = new Map<string, { techIds: Set<string>; obstacles: Obstacle[] }>()
  for (const { techId, obstacles } of told)
    for (const obstacle of obstacles) {
      const cause = causeOf(obstacle)
      const group = groups.get(cause) ?? { techIds: new Set(), obstacles: [] }
      groups.set(cause, group)
      group.techIds.add(techId)
      group.obstacles.push(obstacle)
    }
  return [...groups.values()]
    .toSorted((one, other) => other.techIds.size - one.techIds.size)
    .map(({ techIds, obstacles }) =>
      reasonFor(obstacles, { techs: techIds.size, techIds: [...techIds].slice(0, MOST_IDS) }, around),
    )
}

/** On the clock of the ticket; a tie is told by the other tickets of it. */
export function surroundingsOf(telling: Telling, ticket: Ticket): Surroundings {
  const { links = [] } = telling.model
  const zone = ticket.timeZone ?? telling.usualZone
  return {
    links,
    reasonOf: telling.reasonOf,
    instant: (second) => telling.instant(second, zone),
    tiedTo: (number) => {
      const all = membersOf(entry(links, number, 'link'))
      return [...new Set(all.map((visit) => telling.ticketOf(visit).id).filter((id) => id !== ticket.id))]
    },
  }
}

/** Under which code it is told. */
export function reasonCodeOf(obstacle: Obstacle): Reason['code'] {
  if (obstacle.code === 'TOOL_MISSING') return 'TOOL_NOT_ON_VAN'
  const isPart = obstacle.code === 'LOAD_TOO_LARGE' && partOfUnit(obstacle.unit) !== undefined
  return isPart ? 'PART_NOT_ON_VAN' : obstacle.code
}

/** All obstacles of a group have one cause. */
export function reasonFor(group: readonly Obstacle[], about: AboutTechs, around: Surroundings): Reason {
  const [first] = group
  const { reasonOf } = around
  const all = <Code extends Obstacle['code']>(code: Code) =>
    group.filter((obstacle): obstacle is Extract<Obstacle, { code: Code }> => obstacle.code === code)
  const least = (seconds: readonly number[]) => ({ ...about, leastMinutes: Math.ceil(Math.min(...seconds) / 60) })
  const over = () => least(group.map((obstacle) => ('overBySeconds' in obstacle ? obstacle.overBySeconds : 0)))
  if (!first) return reasonOf('NO_GAP', about)
  switch (first.code) {
    case 'SKILL_MISSING':
    case 'CERT_EXPIRED':
      return reasonOf(first.code, { ...about, skill: first.skill })
    case 'SKILL_LEVEL_LOW': {
      const highest = Math.max(...all('SKILL_LEVEL_LOW').map(({ held }) => held))
      return reasonOf('SKILL_LEVEL_LOW', { ...about, skill: first.skill, needed: first.needed, highest })
    }
    case 'LOAD_TOO_LARGE': {
      const largest = Math.max(...all('LOAD_TOO_LARGE').map(({ capacity }) => capacity))
      const part = partOfUnit(first.unit)
      return part === undefined
        ? reasonOf('LOAD_TOO_LARGE', { ...about, unit: first.unit, needed: first.needed, largest })
        : reasonOf('PART_NOT_ON_VAN', { ...about, part, needed: first.needed, most: largest })
    }
    case 'TOOL_MISSING':
      return reasonOf('TOOL_NOT_ON_VAN', { ...about, tool: first.tool })
    case 'UNREACHABLE_IN_WINDOW':
      return reasonOf(first.code, least(all('UNREACHABLE_IN_WINDOW').map(({ lateBySeconds }) => lateBySeconds)))
    case 'JOB_LONGER_THAN_SHIFT':
    case 'LEG_TRAVEL_CAP':
    case 'TRAVEL_CAP':
    case 'SPAN_CAP':
    case 'ROOM_KEPT':
      return reasonOf(first.code, over())
    case 'OVERTIME_CAP':
      return reasonOf('OVERTIME_CAP', { ...over(), period: first.period })
    case 'PART_ARRIVES_LATER':
      return reasonOf('PART_ARRIVES_LATER', { ...about, arrives: around.instant(first.release) })
    case 'MAX_JOBS':
      return reasonOf('MAX_JOBS', { ...about, most: Math.max(...all('MAX_JOBS').map(({ most }) => most)) })
    case 'TIE_UNMET':
      return reasonOf('TIE_UNMET', {
        ...about,
        tie: tieOf(around.links[first.link]),
        ticketIds: around.tiedTo(first.link),
      })
    case 'NOT_WORTH_IT': {
      const leastCents = Math.min(...all('NOT_WORTH_IT').map(({ cents }) => cents))
      return reasonOf('NOT_WORTH_IT', { ...about, leastCents })
    }
    default:
      return reasonOf(first.code, about)
  }
}

/** As a ticket would say it. */
function tieOf(link: Surroundings['links'][number] | undefined): Tie {
  if (link?.kind === 'other-route') return 'not-same-route'
  return link?.kind === 'other-time' ? 'not-same-time' : (link?.kind ?? 'unknown')
}
