// A process of its own that owns a database folder, for tests that kill it: prints the address and stays.
import { startEmbeddedPostgres } from '../../src/platform/embedded-postgres.ts'
import { createLog } from '../../src/platform/log.ts'

const folder = process.argv[2]
if (folder === undefined) throw new Error('Tell the folder.')
const { url } = await startEmbeddedPostgres({ folder, log: createLog('silent'), durable: true })
process.stdout.write(`${url}\n`)
