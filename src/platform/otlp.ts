// Where spans go when a setting says so: over OTLP/HTTP, in batches. Without it nothing of this is loaded or runs.
import type { Logger } from './log.ts'

export interface Tracing {
  /** Sends what has not been sent; does not wait for a receiver that is away. */
  close(): Promise<void>
}

const CLOSE_WITHIN_MS = 2000

export async function openTracing(endpoint: string, log: Pick<Logger, 'warn'>): Promise<Tracing> {
  const [{ NodeTracerProvider, BatchSpanProcessor }, { OTLPTraceExporter }, { resourceFromAttributes }] =
    await Promise.all([
      import('@opentelemetry/sdk-trace-node'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
    ])
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces`, timeoutMillis: 5000 })
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'real-dispatch' }),
    spanProcessors: [new BatchSpanProcessor(exporter, { scheduledDelayMillis: 1000 })],
  })
  provider.register()
  return {
    close: async () => {
      const late = new Promise<void>((resolve) => setTimeout(resolve, CLOSE_WITHIN_MS).unref())
      await Promise.race([provider.shutdown(), late]).catch((error) =>
        log.warn({ err: error }, 'Not all spans were sent'),
      )
    },
  }
}
