// Transactions and migrations against the real PostgreSQL, with real conflicts.
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Database, DatabaseAwayError, migrate, openDatabase } from '../../src/platform/database.ts'
import { createLog } from '../../src/platform/log.ts'
import { type FreshDatabase, freshDatabase } from '../database.ts'

const log = createLog('silent')
let fresh: FreshDatabase
let database: Database

beforeAll(async () => {
  fresh = await freshDatabase()
  database = openDatabase(fresh.optimizerUrl, log)
})
afterAll(async () => {
  await database.close()
  await fresh.drop()
})

const counted = async (id: string) =>
  (await database.query<{ value: number }>('SELECT value FROM counters WHERE id = $1', [id]))[0]?.value

/** A place where so many wait for each other before all of them go on. */
function meetingOf(count: number): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  return () => {
    if (--count === 0) resolve()
    return promise
  }
}

describe('a transaction', () => {
  beforeEach(async () => {
    await database.query('DROP TABLE IF EXISTS counters')
    await database.query('CREATE TABLE counters (id text PRIMARY KEY, value int NOT NULL)')
    await database.query("INSERT INTO counters VALUES ('a', 0), ('b', 0)")
  })

  test('is kept as a whole or not at all', async () => {
    const failing = database.transaction(async (connection) => {
      await connection.query("UPDATE counters SET value = 7 WHERE id = 'a'")
      throw new Error('changed my mind')
    })
    await expect(failing).rejects.toThrow('changed my mind')
    expect(await counted('a')).toBe(0)
    const result = await database.transaction(async (connection) => {
      await connection.query("UPDATE counters SET value = 7 WHERE id = 'a'")
      return 'kept'
    })
    expect([result, await counted('a')]).toEqual(['kept', 7])
  })

  test('sends what is asked in one turn of the event loop in one packet', async () => {
    const counting = openDatabase(fresh.optimizerUrl, log, { maxConnections: 1 })
    const add = `UPDATE counters SET value = value + $1 WHERE id = 'a'`
    const twice = () =>
      counting.transaction(async (on) => {
        await Promise.all(['a', 'b'].map((id) => on.query('SELECT value FROM counters WHERE id = $1', [id])))
        on.send(add, [1])
        on.send(add, [1])
      })
    await twice()
    const writes = (['_write', '_writev'] as const).map((way) => vi.spyOn(Socket.prototype, way))
    await twice()
    const packets = writes.flatMap(({ mock }) => mock.calls).length
    for (const write of writes) write.mockRestore()
    expect([packets, await counted('a')]).toEqual([2, 4])
    await counting.close()
  })

  test('that lost to another serializable one is done again, so that no count is lost', async () => {
    const bothHaveRead = meetingOf(2)
    let attempts = 0
    const increment = () =>
      database.transaction(
        async (connection) => {
          const [row] = await connection.query<{ value: number }>("SELECT value FROM counters WHERE id = 'a'")
          if (++attempts <= 2) await bothHaveRead()
          await connection.query("UPDATE counters SET value = $1 WHERE id = 'a'", [(row?.value ?? 0) + 1])
        },
        { isolation: 'serializable' },
      )
    await Promise.all([increment(), increment()])
    expect(await counted('a')).toBe(2)
    expect(attempts).toBeGreaterThan(2)
  })

  test('that ran into a deadlock is done again', async () => {
    const bothHoldOne = meetingOf(2)
    let attempts = 0
    const swap = (first: string, second: string) =>
      database.transaction(async (connection) => {
        await connection.query('UPDATE counters SET value = value + 1 WHERE id = $1', [first])
        if (++attempts <= 2) await bothHoldOne()
        await connection.query('UPDATE counters SET value = value + 1 WHERE id = $1', [second])
      })
    await Promise.all([swap('a', 'b'), swap('b', 'a')])
    expect([await counted('a'), await counted('b')]).toEqual([2, 2])
    expect(attempts).toBeGreaterThan(2)
  })

  test('that can never succeed is given up, and leaves a connection that works', async () => {
    let attempts = 0
    const hopeless = database.transaction(async (connection) => {
      attempts++
      await connection.query(`DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$`)
    })
    await expect(hopeless).rejects.toMatchObject({ code: '40001' })
    expect(attempts).toBe(10)
    expect(await counted('a')).toBe(0)
  })

  test('whose work hid the error of a query is no success', async () => {
    const careless = database.transaction(async (connection) => {
      await connection.query("UPDATE counters SET value = 7 WHERE id = 'a'")
      await connection.query('SELECT 1 / 0').catch(() => undefined)
    })
    await expect(careless).rejects.toThrow('hid the error')
    expect(await counted('a')).toBe(0)
  })

  test('whose connection is cut before it is committed is done again on another one', async () => {
    let runs = 0
    await database.transaction(async (connection) => {
      runs++
      await connection.query("UPDATE counters SET value = value + 1 WHERE id = 'a'")
      if (runs === 1) await fresh.cutAll()
      await connection.query('SELECT 1')
    })
    // The next one may have been cut too.
    expect(runs).toBeGreaterThan(1)
    expect(await counted('a')).toBe(1)
  })

  test('whose connection is cut at each try is given up', async () => {
    const cut = database.transaction(async (connection) => {
      await connection.query("UPDATE counters SET value = value + 1 WHERE id = 'a'")
      await fresh.cutAll()
      await connection.query('SELECT 1')
    })
    await expect(cut).rejects.toThrow(DatabaseAwayError)
    expect(await counted('a')).toBe(0)
  })
})

