// What was told of a run while it ran: numbered without a gap, and no more of it than a listener could want. The number of
// an event is written in the statement that keeps it, so that two writers at once cannot give one twice.
import type { RunEvent } from '../../contracts/run.ts'
import type { Connection } from '../../platform/database.ts'

/** Of one run; older ones are forgotten. */
const MOST_KEPT = 1000

export async function tellEvent(on: Connection, runId: string, kind: RunEvent['kind'], data: object): Promise<void> {
  const [told] = await on.query<{ seq: number }>(
    `INSERT INTO run_events (run_id, seq, kind, data)
     SELECT $1, coalesce(max(seq), 0) + 1, $2, $3 FROM run_events WHERE run_id = $1
     RETURNING seq`,
    [runId, kind, JSON.stringify(data)],
  )
  if (told && told.seq % 100 === 0 && told.seq > MOST_KEPT)
    await on.query('DELETE FROM run_events WHERE run_id = $1 AND seq <= $2', [runId, told.seq - MOST_KEPT])
}

export interface StoredEvent {
  readonly runId: string
  readonly seq: number
  readonly kind: RunEvent['kind']
  readonly data: object
}

/** Of several runs, each from where its listeners are. */
export function eventsAfter(on: Connection, after: ReadonlyMap<string, number>): Promise<StoredEvent[]> {
  return on.query<StoredEvent>(
    `SELECT e.run_id AS "runId", e.seq, e.kind, e.data
     FROM unnest($1::uuid[], $2::integer[]) AS wanted (run_id, seq)
     JOIN run_events e ON e.run_id = wanted.run_id AND e.seq > wanted.seq
     ORDER BY e.run_id, e.seq`,
    [[...after.keys()], [...after.values()]],
  )
}
