// The optimizer in a process of its own, so that a test can kill it: DATABASE_URL, DISPATCH_API_URL and TOKEN in, its address
// out.
import { openDispatchCommands } from '../../src/dispatch-command/commands.ts'
import { openOptimizer } from '../../src/optimizer/server.ts'
import { createLog } from '../../src/platform/log.ts'
import { openSolverPool } from '../../workers/client.ts'

const { DATABASE_URL: databaseUrl = '', DISPATCH_API_URL: baseUrl = '', TOKEN: devToken = '' } = process.env
const app = await openOptimizer({
  databaseUrl,
  devToken,
  log: createLog('silent'),
  maxBodyBytes: 1024 * 1024,
  pool: openSolverPool({ threads: 1 }),
  dispatchCommands: openDispatchCommands({ baseUrl, token: devToken }),
  maxRunning: 2,
  maxQueued: 10,
})
process.stdout.write(`${await app.listen({ host: '127.0.0.1', port: 0 })}\n`)
