// npm run bench:warm -- [--visits 1000] [--seeds 1,2,3] [--changes window,place,replaced] [--seconds 20]
//                       [--after 0.25,0.5,1,2] [--threads 2] [--json]
// How good a plan is again, and how soon, after one visit of its day has changed.
import { runCommand } from './command.ts'
import { openProgressBar } from './progress.ts'
import { meanOf } from './quality/gap.ts'
import { tableOf } from './table.ts'
import { readWarmArguments, type WarmArguments } from './warm-start/arguments.ts'
import { measureWarmStart, type WarmRun } from './warm-start/measure.ts'

await runCommand('bench:warm', async () => {
  const args = readWarmArguments(process.argv.slice(2))
  const runs = await measured(args)
  process.stdout.write(args.json ? `${JSON.stringify({ settings: args, runs })}\n` : `${pageOf(args, runs)}\n`)
})

/** One after another, never two at a time. */
async function measured({ seeds, changes, after, ...rest }: WarmArguments): Promise<WarmRun[]> {
  const each = 2 * rest.seconds + after.reduce((sum, seconds) => sum + seconds, 0)
  const bar = openProgressBar(each * seeds.length)
  const began = performance.now()
  const tell = (note: string) => bar.draw({ seconds: (performance.now() - began) / 1000, note })
  const runs: WarmRun[] = []
  for (const [turn, seed] of seeds.entries()) {
    const change = changes[turn % changes.length]
    if (change !== undefined) runs.push(await measureWarmStart({ ...rest, after, seed, change }, tell))
  }
  bar.clear()
  return runs
}

/** Costs over that of the fresh plan; the last line is the mean. */
function pageOf({ after, seconds }: WarmArguments, runs: readonly WarmRun[]): string {
  const head = ['seed', 'changed', `fresh after ${seconds} s`, 'given', ...after.map((length) => `after ${length} s`)]
  const rows = runs.map(({ seed, change, fresh, given, warm }) => [
    String(seed),
    change,
    String(fresh),
    ...[given, ...warm].map((cost) => ratio(cost / fresh)),
  ])
  const means = ['given', ...after].map((_, column) =>
    ratio(meanOf(runs.map(({ given, warm, fresh }) => ([given, ...warm][column] ?? fresh) / fresh)) ?? 1),
  )
  return tableOf(head, [...rows, ['mean', '', '', ...means]])
}

function ratio(of: number): string {
  return of.toFixed(4)
}
