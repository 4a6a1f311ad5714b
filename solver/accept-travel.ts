// Whether the roads of a model make sense, and no leg is so long or dear that it could not be added up exactly.
// Imports solver/ only.
import { type Model, type RushHours, type TravelTable, UNREACHABLE } from './model.ts'
import { ModelRefusedError, moment, whole } from './refusal.ts'
import { FARTHEST } from './rules/never.ts'

const MOST_LEG_CENTS = UNREACHABLE - 1
const SLOWEST_PERCENT = 10_000

/** The most that a leg can take and cost by the prices of any route that drives it. */
interface Terms {
  perHour: number
  perKm: number
  percent: number
}

export function acceptTravel(model: Model): void {
  const { travel } = model
  for (const [index, list] of (travel.rushHours ?? []).entries()) acceptRushHours(`travel.rushHours[${index}]`, list)
  const terms = dearestTerms(model)
  for (const [index, table] of travel.profiles.entries()) {
    const at = `travel.profiles[${index}]`
    acceptTable(at, table, travel.placeCount)
    acceptLegs(at, table, terms[index]!)
  }
}

function acceptRushHours(at: string, list: RushHours): void {
  for (const [entry, { from, percent }] of list.entries()) {
    moment(`${at}[${entry}].from`, from)
    if (entry > 0 && from <= list[entry - 1]!.from)
      throw new ModelRefusedError(`${at}[${entry}].from`, 'is not after the entry before it')
    whole(`${at}[${entry}].percent`, percent, 1, SLOWEST_PERCENT)
  }
}

function dearestTerms({ travel, routes, prices }: Model): Terms[] {
  const terms = travel.profiles.map((): Terms => ({ perHour: 0, perKm: 0, percent: 100 }))
  for (const { profile, rushHours, centsPerHour, centsPerKm, spanCentsPerHour = 0 } of routes) {
    const own = terms[profile]!
    own.perHour = Math.max(own.perHour, centsPerHour + spanCentsPerHour)
    own.perKm = Math.max(own.perKm, centsPerKm + (prices?.scatterCentsPerKm ?? 0))
    if (rushHours === undefined) continue
    for (const { percent } of travel.rushHours?.[rushHours] ?? []) own.percent = Math.max(own.percent, percent)
  }
  return terms
}

function acceptTable(at: string, { seconds, metres }: TravelTable, placeCount: number): void {
  const cells = placeCount * placeCount
  if (seconds.length !== cells)
    throw new ModelRefusedError(`${at}.seconds`, `has ${seconds.length} cells, not ${cells}`)
  if (metres.length !== cells) throw new ModelRefusedError(`${at}.metres`, `has ${metres.length} cells, not ${cells}`)
}

function acceptLegs(at: string, { seconds, metres }: TravelTable, { perHour, perKm, percent }: Terms): void {
  for (let leg = 0; leg < seconds.length; leg++) {
    const table = seconds[leg] ?? 0
    if (table >= UNREACHABLE) continue
    const time = (table * percent) / 100
    const way = metres[leg] ?? 0
    if (time < 0 || time > FARTHEST) throw new ModelRefusedError(`${at}.seconds[${leg}]`, `is ${table}`)
    if (way < 0) throw new ModelRefusedError(`${at}.metres[${leg}]`, `is ${way}`)
    if ((perHour * time) / 3600 + (perKm * way) / 1000 > MOST_LEG_CENTS)
      throw new ModelRefusedError(`${at}[${leg}]`, 'is too dear a leg for its prices')
  }
}
