// VeRoLog text: lines `KEY = value`; a key that counts rows has them below it.
import { UnreadableInstanceError } from '../instance.ts'
import { AMOUNT, type Bounds, bounded, COORDINATE, clip, type Line, linesOf, numbersOf } from '../text.ts'
import type { VerologInstance, VerologRequest, VerologTechnician } from './instance.ts'

const KEY = /^([A-Z_]+)\s*=\s*(.*)$/
const MONEY = AMOUNT
const DISTANCE: Bounds = { min: 0, max: 10_000_000, whole: true }
const COUNT: Bounds = { min: 1, max: 100_000, whole: true }

export const isVerolog = (text: string): boolean => /^\s*TRUCK_MAX_DISTANCE\s*=/m.test(text)

interface Entry {
  readonly value: string
  readonly line: number
  readonly rows: Line[]
}
type Entries = ReadonlyMap<string, Entry>

export function readVerolog(text: string, name: string): VerologInstance {
  const entries = entriesOf(linesOf(text))
  const number = (key: string, bounds: Bounds) => numberIn(entries, key, bounds)
  const vehicle = (kind: 'TRUCK' | 'TECHNICIAN') => ({
    distanceCost: number(`${kind}_DISTANCE_COST`, MONEY),
    dayCost: number(`${kind}_DAY_COST`, MONEY),
    cost: number(`${kind}_COST`, MONEY),
  })
  const days = number('DAYS', { ...COUNT, max: 10_000 })
  const machines = rowsIn(entries, 'MACHINES', 2).map(({ numbers: [size, idleCost], line }) => ({
    size: bounded('the size', size, AMOUNT, line),
    idleCost: bounded('the price of a day idle', idleCost, MONEY, line),
  }))
  const locations = rowsIn(entries, 'LOCATIONS', 2).map(({ numbers: [x, y], line }) => ({
    x: bounded('x', x, COORDINATE, line),
    y: bounded('y', y, COORDINATE, line),
  }))
  return {
    name,
    title: entries.get('NAME')?.value ?? name,
    days,
    truck: {
      ...vehicle('TRUCK'),
      capacity: number('TRUCK_CAPACITY', AMOUNT),
      longest: number('TRUCK_MAX_DISTANCE', DISTANCE),
    },
    technician: vehicle('TECHNICIAN'),
    machines,
    locations,
    requests: rowsIn(entries, 'REQUESTS', 5).map((row) => readRequest(row, days, locations.length, machines.length)),
    technicians: rowsIn(entries, 'TECHNICIANS', 3 + machines.length).map((row) =>
      readTechnician(row, locations.length),
    ),
  }
}

interface Row {
  readonly numbers: readonly number[]
  readonly line: number
}

function readRequest({ numbers, line }: Row, days: number, locations: number, machines: number): VerologRequest {
  const [location, from, to, machine, quantity] = numbers
  const first = bounded('the first day', from, { min: 1, max: days, whole: true }, line)
  return {
    location: bounded('the location', location, { min: 1, max: locations, whole: true }, line),
    first,
    last: bounded('the last day', to, { min: first, max: days, whole: true }, line),
    machine: bounded('the machine', machine, { min: 1, max: machines, whole: true }, line),
    quantity: bounded('the quantity', quantity, { ...AMOUNT, max: 1_000_000 }, line),
  }
}

function readTechnician({ numbers, line }: Row, locations: number): VerologTechnician {
  const [home, longest, most, ...flags] = numbers
  return {
    home: bounded('the home', home, { min: 1, max: locations, whole: true }, line),
    longest: bounded('the longest distance', longest, DISTANCE, line),
    mostInstallations: bounded('the most installations', most, AMOUNT, line),
    machines: flags.flatMap((flag, index) => (flag === 1 ? [index + 1] : [])),
  }
}

function entriesOf(lines: readonly Line[]): Entries {
  const entries = new Map<string, Entry>()
  let rows: Line[] | undefined
  for (const line of lines) {
    const [, key, value] = KEY.exec(line.text) ?? []
    if (key !== undefined && value !== undefined) {
      if (entries.has(key)) throw new UnreadableInstanceError(`${clip(key)} stands there twice`, line.number)
      rows = []
      entries.set(key, { value, line: line.number, rows })
    } else if (rows) rows.push(line)
    else throw new UnreadableInstanceError(`"${clip(line.text)}" is below no key`, line.number)
  }
  return entries
}

function entryIn(entries: Entries, key: string): Entry {
  const entry = entries.get(key)
  if (!entry) throw new UnreadableInstanceError(`${key} is missing. Maybe the file is cut off.`)
  return entry
}

function numberIn(entries: Entries, key: string, bounds: Bounds): number {
  const { value, line } = entryIn(entries, key)
  const numbers = value === '' ? [] : numbersOf({ number: line, text: value })
  if (numbers.length !== 1) throw new UnreadableInstanceError(`${key} takes one number`, line)
  return bounded(key, numbers[0], bounds, line)
}

/** Numbered from 1, told without the number. */
function rowsIn(entries: Entries, key: string, columns: number): Row[] {
  const { rows, line } = entryIn(entries, key)
  const count = numberIn(entries, key, COUNT)
  if (rows.length !== count)
    throw new UnreadableInstanceError(`${key} has ${rows.length} rows, not ${count}`, rows.at(-1)?.number ?? line)
  return rows.map((row, index) => {
    const [number, ...numbers] = numbersOf(row)
    if (number !== index + 1)
      throw new UnreadableInstanceError(`row ${index + 1} of ${key} expected, not ${number}`, row.number)
    if (numbers.length !== columns)
      throw new UnreadableInstanceError(`${columns + 1} numbers expected, not ${numbers.length + 1}`, row.number)
    return { numbers, line: row.number }
  })
}
