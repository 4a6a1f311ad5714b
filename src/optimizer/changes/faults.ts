// What is wrong with an input once a change was made to it: it must be one that could be put. Told where the change says it.
import type { Change } from '../../contracts/change.ts'
import type { Issue } from '../../contracts/problem-details.ts'
import { pointer } from '../../contracts/problem-details.ts'
import { referenceFaults } from '../../contracts/references.ts'
import { DEFAULT_PROFILE, travelFaults } from '../../travel/travel.ts'
import type { Input } from './input.ts'
import { ChangeRefusedError } from './refused.ts'

const MOST_TICKETS = 20_000
const MOST_TECHS = 1000

/** Throws ChangeRefusedError. Only what brings new words into the plan is looked at. */
export function mustBeWhole(input: Input, change: Change): void {
  if (!('ticket' in change || 'tech' in change)) return
  const { tickets, techs, travel } = input
  const issues: Issue[] = []
  const say = (path: string, code: string, message: string) => issues.push({ path, code, message })
  if (tickets.length > MOST_TICKETS) say('/ticket', 'TOO_LARGE', `is one ticket more than ${MOST_TICKETS}`)
  if (techs.length > MOST_TECHS) say('/tech', 'TOO_LARGE', `is one technician more than ${MOST_TECHS}`)
  const profiles = techs.map(({ profile }) => profile ?? DEFAULT_PROFILE)
  for (const { path, code, message } of [...referenceFaults(input), ...travelFaults(travel, profiles)]) {
    const [list, , ...rest] = path
    const isOwn = (list === 'tickets' && 'ticket' in change) || (list === 'techs' && 'tech' in change)
    say(isOwn ? pointer([list === 'tickets' ? 'ticket' : 'tech', ...rest]) : pointer(path), code, message)
  }
  if (issues.length > 0) throw new ChangeRefusedError(issues)
}
