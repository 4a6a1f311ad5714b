// A record as a Markdown page whose tables also line up on a terminal. Knows no file.
import { tableOf } from '../table.ts'
import type { Spread } from './gap.ts'
import type { QualityRecord } from './record.ts'
import { type InstanceSummary, type SetSummary, summariesOf } from './summary.ts'

const NOTHING = '–'
const REFERENCE = '†'

export function pageOf(record: QualityRecord): string {
  const summaries = summariesOf(record)
  const hasReference = record.sets.some(({ instances }) => instances.some(({ best }) => best?.kind === 'reference'))
  return [
    '# Solution quality',
    settingsOf(record),
    ...summaries.flatMap((summary) => [
      `## ${summary.set}, ${summary.engine}${extentOf(summary)}`,
      instanceTable(summary),
    ]),
    '## Sets',
    setTable(summaries),
    ...(hasReference
      ? [`${REFERENCE} A reference: feasible and checked, but nobody claims that it is the best known.`]
      : []),
  ]
    .join('\n\n')
    .concat('\n')
}

function settingsOf({ settings, machine, startedAt }: QualityRecord): string {
  const { engines, seconds, threads, seeds } = settings
  return [
    `- Engines ${engines.join(', ')}; ${seconds} s each; threads ${threads}; seeds ${seeds.join(', ')}`,
    `- ${machine.cpu}, ${machine.cores} cores, Node ${machine.node}; load before ${machine.loadBefore}; ${startedAt}`,
  ].join('\n')
}

const extentOf = ({ whole }: SetSummary): string => (whole ? '' : ' (part of the set)')

const instanceTable = ({ instances }: SetSummary): string =>
  tableOf(
    ['instance', 'visits', 'best known', 'mean gap %', 'min–max over seeds', 'iterations/s', 'infeasible'],
    instances.map(({ name, visits, best, gap, iterationsPerSecond, infeasible }) => [
      name,
      String(visits),
      bestOf(best),
      percent(gap?.mean),
      rangeOf(gap),
      iterationsPerSecond.toFixed(0),
      String(infeasible),
    ]),
  )

const setTable = (summaries: readonly SetSummary[]): string =>
  tableOf(
    [
      'set',
      'engine',
      'instances',
      'runs',
      'mean gap %',
      'min–max over seeds',
      'deviation',
      'iterations/s',
      'infeasible',
    ],
    summaries.map((summary) => [
      `${summary.set}${markOf(summary)}${extentOf(summary)}`,
      summary.engine,
      String(summary.instances.length),
      String(summary.runs),
      percent(summary.meanGap),
      rangeOf(summary.seedMeans),
      percent(summary.seedMeans?.deviation),
      summary.iterationsPerSecond.toFixed(0),
      String(summary.infeasible),
    ]),
  )

/** Where all gaps are to references. */
const markOf = ({ instances }: SetSummary): string =>
  instances.every(({ best }) => best?.kind === 'reference') ? ` ${REFERENCE}` : ''

const bestOf = (best: InstanceSummary['best']): string =>
  best ? `${best.cost}${best.kind === 'reference' ? ` ${REFERENCE}` : ''}` : NOTHING

const rangeOf = (spread: Spread | undefined): string =>
  spread ? `${percent(spread.min)} – ${percent(spread.max)}` : NOTHING

/** A gap of nothing has no sign. */
const percent = (gap: number | undefined): string =>
  gap === undefined ? NOTHING : gap.toFixed(3).replace(/^-(0\.0+)$/, '$1')
