// npm run bench -- [--engines native] [--set quality|rich|NAME] [--seconds 10] [--threads 2]
//                  [--seeds 1,2,3] [--most N] [--only NAME,NAME] [--data DIR] [--out DIR] [--bounds FILE] [--json] [--tighten]
// Solves published sets, prints how far the plans are from the best known, and compares whole sets with recorded bounds.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fromCaller, runCommand, untilStopped } from './command.ts'
import { openProgressBar } from './progress.ts'
import { type QualityArguments, readQualityArguments } from './quality/arguments.ts'
import { compareWithBounds, inWords, isBroken, readBounds, tightened, writeBounds } from './quality/bounds.ts'
import { chartOf } from './quality/chart.ts'
import type { QualityRecord } from './quality/record.ts'
import { runSets, secondsOf } from './quality/run.ts'
import { type PublishedSet, readSets } from './quality/sets.ts'
import { pageOf } from './quality/table.ts'

const DATA = fileURLToPath(new URL('../../shared/data', import.meta.url))
const OUT = fileURLToPath(new URL('../out/bench', import.meta.url))
const BOUNDS = fileURLToPath(new URL('./quality/bounds.json', import.meta.url))

await runCommand('bench', async () => {
  const args = readQualityArguments(process.argv.slice(2))
  const boundsPath = pathOr(BOUNDS, args.bounds)
  const sets = await readSets(pathOr(DATA, args.data), args.sets, args)
  const bounds = await readBounds(boundsPath)
  const record = await measured(sets, args)
  if (record.sets.length === 0) throw new Error('stopped before the first run ended; nothing is kept')
  await keep(record, pathOr(OUT, args.out))
  process.stdout.write(args.json ? `${JSON.stringify(record)}\n` : pageOf(record))

  const findings = compareWithBounds(record, bounds)
  for (const finding of findings) process.stderr.write(`${inWords(finding, args.tighten)}\n`)
  if (args.tighten) await writeBounds(boundsPath, tightened(bounds, findings))
  const failures = failuresOf(record)
  for (const failure of failures) process.stderr.write(`${failure}\n`)
  if (failures.length > 0 || findings.some(isBroken)) process.exitCode = 1
})

function pathOr(fallback: string, given: string | undefined): string {
  return given === undefined ? fallback : fromCaller(given)
}

function measured(sets: readonly PublishedSet[], args: QualityArguments): Promise<QualityRecord> {
  const { engines, seconds, threads, seeds } = args
  const settings = { engines, seconds, threads, seeds }
  const bar = openProgressBar(secondsOf(sets, settings))
  return untilStopped(async (stopped) => {
    try {
      return await runSets(sets, settings, stopped, bar)
    } finally {
      bar.clear()
      if (stopped.aborted) process.exitCode = 1
    }
  })
}

async function keep(record: QualityRecord, out: string): Promise<void> {
  await mkdir(out, { recursive: true })
  await writeFile(join(out, 'quality.json'), `${JSON.stringify(record)}\n`)
  await writeFile(join(out, 'quality.md'), pageOf(record))
  await writeFile(join(out, 'quality.svg'), chartOf(record))
}

/** An engine that failed is a fault of ours, not a plan that is merely worse. */
function failuresOf({ sets }: QualityRecord): string[] {
  return sets.flatMap(({ name, instances }) =>
    instances.flatMap((instance) => {
      const failed = instance.runs.filter(({ cost }) => cost === null)
      return failed.map(({ seed, faults }) => `${name} ${instance.name}, seed ${seed}: ${faults.join(' ')}`)
    }),
  )
}
