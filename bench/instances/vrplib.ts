// VRPLIB text: the capacitated problem, with or without time windows, on a plane or on a matrix that may be asymmetric;
// with several depots, vehicles that differ, prizes and release times as PyVRP's dialect has them. A header or section that we
// do not know may change the problem, so it is refused by its name and never skipped.
import { type Distances, type Instance, type InstanceNode, UnreadableInstanceError } from './instance.ts'
import { AMOUNT, type Bounds, bounded, COORDINATE, clip, lastMoment, numbersOf, TIME } from './text.ts'
import { FLEET_HEADERS, FLEET_SECTIONS, readFleet } from './vrplib-fleet.ts'
import { headerIn, type NumberedRow, numberIn, rowsOf, sectionIn } from './vrplib-rows.ts'
import { type Section, splitSections, type VrplibFile } from './vrplib-sections.ts'

const HEADERS = new Set([
  ...['NAME', 'COMMENT', 'TYPE', 'DIMENSION', 'CAPACITY', 'VEHICLES', 'SERVICE_TIME'],
  ...['EDGE_WEIGHT_TYPE', 'EDGE_WEIGHT_FORMAT', 'NODE_COORD_TYPE', 'DISPLAY_DATA_TYPE'],
  ...FLEET_HEADERS,
])
const SECTIONS = new Set([
  ...['NODE_COORD_SECTION', 'EDGE_WEIGHT_SECTION', 'DISPLAY_DATA_SECTION', 'DEPOT_SECTION'],
  ...['DEMAND_SECTION', 'TIME_WINDOW_SECTION', 'SERVICE_TIME_SECTION', 'PRIZE_SECTION', 'RELEASE_TIME_SECTION'],
  ...FLEET_SECTIONS,
])
/** Capacitated or not, asymmetric or not, with time windows or not, and so on: what matters of it is in the sections. */
const TYPE = /^(A?C?VRP(TW)?|(MD|SD|PC)VRP(TW)?|MTVRPTWR)$/i
/** What the type promises; without it the file is cut off, and another problem. */
const SECTIONS_OF_TYPE: Readonly<Record<string, readonly string[]>> = {
  MD: ['VEHICLES_DEPOT_SECTION', 'DEPOT_SECTION'],
  SD: ['VEHICLES_ALLOWED_CLIENTS_SECTION'],
  PC: ['PRIZE_SECTION'],
  MT: ['RELEASE_TIME_SECTION', 'VEHICLES_RELOAD_DEPOT_SECTION'],
}
/** A matrix of it takes 1.6 GB. */
const MAX_DIMENSION = 20_001

export const isVrplib = (text: string): boolean => /^\s*DIMENSION\s*:/im.test(text)

export function readVrplib(text: string, name: string): Instance {
  const file = splitSections(text)
  refuseUnknown(file)
  const size = numberIn(file, 'DIMENSION', { min: 2, max: MAX_DIMENSION, whole: true })
  const depotCount = readDepotCount(file, size)
  const explicit = headerIn(file, 'EDGE_WEIGHT_TYPE').value === 'EXPLICIT'
  // A matrix is taken as it is, so the times beside it have no place for fractions either.
  const nodes = readNodes(file, { size, depotCount, time: { ...TIME, whole: explicit } })
  const most = { min: 1, max: AMOUNT.max, whole: true }
  const vehicles = file.headers.has('VEHICLES') ? numberIn(file, 'VEHICLES', most) : size - depotCount
  const fleet = readFleet(file, { nodeCount: size, depotCount, vehicles })
  return {
    name,
    vehicles,
    capacity: fleet ? Math.max(...fleet.map(({ capacity }) => capacity)) : numberIn(file, 'CAPACITY', AMOUNT),
    ...(depotCount > 1 && { depotCount }),
    ...(fleet && { fleet }),
    nodes,
    // Last, so that a matrix is laid out only for nodes that are there.
    distances: readDistances(file, size),
  }
}

function refuseUnknown(file: VrplibFile): void {
  const { headers, sections } = file
  for (const [name, { line }] of headers)
    if (!HEADERS.has(name)) throw new UnreadableInstanceError(`header ${clip(name)} is not supported`, line)
  for (const [name, { line }] of sections)
    if (!SECTIONS.has(name)) throw new UnreadableInstanceError(`${clip(name)} is not supported`, line)
  const type = headers.get('TYPE')
  if (type && !TYPE.test(type.value))
    throw new UnreadableInstanceError(`TYPE ${clip(type.value)} is not supported`, type.line)
  for (const section of SECTIONS_OF_TYPE[type?.value.slice(0, 2).toUpperCase() ?? ''] ?? []) sectionIn(file, section)
}

