// Figures as a Markdown table that also lines up on a terminal. Knows no figures.

/** The first column leans left, the others right. */
export function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)))
  const line = (cells: readonly string[], filler = ' ') => {
    const padded = cells.map((cell, column) => {
      const width = widths[column] ?? 0
      return column === 0 ? cell.padEnd(width, filler) : cell.padStart(width, filler)
    })
    return `| ${padded.join(' | ')} |`
  }
  const rule = head.map((_, column) => (column === 0 ? '' : ':'))
  return [line(head), line(rule, '-'), ...rows.map((row) => line(row))].join('\n')
}
