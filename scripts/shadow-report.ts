// npm run -s shadow:report -- [--url http://127.0.0.1:8080] [--since 2026-03-01T00:00:00Z] [--json]
// What the autonomy policy would have done against what people did, as a table. The token comes from DEV_TOKEN.
import { parseArgs } from 'node:util'
import { type Compared, ShadowReport } from '../src/contracts/autonomy.ts'

try {
  await main()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      url: { type: 'string', default: 'http://127.0.0.1:8080' },
      since: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  })
  const token = process.env.DEV_TOKEN
  if (!token) throw new Error('DEV_TOKEN is not set. Maybe take the one that npm start printed after dev-token=.')
  const address = new URL('/v1/autonomy/report', values.url)
  if (values.since !== undefined) address.searchParams.set('since', values.since)
  const response = await fetch(address, { headers: { authorization: `Bearer ${token}` } })
  const text = await response.text()
  if (!response.ok) throw new Error(`The optimizer answered ${response.status}: ${text}`)
  const report = ShadowReport.parse(JSON.parse(text))
  process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : tableOf(report))
}

function tableOf(report: ShadowReport): string {
  const { since, until, policy, all, byVerdict, byReason, byOverride, unread, truncated } = report
  const rows: [string, Compared][] = [
    ['all', all],
    ...byVerdict.map((row): [string, Compared] => [row.verdict, row]),
    ...byReason.map((row): [string, Compared] => [`  ${row.reasonCode}`, row]),
    ...byOverride.map((row): [string, Compared] => [`  override: ${row.reasonCode}`, row]),
  ]
  const head = ['', 'decided', 'compared', 'agreed', 'rate', 'same tech', 'same time', 'dearer by']
  const lines = [head, ...rows.map(([name, row]) => [name, ...cellsOf(row)])]
  const widths = head.map((_, at) => Math.max(...lines.map((line) => (line[at] ?? '').length)))
  const table = lines.map((line) =>
    line
      .map((cell, at) => pad(cell, widths[at] ?? 0, at))
      .join('  ')
      .trimEnd(),
  )
  return [
    `${since} to ${until}, policy ${policy ? `${policy.name}/${policy.version} ${policy.hash.slice(0, 12)}` : 'none'}`,
    ...table,
    ...(unread > 0 ? [`${unread} tickets could not be read`] : []),
    ...(truncated ? ['older decisions were left off'] : []),
    '',
  ].join('\n')
}

const pad = (cell: string, width: number, at: number) => (at === 0 ? cell.padEnd(width) : cell.padStart(width))

function cellsOf({ decided, compared, agreed, agreementRate, sameTech, sameTime, priced, costDifference }: Compared) {
  const rate = agreementRate === null ? '–' : `${Math.round(agreementRate * 100)} %`
  // What people chose and nobody had priced is not in the sum.
  const dearer = priced === 0 ? '–' : `${(costDifference / 100).toFixed(2)} (${priced})`
  return [decided, compared, agreed, rate, sameTech, sameTime, dearer].map(String)
}
