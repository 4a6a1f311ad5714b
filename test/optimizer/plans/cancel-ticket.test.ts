// A ticket leaves a live plan: on the desk and in the store, and still after the plan is opened again.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPlans, type Plans } from '../../../src/optimizer/plans/plans.ts'
import { type Database, migrate, openDatabase } from '../../../src/platform/database.ts'
import { createLog } from '../../../src/platform/log.ts'
import { type FreshDatabase, freshDatabase } from '../../database.ts'
import { accepted } from '../inputs.ts'
import { assignedAt, oneGap } from './days.ts'

const log = createLog('silent')
let fresh: FreshDatabase
let database: Database
let plans: Plans
beforeAll(async () => {
  fresh = await freshDatabase()
  await migrate(fresh.optimizerUrl, new URL('../../../src/optimizer/migrations/', import.meta.url), 'optimizer', log)
  database = openDatabase(fresh.optimizerUrl, log, { searchPath: 'optimizer' })
  plans = openPlans({ databaseUrl: fresh.optimizerUrl, database, log })
})
afterAll(async () => {
  await plans?.close()
  await database?.close()
  await fresh?.drop()
})

test('a canceled ticket is gone, and its place is free for the next', async () => {
  const key = { tenant: 'default', planId: 'monday' }
  const wish = { count: 1, whyNot: 'none' } as const
  await plans.put(key, accepted({ ...oneGap(2), plan: [assignedAt('T-1', '08:10')] }))
  expect((await plans.recommend(key, { ticketId: 'T-2' }, wish)).proposals).toEqual([])

  expect(await plans.cancelTicket(key, 'T-1')).toBe(true)
  expect(await plans.cancelTicket(key, 'T-1')).toBe(false)
  const { version, input } = await plans.find(key)
  expect([version, JSON.parse(input)]).toMatchObject([2, { tickets: [{ id: 'T-2' }], plan: [] }])

  await plans.close()
  plans = openPlans({ databaseUrl: fresh.optimizerUrl, database, log })
  const { planVersion, proposals } = await plans.recommend(key, { ticketId: 'T-2' }, wish)
  expect([planVersion, proposals.length]).toEqual([2, 1])
  await expect(plans.cancelTicket({ ...key, planId: 'tuesday' }, 'T-2')).rejects.toMatchObject({
    name: 'PlanNotFoundError',
  })
})
