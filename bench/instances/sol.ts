// A solution as VRPLIB writes it, which other people's checkers read. Imports nothing.

export function formatSolution(routes: readonly (readonly number[])[], cost: number, costKey = 'Cost'): string {
  const lines = routes.map((route, index) => `Route #${index + 1}: ${route.join(' ')}`.trimEnd())
  return `${[...lines, `${costKey} ${cost}`].join('\n')}\n`
}
