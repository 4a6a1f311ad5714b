// Solomon's text format (1987), used by Gehring and Homberger too: one vehicle line, then one line a customer.
// Nothing in it says how many customers there are, so a file cut between two lines cannot be told from a smaller one.
import { type Instance, type InstanceNode, type Point, UnreadableInstanceError } from './instance.ts'
import { AMOUNT, bounded, COORDINATE, clip, type Line, lastMoment, linesOf, numbersOf, TIME } from './text.ts'

const HEADINGS = [
  { at: 1, heading: 'VEHICLE', pattern: /^VEHICLE$/i },
  { at: 2, heading: 'NUMBER CAPACITY', pattern: /^NUMBER\s+CAPACITY$/i },
  { at: 4, heading: 'CUSTOMER', pattern: /^CUSTOMER$/i },
  { at: 5, heading: 'CUST NO. …', pattern: /^CUST\b/i },
] as const
const FLEET_LINE = 3
const FIRST_NODE_LINE = 6

export const isSolomon = (text: string): boolean => /^\s*VEHICLE\s*$/im.test(text) && /^\s*CUSTOMER\s*$/im.test(text)

export function readSolomon(text: string, name: string): Instance {
  const lines = linesOf(text)
  for (const { at, heading, pattern } of HEADINGS) {
    const line = lines[at]
    if (!line) throw new UnreadableInstanceError(`${heading} is missing. Maybe the file is cut off.`)
    if (!pattern.test(line.text))
      throw new UnreadableInstanceError(`${heading} expected, not "${clip(line.text)}"`, line.number)
  }
  const fleet = row(lines[FLEET_LINE], ['the number of vehicles', 'the capacity'])
  const rows = lines.slice(FIRST_NODE_LINE).map(readRow)
  if (rows.length < 2)
    throw new UnreadableInstanceError('a depot and a customer are expected. Maybe the file is cut off.')
  return {
    name,
    vehicles: bounded('the number of vehicles', fleet.numbers[0], { ...AMOUNT, min: 1 }, fleet.line),
    capacity: bounded('the capacity', fleet.numbers[1], AMOUNT, fleet.line),
    nodes: rows.map(({ node }) => node),
    distances: { kind: 'euclidean', points: rows.map(({ point }) => point) },
  }
}

const COLUMNS = ['the customer number', 'x', 'y', 'the demand', 'the ready time', 'the due date', 'the service time']

function readRow(line: Line, index: number): { node: InstanceNode; point: Point } {
  const { numbers } = row(line, COLUMNS)
  const [id, x, y, demand, ready, due, service] = numbers
  if (id !== index) throw new UnreadableInstanceError(`customer ${index} expected, not ${id}`, line.number)
  const opens = bounded('the ready time', ready, TIME, line.number)
  return {
    node: {
      demand: bounded('the demand', demand, AMOUNT, line.number),
      opens,
      closes: lastMoment(due, opens, line.number),
      service: bounded('the service time', service, TIME, line.number),
    },
    point: { x: bounded('x', x, COORDINATE, line.number), y: bounded('y', y, COORDINATE, line.number) },
  }
}

function row(line: Line | undefined, columns: readonly string[]): { numbers: number[]; line: number } {
  if (!line) throw new UnreadableInstanceError(`${columns[0]} is missing. Maybe the file is cut off.`)
  const numbers = numbersOf(line)
  if (numbers.length !== columns.length)
    throw new UnreadableInstanceError(`${columns.length} numbers expected, not ${numbers.length}`, line.number)
  return { numbers, line: line.number }
}
