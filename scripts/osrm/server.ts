// One osrm-routed on this machine and no other, started when it answers and stopped by its process.
import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { OsrmPrograms } from './install.ts'
import type { PreparedMap } from './map.ts'

export interface OsrmServer {
  readonly url: string
  readonly port: number
  /** Ends when the server does, whatever the cause. */
  readonly ended: Promise<void>
  stop(): Promise<void>
}

export interface ServerSettings {
  /** 0 takes any free one. */
  readonly port?: number
  readonly maxTableSize?: number
}

const PATIENCE_MS = 30_000

export async function startOsrm(
  { routed }: OsrmPrograms,
  { base }: PreparedMap,
  { port: wanted = 0, maxTableSize = 1000 }: ServerSettings = {},
): Promise<OsrmServer> {
  const port = wanted === 0 ? await freePort() : wanted
  const where = ['-i', '127.0.0.1', '-p', String(port)]
  const child = spawn(routed, ['-l', 'WARNING', ...where, '--max-table-size', String(maxTableSize), base], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk) => {
    said = `${said}${chunk}`.slice(-2000)
  })
  let hasEnded = false
  const ended = new Promise<void>((resolve) => {
    const end = () => {
      hasEnded = true
      resolve()
    }
    child.once('error', end)
    child.once('close', end)
  })
  const url = `http://127.0.0.1:${port}`
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
  }
  const deadline = performance.now() + PATIENCE_MS
  for (;;) {
    if (hasEnded) throw new Error(`osrm-routed did not start on port ${port}. ${said.trim()}`)
    const answers = await fetch(`${url}/nearest/v1/driving/0,0`, { signal: AbortSignal.timeout(1000) }).then(
      (response) => response.ok,
      () => false,
    )
    if (answers) return { url, port, ended, stop }
    if (performance.now() > deadline) {
      await stop()
      throw new Error(`osrm-routed gave no answer within ${PATIENCE_MS / 1000} s. ${said.trim()}`)
    }
    await sleep(50)
  }
}

function freePort(): Promise<number> {
  const server = createServer()
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('No port.')),
      )
    })
  })
}
