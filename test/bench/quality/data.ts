// A data folder as small as can be, laid out as the published one is: tables of best known costs beside the instances.
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { parseInstance } from '../../../bench/instances/read.ts'
import { instanceText } from '../files.ts'
import { leastCost, legsOf } from '../optimum.ts'

const tenDoors = await instanceText('ten-doors.txt')
const oneWay = await instanceText('one-way-streets.vrp')

/** The least costs, found by trying everything. */
export const OPTIMA = {
  tenDoors: leastCost(parseInstance(tenDoors, 'ten-doors'), legsOf(parseInstance(tenDoors, 'ten-doors'))) / 10,
  oneWay: leastCost(parseInstance(oneWay, 'one-way'), legsOf(parseInstance(oneWay, 'one-way'))),
}

const entry = (cost: number, other: object = {}) => ({
  cost,
  convention: 'dimacs',
  vehicles: 4,
  verified: true,
  ...other,
})

/** Solomon: three copies of one; Gehring–Homberger: one with a reference cost only, one with none; ORTEC: packed, a matrix. */
export async function madeData(): Promise<string> {
  const data = await mkdtemp(join(tmpdir(), 'bench-data-'))
  const written = async (set: string, files: Record<string, string | Uint8Array>, tables: Record<string, object>) => {
    await mkdir(join(data, set, 'instances'), { recursive: true })
    for (const [name, content] of Object.entries(files)) await writeFile(join(data, set, 'instances', name), content)
    for (const [name, table] of Object.entries(tables)) await writeFile(join(data, set, name), JSON.stringify(table))
  }
  const optimal = entry(OPTIMA.tenDoors, { kind: 'optimal' })
  await written(
    'solomon',
    { 'A1.txt': tenDoors, 'B1.txt': tenDoors, 'C1.txt': tenDoors, 'README.md': 'not an instance' },
    { 'bks.json': { A1: optimal, B1: entry(OPTIMA.tenDoors), C1: optimal } },
  )
  await written(
    'gehring-homberger',
    { 'R1.txt': tenDoors, 'R2.txt': tenDoors, 'R3.txt': tenDoors },
    {
      'bks-dimacs-reference.json': { R1: entry(300, { kind: 'reference' }), R2: entry(301, { kind: 'reference' }) },
      'bks.json': { R1: entry(OPTIMA.tenDoors) },
    },
  )
  await written(
    'ortec',
    { 'one-way.vrp.gz': gzipSync(oneWay) },
    { 'bks.json': { 'one-way': entry(OPTIMA.oneWay, { convention: 'ortec' }) } },
  )
  return data
}
