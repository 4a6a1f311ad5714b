// What stands under a header or in a section of a VRPLIB file, as numbers that are there and within their bounds.
// Knows no name of either.
import { UnreadableInstanceError } from './instance.ts'
import { type Bounds, bounded, numbersOf } from './text.ts'
import type { Header, Section, VrplibFile } from './vrplib-sections.ts'

export interface NumberedRow {
  readonly numbers: readonly number[]
  readonly line: number
}

/** One row each in the order of their numbers, without the number. */
export function rowsOf(
  file: VrplibFile,
  name: string,
  each: { readonly what: 'node' | 'vehicle'; readonly count: number; readonly columns: number | 'any' },
): NumberedRow[] {
  const { what, count, columns } = each
  const section = sectionIn(file, name)
  if (section.rows.length !== count)
    throw new UnreadableInstanceError(`${name} has ${section.rows.length} rows for ${count} ${what}s`, section.line)
  return section.rows.map((row, index) => {
    const [number, ...numbers] = numbersOf(row)
    if (number !== index + 1)
      throw new UnreadableInstanceError(`${what} ${index + 1} expected, not ${number}`, row.number)
    if (columns !== 'any' && numbers.length !== columns)
      throw new UnreadableInstanceError(`${columns + 1} numbers expected, not ${numbers.length + 1}`, row.number)
    return { numbers, line: row.number }
  })
}

export function sectionIn({ sections }: VrplibFile, name: string): Section {
  const section = sections.get(name)
  if (!section) throw new UnreadableInstanceError(`${name} is missing. Maybe the file is cut off.`)
  return section
}

export function headerIn({ headers }: VrplibFile, name: string): Header {
  const header = headers.get(name)
  if (!header) throw new UnreadableInstanceError(`header ${name} is missing`)
  return header
}

export function numberIn(file: VrplibFile, name: string, bounds: Bounds): number {
  const { value, line } = headerIn(file, name)
  const numbers = numbersOf({ number: line, text: value })
  if (numbers.length !== 1) throw new UnreadableInstanceError(`${name} takes one number`, line)
  return bounded(name, numbers[0], bounds, line)
}
