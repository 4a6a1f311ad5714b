// Whether a job fits this machine, before anything of it is laid out: what its tables take, and what to do with one that is
// too large. A bound from below, so that nothing is refused that could be done.
import { totalmem } from 'node:os'
import type { OptimizationInput } from '../../contracts/optimization.ts'
import { placeKey } from '../../contracts/references.ts'
import { DEFAULT_PROFILE } from '../../travel/travel.ts'

/** The job takes more memory than there is. */
export class JobTooLargeError extends Error {
  override readonly name = 'JobTooLargeError'
  constructor({ places, profiles, bytes }: JobSize, most: number) {
    super(
      `${places} places with ${profiles} travel profiles take ${inMegabytes(bytes)} MB of travel tables; this machine has room for ` +
        `${inMegabytes(most)} MB. Maybe plan it in parts (by day, by travel profile, or by ground: POST /v1/areas/regions gathers the ` +
        `tickets into ${partsOf(bytes, most)} regions or more, each with the technicians near it), or hand it to a worker on a larger ` +
        'machine (TEMPORAL_ADDRESS).',
    )
  }
}

/** A table of half as many places takes a quarter. */
const partsOf = (bytes: number, most: number): number => Math.ceil(Math.sqrt(bytes / most))

export interface JobSize {
  readonly places: number
  readonly profiles: number
  readonly bytes: number
}

const BYTES_PER_FIGURE = 8 // seconds and metres
/** Of what there is: the rest is for the search, the database and everybody else. */
const SHARE = 0.4

export function jobSize({ tickets, techs, depots = [] }: OptimizationInput): JobSize {
  const places = new Set<string>()
  for (const { location } of [...tickets, ...depots]) places.add(placeKey(location))
  for (const { start, end = start, shifts = [] } of techs) {
    for (const place of [start, end]) places.add(placeKey(place))
    for (const { from, to } of shifts) for (const place of [from, to]) if (place) places.add(placeKey(place))
  }
  const profiles = new Set(techs.map(({ profile }) => profile ?? DEFAULT_PROFILE)).size
  return { places: places.size, profiles, bytes: places.size ** 2 * profiles * BYTES_PER_FIGURE }
}

/** Throws JobTooLargeError. */
export function mustFit(input: OptimizationInput, memoryBytes = availableBytes()): void {
  const size = jobSize(input)
  const most = memoryBytes * SHARE
  if (size.bytes > most) throw new JobTooLargeError(size, most)
}

/** Of the container, where there is one. */
function availableBytes(): number {
  const constrained = process.constrainedMemory()
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem()
}

const inMegabytes = (bytes: number): number => Math.round(bytes / 2 ** 20)
