// A table cut into questions that a server takes: no more cells than it allows, no longer an address than it reads.
// Knows no network.

export interface Limits {
  /** Sources times destinations of one question. */
  readonly cells: number
  /** Coordinates of one question: each takes its part of the address. */
  readonly coordinates: number
}

/** By row and by column of the table, the first and how many. */
export interface Block {
  readonly row: number
  readonly rows: number
  readonly column: number
  readonly columns: number
}

/** As square as may be: a square needs the fewest coordinates for its cells. */
export function blocksOf({ row, rows, column, columns }: Block, { cells, coordinates }: Limits): Block[] {
  if (rows === 0 || columns === 0) return []
  const most = Math.max(2, coordinates)
  const side = Math.max(1, Math.min(Math.floor(Math.sqrt(cells)), Math.floor(most / 2)))
  let high = Math.min(rows, side)
  let wide = Math.min(columns, side)
  // A side that the table does not fill leaves room for the other one.
  if (high < side) wide = Math.min(columns, Math.max(1, Math.min(Math.floor(cells / high), most - high)))
  if (wide < side) high = Math.min(rows, Math.max(1, Math.min(Math.floor(cells / wide), most - wide)))
  const blocks: Block[] = []
  for (const [from, tall] of spread(row, rows, high))
    for (const [to, broad] of spread(column, columns, wide))
      blocks.push({ row: from, rows: tall, column: to, columns: broad })
  return blocks
}

/** In parts of about the same size, none above `most`. */
function spread(first: number, count: number, most: number): [number, number][] {
  const parts = Math.ceil(count / most)
  return Array.from({ length: parts }, (_, part) => {
    const begin = Math.floor((part * count) / parts)
    return [first + begin, Math.floor(((part + 1) * count) / parts) - begin]
  })
}
