// npm run bench:stopping -- [--days 100,1000,10000,city] [--seconds N] [--alternatives 1,3] [--threads 2] [--seed 1] [--json]
// How soon a search is over and its answer there when its time is up, when it is told to end, and when its plan is as
// cheap as it has to be.
import { type FixtureName, readFixture } from '../fixtures/read.ts'
import { AcceptedInput } from '../src/optimizer/question/accept.ts'
import { questionOf } from '../src/optimizer/question/question.ts'
import type { Model, SearchLimits } from '../workers/client.ts'
import { runCommand } from './command.ts'
import { modelOf } from './instances/dimacs.ts'
import { plainInstance } from './operators/plain-day.ts'
import { readStoppingArguments } from './stopping/arguments.ts'
import { type Ended, measureEnd } from './stopping/measure.ts'
import { tableOf } from './table.ts'

/** Time for a day: some, and more for each visit. */
const USUAL_SECONDS = { least: 1, perVisit: 0.001 }
/** It is told to end after this share of its time, and the cost that is good enough is the one it had after that share. */
const TOLD_AFTER = 0.6
const HEAD = ['day', 'ends', 'alternatives', 'has to end at s', 'search over after ms', 'answer after ms', 'iterations']

interface Row extends Omit<Ended, 'costs'> {
  readonly day: string
  readonly ends: 'deadline' | 'told to' | 'cheap enough'
  readonly alternatives: number
}

await runCommand('bench:stopping', async () => {
  const { days, alternatives, threads, seed, json, ...args } = readStoppingArguments(process.argv.slice(2))
  const rows: Row[] = []
  for (const day of days) {
    const model = await modelOfDay(day, seed)
    const seconds = args.seconds ?? USUAL_SECONDS.least + USUAL_SECONDS.perVisit * model.visits.length
    for (const count of alternatives)
      for await (const row of endsOf(model, { seconds, threads, seed, alternatives: count })) {
        rows.push({ day: String(day), ...row })
        if (process.stderr.isTTY) process.stderr.write(`${cellsOf({ day: String(day), ...row }).join('  ')}\n`)
      }
  }
  process.stdout.write(json ? `${JSON.stringify(rows)}\n` : `${tableOf(HEAD, rows.map(cellsOf))}\n`)
})

async function modelOfDay(day: number | FixtureName, seed: number): Promise<Model> {
  if (typeof day === 'number') return modelOf(plainInstance(day, seed))
  return (await questionOf(AcceptedInput.parse(readFixture(day)))).model
}

/** One after another; what is cheap enough is learned from the first. */
async function* endsOf(model: Model, limits: SearchLimits): AsyncGenerator<Omit<Row, 'day'>> {
  const { alternatives, seconds } = limits
  const toldAtMs = TOLD_AFTER * seconds * 1000
  const { costs, ...deadline } = await measureEnd(model, limits)
  yield { ends: 'deadline', alternatives, ...deadline }
  const { costs: _, ...told } = await measureEnd(model, limits, toldAtMs)
  yield { ends: 'told to', alternatives, ...told }
  const [, targetCost = 0] = costs.findLast(([atMs]) => atMs <= toldAtMs) ?? costs.at(-1) ?? []
  const { costs: __, ...cheap } = await measureEnd(model, { ...limits, targetCost })
  yield { ends: 'cheap enough', alternatives, ...cheap }
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
