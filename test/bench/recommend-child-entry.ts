// The child of recommend-child.test.ts.
import { setTimeout as sleep } from 'node:timers/promises'
import { answerParent } from '../../bench/recommend/child.ts'

export type TestJobs = {
  readonly after: (task: { ms: number; word: string }) => Promise<string>
  readonly pid: () => number
  readonly fail: (message: string) => never
  readonly die: (code: number) => never
}

answerParent({
  after: ({ ms, word }) => sleep(ms, word),
  pid: () => process.pid,
  fail: (message) => {
    throw new Error(message)
  },
  die: (code) => process.exit(code),
} satisfies TestJobs)
