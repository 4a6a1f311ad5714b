// The programs of OSRM, from the wheel that its makers publish: pinned to the byte, into a folder that git ignores. The
// programs need no Python; pip only fetches and unpacks them.
import { access, chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { run } from './run.ts'

const VERSION = '26.10.0'
/** Of the wheels, one for each kind of machine that has one. */
const HASHES = [
  '840d6f82812eb9f9e17c71eb9083dfa15f3be2bfec4965c32aefa48b00d3a951', // Linux x86-64
  'df2d386949756b3de034662d2abb378ff1d60ee9b0d5e33c0da4080dc29164a4', // Linux ARM 64
]

export const COMPONENTS = fileURLToPath(new URL('../../components/', import.meta.url))

/** Something that is needed and cannot be had here. */
export class ComponentMissingError extends Error {
  override readonly name = 'ComponentMissingError'
}

export interface OsrmPrograms {
  readonly extract: string
  readonly contract: string
  readonly routed: string
  readonly profile: (name: OsrmProfile) => string
  readonly version: string
}
export const OSRM_PROFILES = ['car', 'bicycle', 'foot'] as const
export type OsrmProfile = (typeof OSRM_PROFILES)[number]

/** Installs them where they are not yet. Throws ComponentMissingError. */
export async function osrmPrograms(components = COMPONENTS): Promise<OsrmPrograms> {
  const folder = join(components, `osrm-${VERSION}`)
  if (!(await isThere(folder))) await install(components, folder)
  const program = (name: string) => join(folder, 'osrm/bin', name)
  return {
    extract: program('osrm-extract'),
    contract: program('osrm-contract'),
    routed: program('osrm-routed'),
    profile: (name) => join(folder, 'osrm/share/profiles', `${name}.lua`),
    version: VERSION,
  }
}

async function install(components: string, folder: string): Promise<void> {
  await mkdir(components, { recursive: true })
  const unfinished = await mkdtemp(join(components, 'osrm-unfinished-'))
  try {
    const pinned = join(unfinished, 'requirements.txt')
    const hashes = HASHES.map((hash) => `--hash=sha256:${hash}`).join(' ')
    await writeFile(pinned, `osrm-bindings==${VERSION} ${hashes}\n`)
    const target = join(unfinished, 'osrm')
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps', '--require-hashes']
    // The wheel says Python 3.12; its programs do not care which one is here.
    const wheel = ['--target', target, '--python-version', '3.12', '--only-binary=:all:', '-r', pinned]
    await run('python3', [...pip, ...wheel]).catch((cause) => {
      throw new ComponentMissingError(
        `OSRM ${VERSION} cannot be installed. Maybe python3 or pip is missing, or there is no wheel for this machine.`,
        { cause },
      )
    })
    for (const name of await readdir(join(target, 'osrm/bin'))) await chmod(join(target, 'osrm/bin', name), 0o755)
    await rename(target, folder).catch(async (error) => {
      // Somebody else was quicker.
      if (!(await isThere(folder))) throw error
    })
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )
