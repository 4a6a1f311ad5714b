// `npm run -s audit:verify -- [--json] [--expect NUMBER:HASH]`: is the audit trail what was written? Ends with 1 when not.
// Reads only. --expect takes a seal that was noted down before: a trail that was rewritten as a whole has another one there.
import { parseArgs } from 'node:util'
import { readConfig } from '../platform/config.ts'
import { type Database, openDatabase } from '../platform/database.ts'
import { createLog } from '../platform/log.ts'
import { runningPostgresUrl } from '../platform/running-postgres.ts'
import { type Fault, type Verification, verifyAudit } from './audit-verify.ts'

const MOST_SHOWN = 50

try {
  await main()
} catch (cause) {
  process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`)
  process.exitCode = 2
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: 'boolean' }, expect: { type: 'string' } } })
  const config = readConfig(process.env)
  const url = config.databaseUrl ?? (await runningPostgresUrl(config.dataDir))
  if (url === undefined)
    throw new Error('There is no database to look into. Maybe start the service first, or set DATABASE_URL.')
  const database = openDatabase(url, createLog('warn'), { searchPath: 'dispatch_api', maxConnections: 1 })
  try {
    const found = await verifyAudit(database)
    const expected = values.expect === undefined ? true : await holdsSeal(database, values.expect)
    process.stdout.write(values.json ? `${JSON.stringify({ ...found, expected })}\n` : told(found, expected))
    if (found.faults.length > 0 || !expected) process.exitCode = 1
  } finally {
    await database.close()
  }
}

async function holdsSeal(database: Database, expected: string): Promise<boolean> {
  const [number = '', hash = ''] = expected.split(':')
  if (!/^\d+$/.test(number) || !/^[0-9a-f]{64}$/.test(hash))
    throw new Error('--expect takes a number, a colon and a hash, as this command prints them.')
  const found = await database.query('SELECT FROM audit_seals WHERE number = $1 AND hash = $2', [number, hash])
  return found.length > 0
}

function told({ events, chains, seals, unsealed, lastSeal, faults }: Verification, expected: boolean): string {
  const lines = [`${events} events in ${chains} chains, ${seals} seals, ${unsealed} not sealed yet`]
  if (lastSeal) lines.push(`last seal ${lastSeal.number}:${lastSeal.hash}`)
  if (!expected) lines.push('BROKEN  the expected seal is not there: the trail was rewritten, or is another one')
  for (const fault of faults.slice(0, MOST_SHOWN)) lines.push(`BROKEN  ${said(fault)}`)
  if (faults.length > MOST_SHOWN) lines.push(`BROKEN  and ${faults.length - MOST_SHOWN} more`)
  if (faults.length === 0 && expected) lines.push('whole')
  return `${lines.join('\n')}\n`
}

function said({ code, tenant, ticketId, eventId, seal }: Fault): string {
  const chain = tenant === undefined ? undefined : `tenant ${tenant}, ${ticketId ? `ticket ${ticketId}` : 'the system'}`
  const parts = [code, seal && `seal ${seal}`, chain, eventId && `event ${eventId}`]
  return parts.filter(Boolean).join('  ')
}
