// npm run bench:stopping -- [--days 100,1000,10000,city] [--threads 2] [--seed 1] [--alternatives 1,3] [--json]
// How soon a search is over and its answer there when its time is up, when it is told to end, and when its plan is as
// cheap as it has to be. A number is a made-up day of so many visits, a name a fixture.
import { parseArgs } from 'node:util'
import { type FixtureName, fixtureNames, readFixture } from '../fixtures/read.ts'
import { AcceptedInput } from '../src/optimizer/question/accept.ts'
import { questionOf } from '../src/optimizer/question/question.ts'
import type { Model, SearchLimits } from '../workers/client.ts'
import { type Bounds, listOf, numberIn, oneOf, parsedOrRefused, SEED, THREADS } from './arguments.ts'
import { runCommand } from './command.ts'
import { modelOf } from './instances/dimacs.ts'
import { plainInstance } from './operators/plain-day.ts'
import { type Ended, measureEnd } from './stopping/measure.ts'
import { tableOf } from './table.ts'

const VISITS: Bounds = { min: 10, max: 20_000, whole: true }
const ALTERNATIVES: Bounds = { min: 1, max: 20, whole: true }
/** Time for a day: some, and more for each visit. */
const SECONDS = { least: 1, perVisit: 0.001 }
/** It is told to end after this share of its time, and the cost that is good enough is the one it had after that share. */
const TOLD_AFTER = 0.6

const OPTIONS = {
  days: { type: 'string', default: '100,1000,10000' },
  threads: { type: 'string', default: '2' },
  seed: { type: 'string', default: '1' },
  alternatives: { type: 'string', default: '1,3' },
  json: { type: 'boolean', default: false },
} as const
const HEAD = ['day', 'ends', 'alternatives', 'has to end at s', 'search over after ms', 'answer after ms', 'iterations']

interface Row extends Omit<Ended, 'costs'> {
  readonly day: string
  readonly ends: string
  readonly alternatives: number
}

await runCommand('bench:stopping', async () => {
  const { values } = parsedOrRefused(() => parseArgs({ options: OPTIONS }))
  const days = listOf('--days', values.days, (name) =>
    /^\d/.test(name) ? numberIn('--days', name, VISITS) : oneOf('--days', name, fixtureNames),
  )
  const threads = numberIn('--threads', values.threads, THREADS)
  const seed = numberIn('--seed', values.seed, SEED)
  const alternatives = listOf('--alternatives', values.alternatives, (text) =>
    numberIn('--alternatives', text, ALTERNATIVES),
  )
  const rows: Row[] = []
  for (const day of days) {
    const model = await modelOfDay(day, seed)
    const seconds = SECONDS.least + SECONDS.perVisit * model.visits.length
    for (const count of alternatives)
      for (const row of await endsOf(model, { seconds, threads, seed, alternatives: count })) {
        rows.push({ day: String(day), ...row })
        process.stderr.write(`${cellsOf(rows.at(-1)!).join('  ')}\n`)
      }
  }
  process.stdout.write(values.json ? `${JSON.stringify(rows)}\n` : `${tableOf(HEAD, rows.map(cellsOf))}\n`)
})

async function modelOfDay(day: number | FixtureName, seed: number): Promise<Model> {
  if (typeof day === 'number') return modelOf(plainInstance(day, seed))
  return (await questionOf(AcceptedInput.parse(readFixture(day)))).model
}

async function endsOf(model: Model, limits: SearchLimits): Promise<Omit<Row, 'day'>[]> {
  const { alternatives, seconds } = limits
  const { costs, ...deadline } = await measureEnd(model, limits)
  const toldAtMs = TOLD_AFTER * seconds * 1000
  const { costs: _, ...told } = await measureEnd(model, limits, toldAtMs)
  const targetCost = costs.filter(([atMs]) => atMs <= toldAtMs).at(-1)?.[1] ?? costs.at(-1)?.[1] ?? 0
  const { costs: __, ...cheap } = await measureEnd(model, { ...limits, targetCost })
  return [
    { ends: 'deadline', alternatives, ...deadline },
    { ends: 'told to', alternatives, ...told },
    { ends: 'cheap enough', alternatives, ...cheap },
  ]
}

function cellsOf(row: Row): string[] {
  return [
    row.day,
    row.ends,
    String(row.alternatives),
    (row.askedAtMs / 1000).toFixed(2),
    row.searchOverMs.toFixed(0),
    row.answerMs.toFixed(0),
    String(row.iterations),
  ]
}
