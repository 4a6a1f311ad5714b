// Webhooks over real sockets: signed, at least once, under one id, until somebody has heard; and never to where nobody may be
// called.
import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Deliveries, Webhook, WebhookMessage } from '../../src/contracts/webhook.ts'
import { addressFault, isPrivate } from '../../src/optimizer/webhooks/allowed-address.ts'
import { smallRequest } from './inputs.ts'
import { Service } from './service.ts'

interface Received {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

const received: Received[] = []
/** What the next callers are answered; 200 when nothing is left. */
const answers: number[] = []
let receiver: Server
let url: string
let service: Service
const webhooks = { hosts: ['127.0.0.1'], mayBePrivate: true, lookEveryMs: 20, firstWaitMs: 10, mostAttempts: 3 }

beforeAll(async () => {
  receiver = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    received.push({ headers: request.headers, body })
    response.writeHead(answers.shift() ?? 200, { location: '/elsewhere' }).end()
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`
  service = await Service.start({ webhooks })
})
afterAll(async () => {
  await service?.stop()
  receiver?.close()
})

const made = async (webhookId: string, body: object = { url, events: ['run.finished'] }) =>
  service.call('PUT', `/v1/webhooks/${webhookId}`, body)
const deliveries = async (webhookId: string, state = '') =>
  Deliveries.parse((await service.get(`/v1/webhooks/${webhookId}/deliveries${state && `?state=${state}`}`)).json)
    .deliveries
const until = async (isSo: () => Promise<boolean> | boolean) => {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 10))
}

describe('a webhook', () => {
  test('is told that a run is over, signed with the secret that was told once', async () => {
    const { status, json } = await made('one')
    const { secret = '' } = Webhook.parse(json)
    expect(status).toBe(201)
    expect((await made('one')).json).not.toHaveProperty('secret')
    expect((await service.get('/v1/webhooks')).text).not.toContain(secret)

    const { runId } = await service.accepted(smallRequest())
    await until(() => received.length > 0)
    const [{ headers, body }] = received.splice(0) as [Received]
    expect(WebhookMessage.parse(JSON.parse(body))).toMatchObject({ kind: 'run.finished', runId, status: 'done' })
    const id = String(headers['webhook-id'])
    expect(JSON.parse(body).eventId).toBe(id)
    const signed = createHmac('sha256', Buffer.from(secret.slice('whsec_'.length), 'base64'))
      .update(`${id}.${headers['webhook-timestamp']}.${body}`)
      .digest('base64')
    expect(headers['webhook-signature']).toBe(`v1,${signed}`)
    await until(async () => (await deliveries('one'))[0]?.state === 'delivered')
    await service.call('DELETE', '/v1/webhooks/one')
  })

  test('that does not listen is told again under the same id, and nobody is followed elsewhere', async () => {
    await made('two')
    answers.push(500, 302)
    await service.accepted(smallRequest())
    await until(() => received.length === 3)
    const all = received.splice(0)
    expect(new Set(all.map(({ headers, body }) => `${headers['webhook-id']} ${body}`)).size).toBe(1)
    await until(async () => (await deliveries('two'))[0]?.state === 'delivered')
    expect(await deliveries('two')).toMatchObject([{ attempts: 3, status: 200 }])
    await service.call('DELETE', '/v1/webhooks/two')
  })

  test('that never listens is given up, to be seen, and told again when somebody asks', async () => {
    await made('three')
    answers.push(500, 500, 500)
    await service.accepted(smallRequest())
    await until(async () => (await deliveries('three', 'dead')).length === 1)
    const [dead] = await deliveries('three', 'dead')
    expect(dead).toMatchObject({ attempts: 3, status: 500 })
    expect((await service.post(`/v1/webhooks/three/deliveries/${dead!.eventId}/retry`, {})).status).toBe(202)
    await until(async () => (await deliveries('three'))[0]?.state === 'delivered')
    expect(received.splice(0)).toHaveLength(4)
    expect((await service.post(`/v1/webhooks/three/deliveries/${dead!.eventId}/retry`, {})).status).toBe(404)
    await service.call('DELETE', '/v1/webhooks/three')
  })

  test('is told what was to be told before a restart', async () => {
    await made('four', {
      url: url.replace('/hook', ':1/nowhere').replace(/:\d+:1/, ':9'),
      events: ['run.finished', 'plan.changed'],
    })
    await service.accepted(smallRequest())
    await until(async () => (await deliveries('four'))[0]?.error === 'ECONNREFUSED')
    await service.restart({ webhooks: { ...webhooks, mostAttempts: 50 } })
    await made('four', { url, events: ['run.finished'] })
    const [known] = await deliveries('four')
    if (known?.state === 'dead') await service.post(`/v1/webhooks/four/deliveries/${known.eventId}/retry`, {})
    await until(() => received.length > 0)
    expect(received.splice(0)[0]?.headers['webhook-id']).toBe(known?.eventId)
    await service.call('DELETE', '/v1/webhooks/four')
  })

  test('of another tenant is neither seen nor told', async () => {
    await made('five')
    await service.restart({ webhooks, tenant: 'elsewhere' })
    expect((await service.get('/v1/webhooks')).json).toEqual({ webhooks: [] })
    expect((await service.call('DELETE', '/v1/webhooks/five')).status).toBe(404)
    const { runId } = await service.accepted(smallRequest())
    await service.runWhen(runId, 'done')
    expect(received).toEqual([])
    await service.restart({ webhooks })
  })
})

describe('an address', () => {
  const hosts = {
    hosts: ['hooks.example.com', '*.example.org', '10.0.0.8', 'localhost', '[::1]', '::1'],
    mayBePrivate: false,
  }

  test.each([
    ['https://hooks.example.com/x', undefined],
    ['https://a.b.example.org', undefined],
    ['https://example.org', /not allowed/],
    ['https://hooks.example.com.evil.net/', /not allowed/],
    ['http://hooks.example.com/x', /https/],
    ['https://user:pass@hooks.example.com/', /password/],
    ['https://10.0.0.8/', /own network/],
    ['https://localhost/', /own network/],
    ['https://[::1]/', /own network/],
    ['https://169.254.169.254/latest', /not allowed/],
    ['file:///etc/passwd', /not allowed/],
    ['ftp://hooks.example.com/', /https/],
  ])('%s', (address, fault) => {
    const told = addressFault(address, hosts)
    if (fault === undefined) expect(told).toBeUndefined()
    else expect(told).toMatch(fault)
  })

  test.each([
    ['127.0.0.1', true],
    ['10.1.2.3', true],
    ['172.31.0.1', true],
    ['192.168.1.1', true],
    ['169.254.169.254', true],
    ['100.64.0.1', true],
    ['::1', true],
    ['fd00::1', true],
    ['fe80::1', true],
    ['::ffff:10.0.0.1', true],
    ['::ffff:a00:1', true],
    ['64:ff9b::a00:1', true],
    ['8.8.8.8', false],
    ['2606:4700::1', false],
  ])('%s is private: %s', (address, is) => {
    expect(isPrivate(address)).toBe(is)
  })

  test('is refused where it is made, with the setting that says so', async () => {
    const { status, json } = await made('bad', { url: 'https://evil.example.net/', events: ['run.finished'] })
    expect([status, json.issues[0]]).toMatchObject([400, { path: '/url', code: 'ADDRESS_NOT_ALLOWED' }])
    expect(json.issues[0].message).toContain('WEBHOOK_HOSTS')
  })
})
