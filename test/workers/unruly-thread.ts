// A search thread that misbehaves when told to, by what the first visit is worth; otherwise the real one.

import type { Found } from '../../solver/task.ts'
import type { FinishTask, ThreadTask } from '../../workers/tasks.ts'
import * as thread from '../../workers/thread.ts'

export const DEEDS = { exit: 111, throw: 222, hoard: 333, lie: 444, exitAtTheEnd: 666 } as const

export const compileDay = thread.compileDay

export function performTask(task: ThreadTask): Found {
  const { problem } = task
  switch (problem.unservedCents[0]) {
    case DEEDS.exit:
      process.exit(3)
      break
    case DEEDS.throw:
      throw new TypeError('a bug')
    case DEEDS.hoard:
      return hoard()
    case DEEDS.lie: {
      const honest = thread.performTask(task)
      return { ...honest, best: { ...honest.best, cost: honest.best.cost - 1 } }
    }
  }
  return thread.performTask(task)
}

export function finishDay(task: FinishTask) {
  if (task.problem.unservedCents[0] === DEEDS.exitAtTheEnd) process.exit(0)
  return thread.finishDay(task)
}

function hoard(): never {
  const hoarded: string[][] = []
  for (;;) hoarded.push(Array.from({ length: 100_000 }, (_, index) => `${hoarded.length} ${index}`))
}
