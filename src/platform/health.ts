// /healthz and /readyz, for whoever watches a service and needs no token for it.
// Knows no part of a service: each tells how its own are.
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { HttpApp } from './http-app.ts'

/** By part: up, or in a few words what is wrong with it. Anybody may read them. */
export type IsReady = () => Promise<Record<string, 'up' | string>>

const TIMEOUT_MS = 5000
const Live = z.strictObject({ status: z.literal('up') })
const Ready = z.strictObject({
  status: z.enum(['up', 'down']),
  parts: z.record(z.string(), z.string()),
  detail: z.record(z.string(), z.number()).optional().meta({ description: 'How much there is to do' }),
})

export interface Health {
  readonly isReady: IsReady
  readonly detail?: (() => Record<string, number>) | undefined
  /** It finishes what it has and takes nothing new. */
  readonly isDraining: () => boolean
}

export function addHealth(app: HttpApp, { isReady, detail, isDraining }: Health): void {
  const config = { public: true, probe: true }
  app.get(
    '/healthz',
    { config, schema: { summary: 'Is the process alive?', tags: ['health'], response: { 200: Live } } },
    async () => ({ status: 'up' as const }),
  )
  app.get(
    '/readyz',
    { config, schema: { summary: 'Can it do its work?', tags: ['health'], response: { 200: Ready, 503: Ready } } },
    async (request, reply) => {
      const late = sleep(TIMEOUT_MS, { checks: 'no answer in time' }, { ref: false })
      const parts = await Promise.race([isReady(), late]).catch((error: unknown) => {
        request.log.error({ err: error }, 'The check for readiness failed')
        return { checks: 'failed' }
      })
      if (isDraining()) Object.assign(parts, { service: 'is shutting down' })
      const up = Object.values(parts).every((part) => part === 'up')
      return reply.code(up ? 200 : 503).send({ status: up ? 'up' : 'down', parts, ...(detail && { detail: detail() }) })
    },
  )
}
