// A run as it goes on, over a real socket: every event once and in order, from wherever one was heard last.
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { RunEvent } from '../../src/contracts/run.ts'
import { smallRequest } from './inputs.ts'
import { type Heard, listenTo } from './listening.ts'
import { Service, TOKEN } from './service.ts'

let service: Service
beforeAll(async () => {
  service = await Service.start()
})
afterAll(() => service?.stop())

const listen = (path: string, how: Parameters<typeof listenTo>[2] = {}) => listenTo(`${service.url}${path}`, TOKEN, how)
const endless = smallRequest({ options: { seconds: 3600, threads: 1 } })
const numbers = (heard: readonly Heard[]) => heard.map(({ id }) => Number(id))

describe('a listener', () => {
  test('hears the run from its beginning to its end, each event with its number', async () => {
    const { links } = await service.accepted(smallRequest())
    const heard = await listen(links.events)
    for (const { event: kind, data } of heard) RunEvent.parse({ kind, data })
    expect(heard.at(-1)).toMatchObject({ event: 'finished', data: { status: 'done', unserved: 0 } })
    expect(heard[0]).toMatchObject({ event: 'improved', data: { unserved: 0 } })
    expect(numbers(heard)).toEqual(heard.map((_, index) => index + 1))
  })

  test('comes late and hears the same; comes back and hears the rest, also after a restart', async () => {
    const { runId, links } = await service.accepted(smallRequest())
    const whole = await listen(links.events)
    expect(await listen(links.events)).toEqual(whole)
    await service.restart()
    expect(await listen(links.events, { after: whole[0]!.id })).toEqual(whole.slice(1))
    expect((await service.runWhen(runId, 'done')).status).toBe('done')
    expect((await service.get(links.events, { 'last-event-id': whole.at(-1)!.id! })).status).toBe(204)
  })

  test('who goes on listening over a restart misses nothing and hears nothing twice', async () => {
    const { links } = await service.accepted(endless)
    const first = await listen(links.events, { isEnough: ({ event }) => event === 'improved' })
    await service.restart()
    const second = listen(links.events, { after: first.at(-1)!.id })
    await service.post(links.cancel, {})
    const all = [...first, ...(await second)]
    expect(all.at(-1)).toMatchObject({ event: 'finished', data: { status: 'canceled' } })
    expect(numbers(all)).toEqual(all.map((_, index) => index + 1))
  })

  test('is one of many, and all hear the same', async () => {
    const { links } = await service.accepted(smallRequest())
    const all = await Promise.all(Array.from({ length: 50 }, () => listen(links.events)))
    expect(new Set(all.map((heard) => JSON.stringify(heard))).size).toBe(1)
    expect(all[0]!.at(-1)?.event).toBe('finished')
  })

  test('who never reads harms nobody', async () => {
    const { runId, links } = await service.accepted(endless)
    const { port } = new URL(service.url)
    const deaf = Array.from({ length: 20 }, () => {
      const socket = connect(Number(port), '127.0.0.1')
      socket.pause()
      socket.write(`GET ${links.events} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${TOKEN}\r\n\r\n`)
      return socket
    })
    await listen(links.events, { isEnough: ({ event }) => event === 'improved' })
    await service.post(links.cancel, {})
    await service.runWhen(runId, 'canceled')
    for (const socket of deaf) socket.destroy()
  })

  test('of a run that waits for its turn hears that it was canceled', async () => {
    await service.restart({ maxRunning: 1 })
    const running = await service.accepted(endless)
    await service.runWhen(running.runId, 'running')
    const { links } = await service.accepted(endless)
    const heard = listen(links.events)
    await service.post(links.cancel, {})
    expect(await heard).toMatchObject([{ event: 'finished', data: { status: 'canceled' } }])
    await service.post(running.links.cancel, {})
    await service.restart()
  })

  test('of nothing is told so', async () => {
    expect(await service.get('/v1/optimizations/0198c4f0-0000-7000-8000-000000000000/events')).toMatchObject({
      status: 404,
      json: { code: 'RUN_NOT_FOUND' },
    })
    const { links } = await service.accepted(smallRequest())
    expect(await service.get(links.events, { 'last-event-id': 'x' })).toMatchObject({
      status: 400,
      json: { issues: [{ path: '/headers/last-event-id' }] },
    })
  })
})
