// The solutions of the published sets, read back into tours: the way that the bench writes them, the other way round.
import type { SetName } from '../../../bench/arguments.ts'
import type { Tour } from '../../../bench/instances/challenge.ts'
import { caresOf } from '../../../bench/instances/hhcrsp/instance.ts'
import { readHhcrsp } from '../../../bench/instances/hhcrsp/read.ts'
import { parseInstance } from '../../../bench/instances/read.ts'
import { readTrsp } from '../../../bench/instances/trsp/read.ts'
import { readVerolog } from '../../../bench/instances/verolog/read.ts'
import { type Shift, shiftsOf } from '../../../bench/instances/verolog/shifts.ts'

export function toursIn(set: SetName, instance: string, solution: string): Tour[] {
  const rows = solution.split('\n').map((row) => row.trim())
  switch (set) {
    case 'trsp':
      return technicianTours(readTrsp(instance, '').technicians.length, rows)
    case 'hhcrsp':
      return careTours(instance, rows)
    case 'verolog2019':
      return dayTours(instance, rows)
    default:
      return routeTours(parseInstance(instance, '').depotCount ?? 1, rows)
  }
}

const numbersIn = (text: string): number[] => text.split(/\s+/).filter(Boolean).map(Number)

/** A depot is 0, whichever it is; customers count from 1 behind the depots. */
const routeTours = (depotCount: number, rows: readonly string[]): Tour[] =>
  rows.flatMap((row) => {
    const [, number, stops = ''] = /^Route\s*#?(\d+):(.*)$/.exec(row) ?? []
    const nodes = numbersIn(stops)
    if (number === undefined || nodes.length === 0) return []
    return [{ route: Number(number) - 1, stops: nodes.map((node) => Math.max(0, node - depotCount + 1)) }]
  })

const technicianTours = (crew: number, rows: readonly string[]): Tour[] =>
  rows.flatMap((row) => {
    const [, number, stops = ''] = /^Technician (\d+):(.*)$/.exec(row) ?? []
    if (number === undefined) return []
    return [{ route: Number(number) - 1, stops: numbersIn(stops).map((stop) => Math.max(0, stop - crew)) }]
  })

function careTours(instance: string, rows: readonly string[]): Tour[] {
  const cares = caresOf(readHhcrsp(instance, ''))
  const stops = new Map<number, number[]>()
  for (const row of rows) {
    const [, patient, person, service, ...rest] = row.startsWith('#') ? [] : numbersIn(row)
    if (patient === undefined || person === undefined || service === undefined || rest.length > 0) continue
    if (patient === 0) continue
    const care = cares.findIndex((care) => care.patient === patient && care.service === service)
    stops.set(person, [...(stops.get(person) ?? []), care + 1])
  }
  return [...stops].map(([route, stops]) => ({ route, stops }))
}

/** Trucks by their turn on the day, whatever number they have. */
function dayTours(text: string, rows: readonly string[]): Tour[] {
  const instance = readVerolog(text, '')
  const shifts = shiftsOf(instance)
  const tours: Tour[] = []
  let day = 0
  let kind: Shift['kind'] = 'truck'
  let turn = 0
  for (const row of rows) {
    const [, dayNumber] = /^DAY = (\d+)$/.exec(row) ?? []
    if (dayNumber !== undefined) day = Number(dayNumber)
    if (row.startsWith('NUMBER_OF_')) {
      kind = row.includes('TRUCKS') ? 'truck' : 'technician'
      turn = 0
    }
    if (day === 0 || !/^\d[\d ]*$/.test(row)) continue
    const [number = 0, ...requests] = numbersIn(row)
    const who = kind === 'truck' ? turn++ : number - 1
    const route = shifts.findIndex((shift) => shift.kind === kind && shift.who === who && shift.day === day)
    const stops = requests.map((request) => (kind === 'truck' ? request : request + instance.requests.length))
    tours.push({ route, stops })
  }
  return tours
}
