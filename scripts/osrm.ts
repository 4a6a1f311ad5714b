// npm run osrm [-- MAP] : a road service on this machine. Installs OSRM, prepares the map, starts it, and says where it is.
// Without a map it takes a made-up country on the ground of the demo company.
import { access } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { writtenCountry } from './osrm/country-server.ts'
import { OSRM_PROFILES, type OsrmProfile, osrmPrograms } from './osrm/install.ts'
import { prepareMap } from './osrm/map.ts'
import { startOsrm } from './osrm/server.ts'

const USAGE = `npm run osrm -- [MAP.osm.pbf | MAP.osm] [--port 5000] [--profile ${OSRM_PROFILES.join('|')}] [--max-table-size 1000]`
const say = (line: string) => process.stderr.write(`${line}\n`)

try {
  await main()
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  if (error instanceof Error && error.cause instanceof Error) say(error.cause.message)
  process.exitCode = 1
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: 'string', default: '5000' },
      profile: { type: 'string', default: 'car' },
      'max-table-size': { type: 'string', default: '1000' },
      help: { type: 'boolean', default: false },
    },
  })
  const isProfile = (name: string): name is OsrmProfile => OSRM_PROFILES.some((profile) => profile === name)
  const { profile } = values
  const port = wholeNumber(values.port, 65_535)
  const maxTableSize = wholeNumber(values['max-table-size'], 100_000)
  if (values.help || positionals.length > 1 || !isProfile(profile) || port === undefined || maxTableSize === undefined)
    throw new Error(USAGE)
  say('OSRM: looking for its programs …')
  const programs = await osrmPrograms()
  const [given] = positionals
  const file = given ?? (await writtenCountry())
  await access(file).catch(() => {
    throw new Error(`There is no map ${file}. ${USAGE}`)
  })
  say(`OSRM ${programs.version}: preparing ${given ?? 'the made-up country'} for ${profile} …`)
  const map = await prepareMap(programs, file, { profile })
  const server = await startOsrm(programs, map, { port, maxTableSize })
  process.stdout.write(`OSRM_URL=${server.url}\n`)
  say(`map ${map.version}; maps of OpenStreetMap are © its contributors, ODbL 1.0. Ctrl+C stops it.`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.stop())
  await server.ended
}

function wholeNumber(text: string, most: number): number | undefined {
  const number = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN
  return number <= most ? number : undefined
}
