// /v1/optimizations/{runId}/events: a run as it goes on. Whoever comes back says what they heard last; whoever does not read
// is cut off, and may come back too. Knows HTTP and nothing else.
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { RunId } from '../../contracts/run.ts'
import { READERS } from '../../platform/access.ts'
import { EVENT_STREAM, type EventStream, openEventStream } from '../../platform/event-stream.ts'
import { HttpProblem } from '../../platform/http.ts'
import { found } from '../runs/run-wire.ts'
import type { Runs } from '../runs/runs.ts'

const BEAT_EVERY_MS = 15_000
/** So much may lie between what was told and what was read. */
const MOST_BEHIND_BYTES = 256 * 1024
const MOST_LISTENERS = 1000
const FINAL = ['done', 'failed', 'canceled']

const Headers = z.looseObject({
  'last-event-id': z
    .string()
    .regex(/^\d{1,9}$/, 'must be the id of an event of this run')
    .optional()
    .meta({ description: 'The last event that was heard: what was told since is told again' }),
})

export const runEventsEndpoint: FastifyPluginAsyncZod<{ runs: Runs }> = async (app, { runs }) => {
  const open = new Set<EventStream>()
  // Before the server waits for its answers to end.
  app.addHook('preClose', async () => {
    for (const stream of open) stream.end()
  })

  const listen = {
    summary: 'A run as it goes on, as server-sent events: "progress", "improved", and "finished" at the end',
    description: `${EVENT_STREAM}. Each event has an id; with Last-Event-ID the stream goes on behind it, also after a restart of the service. It ends with "finished". Of a long run the latest thousand events are kept.`,
    params: z.object({ runId: RunId }),
    headers: Headers,
    response: {
      200: z.string().meta({ description: 'Server-sent events' }),
      204: z.null().meta({ description: 'The end was heard already: there is nothing to come back for' }),
    },
  }
  app.get(
    '/v1/optimizations/:runId/events',
    { config: { mayCall: READERS }, schema: listen },
    async ({ params, headers, identity }, reply) => {
      const { runId } = params
      const run = found(await runs.find(identity.tenant, runId))
      if (open.size >= MOST_LISTENERS)
        throw new HttpProblem({
          status: 503,
          code: 'TOO_MANY_LISTENERS',
          title: 'As many listen as may listen',
          headers: { 'retry-after': '5' },
        })
      const after = Number(headers['last-event-id'] ?? 0)
      if (FINAL.includes(run.status)) {
        const events = await runs.eventsAfter(runId, after)
        if (events.length === 0 && after > 0) return reply.code(204).send(null)
        const told = openEventStream(reply)
        for (const { seq, kind, data } of events) told.send(kind, JSON.stringify(data), String(seq))
        // Over before events were kept.
        if (!events.some(({ kind }) => kind === 'finished'))
          told.send('finished', JSON.stringify({ status: run.status }))
        told.end()
        return reply
      }
      const stream = openEventStream(reply)
      open.add(stream)
      const beat = setInterval(() => stream.beat(), BEAT_EVERY_MS)
      const leave = runs.hub.listen(runId, {
        after,
        hear: ({ seq, kind, data }) => {
          if (stream.behind > MOST_BEHIND_BYTES) return stream.cut()
          stream.send(kind, JSON.stringify(data), String(seq))
          if (kind === 'finished') stream.end()
        },
      })
      void stream.closed.then(() => {
        clearInterval(beat)
        leave()
        open.delete(stream)
      })
      return reply
    },
  )
}
