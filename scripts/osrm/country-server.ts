// OSRM on the made-up country, ready to be asked: for tests against the real thing, and for recording what it says.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { COMPONENTS, osrmPrograms } from './install.ts'
import { COUNTRY, type CountrySettings, madeCountry } from './made-country.ts'
import { prepareMap } from './map.ts'
import { type OsrmServer, type ServerSettings, startOsrm } from './server.ts'

export interface CountryServer extends OsrmServer {
  readonly version: string
}

/** Its island counts as one: no road leads there, rather than to the nearest bank. */
export async function startCountry(settings: ServerSettings = {}): Promise<CountryServer> {
  const programs = await osrmPrograms()
  const map = await prepareMap(programs, await writtenCountry(), { smallComponentSize: 8 })
  return { ...(await startOsrm(programs, map, settings)), version: map.version }
}

/** Where it was written; the same to the byte each time. */
export async function writtenCountry(name = 'made-country', country: CountrySettings = COUNTRY): Promise<string> {
  await mkdir(COMPONENTS, { recursive: true })
  const file = join(COMPONENTS, `${name}.osm`)
  await writeFile(file, madeCountry(country))
  return file
}
