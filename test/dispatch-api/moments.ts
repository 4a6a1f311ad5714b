// The moments of what a process says to its database: before a statement, with it on its way, and once it is answered. For
// tests that end a process or its connection at each of them; works below whatever the service does with its statements.
import pg from 'pg'

export type Moment = 'before' | 'sent' | 'answered'
type Query = (this: pg.Client, ...args: unknown[]) => unknown

/** Calls back at each moment of each statement of every connection of this process, from now on until it is undone. */
export function watchStatements(pass: (moment: Moment, client: pg.Client) => void): () => void {
  const prototype = pg.Client.prototype as unknown as { query: Query }
  const { query } = prototype
  prototype.query = function (...args) {
    pass('before', this)
    const done = args.at(-1)
    if (typeof done === 'function')
      args[args.length - 1] = (...results: unknown[]) => {
        pass('answered', this)
        done(...results)
      }
    const result = query.apply(this, args)
    // Connections may gather what is written in one turn of the event loop.
    setImmediate(() => pass('sent', this))
    if (!(result instanceof Promise)) return result
    return result.then((rows) => {
      pass('answered', this)
      return rows
    })
  }
  return () => {
    prototype.query = query
  }
}
