// VRPLIB text: the capacitated problem, with or without time windows, on a plane or on a matrix that may be asymmetric.
// A header or section that we do not know may change the problem, so it is refused by its name and never skipped.
import { type Distances, type Instance, type InstanceNode, UnreadableInstanceError } from './instance.ts'
import { AMOUNT, type Bounds, bounded, COORDINATE, clip, lastMoment, numbersOf, TIME } from './text.ts'
import { type Header, type Section, splitSections, type VrplibFile } from './vrplib-sections.ts'

const HEADERS = new Set([
  ...['NAME', 'COMMENT', 'TYPE', 'DIMENSION', 'CAPACITY', 'VEHICLES', 'SERVICE_TIME'],
  ...['EDGE_WEIGHT_TYPE', 'EDGE_WEIGHT_FORMAT', 'NODE_COORD_TYPE', 'DISPLAY_DATA_TYPE'],
])
const SECTIONS = new Set([
  ...['NODE_COORD_SECTION', 'EDGE_WEIGHT_SECTION', 'DISPLAY_DATA_SECTION', 'DEPOT_SECTION'],
  ...['DEMAND_SECTION', 'TIME_WINDOW_SECTION', 'SERVICE_TIME_SECTION'],
])
/** Capacitated or not, asymmetric or not, with time windows or not: what matters of it is in the sections. */
const TYPE = /^A?C?VRP(TW)?$/i
/** A matrix of it takes 1.6 GB. */
const MAX_DIMENSION = 20_001

export const isVrplib = (text: string): boolean => /^\s*DIMENSION\s*:/im.test(text)

export function readVrplib(text: string, name: string): Instance {
  const file = splitSections(text)
  refuseUnknown(file)
  const size = numberIn(file, 'DIMENSION', { min: 2, max: MAX_DIMENSION, whole: true })
  refuseOtherDepots(file)
  const explicit = headerIn(file, 'EDGE_WEIGHT_TYPE').value === 'EXPLICIT'
  // A matrix is taken as it is, so the times beside it have no place for fractions either.
  const nodes = readNodes(file, size, { ...TIME, whole: explicit })
  const vehicles = { min: 1, max: AMOUNT.max, whole: true }
  return {
    name,
    vehicles: file.headers.has('VEHICLES') ? numberIn(file, 'VEHICLES', vehicles) : size - 1,
    capacity: numberIn(file, 'CAPACITY', AMOUNT),
    nodes,
    // Last, so that a matrix is laid out only for nodes that are there.
    distances: readDistances(file, size),
  }
}

function refuseUnknown({ headers, sections }: VrplibFile): void {
  for (const [name, { line }] of headers)
    if (!HEADERS.has(name)) throw new UnreadableInstanceError(`header ${clip(name)} is not supported`, line)
  for (const [name, { line }] of sections)
    if (!SECTIONS.has(name)) throw new UnreadableInstanceError(`${clip(name)} is not supported`, line)
  const type = headers.get('TYPE')
  if (type && !TYPE.test(type.value))
    throw new UnreadableInstanceError(`TYPE ${clip(type.value)} is not supported`, type.line)
}

/** Customers are numbered in file order behind the depot, so the depot has to be the first node. */
function refuseOtherDepots({ sections }: VrplibFile): void {
  const section = sections.get('DEPOT_SECTION')
  if (!section) return
  const depots = section.rows.flatMap(numbersOf).filter((node) => node !== -1)
  if (depots.length !== 1 || depots[0] !== 1)
    throw new UnreadableInstanceError(`one depot, node 1, is supported, not ${clip(depots.join(' '))}`, section.line)
}

function readNodes(file: VrplibFile, size: number, time: Bounds): InstanceNode[] {
  const demands = perNode(file, 'DEMAND_SECTION', size, 1)
  const windows = file.sections.has('TIME_WINDOW_SECTION') ? perNode(file, 'TIME_WINDOW_SECTION', size, 2) : undefined
  const services = file.sections.has('SERVICE_TIME_SECTION')
    ? perNode(file, 'SERVICE_TIME_SECTION', size, 1)
    : undefined
  const service = file.headers.has('SERVICE_TIME') ? numberIn(file, 'SERVICE_TIME', time) : 0
  return demands.map(({ numbers: [demand], line }, node) => {
    const window = windows?.[node]
    const own = services?.[node]
    const opens = window ? bounded('the start of the time window', window.numbers[0], time, window.line) : 0
    return {
      demand: bounded('the demand', demand, AMOUNT, line),
      opens,
      closes: window ? lastMoment(window.numbers[1], opens, window.line) : Number.POSITIVE_INFINITY,
      service: own ? bounded('the service time', own.numbers[0], time, own.line) : node === 0 ? 0 : service,
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

interface NodeRow {
  readonly numbers: readonly number[]
  readonly line: number
}

/** One row a node in the order of their numbers, without the number. */
function perNode(file: VrplibFile, name: string, size: number, columns: number): NodeRow[] {
  const section = sectionIn(file, name)
  if (section.rows.length !== size)
    throw new UnreadableInstanceError(`${name} has ${section.rows.length} rows for ${size} nodes`, section.line)
  return section.rows.map((row, index) => {
    const [node, ...numbers] = numbersOf(row)
    if (node !== index + 1) throw new UnreadableInstanceError(`node ${index + 1} expected, not ${node}`, row.number)
    if (numbers.length !== columns)
      throw new UnreadableInstanceError(`${columns + 1} numbers expected, not ${numbers.length + 1}`, row.number)
    return { numbers, line: row.number }
  })
}

function sectionIn({ sections }: VrplibFile, name: string): Section {
  const section = sections.get(name)
  if (!section) throw new UnreadableInstanceError(`${name} is missing. Maybe the file is cut off.`)
  return section
}

function headerIn({ headers }: VrplibFile, name: string): Header {
  const header = headers.get(name)
  if (!header) throw new UnreadableInstanceError(`header ${name} is missing`)
  return header
}

function numberIn(file: VrplibFile, name: string, bounds: Bounds): number {
  const { value, line } = headerIn(file, name)
  const numbers = numbersOf({ number: line, text: value })
  if (numbers.length !== 1) throw new UnreadableInstanceError(`${name} takes one number`, line)
  return bounded(name, numbers[0], bounds, line)
}
