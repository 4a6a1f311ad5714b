// The OpenAPI document of dispatch-api against what it serves: every route of both wires and of the kill switch is there, and
// what is not there answers nothing.
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { FastifyInstance, RouteOptions } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { V1_SCHEMAS } from '../../src/dispatch-api/v1/schemas.ts'
import { V1_TABLE, type V1Tool } from '../../src/dispatch-api/v1/tools.ts'
import type { Document } from './documented.ts'
import { Service } from './service.ts'

let service: Service
let document: Document
const served: RouteOptions[] = []
const listen = (message: unknown) =>
  (message as { fastify: FastifyInstance }).fastify.addHook('onRoute', (route) => void served.push(route))
beforeAll(async () => {
  subscribe('fastify.initialization', listen)
  service = await Service.start()
  unsubscribe('fastify.initialization', listen)
  document = (await service.call<Document>('/openapi.json')).json
})
afterAll(() => service?.stop())

const ANY_ID = '0198c4f0-0000-7000-8000-000000000000'
/** HEAD is made beside each GET. */
const methodsOf = ({ method }: RouteOptions) => [method].flat().filter((name) => name !== 'HEAD')
const isHidden = ({ schema }: RouteOptions) => schema === undefined || schema.hide === true

describe('the document', () => {
  test('has every route that is served, and no other', () => {
    const shown = served.filter((route) => !isHidden(route))
    const routes = shown.flatMap((route) =>
      methodsOf(route).map((method) => `${method} ${route.url.replaceAll(/:(\w+)/g, '{$1}')}`),
    )
    const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    expect(documented.toSorted()).toEqual([...new Set(routes)].toSorted())
    expect(documented).toEqual(
      expect.arrayContaining([
        'POST /tickets/{ticketId}/schedule/propose',
        'POST /ops/autonomy/pause',
        'GET /v0/audit',
      ]),
    )
  })

  test('leaves out nothing but itself, its page, and addresses at which there is nothing', async () => {
    for (const route of served.filter(isHidden)) {
      if (/^\/(docs|openapi\.json)/.test(route.url)) continue
      const address = route.url.replace('*', 'no/such/thing').replace(/:\w+/, ANY_ID)
      for (const method of methodsOf(route)) {
        const { status } = await service.call(address, { method })
        expect([method, route.url, status]).toEqual([method, route.url, 404])
      }
    }
  })

  test.each(Object.keys(V1_TABLE) as V1Tool[])('says of %s on the wire v1 what its tables say', (tool) => {
    const { path, from, roles, status } = V1_TABLE[tool]
    const operation = document.paths[from.length === 0 ? '/tickets' : `/tickets/{ticketId}${path}`]
      ?.post as unknown as {
      description: string
      parameters: { name: string; in: string; required?: boolean }[]
      requestBody: { content: Record<string, { schema: object }> }
      responses: Record<string, { description: string }>
    }
    expect(operation.requestBody.content['application/json']?.schema).toEqual(
      // One value is written as a list of one there.
      JSON.parse(JSON.stringify(V1_SCHEMAS[tool]).replaceAll(/"const":("\w+")/g, '"enum":[$1]')),
    )
    expect(operation.description).toContain(`Roles: ${roles.join(', ')}.`)
    expect(Object.keys(operation.responses)).toContain(String(status))
    expect(operation.responses[409]?.description).toContain('IDEMPOTENCY_PAYLOAD_MISMATCH')
    const needed = operation.parameters.flatMap(({ name, required }) => (required ? [name] : []))
    expect(needed.toSorted()).toEqual(
      ['idempotency-key', ...(from.length === 0 ? [] : ['ticketId']), 'x-actor-id', 'x-actor-role'].toSorted(),
    )
  })
})
