// Explanations over HTTP: about tickets with a place and without one, and nothing is changed by asking.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Explanation } from '../../../src/contracts/explanation.ts'
import { assignedAt, gaps, oneGap } from './days.ts'
import { Planning } from './planning.ts'

let planning: Planning
beforeAll(async () => {
  planning = await Planning.start()
})
afterAll(() => planning?.stop())

const asked = async (path: string, body: object) => planning.post(`${path}/explanations`, body)

test('who has no place is told why, and what would give them one', async () => {
  const plan = await planning.planned({ ...oneGap(2), plan: [assignedAt('T-1', '08:10')] })
  const { status, json } = await asked(plan.path, { ticketId: 'T-2', techId: 'ana' })
  expect(status).toBe(200)
  const told = Explanation.parse(json)
  expect(told).toMatchObject({ planVersion: 1, verdict: 'possible_with_change', reasons: [{ code: 'NO_GAP' }] })
  expect(told.counterfactuals.map(({ changes }) => changes.map(({ kind }) => kind))).toContainEqual(['SHIFT_END'])
  expect(told.counterfactuals.every(({ checked }) => checked)).toBe(true)
  expect((await planning.get(plan.path)).json.version).toBe(1)
})

test('of a ticket that is planned: why not somebody else, and how they compare', async () => {
  const plan = await planning.planned({ ...gaps(2, 1), plan: [assignedAt('T-1', '08:10', 'ben')] })
  const against = { techId: 'ben', start: assignedAt('T-1', '08:10').start }
  const { status, json } = await asked(plan.path, { ticketId: 'T-1', techId: 'ana', against })
  expect(status).toBe(200)
  const { verdict, cost, versus } = Explanation.parse(json)
  expect(verdict).toBe('offered')
  expect(cost?.lines.reduce((sum, { amount }) => sum + amount, 0)).toBe(cost?.total)
  expect(versus).toMatchObject({ winner: 'subject' })
  expect(await plan.assigned()).toMatchObject({ 'T-1': expect.stringContaining('ben') })
})

test('who is not there is named', async () => {
  const plan = await planning.planned(oneGap(1))
  expect(await asked(plan.path, { ticketId: 'T-1', techId: 'nobody' })).toMatchObject({
    status: 400,
    json: { issues: [{ path: '/techId', code: 'UNKNOWN_ID' }] },
  })
  expect(await asked(plan.path, { ticketId: 'T-9' })).toMatchObject({ status: 400, json: { code: 'INVALID_INPUT' } })
  expect((await asked('/v1/plans/nowhere', { ticketId: 'T-1' })).status).toBe(404)
})
