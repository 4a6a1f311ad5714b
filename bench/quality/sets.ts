// Published sets from the data folder: which instances are to be solved, and the best cost known of each.
// A reference cost stands in only where nothing better is known, and is told apart. Knows no engine and no format.
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { BadArgumentsError, type SetName } from '../arguments.ts'
import type { Challenge } from '../instances/challenge.ts'
import { instanceName } from '../instances/file.ts'
import { readChallenge } from '../instances/read.ts'
import { readJsonFile } from './json-file.ts'

export interface BestKnown {
  readonly cost: number
  /** A reference is feasible and checked, but nobody claims that it is the best known. */
  readonly kind: 'optimal' | 'bks' | 'reference'
}

export interface PublishedInstance {
  readonly challenge: Challenge
  readonly best: BestKnown | undefined
}

export interface PublishedSet {
  readonly name: SetName
  /** False when only some of its instances were chosen. */
  readonly whole: boolean
  readonly instances: readonly PublishedInstance[]
}

/** Where a set's instances lie, and how its best known costs are counted: a gap to another convention would mean nothing. */
const PUBLISHED: Readonly<Record<SetName, { readonly folder?: string; readonly convention: string }>> = {
  solomon: { convention: 'dimacs' },
  'gehring-homberger': { convention: 'dimacs' },
  ortec: { convention: 'ortec' },
  mdvrptw: { convention: 'exact1000' },
  sdvrptw: { convention: 'exact1000' },
  pcvrptw: { convention: 'dimacs10' },
  mtvrptwr: { convention: 'dimacs10' },
  // Of the two sizes of crew the one with best known costs.
  trsp: { folder: 'instances-crew25', convention: 'trsp' },
  hhcrsp: { convention: 'hhcrsp' },
  verolog2019: { convention: 'verolog' },
}

export interface Choice {
  readonly most: number | undefined
  readonly only: readonly string[] | undefined
}

/** Everything is read before anything is solved, so that a fault ends the run at its start and not after an hour. */
export async function readSets(data: string, names: readonly SetName[], choice: Choice): Promise<PublishedSet[]> {
  const listed: { name: SetName; files: string[] }[] = []
  for (const name of names) listed.push({ name, files: await filesOf(data, name) })
  const known = new Set(listed.flatMap(({ files }) => files.map(instanceName)))
  const stranger = choice.only?.find((name) => !known.has(name))
  if (stranger !== undefined) throw new BadArgumentsError(`--only ${stranger} is no instance of ${names.join(', ')}`)

  const sets: PublishedSet[] = []
  for (const { name, files } of listed) {
    const chosen = chosenOf(files, choice)
    if (chosen.length === 0) continue
    const best = await bestKnownOf(data, name)
    const instances: PublishedInstance[] = []
    for (const file of chosen) {
      const challenge = await readNamed(join(folderOf(data, name), file), name)
      instances.push({ challenge, best: best.get(challenge.name) })
    }
    sets.push({ name, whole: chosen.length === files.length, instances })
  }
  return sets
}

const folderOf = (data: string, set: SetName): string => join(data, set, PUBLISHED[set].folder ?? 'instances')

async function filesOf(data: string, set: SetName): Promise<string[]> {
  const folder = folderOf(data, set)
  const entries = await readdir(folder).catch((cause: Error) => {
    const advice = 'Maybe --data DIR says where the published sets lie.'
    throw new BadArgumentsError(`the folder ${folder} cannot be read. ${advice}`, { cause })
  })
  const files = entries.filter((file) => /\.(txt|vrp)(\.gz)?$/i.test(file)).sort()
  if (files.length === 0) throw new BadArgumentsError(`the folder ${folder} has no instance`)
  return files
}

/** Spread evenly, so that few instances still are of every kind: a set's names are ordered by kind. */
function chosenOf(files: readonly string[], { most, only }: Choice): string[] {
  const named = files.filter((file) => only === undefined || only.includes(instanceName(file)))
  if (most === undefined) return named
  const step = Math.max(1, Math.floor(named.length / most))
  return named.filter((_, index) => index % step === 0).slice(0, most)
}

const readNamed = (path: string, set: SetName): Promise<Challenge> =>
  readChallenge(path, set).catch((error: Error) => {
    throw new Error(`${path}: ${error.message}`, { cause: error })
  })

const costTableOf = (convention: string) =>
  z.record(
    z.string(),
    z.object({
      cost: z.number().positive(),
      convention: z.literal(convention),
      kind: z.enum(['optimal', 'bks', 'reference']).default('bks'),
    }),
  )

async function bestKnownOf(data: string, set: SetName): Promise<ReadonlyMap<string, BestKnown>> {
  const best = new Map<string, BestKnown>()
  const { convention } = PUBLISHED[set]
  // The better table comes last. A set may come without any; its gaps are then unknown.
  for (const table of ['bks-dimacs-reference.json', 'bks.json']) {
    const entries = (await readJsonFile(join(data, set, table), costTableOf(convention))) ?? {}
    for (const [name, { cost, kind }] of Object.entries(entries)) best.set(name, { cost, kind })
  }
  return best
}
