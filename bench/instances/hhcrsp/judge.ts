// The bench's own judge of HHCRSP: routes against the file's numbers, in double precision, everybody coming as early as the
// order of the routes and the ties between two services let them. Shares no code with the model.
import { type Verdict, withoutTail } from '../challenge.ts'
import { type Care, caresOf, type HhcrspInstance } from './instance.ts'

/** By member of the staff; empty for who stays at home. */
export type HhcrspRoutes = readonly (readonly Care[])[]

export interface HhcrspVerdict extends Verdict {
  readonly distance: number
  readonly tardiness: number
  readonly worst: number
}

const HAIR = 1e-9

/** `to` begins at least `gap` after `from` has begun, or after midnight. */
interface Tie {
  readonly from: string | undefined
  readonly to: string
  readonly gap: number
}

const keyOf = ({ patient, service }: Care): string => `${patient}/${service}`

export function judgeHhcrsp(instance: HhcrspInstance, routes: HhcrspRoutes): HhcrspVerdict {
  const faults: string[] = []
  const served = servedOn(instance, routes, (fault) => faults.push(fault))
  const starts = earliestStarts(instance, [...tiesAlong(instance, routes), ...tiesBetween(instance)], served)
  if (!starts) faults.push('visits wait for each other')
  const tardiness = [...(starts ?? [])].map(([key, start]) =>
    Math.max(0, start - (instance.patients[Number.parseInt(key, 10) - 1]?.late ?? 0)),
  )
  const distance = routes.reduce((sum, route) => sum + lengthOf(instance, route), 0)
  const total = tardiness.reduce((sum, late) => sum + late, 0)
  const worst = Math.max(0, ...tardiness)
  return { cost: withoutTail((distance + total + worst) / 3), faults, distance, tardiness: total, worst }
}

/** Who serves what: every service once, by somebody who can, and two services by two people. */
function servedOn(instance: HhcrspInstance, routes: HhcrspRoutes, tell: (fault: string) => void): Map<string, number> {
  const by = new Map<string, number>()
  const wanted = new Set(caresOf(instance).map(keyOf))
  for (const [person, route] of routes.entries())
    for (const care of route) {
      const key = keyOf(care)
      if (!wanted.has(key)) tell(`nobody needs ${key}`)
      if (by.has(key)) tell(`${key} is served twice`)
      if (!instance.staff[person]?.services.includes(care.service)) tell(`${person} cannot do ${key}`)
      by.set(key, person)
    }
  for (const key of wanted) if (!by.has(key)) tell(`${key} is not served`)
  for (const [index, { services }] of instance.patients.entries()) {
    const people = services.map((service) => by.get(keyOf({ patient: index + 1, service })))
    if (people.length === 2 && people[0] !== undefined && people[0] === people[1])
      tell(`${people[0]} does both services for patient ${index + 1}`)
  }
  return by
}

const lengthOf = ({ distances }: HhcrspInstance, route: readonly Care[]): number =>
  [...route.map(({ patient }) => patient), 0].reduce(
    ({ at, sum }, next) => ({ at: next, sum: sum + (distances[at]?.[next] ?? 0) }),
    { at: 0, sum: 0 },
  ).sum

const tiesAlong = ({ distances, patients }: HhcrspInstance, routes: HhcrspRoutes): Tie[] =>
  routes.flatMap((route, person) =>
    route.map((care, turn): Tie => {
      const before = route[turn - 1]
      const work = before ? (patients[before.patient - 1]?.durations[person]?.[before.service] ?? 0) : 0
      const way = distances[before?.patient ?? 0]?.[care.patient] ?? 0
      return { from: before && keyOf(before), to: keyOf(care), gap: work + way }
    }),
  )

const tiesBetween = ({ patients }: HhcrspInstance): Tie[] =>
  patients.flatMap(({ services, least, most }, index): Tie[] => {
    const [first, second] = services.map((service) => keyOf({ patient: index + 1, service }))
    if (first === undefined || second === undefined) return []
    return [
      { from: first, to: second, gap: least },
      { from: second, to: first, gap: -most },
    ]
  })

/** Undefined where each waits for the other for ever. */
function earliestStarts(
  { patients }: HhcrspInstance,
  ties: readonly Tie[],
  served: ReadonlyMap<string, number>,
): Map<string, number> | undefined {
  const starts = new Map<string, number>()
  for (const key of served.keys()) starts.set(key, patients[Number.parseInt(key, 10) - 1]?.opens ?? 0)
  // Every round settles at least one more of them, unless they push each other on for ever.
  for (let round = 0; round < served.size + 2; round++) {
    let hasMoved = false
    for (const { from, to, gap } of ties) {
      const since = from === undefined ? 0 : starts.get(from)
      const start = starts.get(to)
      if (since === undefined || start === undefined || since + gap <= start + HAIR) continue
      starts.set(to, since + gap)
      hasMoved = true
    }
    if (!hasMoved) return starts
  }
  return undefined
}
