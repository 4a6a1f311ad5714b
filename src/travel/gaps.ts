// What a table does not know yet, as few rectangles as is worth it: one row and one column for a place that is new, all of it
// where nothing is known. Knows no roads.
import { UNKNOWN } from './roads.ts'

/** Each row with each column. */
export interface Gap {
  readonly rows: readonly number[]
  readonly columns: readonly number[]
}

/** More are not asked for one by one. */
const MOST_GAPS = 24

/** Together they cover every unknown figure. */
export function gapsIn(figures: Int32Array, rows: number, columns: number): Gap[] {
  const alike = new Map<string, { rows: number[]; columns: number[] }>()
  for (let row = 0; row < rows; row++) {
    const unknown: number[] = []
    let mark = 0
    for (let column = 0; column < columns; column++)
      if (figures[row * columns + column] === UNKNOWN) {
        unknown.push(column)
        mark = (Math.imul(mark, 31) + column + 1) | 0
      }
    if (unknown.length === 0) continue
    const name = `${unknown.length} ${unknown[0]} ${unknown.at(-1)} ${mark}`
    const gap = alike.get(name)
    if (gap && hasSame(gap.columns, unknown)) gap.rows.push(row)
    else alike.set(gap ? `${name} ${row}` : name, { rows: [row], columns: unknown })
  }
  const gaps = [...alike.values()]
  if (gaps.length <= MOST_GAPS) return gaps
  const all = { rows: gaps.flatMap((gap) => gap.rows), columns: [...new Set(gaps.flatMap((gap) => gap.columns))] }
  return [{ rows: all.rows.sort((a, b) => a - b), columns: all.columns.sort((a, b) => a - b) }]
}

const hasSame = (one: readonly number[], other: readonly number[]): boolean =>
  one.length === other.length && one.every((value, index) => value === other[index])
