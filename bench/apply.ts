// npm run bench:apply -- [--tickets 1000] [--json]
// How long it takes from the yes of a person until every proposal of a run is an audited event of its ticket: both services
// over HTTP, outbox and audit in a real PostgreSQL of their own that waits for its disk; and once more, when all is done already.

import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { readFixture } from '../fixtures/read.ts'
import { OptimizationInput } from '../src/contracts/optimization.ts'
import type { ApplyAnswer, RunAccepted, RunStatus } from '../src/contracts/run.ts'
import { openLanes } from '../src/dispatch-command/lanes.ts'
import { readConfig } from '../src/platform/config.ts'
import { createLog } from '../src/platform/log.ts'
import { type Services, startServices } from '../src/start.ts'
import { BadArgumentsError } from './arguments.ts'
import { runCommand } from './command.ts'
import { thisMachine } from './quality/record.ts'

const MOST_TICKETS = 1000
const CREATED_AT_ONCE = 8
const PLAN_SECONDS = 2

interface Measured {
  readonly tickets: number
  readonly proposals: number
  readonly applied: number
  readonly applySeconds: number
  readonly replayed: number
  readonly replaySeconds: number
}

await runCommand('bench:apply', async () => {
  const { values } = parseArgs({
    options: { tickets: { type: 'string', default: '1000' }, json: { type: 'boolean', default: false } },
  })
  const count = Number(values.tickets)
  if (!Number.isInteger(count) || count < 1 || count > MOST_TICKETS)
    throw new BadArgumentsError(`--tickets is a whole number from 1 to ${MOST_TICKETS}`)
  const machine = thisMachine()
  const folder = await mkdtemp(join(tmpdir(), 'real-dispatch-bench-'))
  try {
    say('starting both services and their database')
    const env = { DATA_DIR: folder, OPTIMIZER_PORT: '0', DISPATCH_API_PORT: '0', DEMO: 'false' }
    const services = await startServices(readConfig(env), createLog('error'))
    try {
      const measured = await measure(services, count)
      process.stdout.write(values.json ? `${JSON.stringify({ machine, ...measured })}\n` : lineOf(measured))
    } finally {
      await services.stop()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

async function measure(services: Services, count: number): Promise<Measured> {
  const { optimizerUrl, dispatchApiUrl, devToken } = services
  const headers = { authorization: `Bearer ${devToken}`, 'content-type': 'application/json' }
  const post = async (url: string, body: unknown, more: Record<string, string> = {}) => {
    const response = await fetch(url, { method: 'POST', headers: { ...headers, ...more }, body: JSON.stringify(body) })
    if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`)
    return response.json()
  }
  // Without ties between tickets, so that any number of them is a day of its own.
  const city = OptimizationInput.parse(readFixture('city'))
  const chosen = city.tickets.filter(({ crew = 1, links = [] }) => crew === 1 && links.length === 0)
  const tickets = chosen.slice(0, count).map((ticket) => ({ ...ticket, id: randomUUID() }))
  // As many as are asked for, the same places again under other ids.
  for (let from = 0; tickets.length < count; from++)
    tickets.push({ ...tickets[from % chosen.length]!, id: randomUUID() })

  say(`creating ${tickets.length} tickets`)
  const lanes = openLanes(CREATED_AT_ONCE)
  await Promise.all(
    tickets.map(({ id, location, incidentType }) =>
      lanes(() =>
        post(`${dispatchApiUrl}/v0/tools/ticket.create`, {
          request_id: randomUUID(),
          ticket_id: id,
          actor: { id: 'bench', role: 'system_intake_agent', type: 'SYSTEM' },
          payload: { summary: 'A door', incident_type: incidentType ?? 'DOOR_WONT_LATCH', site: { location } },
        }),
      ),
    ),
  )
  say('planning them')
  const { plan: _, ...rest } = city
  const question = { ...rest, tickets, options: { ...city.options, seconds: PLAN_SECONDS, alternatives: 3 } }
  const accepted = (await post(`${optimizerUrl}/v1/optimizations`, question)) as RunAccepted
  const runId = await untilDone(`${optimizerUrl}${accepted.links.self}`, headers)
  const apply = async (): Promise<{ outcomes: ApplyAnswer['outcomes']; seconds: number }> => {
    const begun = performance.now()
    const { outcomes } = (await post(`${optimizerUrl}/v1/optimizations/${runId}/apply`, {})) as ApplyAnswer
    return { outcomes, seconds: (performance.now() - begun) / 1000 }
  }
  say('applying the run')
  const first = await apply()
  say('applying it again')
  const again = await apply()
  const outcomesAre = ({ outcomes }: typeof first, outcome: string) =>
    outcomes.filter((one) => one.outcome === outcome).length
  const left = first.outcomes.find(({ outcome }) => outcome !== 'applied')
  if (left) throw new Error(`A proposal was not applied: ${JSON.stringify(left)}`)
  return {
    tickets: tickets.length,
    proposals: first.outcomes.length,
    applied: outcomesAre(first, 'applied'),
    applySeconds: first.seconds,
    replayed: outcomesAre(again, 'replayed'),
    replaySeconds: again.seconds,
  }
}

/** However long it takes: what is measured comes after. */
async function untilDone(address: string, headers: Record<string, string>): Promise<string> {
  for (;;) {
    const run = (await (await fetch(address, { headers })).json()) as { runId: string; status: RunStatus }
    if (run.status === 'done') return run.runId
    if (run.status === 'failed' || run.status === 'canceled') throw new Error(`The run ended as ${run.status}.`)
    await sleep(500)
  }
}

function lineOf({ tickets, applied, applySeconds, replayed, replaySeconds }: Measured): string {
  const rate = Math.round(applied / applySeconds)
  return (
    `${tickets} tickets: ${applied} proposals applied in ${applySeconds.toFixed(2)} s (${rate} a second), ` +
    `${replayed} replayed in ${replaySeconds.toFixed(2)} s\n`
  )
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}
