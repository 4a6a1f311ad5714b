// A map made ready for OSRM: extracted and contracted once, and found again by what it was made from.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { COMPONENTS, type OsrmProfile, type OsrmPrograms } from './install.ts'
import { run } from './run.ts'

export interface MapSettings {
  readonly profile?: OsrmProfile
  /** Streets that hang together in smaller groups than this are islands, which OSRM leaves for the mainland if it can. */
  readonly smallComponentSize?: number
}

export interface PreparedMap {
  /** For osrm-routed. */
  readonly base: string
  /** What the server tells with every answer. */
  readonly version: string
}

export async function prepareMap(
  programs: OsrmPrograms,
  file: string,
  { profile = 'car', smallComponentSize = 1000 }: MapSettings = {},
  components = COMPONENTS,
): Promise<PreparedMap> {
  const version = `${profile}-${(await hashOf(file, [programs.version, profile, String(smallComponentSize)])).slice(0, 24)}`
  const folder = join(components, 'osrm-maps', version)
  const ready = { base: join(folder, 'map.osrm'), version }
  if (await isThere(folder)) return ready
  await mkdir(join(components, 'osrm-maps'), { recursive: true })
  const unfinished = await mkdtemp(join(components, 'osrm-maps/unfinished-'))
  try {
    const base = join(unfinished, 'map.osrm')
    const how = ['--data_version', version, '--small-component-size', String(smallComponentSize)]
    await run(programs.extract, ['-l', 'WARNING', ...how, '-p', programs.profile(profile), '-o', base, file])
    await run(programs.contract, ['-l', 'WARNING', base])
    await rename(unfinished, folder).catch(async (error) => {
      if (!(await isThere(folder))) throw error
    })
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
  return ready
}

async function hashOf(file: string, settings: readonly string[]): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(settings))
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )
