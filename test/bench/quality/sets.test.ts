import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BadArgumentsError, CLASSIC_SETS, type SetName } from '../../../bench/arguments.ts'
import { type Choice, readSets } from '../../../bench/quality/sets.ts'
import { TECHNICIANS } from '../instances/tiny.ts'
import { madeData, OPTIMA } from './data.ts'

let data: string
beforeAll(async () => {
  data = await madeData()
})
afterAll(() => rm(data, { recursive: true }))

const everything: Choice = { most: undefined, only: undefined }

async function chosen(names: readonly SetName[], choice: Partial<Choice>) {
  const sets = await readSets(data, names, { ...everything, ...choice })
  return sets.map(({ name, whole, instances }) => ({
    name,
    whole,
    names: instances.map(({ challenge }) => challenge.name),
  }))
}

describe('a published set', () => {
  test('is read whole, packed files and matrices too, and nothing that is no instance', async () => {
    expect(await chosen(CLASSIC_SETS, {})).toEqual([
      { name: 'solomon', whole: true, names: ['A1', 'B1', 'C1'] },
      { name: 'gehring-homberger', whole: true, names: ['R1', 'R2', 'R3'] },
      { name: 'ortec', whole: true, names: ['one-way'] },
    ])
    const [ortec] = await readSets(data, ['ortec'], everything)
    expect(ortec?.instances[0]?.challenge.model().travel.profiles[0]?.metres[9]).toBe(330)
    expect(ortec?.instances[0]?.best).toEqual({ cost: OPTIMA.oneWay, kind: 'bks' })
  })

  test('takes a reference cost only where no best cost is known, and tells it apart', async () => {
    const [set] = await readSets(data, ['gehring-homberger'], everything)
    expect(set?.instances.map(({ best }) => best)).toEqual([
      { cost: OPTIMA.tenDoors, kind: 'bks' },
      { cost: 301, kind: 'reference' },
      undefined,
    ])
  })

  test('in part is told from the whole', async () => {
    expect(await chosen(['solomon'], { most: 2 })).toEqual([{ name: 'solomon', whole: false, names: ['A1', 'B1'] }])
    expect(await chosen(['solomon'], { most: 3 })).toMatchObject([{ whole: true }])
    expect(await chosen(CLASSIC_SETS, { only: ['C1', 'one-way'] })).toEqual([
      { name: 'solomon', whole: false, names: ['C1'] },
      { name: 'ortec', whole: true, names: ['one-way'] },
    ])
  })

  test('has its few instances taken from all over it', async () => {
    const folder = join(data, 'spread', 'solomon', 'instances')
    await mkdir(folder, { recursive: true })
    const names = ['C1', 'C2', 'C3', 'R1', 'R2', 'R3', 'S1', 'S2', 'S3', 'S4']
    const text = 'a\nVEHICLE\nNUMBER CAPACITY\n1 9\nCUSTOMER\nCUST NO.\n0 0 0 0 0 99 0\n1 3 4 1 0 99 1\n'
    for (const name of names) await writeFile(join(folder, `${name}.txt`), text)
    const [set] = await readSets(join(data, 'spread'), ['solomon'], { ...everything, most: 3 })
    expect(set?.instances.map(({ challenge }) => challenge.name)).toEqual(['C1', 'R1', 'S1'])
  })
})

describe('a set with a format of its own', () => {
  test('is read as that, from where it lies, with costs by its own convention', async () => {
    const folder = join(data, 'own', 'trsp')
    await mkdir(join(folder, 'instances-crew25'), { recursive: true })
    await writeFile(join(folder, 'instances-crew25', 'T1.txt'), TECHNICIANS.text)
    await writeFile(join(folder, 'bks.json'), JSON.stringify({ T1: { cost: 37.5441, convention: 'trsp' } }))
    const [set] = await readSets(join(data, 'own'), ['trsp'], everything)
    expect(set).toMatchObject({ name: 'trsp', whole: true, instances: [{ best: { cost: 37.5441, kind: 'bks' } }] })
    expect(set?.instances[0]?.challenge.judge(TECHNICIANS.tours)).toEqual({ cost: 38, faults: [] })
  })

  test('is refused when its instances come in another', async () => {
    await mkdir(join(data, 'mixed', 'hhcrsp', 'instances'), { recursive: true })
    await writeFile(join(data, 'mixed', 'hhcrsp', 'instances', 'T1.txt'), TECHNICIANS.text)
    await expect(readSets(join(data, 'mixed'), ['hhcrsp'], everything)).rejects.toThrow(
      /T1\.txt: the content is no HHCRSP text$/,
    )
  })
})

describe('refused by name is', () => {
  test('an instance that no chosen set has', async () => {
    await expect(readSets(data, ['solomon'], { ...everything, only: ['A1', 'R1'] })).rejects.toThrow(
      new BadArgumentsError('--only R1 is no instance of solomon'),
    )
  })

  test('a data folder without the set', async () => {
    const reading = readSets(join(data, 'nowhere'), ['solomon'], everything)
    await expect(reading).rejects.toBeInstanceOf(BadArgumentsError)
    await expect(reading).rejects.toThrow(join(data, 'nowhere', 'solomon', 'instances'))
  })

  test('a set without an instance', async () => {
    await mkdir(join(data, 'empty', 'ortec', 'instances'), { recursive: true })
    await expect(readSets(join(data, 'empty'), ['ortec'], everything)).rejects.toThrow(/has no instance$/)
  })

  test.each([
    ['costs by another convention', { A1: { cost: 1, convention: 'sintef' } }, /bks\.json: A1\.convention: /],
    ['a cost of nothing', { A1: { cost: 0, convention: 'dimacs' } }, /bks\.json: A1\.cost: /],
  ])('a table of %s', async (name, table, message) => {
    const set = join(data, name, 'solomon')
    await mkdir(join(set, 'instances'), { recursive: true })
    const text = 'a\nVEHICLE\nNUMBER CAPACITY\n1 9\nCUSTOMER\nCUST NO.\n0 0 0 0 0 99 0\n1 3 4 1 0 99 1\n'
    await writeFile(join(set, 'instances', 'A1.txt'), text)
    await writeFile(join(set, 'bks.json'), JSON.stringify(table))
    await expect(readSets(join(data, name), ['solomon'], everything)).rejects.toThrow(message)
  })

  test('an instance that cannot be read', async () => {
    await mkdir(join(data, 'broken', 'ortec', 'instances'), { recursive: true })
    await writeFile(join(data, 'broken', 'ortec', 'instances', 'X.txt'), 'moon')
    await expect(readSets(join(data, 'broken'), ['ortec'], everything)).rejects.toThrow(
      /X\.txt: the content is neither Solomon nor VRPLIB text$/,
    )
  })
})
