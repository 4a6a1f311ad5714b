// Why a ticket is left out: what is in each technician's way, grouped by cause, most widespread first. Never empty.
import type { Blocker, UnservedVisit } from '../../../workers/client.ts'
import type { OptimizationOutput } from '../../contracts/optimization.ts'
import type { Reason } from '../../contracts/reason.ts'
import { createPace } from '../../travel/pace.ts'
import { type Answer, entry } from './answer.ts'
import { reasonOf } from './reason-of.ts'

type Unassigned = OptimizationOutput['unassigned'][number]
type Finding = Blocker | { readonly code: 'TECH_INACTIVE' }

/** Ids of so many technicians stand in a reason; `techs` counts them all. */
const MOST_IDS = 50

export async function unassignedOf(answer: Answer): Promise<Unassigned[]> {
  const byVisit = answer.solved.unserved.toSorted((a, b) => a.visit - b.visit)
  const pace = createPace()
  const unassigned: Unassigned[] = []
  for (const unserved of byVisit) {
    const { unservedCents } = entry(answer.model.visits, unserved.visit, 'visit')
    const reasons = blockingReasons(answer, unserved)
    unassigned.push({ ticketId: answer.ticketOf(unserved.visit).id, cost: unservedCents, reasons })
    await pace()
  }
  return unassigned
}

function blockingReasons(answer: Answer, { blockers }: UnservedVisit): Reason[] {
  const groups = new Map<string, { techIds: string[]; findings: Finding[] }>()
  for (const { tech, blockers: ofTech } of blockers) {
    const { id, active = true } = answer.techOf(tech)
    // Somebody who is not at work has no shifts either; that is a consequence, not a cause.
    for (const finding of active ? ofTech : [{ code: 'TECH_INACTIVE' } as const]) {
      const key = groupOf(finding)
      const group = groups.get(key) ?? { techIds: [], findings: [] }
      groups.set(key, group)
      group.techIds.push(id)
      group.findings.push(finding)
    }
  }
  if (groups.size === 0) return [reasonOf('NO_SHIFT_IN_WINDOW', { techs: 0, techIds: [] })]
  return [...groups.values()]
    .toSorted((a, b) => b.techIds.length - a.techIds.length)
    .map(({ techIds, findings }) =>
      groupReason(findings, { techs: techIds.length, techIds: techIds.slice(0, MOST_IDS) }),
    )
}

/** One group for each cause; a skill or a unit of load is a cause of its own. */
function groupOf(finding: Finding): string {
  if ('skill' in finding) return `${finding.code} ${finding.skill}`
  if ('unit' in finding) return `${finding.code} ${finding.unit}`
  return finding.code
}

/** All findings of a group share their code; their numbers come down to the nearest miss. */
function groupReason(findings: readonly Finding[], about: { techs: number; techIds: string[] }): Reason {
  const [first] = findings
  const all = <Code extends Finding['code']>(code: Code) =>
    findings.filter((finding): finding is Extract<Finding, { code: Code }> => finding.code === code)
  if (!first) return reasonOf('NO_GAP', about)
  switch (first.code) {
    case 'SKILL_MISSING':
      return reasonOf('SKILL_MISSING', { ...about, skill: first.skill })
    case 'SKILL_LEVEL_LOW': {
      const highest = Math.max(...all('SKILL_LEVEL_LOW').map(({ held }) => held))
      return reasonOf('SKILL_LEVEL_LOW', { ...about, skill: first.skill, needed: first.needed, highest })
    }
    case 'LOAD_TOO_LARGE': {
      const largest = Math.max(...all('LOAD_TOO_LARGE').map(({ capacity }) => capacity))
      return reasonOf('LOAD_TOO_LARGE', { ...about, unit: first.unit, needed: first.needed, largest })
    }
    case 'UNREACHABLE_IN_WINDOW': {
      const seconds = Math.min(...all('UNREACHABLE_IN_WINDOW').map(({ lateBySeconds }) => lateBySeconds))
      return reasonOf('UNREACHABLE_IN_WINDOW', { ...about, leastMinutes: Math.ceil(seconds / 60) })
    }
    case 'JOB_LONGER_THAN_SHIFT': {
      const seconds = Math.min(...all('JOB_LONGER_THAN_SHIFT').map(({ overBySeconds }) => overBySeconds))
      return reasonOf('JOB_LONGER_THAN_SHIFT', { ...about, leastMinutes: Math.ceil(seconds / 60) })
    }
    case 'NOT_WORTH_IT': {
      const leastCents = Math.min(...all('NOT_WORTH_IT').map(({ cents }) => cents))
      return reasonOf('NOT_WORTH_IT', { ...about, leastCents })
    }
    default:
      return reasonOf(first.code, about)
  }
}
