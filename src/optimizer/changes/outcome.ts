// What came of changes once everybody had been seated again, and the input that tells it: whoever replays both gets the
// plan as it stood, without asking the solver. Pure.
import type { Area } from '../../contracts/area.ts'
import type { Change } from '../../contracts/change.ts'
import type { Assignment } from '../live/wire.ts'
import { areasNamed } from './areas-named.ts'
import { changed, type Stretch, stretched, windowPromised } from './changed.ts'
import { mustBeWhole } from './faults.ts'
import type { Input } from './input.ts'
import { ChangeRefusedError } from './refused.ts'

type OfEntry = Pick<Assignment, 'ticketId' | 'techId'>

export interface Outcome {
  /** Entries that could not stand any more. */
  readonly lost: readonly OfEntry[]
  /** When work begins now, where it is another second than the plan said. */
  readonly starts: readonly (OfEntry & Pick<Assignment, 'start'>)[]
  /** Shifts that end with the work that is under way. */
  readonly stretched?: readonly Stretch[]
}

/**
 * One after the other. `lent`: areas that join a plan which has a list of them as soon as a change names them. Throws
 * ChangeRefusedError, whose pointers begin with `list` and the number of the change.
 */
export function allChanged(input: Input, changes: readonly Change[], list: string, lent: readonly Area[] = []): Input {
  let next = input
  for (const [index, change] of changes.entries())
    try {
      next = withAreas(changed(next, change), change, lent)
      mustBeWhole(next, change)
    } catch (error) {
      if (!(error instanceof ChangeRefusedError)) throw error
      throw new ChangeRefusedError(error.issues.map((issue) => ({ ...issue, path: `${list}/${index}${issue.path}` })))
    }
  return next
}

function withAreas(input: Input, change: Change, lent: readonly Area[]): Input {
  const { areas } = input
  if (areas === undefined || lent.length === 0) return input
  const [listed, named] = [new Set(areas.map(({ id }) => id)), new Set(areasNamed([change]))]
  const joining = lent.filter(({ id }) => named.has(id) && !listed.has(id))
  return joining.length > 0 ? { ...input, areas: [...areas, ...joining] } : input
}

export function settled(input: Input, { lost, starts, stretched: stretches = [] }: Outcome): Input {
  const whole = stretches.reduce(stretched, input)
  const isLost = new Set(lost.map(keyOf))
  const now = new Map(starts.map((one) => [keyOf(one), one.start]))
  if (isLost.size === 0 && now.size === 0) return whole
  const plan = (whole.plan ?? []).flatMap((one): Assignment[] => {
    if (isLost.has(keyOf(one))) return []
    const start = now.get(keyOf(one))
    return [start === undefined ? one : startingAt(one, start)]
  })
  return { ...whole, plan }
}

/** What was promised stays what it was. */
function startingAt(one: Assignment, start: string): Assignment {
  const promised = windowPromised(one)
  return { ...one, start, ...(promised && { promised }) }
}

export const keyOf = ({ ticketId, techId }: OfEntry): string => JSON.stringify([ticketId, techId])
