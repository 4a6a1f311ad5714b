// Both services in a process of their own, as `npm start` starts them, so that a test can end it in any way it likes.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url))
export const DEV_TOKEN = 'test-token-of-32-characters-long'

export class SpawnedServices {
  readonly #child: ChildProcess
  readonly optimizerUrl: string
  readonly dispatchApiUrl: string
  readonly #log: { text: string }

  private constructor(child: ChildProcess, optimizerUrl: string, dispatchApiUrl: string, log: { text: string }) {
    this.#child = child
    this.optimizerUrl = optimizerUrl
    this.dispatchApiUrl = dispatchApiUrl
    this.#log = log
  }

  static async start(settings: NodeJS.ProcessEnv): Promise<SpawnedServices> {
    const env = {
      PATH: process.env.PATH,
      OPTIMIZER_PORT: '0',
      DISPATCH_API_PORT: '0',
      DEMO: 'false',
      DEV_TOKEN,
      SOLVER_THREADS: '1',
      ...settings,
    }
    const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    const log = { text: '' }
    child.stderr.setEncoding('utf8').on('data', (text) => {
      log.text += text
    })
    let said = ''
    child.stdout.setEncoding('utf8')
    for await (const text of child.stdout) {
      said += text
      const [, optimizerUrl, dispatchApiUrl] =
        /optimizer +(http[^\s?]+?)\/?(?:\?\S*)?\ndispatch-api +(http\S+?)\/docs\n/.exec(said) ?? []
      if (optimizerUrl && dispatchApiUrl) return new SpawnedServices(child, optimizerUrl, dispatchApiUrl, log)
    }
    throw new Error(`The services did not start. ${said} ${log.text.slice(-2000)}`)
  }

  get log(): string {
    return this.#log.text
  }
  get pid(): number {
    return this.#child.pid ?? 0
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  /** The code with which it ends, or the signal by which it was ended. */
  async ended(): Promise<number | NodeJS.Signals> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) await once(this.#child, 'exit')
    return this.#child.exitCode ?? this.#child.signalCode ?? 0
  }

  async kill(): Promise<void> {
    this.signal('SIGKILL')
    await this.ended()
  }

  fetch(
    path: string,
    {
      body,
      headers = {},
      ...init
    }: { method?: string; body?: unknown; headers?: Record<string, string>; signal?: AbortSignal } = {},
  ) {
    return fetch(new URL(path, path.startsWith('/v0/') ? this.dispatchApiUrl : this.optimizerUrl), {
      ...init,
      headers: {
        authorization: `Bearer ${DEV_TOKEN}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { method: init.method ?? 'POST', body: JSON.stringify(body) }),
    })
  }

  /** Bytes as they are. */
  put(path: string, bytes: Uint8Array<ArrayBuffer>) {
    return fetch(new URL(path, this.dispatchApiUrl), {
      method: 'PUT',
      headers: { authorization: `Bearer ${DEV_TOKEN}`, 'content-type': 'application/octet-stream' },
      body: bytes,
    })
  }

  async json(path: string, init: Parameters<SpawnedServices['fetch']>[1] = {}) {
    const response = await this.fetch(path, init)
    // biome-ignore lint/suspicious/noExplicitAny: each test says what it expects
    return { status: response.status, json: (await response.json()) as any }
  }
}
