// The two services share a server and nothing else.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Database, openDatabase } from '../../src/platform/database.ts'
import { createLog } from '../../src/platform/log.ts'
import { provision } from '../../src/platform/roles.ts'
import { type FreshDatabase, freshDatabase } from '../database.ts'

const log = createLog('silent')
let fresh: FreshDatabase
let admin: Database
let dispatchApi: Database
let optimizer: Database

beforeAll(async () => {
  fresh = await freshDatabase()
  admin = openDatabase(fresh.adminUrl, log)
  dispatchApi = openDatabase(fresh.dispatchApiUrl, log)
  optimizer = openDatabase(fresh.optimizerUrl, log)
  await dispatchApi.query('CREATE TABLE tickets (id int)')
  await optimizer.query('CREATE TABLE runs (id int)')
})
afterAll(async () => {
  await Promise.all([admin.close(), dispatchApi.close(), optimizer.close()])
  await fresh.drop()
})

test('each service is a role of its own and finds its own tables first', async () => {
  expect(await dispatchApi.query('SELECT current_user::text AS role, current_schema AS schema')).toEqual([
    { role: 'dispatch_api', schema: 'dispatch_api' },
  ])
  expect(await optimizer.query('SELECT current_user::text AS role, current_schema AS schema')).toEqual([
    { role: 'optimizer', schema: 'optimizer' },
  ])
})

describe.each([
  ['the optimizer', () => optimizer, 'dispatch_api', 'tickets'],
  ['dispatch-api', () => dispatchApi, 'optimizer', 'runs'],
])('%s', (_, database, schema, table) => {
  const denied = { code: '42501' }

  test('may not read, write, list into or make anything in the schema of the other', async () => {
    for (const sql of [
      `SELECT * FROM ${schema}.${table}`,
      `INSERT INTO ${schema}.${table} VALUES (1)`,
      `DROP TABLE ${schema}.${table}`,
      `CREATE TABLE ${schema}.intruder (id int)`,
      `SET ROLE ${schema}`,
      `ALTER ROLE ${schema} PASSWORD 'mine'`,
      `GRANT ${schema} TO current_user`,
    ])
      await expect(database().query(sql), sql).rejects.toMatchObject(denied)
  })

  test('is no superuser and makes no roles and no databases', async () => {
    const [role] = await database().query(
      'SELECT rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls FROM pg_roles WHERE rolname = current_user',
    )
    expect(Object.values(role as object)).toEqual([false, false, false, false, false])
  })
})

test('doing it again, from several starts at once, comes to the same and keeps what is there', async () => {
  const urls = await Promise.all(Array.from({ length: 5 }, () => provision(fresh.adminUrl, log)))
  for (const { dispatchApiUrl, optimizerUrl } of urls)
    expect([dispatchApiUrl, optimizerUrl]).toEqual([fresh.dispatchApiUrl, fresh.optimizerUrl])
  expect(await dispatchApi.query('SELECT * FROM tickets')).toEqual([])
})

test('several databases of one server are provisioned at once', async () => {
  const others = await Promise.all(Array.from({ length: 3 }, freshDatabase))
  for (const other of others) {
    const database = openDatabase(other.optimizerUrl, log)
    await database.query('CREATE TABLE runs (id int)')
    await database.close()
    await other.drop()
  }
})

test('an administrator that may not make roles and schemas is told to bring two roles', async () => {
  const bare = await freshDatabase()
  const url = new URL(bare.adminUrl)
  const bareAdmin = openDatabase(url.href, log)
  await bareAdmin.query('DROP SCHEMA dispatch_api, optimizer')
  await bareAdmin.query("CREATE ROLE clerk LOGIN PASSWORD 'not-so-secret'")
  url.username = 'clerk'
  url.password = 'not-so-secret'
  try {
    await expect(provision(url.href, log)).rejects.toThrow(/set DATABASE_URL .* and OPTIMIZER_DATABASE_URL/)
  } finally {
    await bareAdmin.query('DROP ROLE clerk')
    await bareAdmin.close()
    await bare.drop()
  }
})
