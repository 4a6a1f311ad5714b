// A program run to its end, without a shell in between.
import { spawn } from 'node:child_process'

/** Throws with what the program said when it ends otherwise than well. */
export function run(program: string, args: readonly string[]): Promise<void> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  const listen = (chunk: unknown) => {
    said = `${said}${chunk}`.slice(-2000)
  }
  child.stdout.on('data', listen)
  child.stderr.on('data', listen)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      if (code === 0) resolve()
      else reject(new Error(`${program} ended with ${signal ?? code}. ${said.trim()}`))
    })
  })
}
