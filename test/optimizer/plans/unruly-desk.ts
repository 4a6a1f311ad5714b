// A desk whose thread dies in the middle of its work when it is asked for a certain ticket, or for room for another; and one
// that needs ever more memory for a third.
import { parentPort } from 'node:worker_threads'
import '../../../src/optimizer/plans/desk-thread.ts'

parentPort?.on('message', ({ name, task }) => {
  if (task.ask?.ticketId === 'CRASH') process.exit(1)
  if (task.ask?.ticketId === 'NO-ROOM' && name === 'makeRoom') process.exit(1)
  if (task.ask?.ticketId === 'LARGE') {
    const kept: number[][] = []
    for (;;) kept.push(Array.from({ length: 1000 }, (_, index) => index + 0.5))
  }
})
