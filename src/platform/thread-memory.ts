// npm start gives the thread that serves little room for young objects: it needs no more, and would keep whatever it once
// had. Threads that compute leave much behind, and get what the engine or whoever starts them chooses.
import { setFlagsFromString } from 'node:v8'

/** To be called before any of them starts: what is told to the process would go before what is told to a thread. */
export function leaveRoomToThreads(): void {
  setFlagsFromString('--max-semi-space-size=0')
}
