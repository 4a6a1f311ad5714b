// How good the roads behind a proposal are: estimated by choice, estimated for want of an answer, or measured to a road far
// from the place. Knows no texts.
import type { PricedOption } from '../../../workers/client.ts'
import type { Reason } from '../../contracts/reason.ts'
import type { TravelProfile } from '../../contracts/tech.ts'
import { entry, type Telling, visitBefore } from './answer.ts'

/** Whoever parks this far from the door should know. */
const FAR_METRES = 250

export function* roadReasons(
  telling: Telling,
  visit: number,
  option: PricedOption,
  profile: TravelProfile,
): Generator<Reason> {
  const { travel } = telling
  const { source, roads } = travel.meta
  if (source === 'estimate') yield telling.reasonOf('TRAVEL_ESTIMATED', { profile }, '/travel')
  if (source === 'osrm' && isEstimated(telling, visit, option)) {
    const cause = roads?.failure?.code ?? 'ROADS_DOWN'
    yield telling.reasonOf('TRAVEL_DEGRADED', { profile, cause }, '/travel/onFailure')
  }
  yield* placeReasons(telling, visit)
}

/** Also of a ticket that is left out: it may be why. */
export function* placeReasons({ travel, model, reasonOf }: Telling, visit: number): Generator<Reason> {
  const snap = travel.snapOf(entry(model.visits, visit, 'visit').place)
  if (snap === undefined || snap < FAR_METRES) return
  yield reasonOf('PLACE_OFF_ROAD', Number.isFinite(snap) ? { metres: Math.round(snap) } : {})
}

/** The way there, or the way on. */
function isEstimated(telling: Telling, visit: number, option: PricedOption): boolean {
  const { model, sequences, travel } = telling
  const { profile, startPlace, endPlace } = entry(model.routes, option.route, 'route')
  const placeOf = (other: number) => entry(model.visits, other, 'visit').place
  const before = visitBefore(telling, visit, option)
  const others = (sequences[option.route] ?? []).filter((other) => other !== visit)
  const after = others[option.position]
  const place = placeOf(visit)
  return (
    travel.legSource(profile, before === undefined ? startPlace : placeOf(before), place) === 'estimate' ||
    travel.legSource(profile, place, after === undefined ? endPlace : placeOf(after)) === 'estimate'
  )
}
