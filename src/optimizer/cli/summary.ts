// An answer in a few lines for a person at a terminal: what it costs, who drives where, what was left out and why.
import type { OptimizationOutput } from '../../contracts/optimization.ts'
import { durationSeconds } from '../../contracts/scalars.ts'

/** The rest is in the JSON. */
const MOST_ROWS = 20

export function summaryOf({ kpis, routes, unassigned, meta }: OptimizationOutput): string {
  const lines = kpis.cost.lines.map(({ code, amount }) => `${code.toLowerCase()} ${money(amount)}`)
  return [
    `${kpis.assigned} of ${kpis.tickets} tickets on ${kpis.routes} routes, cost ${money(kpis.cost.total)} (${lines.join(', ')})`,
    `travel ${hours(kpis.travel.duration)} and ${km(kpis.travel.metres)}, work ${hours(kpis.work)}, ` +
      `waiting ${hours(kpis.waiting)}, overtime ${hours(kpis.overtime)}, late ${kpis.late}, promises kept ${kpis.promisesKept}`,
    `${meta.iterations} iterations, seed ${meta.seed}, travel by ${meta.travel.source}, checked`,
    ...section('Routes', routes, ({ techId, departure, back, stops, travel }) => {
      const times = `${departure.slice(0, 16).replace('T', ' ')}–${back.slice(11, 16)}`
      return `${techId}  ${times}  ${stops.length} stops  ${km(travel.metres)}`
    }),
    ...section('Left out', unassigned, ({ ticketId, reasons }) => `${ticketId}  ${reasons[0]?.text ?? ''}`),
    '',
  ].join('\n')
}

function section<T>(title: string, entries: readonly T[], line: (entry: T) => string): string[] {
  if (entries.length === 0) return []
  const more = entries.length - MOST_ROWS
  return [
    '',
    title,
    ...entries.slice(0, MOST_ROWS).map((entry) => `  ${line(entry)}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ]
}

const money = (cents: number) => (cents / 100).toFixed(2)
const km = (metres: number) => `${(metres / 1000).toFixed(1)} km`

function hours(duration: string): string {
  const minutes = Math.round(durationSeconds(duration) / 60)
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`
}
