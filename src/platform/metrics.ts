// What a service counts of itself, for Prometheus: how long its routes take, how it breathes, and what its rooms add.
// Labels are routes, codes and words of ours, never a caller, a tenant or an id: their number is known beforehand.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { z } from 'zod'
import { OPERATORS } from './access.ts'
import type { HttpApp } from './http-app.ts'

export interface Metrics {
  readonly registry: Registry
  /** Read when somebody looks. */
  gauge(name: string, help: string, read: () => number): void
  counter<Label extends string>(name: string, help: string, labelNames: readonly Label[]): Counter<Label>
  histogram<Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
    buckets: number[],
  ): Histogram<Label>
  close(): void
}

const LATENCIES = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120]
const NANOSECONDS = 1e9
const PREFIX = 'real_dispatch_'

/** One for each service: two of them in one process count apart. */
export function openMetrics(service: string): Metrics {
  const registry = new Registry()
  registry.setDefaultLabels({ service })
  const registers = [registry]
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  const metrics: Metrics = {
    registry,
    gauge: (name, help, read) =>
      void new Gauge({
        name: `${PREFIX}${name}`,
        help,
        registers,
        collect() {
          this.set(read())
        },
      }),
    counter: (name, help, labelNames) =>
      new Counter({ name: `${PREFIX}${name}`, help, labelNames: [...labelNames], registers }),
    histogram: (name, help, labelNames, buckets) =>
      new Histogram({ name: `${PREFIX}${name}`, help, labelNames: [...labelNames], buckets, registers }),
    close: () => {
      delay.disable()
      registry.clear()
    },
  }
  metrics.gauge(
    'event_loop_delay_p99_seconds',
    'How late the event loop was since somebody looked last, 99 of 100',
    () => {
      const seconds = delay.percentile(99) / NANOSECONDS
      delay.reset()
      return Number.isFinite(seconds) ? seconds : 0
    },
  )
  metrics.gauge('resident_memory_bytes', 'Memory of the whole process, its threads included', () =>
    process.memoryUsage.rss(),
  )
  metrics.gauge('heap_used_bytes', 'Memory of the main thread that is in use', () => process.memoryUsage().heapUsed)
  metrics.gauge('uptime_seconds', 'Since the process was started', () => process.uptime())
  return metrics
}

/** /metrics, and the latency of every route. Without a token only from this machine, and only while nobody else can come. */
export function addMetrics(app: HttpApp, metrics: Metrics): void {
  const requests = metrics.histogram(
    'http_request_seconds',
    'From the first byte of a request to the last of its answer',
    ['method', 'route', 'status'],
    LATENCIES,
  )
  app.addHook('onResponse', async (request, reply) => {
    requests.observe(labelsOf(request, reply), reply.elapsedTime / 1000)
  })
  app.addHook('onClose', async () => metrics.close())
  app.get(
    '/metrics',
    {
      config: { mayCall: OPERATORS, probe: true, loopback: true },
      schema: {
        summary: 'What the service counts of itself, as Prometheus reads it',
        tags: ['health'],
        response: { 200: TEXT },
      },
    },
    async (_request, reply) => sendText(reply, metrics.registry.contentType, await metrics.registry.metrics()),
  )
}

/** As bytes: a text would be written as JSON. */
const sendText = (reply: FastifyReply, type: string, text: string) => reply.type(type).send(Buffer.from(text))

const TEXT = { description: 'Prometheus text', content: { 'text/plain': { schema: z.string() } } }
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])

function labelsOf(request: FastifyRequest, reply: FastifyReply) {
  return {
    method: METHODS.has(request.method) ? request.method : 'other',
    // As it is written in the code: an address has ids in it, and what nobody knows may be anything.
    route: request.is404 ? 'none' : (request.routeOptions.url ?? 'none'),
    status: `${Math.trunc(reply.statusCode / 100)}xx`,
  }
}
