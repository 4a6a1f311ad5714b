// npm run bench:operators -- [--visits 1000] [--seed 1] [--days plain,city|none] [--only NAME,NAME] [--repetitions 11]
//                            [--sizes 100,300,1000,3000,10000|none] [--seconds 4] [--out DIR] [--json]
// Prices each part of the search alone, and whole searches by the size of the day; every measurement in a fresh process.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fromCaller, runCommand, untilStopped } from './command.ts'
import { type OperatorsArguments, readOperatorsArguments } from './operators/arguments.ts'
import { PART_NAMES } from './operators/parts.ts'
import { compared, type MeasuredDay, type MeasuredSize, type OperatorsRecord, PLANS } from './operators/record.ts'
import { type ChildHooks, runChild } from './operators/run-child.ts'
import { pageOf } from './operators/table.ts'
import { TURNS } from './operators/timing.ts'
import { openProgressBar } from './progress.ts'
import { thisMachine } from './quality/record.ts'

const OUT = fileURLToPath(new URL('../out/bench', import.meta.url))
const REDRAW_MS = 200
/** About what a quiet machine takes, for the progress bar alone. */
const USUAL = {
  /** To start a process, compile a day and search for a good plan of it. */
  daySeconds: 4,
  /** To the end of a first plan, by the square of the visits in thousands. */
  firstPlanSeconds: 0.05,
}

await runCommand('bench:operators', async () => {
  const args = readOperatorsArguments(process.argv.slice(2), PART_NAMES)
  const out = args.out === undefined ? OUT : fromCaller(args.out)
  const record = await untilStopped((stopped) => measured(args, stopped))
  await mkdir(out, { recursive: true })
  await writeFile(join(out, 'operators.json'), `${JSON.stringify(record)}\n`)
  process.stdout.write(args.json ? `${JSON.stringify(record)}\n` : pageOf(record))
})

/** One after another, never two at a time. */
async function measured(args: OperatorsArguments, signal: AbortSignal): Promise<OperatorsRecord> {
  const { out: _, json: __, ...settings } = args
  const record = { startedAt: new Date().toISOString(), machine: thisMachine(), settings }
  const days: MeasuredDay[] = []
  const sizes: MeasuredSize[] = []
  const display = openDisplay(secondsOf(args))
  const hooks: ChildHooks = { onNote: display.tell, signal }
  const { visits, seed, seconds, only, repetitions } = args
  try {
    for (const day of args.days)
      days.push(await runChild<'day'>({ kind: 'day', day, visits, seed, only, repetitions }, hooks))
    for (const size of args.sizes)
      sizes.push(await runChild<'size'>({ kind: 'size', visits: size, seed, seconds }, hooks))
  } catch (error) {
    throw signal.aborted ? new Error('stopped; nothing is kept') : error
  } finally {
    display.end()
  }
  return { ...record, days, sizes: compared(sizes) }
}

/** Drawn anew all the time, as a measurement has better things to do than to tell how far it is. */
function openDisplay(seconds: number) {
  const started = performance.now()
  const bar = openProgressBar(seconds)
  let note = ''
  const draw = () => bar.draw({ seconds: (performance.now() - started) / 1000, note })
  const timer = setInterval(draw, REDRAW_MS)
  return {
    tell: (latest: string) => {
      note = latest
      draw()
    },
    end: () => {
      clearInterval(timer)
      bar.clear()
    },
  }
}

function secondsOf({ days, only, repetitions, sizes, seconds }: OperatorsArguments): number {
  const turnsOfDay = PLANS.length * (only ?? PART_NAMES).length * (repetitions + TURNS.warmUp)
  const ofDay = USUAL.daySeconds + (turnsOfDay * TURNS.milliseconds) / 1000
  const ofSizes = sizes.map((visits) => seconds + USUAL.firstPlanSeconds * (visits / 1000) ** 2)
  return Math.ceil(days.length * ofDay + ofSizes.reduce((sum, of) => sum + of, 0))
}
