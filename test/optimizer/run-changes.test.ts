// Why one run planned otherwise than another, over HTTP and with real searches: what became of each visit, and what in the two
// inputs explains it.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { RunChanges } from '../../src/contracts/explanation.ts'
import { between } from './asked.ts'
import { smallRequest, tech, ticket } from './inputs.ts'
import { Service } from './service.ts'

let service: Service
beforeAll(async () => {
  service = await Service.start()
})
afterAll(() => service?.stop())

async function answered(request: Parameters<Service['accepted']>[0]): Promise<string> {
  const { runId } = await service.accepted(request)
  await service.runWhen(runId, 'done')
  return runId
}

const why = (runId: string, body: object) => service.post(`/v1/optimizations/${runId}/explanations`, body)

test('a technician who is not at work any more is why another one comes, and a new ticket is new', async () => {
  const techs = [tech(), tech({ id: 'ben' })]
  const first = await answered(smallRequest({ techs, tickets: [ticket({ requiredTechs: ['ana', 'ben'] })] }))
  const { json } = await service.get(`/v1/optimizations/${first}`)
  const { techId } = json.output.routes[0]
  const [gone, other] = techId === 'ana' ? ['ana', 'ben'] : ['ben', 'ana']
  const second = await answered(
    smallRequest({
      techs: techs.map((of) => (of.id === gone ? { ...of, active: false } : of)),
      tickets: [ticket({ requiredTechs: ['ana', 'ben'] }), ticket({ id: 'T-2' })],
    }),
  )
  const { status, json: told } = await why(second, { since: first })
  expect(status).toBe(200)
  const { changes } = RunChanges.parse(told)
  expect(changes.map(({ ticketId, kind }) => [ticketId, kind])).toEqual([
    ['T-1', 'moved'],
    ['T-2', 'added'],
  ])
  expect(changes[0]).toMatchObject({ before: { techId: gone }, after: { techId: other } })
  expect(changes[0]!.reasons.map(({ code }) => code)).toEqual(
    expect.arrayContaining(['TECH_REPLACED', 'TECH_DEACTIVATED']),
  )
  const one = await why(second, { since: first, ticketId: 'T-2', language: 'es' })
  expect(one.json.changes.map(({ ticketId }: { ticketId: string }) => ticketId)).toEqual(['T-2'])
  expect((await why(first, { since: first })).json.changes).toEqual([])
})

test('a run that has no plan, or is not there, cannot be held against another', async () => {
  const done = await answered(smallRequest({ tickets: [ticket({ windows: [between('09:00', '10:00')] })] }))
  const { runId } = await service.accepted(smallRequest({ options: { seconds: 3600, threads: 1 } }))
  expect(await why(done, { since: runId })).toMatchObject({ status: 409, json: { code: 'RUN_NOT_DONE' } })
  await service.post(`/v1/optimizations/${runId}/cancel`, {})
  const nobodys = '0198c4f0-0000-7000-8000-000000000000'
  expect(await why(nobodys, { since: done })).toMatchObject({ status: 404, json: { code: 'RUN_NOT_FOUND' } })
  expect(await why(done, {})).toMatchObject({ status: 400, json: { code: 'INVALID_INPUT' } })
})
