// A desk whose thread dies in the middle of its work when it is asked for a certain ticket.
import { parentPort } from 'node:worker_threads'
import '../../../src/optimizer/plans/desk-thread.ts'

parentPort?.on('message', ({ task }) => {
  if (task.ask?.ticketId === 'CRASH') process.exit(1)
})
