// The bench's own judge of TRSP: routes against the file's numbers, in double precision. The cost is the time that all
// technicians spend from setting out, as late as possible, to being back. Shares no code with the model.
import { type Verdict, withoutTail } from '../challenge.ts'
import type { TrspInstance, TrspNode } from './instance.ts'

/** By technician, in numbers of the file; 0 is the depot. */
export type TrspRoutes = readonly (readonly number[])[]

/** Room for what adding fractions leaves. */
const HAIR = 1e-6

export function judgeTrsp(instance: TrspInstance, routes: TrspRoutes): Verdict {
  const { technicians, requests } = instance
  const faults: string[] = []
  const visits = new Map<number, number>()
  let total = 0
  for (const [index, route] of routes.entries()) {
    const technician = technicians[index]
    if (route.length === 0) continue
    const tell = (fault: string) => faults.push(`technician ${index + 1}: ${fault}`)
    const strangers = route.filter((stop) => stop !== 0 && !requestOf(instance, stop))
    if (!technician || strangers.length > 0) {
      tell(technician ? `no request ${strangers.join(', ')}` : 'nobody of that number')
      continue
    }
    for (const stop of route) if (stop !== 0) visits.set(stop, (visits.get(stop) ?? 0) + 1)
    tellWhatIsMissing(instance, technician, route, tell)
    total += workingTime(instance, technician, route, tell)
  }
  for (const [index] of requests.entries()) {
    const request = technicians.length + 1 + index
    const times = visits.get(request) ?? 0
    if (times !== 1) faults.push(`request ${request} served ${times} times`)
  }
  return { cost: withoutTail(total), faults }
}

const requestOf = ({ technicians, requests }: TrspInstance, number: number): TrspNode | undefined =>
  requests[number - technicians.length - 1]

/** Skills bind all day, tools and parts until the depot was passed. */
function tellWhatIsMissing(
  instance: TrspInstance,
  technician: TrspNode,
  route: readonly number[],
  tell: (fault: string) => void,
): void {
  const passes = route.filter((stop) => stop === 0).length
  if (passes > 1) tell(`passes the depot ${passes} times`)
  const left = [...technician.parts]
  let isStocked = false
  for (const stop of route) {
    if (stop === 0) isStocked = true
    const request = requestOf(instance, stop)
    if (!request) continue
    if (!request.skills.every((skill) => technician.skills.includes(skill))) tell(`lacks a skill for ${stop}`)
    if (isStocked) continue
    if (!request.tools.every((tool) => technician.tools.includes(tool))) tell(`lacks a tool for ${stop}`)
    for (const [part, amount] of request.parts.entries()) {
      left[part] = (left[part] ?? 0) - amount
      if (amount > 0 && left[part] < 0) tell(`lacks a part for ${stop}`)
    }
  }
}

function workingTime(
  instance: TrspInstance,
  home: TrspNode,
  route: readonly number[],
  tell: (fault: string) => void,
): number {
  let at: TrspNode = home
  let clock = home.opens
  // Whoever would wait sets out later instead, by so much at most.
  let slack = home.closes - home.opens
  let total = 0
  for (const stop of [...route, undefined]) {
    const next = stop === undefined ? home : stop === 0 ? instance.depot : requestOf(instance, stop)
    if (!next) break
    const step = (at === home ? 0 : at.service) + Math.sqrt((at.x - next.x) ** 2 + (at.y - next.y) ** 2)
    const wait = Math.max(0, next.opens - (clock + step))
    const spared = Math.min(wait, slack)
    total += step + wait - spared
    clock += step + wait
    if (clock > next.closes + HAIR)
      tell(`${stop === undefined ? 'home' : `at ${stop}`} ${clock - next.closes} too late`)
    slack = Math.max(0, Math.min(slack - spared, next.closes - clock))
    at = next
  }
  return total
}
