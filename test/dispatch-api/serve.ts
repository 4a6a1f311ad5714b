// dispatch-api in a process of its own, so that a test can kill it: DATABASE_URL and TOKEN in, its address out.
import { openDispatchApi } from '../../src/dispatch-api/server.ts'
import { createLog } from '../../src/platform/log.ts'

const { DATABASE_URL: databaseUrl = '', TOKEN: devToken = '' } = process.env
const app = await openDispatchApi({
  databaseUrl,
  devToken,
  log: createLog('silent'),
  maxBodyBytes: 1024 * 1024,
  tenant: 'acme',
})
process.stdout.write(`${await app.listen({ host: '127.0.0.1', port: 0 })}\n`)
