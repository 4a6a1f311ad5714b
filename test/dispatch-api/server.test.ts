// dispatch-api as a service: its start, its health, its description, and who may look into its tables.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ALL_TOOLS } from '../../src/contracts/toolsets.ts'
import { loadDemo } from '../../src/demo.ts'
import { ATTACHMENT_TYPES } from '../../src/dispatch-api/objects/attachment-endpoints.ts'
import { openDatabase } from '../../src/platform/database.ts'
import { createLog } from '../../src/platform/log.ts'
import { creation, Service, TOKEN } from './service.ts'

let service: Service
beforeEach(async () => {
  service = await Service.start()
})
afterEach(() => service?.stop())

describe('dispatch-api', () => {
  test('starts several times at once on one database, and all of them serve it', async () => {
    const others = await Promise.all([service.open(), service.open(), service.open()])
    try {
      const { json } = await service.command('ticket.create', creation())
      for (const other of others) {
        const headers = { authorization: `Bearer ${TOKEN}` }
        const answer = await other.inject({ url: `/v0/tickets/${json.ticket.id}`, headers })
        expect(answer.json()).toEqual(json.ticket)
      }
    } finally {
      await Promise.all(others.map((other) => other.close()))
    }
  })

  test('says that it is ready, and that it is not when its database is gone', async () => {
    expect(await service.call('/readyz')).toMatchObject({
      status: 200,
      json: { status: 'up', parts: { database: 'up', objects: 'up' } },
    })
    await service.admin.query('ALTER TABLE tickets RENAME TO lost')
    const { status, json, text } = await service.call('/readyz')
    expect([status, json]).toEqual([503, { status: 'down', parts: { database: 'does not answer', objects: 'up' } }])
    expect(text).not.toContain('tickets')
    expect((await service.call('/healthz')).status).toBe(200)
  })

  test('describes every tool and every read, and no way around them', async () => {
    type Description = { openapi: string; paths: Record<string, Record<string, { responses: object }>> }
    const { json } = await service.call<Description>('/openapi.json')
    expect(json.openapi).toMatch(/^3\.1/)
    const changing = Object.entries(json.paths).filter(([, methods]) =>
      Object.keys(methods).some((name) => name !== 'get'),
    )
    // The wire v1 has its own tests.
    const doors = [...ALL_TOOLS.map((name) => `/v0/tools/${name}`), '/v0/attachments/{sha256}']
    expect(
      changing
        .map(([path]) => path)
        .filter((path) => path.startsWith('/v0/'))
        .toSorted(),
    ).toEqual(doors.toSorted())
    expect(Object.keys(json.paths)).toEqual(
      expect.arrayContaining(['/v0/tools', '/v0/tickets/{ticketId}', '/v0/tickets/{ticketId}/timeline', '/v0/audit']),
    )
    for (const [path, methods] of changing.filter(([name]) => name.startsWith('/v0/tools/')))
      expect(Object.keys(methods.post?.responses ?? { [path]: 'no post' })).toEqual(
        expect.arrayContaining(['400', '401', '403', '409']),
      )
    const file = json.paths['/v0/attachments/{sha256}']?.get?.responses as Record<string, { content?: object }>
    expect(Object.keys(file['200']?.content ?? {})).toEqual([...ATTACHMENT_TYPES])
  })

  test('takes the tickets of the demo company, and none of them twice', async () => {
    const tickets = await loadDemo(service.url, TOKEN)
    expect(tickets).toBeGreaterThan(0)
    expect(await service.eventCount()).toBe(tickets)
    await service.restart()
    expect(await loadDemo(service.url, TOKEN)).toBe(tickets)
    expect(await service.eventCount()).toBe(tickets)
  })

  test('keeps its tables from the optimizer', async () => {
    const optimizer = openDatabase(service.database.optimizerUrl, createLog('silent'), { maxConnections: 1 })
    try {
      for (const table of ['tickets', 'answers', 'audit_events'])
        await expect(optimizer.query(`SELECT FROM dispatch_api.${table}`)).rejects.toThrow('permission denied')
    } finally {
      await optimizer.close()
    }
  })
})
