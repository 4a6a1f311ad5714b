// A record of prices as a Markdown page whose tables also line up on a terminal. Knows no file.
import { tableOf } from '../table.ts'
import {
  BASE_VISITS,
  type ComparedSize,
  type MeasuredDay,
  type MeasuredPlan,
  type OperatorsRecord,
  type Speed,
} from './record.ts'

const NOTHING = '–'

export function pageOf({ days, sizes, settings, machine, startedAt }: OperatorsRecord): string {
  return [
    '# Parts of the search',
    [
      `- Seed ${settings.seed}; ${settings.repetitions} repetitions; whole searches ${settings.seconds} s each`,
      `- ${machine.cpu}, ${machine.cores} cores, Node ${machine.node}; load before ${machine.loadBefore}; ${startedAt}`,
    ].join('\n'),
    ...days.flatMap((day) => [headOf(day), partTable(day)]),
    ...(sizes.length > 0 ? ['## Whole search, one thread', sizeTable(sizes)] : []),
  ]
    .join('\n\n')
    .concat('\n')
}

const headOf = ({ day, visits, routes, plans }: MeasuredDay): string =>
  [
    `## ${day}: ${visits} visits, ${routes} routes`,
    '',
    `- First plan: ${inWords(plans.first)}`,
    `- Good plan: ${inWords(plans.good)}, after ${plans.good.rounds} rounds`,
  ].join('\n')

const inWords = ({ cost, leftOut }: MeasuredPlan): string => `cost ${cost}, ${leftOut} left out`

const partTable = ({ parts }: MeasuredDay): string =>
  tableOf(
    ['part', 'first: per second', 'min', 'median', 'spread %', 'good: per second', 'min', 'median', 'spread %'],
    parts.map(({ name, plans }) => [name, ...cellsOf(plans.first), ...cellsOf(plans.good)]),
  )

const cellsOf = (speed: Speed | null): string[] => {
  if (speed === null) return [NOTHING, NOTHING, NOTHING, NOTHING]
  const { min, median, spread } = speed.nanoseconds
  return [rate(speed.perSecond), duration(min), duration(median), spread.toFixed(1)]
}

const sizeTable = (sizes: readonly ComparedSize[]): string =>
  tableOf(
    [
      'visits',
      'compiled s',
      'first plan s',
      'descended s',
      'rounds/s',
      'µs a round',
      `to ${BASE_VISITS} visits`,
      'peak MB',
      'left out',
    ],
    sizes.map((size) => [
      String(size.visits),
      size.compiledSeconds.toFixed(2),
      size.firstPlanSeconds.toFixed(2),
      size.descendedSeconds.toFixed(2),
      rate(size.roundsPerSecond),
      size.microsecondsPerRound.toFixed(1),
      size.ratio === null ? NOTHING : `× ${size.ratio.toFixed(2)}`,
      size.peakMegabytes.toFixed(0),
      String(size.leftOut),
    ]),
  )

/** Whole numbers with their thousands apart, so that a factor of ten catches the eye. */
const rate = (perSecond: number): string => Math.round(perSecond).toLocaleString('en-US')

function duration(nanoseconds: number): string {
  if (nanoseconds < 1e3) return `${nanoseconds.toFixed(1)} ns`
  return nanoseconds < 1e6 ? `${(nanoseconds / 1e3).toFixed(2)} µs` : `${(nanoseconds / 1e6).toFixed(2)} ms`
}