test('whoever asks right after all connections were cut, in a transaction or not, does not notice', async () => {
  for (let round = 0; round < 20; round++) {
    await Promise.all(Array.from({ length: 5 }, () => database.query('SELECT pg_sleep(0.01)')))
    await fresh.cutAll()
    const asked = () => database.query('SELECT 1 AS one')
    const told = await Promise.all([asked(), database.transaction(({ query }) => query('SELECT 1 AS one')), asked()])
    expect(told).toEqual(Array(3).fill([{ one: 1 }]))
  }
})

test('what is written outside a transaction is not written again when its connection is cut: it may be there already', async () => {
  await database.query('CREATE TABLE knocks ()')
  const knock = database.query('WITH slept AS (SELECT pg_sleep(5)) INSERT INTO knocks SELECT FROM slept')
  await expect
    .poll(() => database.query(`SELECT FROM pg_stat_activity WHERE query LIKE 'WITH slept%' AND state = 'active'`))
    .toHaveLength(1)
  await Promise.all([expect(knock).rejects.toThrow(DatabaseAwayError), fresh.cutAll()])
  expect(await database.query('SELECT FROM knocks')).toEqual([])
})

test('a search path may be given for one database alone', async () => {
  const elsewhere = openDatabase(fresh.adminUrl, log, { searchPath: 'optimizer,public' })
  expect(await elsewhere.query('SHOW search_path')).toEqual([{ search_path: 'optimizer,public' }])
  await elsewhere.close()
})

describe('migrations', () => {
  let folder: string
  const migrateFolder = () => migrate(fresh.optimizerUrl, pathToFileURL(folder), 'optimizer', log)
  const applied = () => database.query<{ name: string }>('SELECT name FROM migrations ORDER BY id')

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'migrations-'))
    await database.query('DROP TABLE IF EXISTS migrations, doors, hinges')
    await writeFile(
      join(folder, '1700000000001_doors.sql'),
      'CREATE TABLE doors (id int);\nINSERT INTO doors VALUES (1);',
    )
    return () => rm(folder, { recursive: true })
  })

  test('are applied once, however often they are asked for', async () => {
    await migrateFolder()
    await migrateFolder()
    expect(await applied()).toEqual([{ name: '1700000000001_doors' }])
    expect(await database.query('SELECT id FROM doors')).toEqual([{ id: 1 }])
    await writeFile(join(folder, '1700000000002_hinges.sql'), 'CREATE TABLE hinges (door int);')
    await migrateFolder()
    expect(await applied()).toHaveLength(2)
  })

  test('are applied once when several starts ask at the same time', async () => {
    await Promise.all(Array.from({ length: 4 }, migrateFolder))
    expect(await database.query('SELECT id FROM doors')).toEqual([{ id: 1 }])
  })

  test('that fail leave nothing of themselves, and all that came before', async () => {
    await writeFile(join(folder, '1700000000002_hinges.sql'), 'CREATE TABLE hinges (door int);\nSELECT 1 / 0;')
    await expect(migrateFolder()).rejects.toThrow('division by zero')
    expect(await applied()).toEqual([{ name: '1700000000001_doors' }])
    expect(await database.query("SELECT to_regclass('hinges') AS hinges")).toEqual([{ hinges: null }])
  })

  test('make a schema that is not there yet', async () => {
    const copy = await mkdtemp(join(tmpdir(), 'migrations-'))
    await cp(folder, copy, { recursive: true })
    await migrate(fresh.adminUrl, pathToFileURL(copy), 'workshop', log)
    const admin = openDatabase(fresh.adminUrl, log)
    expect(await admin.query('SELECT id FROM workshop.doors')).toEqual([{ id: 1 }])
    await admin.close()
    await rm(copy, { recursive: true })
  })
})
