// One login role and one schema for each service: neither holds a credential that reads what is the other's.
// Knows the names of the services, but no table of theirs.
import { createHmac } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type Connection, openDatabase, withSearchPath } from './database.ts'
import type { Logger } from './log.ts'

export interface ServiceUrls {
  readonly dispatchApiUrl: string
  readonly optimizerUrl: string
}

/** The administrator may not do what it takes. */
export class CannotProvisionError extends Error {
  override readonly name = 'CannotProvisionError'
  constructor(options: ErrorOptions) {
    super(
      'The role of DATABASE_URL may not make the roles of the two services. Maybe set DATABASE_URL to a role that owns ' +
        'a schema dispatch_api, and OPTIMIZER_DATABASE_URL to another one that owns a schema optimizer.',
      options,
    )
  }
}

/** Safe to repeat, and from several starts at once: all of them come to the same roles and passwords. */
export async function provision(adminUrl: string, log: Logger): Promise<ServiceUrls> {
  const admin = openDatabase(adminUrl, log, { maxConnections: 1 })
  try {
    return {
      dispatchApiUrl: await provisionService(admin, adminUrl, 'dispatch_api', log),
      optimizerUrl: await provisionService(admin, adminUrl, 'optimizer', log),
    }
  } catch (error) {
    throw codeOf(error) === INSUFFICIENT_PRIVILEGE ? new CannotProvisionError({ cause: error }) : error
  } finally {
    await admin.close()
  }
}

/** Role and schema bear the service's name. A constant of ours, so it may stand in the SQL. */
type Service = 'dispatch_api' | 'optimizer'

async function provisionService(admin: Connection, adminUrl: string, service: Service, log: Logger): Promise<string> {
  const password = passwordOf(adminUrl, service)
  const url = serviceUrl(adminUrl, service, password)
  // Roles belong to the whole server, where others may be at the same one now: it is written only when it must be.
  if (!(await canLogIn(url, log))) await untilAlone(() => writeRole(admin, service, password))
  await untilAlone(() => writeSchema(admin, service))
  return url
}

async function writeRole(admin: Connection, service: Service, password: string | undefined): Promise<void> {
  const found = await admin.query('SELECT FROM pg_roles WHERE rolname = $1', [service])
  const verb = found.length > 0 ? 'ALTER' : 'CREATE'
  // Base64url has no quote in it, and a password cannot be a parameter here.
  await admin.query(`${verb} ROLE ${service} LOGIN PASSWORD ${password === undefined ? 'NULL' : `'${password}'`}`)
}

async function writeSchema(admin: Connection, service: Service): Promise<void> {
  const [found] = await admin.query<{ owner: string }>(
    'SELECT nspowner::regrole::text AS owner FROM pg_namespace WHERE nspname = $1',
    [service],
  )
  if (found?.owner === service) return
  // To give something to a role, an administrator that is no superuser must be a member of it.
  const [role] = await admin.query<{ super: boolean }>(
    'SELECT rolsuper AS super FROM pg_roles WHERE rolname = current_user',
  )
  if (!role?.super) await admin.query(`GRANT ${service} TO CURRENT_USER`)
  await admin.query(
    found ? `ALTER SCHEMA ${service} OWNER TO ${service}` : `CREATE SCHEMA ${service} AUTHORIZATION ${service}`,
  )
  await admin.query(`REVOKE ALL ON SCHEMA ${service} FROM PUBLIC`)
}

async function canLogIn(url: string, log: Logger): Promise<boolean> {
  const database = openDatabase(url, log, { maxConnections: 1 })
  try {
    await database.query('SELECT')
    return true
  } catch (error) {
    if (codeOf(error)?.startsWith('28')) return false // no such role, or another password
    throw error
  } finally {
    await database.close()
  }
}

const INSUFFICIENT_PRIVILEGE = '42501'
/** Another start did it first, or is doing it: role or schema exists, or its catalog row was written meanwhile. */
const NOT_ALONE = new Set(['42710', '42P06', '23505', 'XX000'])
const TRIES = 20

async function untilAlone(write: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await write()
    } catch (error) {
      if (attempt === TRIES || !NOT_ALONE.has(codeOf(error) ?? '')) throw error
      await sleep(Math.random() * 50)
    }
  }
}

const codeOf = (error: unknown) => (error instanceof pg.DatabaseError ? error.code : undefined)

/**
 * Derived and not drawn, so that several instances agree without telling each other. An administrator who needs no
 * password gives none on: derived from nothing it could be guessed, and such a server does not ask the services either.
 */
function passwordOf(adminUrl: string, service: Service): string | undefined {
  const secret = decodeURIComponent(new URL(adminUrl).password)
  return secret === '' ? undefined : createHmac('sha256', secret).update(`role ${service}`).digest('base64url')
}

function serviceUrl(adminUrl: string, service: Service, password: string | undefined): string {
  const url = new URL(adminUrl)
  url.username = service
  url.password = password ?? ''
  return withSearchPath(url.href, service)
}
