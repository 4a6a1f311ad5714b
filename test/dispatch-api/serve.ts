// dispatch-api in a process of its own, so that a test can kill it: DATABASE_URL and TOKEN in, its address out. With
// DIE_AFTER it ends itself, without a word, once that many statements of what it is asked are on their way: those of its
// start do not count, and the first line that it is told starts the count.
import { once } from 'node:events'
import { kill, pid } from 'node:process'
import { openDispatchApi } from '../../src/dispatch-api/server.ts'
import { createLog } from '../../src/platform/log.ts'
import { watchStatements } from './moments.ts'

const { DATABASE_URL: databaseUrl = '', TOKEN: devToken = '', DIE_AFTER } = process.env
const app = await openDispatchApi({
  databaseUrl,
  devToken,
  log: createLog('silent'),
  maxBodyBytes: 1024 * 1024,
  tenant: 'acme',
})
process.stdout.write(`${await app.listen({ host: '127.0.0.1', port: 0 })}\n`)
if (DIE_AFTER !== undefined) {
  await once(process.stdin, 'data')
  let left = Number(DIE_AFTER)
  watchStatements((moment) => {
    if (moment === 'sent' && --left === 0) kill(pid, 'SIGKILL')
  })
  process.stdout.write('counting\n')
}
