// The sentence of a counterfactual: one change in its own words, several as one reason, because none of them is enough alone.
import type { Change } from '../../contracts/explanation.ts'
import type { Reason } from '../../contracts/reason.ts'
import { durationSeconds } from '../../contracts/scalars.ts'
import type { ReasonOf } from './reason-of.ts'
import type { Together } from './reason-params.ts'

export function unlockReason(changes: readonly Change[], reasonOf: ReasonOf): Reason {
  const [change, ...others] = changes
  if (change === undefined) throw new RangeError('A counterfactual without a change unlocks nothing.')
  return others.length === 0 ? alone(change, reasonOf) : reasonOf('UNLOCK_TOGETHER', together(changes))
}

function alone(change: Change, reasonOf: ReasonOf): Reason {
  switch (change.kind) {
    case 'SKILL':
      return reasonOf('UNLOCK_SKILL', { skill: change.skill, level: change.level })
    case 'MOVE':
      return reasonOf('UNLOCK_MOVE', { ticketId: change.ticketId })
    case 'OTHER_DAY':
      return reasonOf('UNLOCK_OTHER_DAY', { day: change.day })
    case 'AREA':
      return reasonOf('UNLOCK_AREA', { area: change.area })
    case 'LOAD':
      return reasonOf('UNLOCK_LOAD', { unit: change.unit, amount: change.amount })
    case 'MAX_VISITS':
      return reasonOf('UNLOCK_MAX_VISITS', { count: change.count })
    default:
      return reasonOf(`UNLOCK_${change.kind}`, { minutes: minutesIn(change.by) })
  }
}

function together(changes: readonly Change[]): Together {
  const of = <Kind extends Change['kind']>(kind: Kind) =>
    changes.filter((change): change is Extract<Change, { kind: Kind }> => change.kind === kind)
  const minutes = (kind: Extract<Change, { by: string }>['kind']) => of(kind).map(({ by }) => minutesIn(by))
  return {
    ...named('windowLaterMinutes', minutes('WINDOW_LATER')),
    ...named('windowEarlierMinutes', minutes('WINDOW_EARLIER')),
    ...named('shiftEndMinutes', minutes('SHIFT_END')),
    ...named('shiftStartMinutes', minutes('SHIFT_START')),
    ...named('durationMinutes', minutes('DURATION')),
    ...named('overtimeMinutes', minutes('OVERTIME')),
    ...named(
      'otherDay',
      of('OTHER_DAY').map(({ day }) => day),
    ),
    ...named(
      'maxVisits',
      of('MAX_VISITS').map(({ count }) => count),
    ),
    ...listed({
      skills: of('SKILL').map(({ skill }) => skill),
      levels: of('SKILL').map(({ level }) => String(level)),
      ticketIds: of('MOVE').map(({ ticketId }) => ticketId),
      areas: of('AREA').map(({ area }) => area),
      units: of('LOAD').map(({ unit }) => unit),
      amounts: of('LOAD').map(({ amount }) => String(amount)),
    }),
  }
}

/** Of a kind that can only be meant once, the first. */
const named = <Name extends keyof Together>(name: Name, [value]: readonly NonNullable<Together[Name]>[]) =>
  value === undefined ? {} : { [name]: value }

const listed = (lists: Readonly<Record<string, readonly string[]>>) =>
  Object.fromEntries(Object.entries(lists).filter(([, items]) => items.length > 0))

/** Rounded up, so that what is told is enough. */
const minutesIn = (duration: string) => Math.ceil(durationSeconds(duration) / 60)
