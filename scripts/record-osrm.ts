// Records what the real OSRM says to the questions of test/travel/recorded-questions.ts, word for word, for the tests that
// have no OSRM at hand. Run it again when the country or the questions change: node scripts/record-osrm.ts
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openOsrm } from '../src/travel/osrm/client.ts'
import { QUESTIONS } from '../test/travel/recorded-questions.ts'
import { startCountry } from './osrm/country-server.ts'

// Less than the questions take, so that its TooBig is recorded too.
const osrm = await startCountry({ maxTableSize: 4 })
const answers: Record<string, { status: number; body: unknown }> = {}
const between = createServer(async (request, response) => {
  const path = request.url ?? ''
  const real = await fetch(`${osrm.url}${path}`)
  const text = await real.text()
  answers[path] = { status: real.status, body: JSON.parse(text) }
  response.writeHead(real.status, { 'content-type': 'application/json' })
  response.end(text)
})
await new Promise<void>((resolve) => between.listen(0, '127.0.0.1', resolve))
const { port } = between.address() as AddressInfo
const outcomes: Record<string, unknown> = {}
for (const [name, ask] of Object.entries(QUESTIONS)) {
  // One at a time, so that the same paths are asked every time.
  const client = openOsrm({ url: `http://127.0.0.1:${port}`, transport: { parallel: 1 } })
  outcomes[name] = await ask(client)
  await client.close()
}
const file = new URL('../test/travel/recorded/answers.json', import.meta.url)
await writeFile(file, `${JSON.stringify(answers, undefined, 1)}\n`)
process.stdout.write(`${Object.keys(answers).length} answers, ${Object.keys(outcomes).length} questions\n`)
between.close()
await osrm.stop()