/** Customers are numbered in file order behind the depots, so the depots have to be the first nodes. */
function readDepotCount({ sections }: VrplibFile, size: number): number {
  const section = sections.get('DEPOT_SECTION')
  if (!section) return 1
  const depots = section.rows.flatMap(numbersOf).filter((node) => node !== -1)
  const areFirst = depots.length > 0 && depots.every((node, index) => node === index + 1)
  if (areFirst && depots.length < size) return depots.length
  throw new UnreadableInstanceError(
    `depots are supported as the first nodes, not as ${clip(depots.join(' '))}`,
    section.line,
  )
}

interface NodeShape {
  readonly size: number
  readonly depotCount: number
  readonly time: Bounds
}

function readNodes(file: VrplibFile, { size, depotCount, time }: NodeShape): InstanceNode[] {
  const column = (name: string) => (file.sections.has(name) ? perNode(file, name, size, 1) : undefined)
  const demands = perNode(file, 'DEMAND_SECTION', size, 1)
  const windows = file.sections.has('TIME_WINDOW_SECTION') ? perNode(file, 'TIME_WINDOW_SECTION', size, 2) : undefined
  const services = column('SERVICE_TIME_SECTION')
  const prizes = column('PRIZE_SECTION')
  const releases = column('RELEASE_TIME_SECTION')
  const service = file.headers.has('SERVICE_TIME') ? numberIn(file, 'SERVICE_TIME', time) : 0
  return demands.map(({ numbers: [demand], line }, node) => {
    const window = windows?.[node]
    const own = services?.[node]
    const prize = prizes?.[node]
    const release = releases?.[node]
    const isDepot = node < depotCount
    const opens = window ? bounded('the start of the time window', window.numbers[0], time, window.line) : 0
    return {
      demand: bounded('the demand', demand, AMOUNT, line),
      opens,
      closes: window ? lastMoment(window.numbers[1], opens, window.line) : Number.POSITIVE_INFINITY,
      service: own ? bounded('the service time', own.numbers[0], time, own.line) : isDepot ? 0 : service,
      ...(prize && !isDepot && { prize: bounded('the prize', prize.numbers[0], time, prize.line) }),
      ...(release && !isDepot && { release: bounded('the release time', release.numbers[0], time, release.line) }),
    }
  })
}

function readDistances(file: VrplibFile, size: number): Distances {
  const type = headerIn(file, 'EDGE_WEIGHT_TYPE')
  if (type.value === 'EXPLICIT') return { kind: 'explicit', matrix: readMatrix(file, size) }
  if (type.value !== 'EUC_2D')
    throw new UnreadableInstanceError(`EDGE_WEIGHT_TYPE ${clip(type.value)} is not supported`, type.line)
  const points = perNode(file, 'NODE_COORD_SECTION', size, 2).map(({ numbers: [x, y], line }) => ({
    x: bounded('x', x, COORDINATE, line),
    y: bounded('y', y, COORDINATE, line),
  }))
  return { kind: 'euclidean', points }
}

/** Which columns of a row stand in the file; half a matrix is mirrored. Lines may break anywhere. */
const FORMATS: Readonly<Record<string, (row: number, size: number) => readonly [from: number, to: number]>> = {
  FULL_MATRIX: (_row, size) => [0, size],
  LOWER_ROW: (row) => [0, row],
  LOWER_DIAG_ROW: (row) => [0, row + 1],
  UPPER_ROW: (row, size) => [row + 1, size],
  UPPER_DIAG_ROW: (row, size) => [row, size],
}

function readMatrix(file: VrplibFile, size: number): Int32Array {
  const format = headerIn(file, 'EDGE_WEIGHT_FORMAT')
  const columnsOf = Object.hasOwn(FORMATS, format.value) ? FORMATS[format.value] : undefined
  if (!columnsOf)
    throw new UnreadableInstanceError(`EDGE_WEIGHT_FORMAT ${clip(format.value)} is not supported`, format.line)
  const section = sectionIn(file, 'EDGE_WEIGHT_SECTION')
  const weights = weightsIn(section)
  const matrix = new Int32Array(size * size)
  for (let row = 0; row < size; row++) {
    const [from, to] = columnsOf(row, size)
    for (let column = from; column < to; column++) {
      const weight = weights.next()
      if (weight.done)
        throw new UnreadableInstanceError('the matrix is cut off', section.rows.at(-1)?.number ?? section.line)
      matrix[row * size + column] = weight.value
      if (format.value !== 'FULL_MATRIX') matrix[column * size + row] = weight.value
    }
  }
  if (!weights.next().done)
    throw new UnreadableInstanceError(`the matrix has more numbers than ${size} nodes need`, section.line)
  return matrix
}

function* weightsIn(section: Section): Generator<number> {
  for (const line of section.rows)
    for (const weight of numbersOf(line)) yield bounded('the weight', weight, AMOUNT, line.number)
}

const perNode = (file: VrplibFile, name: string, count: number, columns: number): NumberedRow[] =>
  rowsOf(file, name, { what: 'node', count, columns })
