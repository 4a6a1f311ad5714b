// HHCRSP text: names of sections, each on a line of its own, with rows of numbers below. The last node is the first again,
// where staff come back to; it is left out.
import { UnreadableInstanceError } from '../instance.ts'
import { bounded, clip, type Line, linesOf, numbersOf, TIME } from '../text.ts'
import type { HhcrspInstance, Patient } from './instance.ts'

const SECTION = /^[A-Za-z]+$/
/** A matrix of distances for more would be larger than any file that we read. */
const COUNT = { min: 1, max: 10_000, whole: true }

export const isHhcrsp = (text: string): boolean => /^\s*nbNodes\s*$/m.test(text)

type Sections = ReadonlyMap<string, readonly NumberLine[]>

interface NumberLine {
  readonly numbers: readonly number[]
  readonly line: number
}

export function readHhcrsp(text: string, name: string): HhcrspInstance {
  const sections = sectionsOf(linesOf(text))
  const nodeCount = countIn(sections, 'nbNodes')
  const staffCount = countIn(sections, 'nbVehi')
  const serviceCount = countIn(sections, 'nbServi')
  if (nodeCount < 3) throw new UnreadableInstanceError('nbNodes counts no patient')
  const needs = tableIn(sections, 'r', nodeCount, serviceCount).map(flagged)
  const durations = tableIn(sections, 'p', nodeCount * staffCount, serviceCount)
  const row = (section: string) => rowIn(sections, section, nodeCount)
  const [opens, late, least, most] = [row('e'), row('l'), row('mind'), row('maxd')]
  const patients = needs.slice(1, -1).map((services, index): Patient => {
    const node = index + 1
    if (services.length < 1 || services.length > 2)
      throw new UnreadableInstanceError(`patient ${node} needs ${services.length} services, not one or two`)
    return {
      services,
      opens: opens[node] ?? 0,
      late: late[node] ?? 0,
      least: least[node] ?? 0,
      most: most[node] ?? 0,
      durations: durations.slice(node * staffCount, (node + 1) * staffCount),
    }
  })
  return {
    name,
    staff: tableIn(sections, 'a', staffCount, serviceCount).map((row) => ({ services: flagged(row) })),
    patients,
    distances: tableIn(sections, 'd', nodeCount, nodeCount),
  }
}

function sectionsOf(lines: readonly Line[]): Sections {
  const sections = new Map<string, NumberLine[]>()
  let rows: NumberLine[] | undefined
  for (const line of lines) {
    if (SECTION.test(line.text)) {
      if (sections.has(line.text))
        throw new UnreadableInstanceError(`${clip(line.text)} stands there twice`, line.number)
      rows = []
      sections.set(line.text, rows)
    } else if (rows) rows.push({ numbers: numbersOf(line), line: line.number })
    else throw new UnreadableInstanceError(`"${clip(line.text)}" is in no section`, line.number)
  }
  return sections
}

function tableIn(sections: Sections, name: string, rowCount: number, columns: number): (readonly number[])[] {
  const rows = sections.get(name)
  if (!rows) throw new UnreadableInstanceError(`section ${name} is missing. Maybe the file is cut off.`)
  if (rows.length !== rowCount)
    throw new UnreadableInstanceError(`section ${name} has ${rows.length} rows, not ${rowCount}`, rows.at(-1)?.line)
  return rows.map(({ numbers, line }) => {
    if (numbers.length !== columns)
      throw new UnreadableInstanceError(`${columns} numbers expected, not ${numbers.length}`, line)
    return numbers.map((value) => bounded(`a number of ${name}`, value, TIME, line))
  })
}

const rowIn = (sections: Sections, name: string, columns: number): readonly number[] =>
  tableIn(sections, name, 1, columns)[0] ?? []

function countIn(sections: Sections, name: string): number {
  const [count] = rowIn(sections, name, 1)
  return bounded(name, count, COUNT, sections.get(name)?.[0]?.line ?? 0)
}

const flagged = (row: readonly number[]): number[] => row.flatMap((flag, index) => (flag === 1 ? [index] : []))
