import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { BadArgumentsError, SETS } from '../../bench/arguments.ts'
import { checkRoutes } from '../../bench/instances/check.ts'
import { readSolveArguments } from '../../bench/solve-arguments.ts'
import { type Ended, ended, ROOT } from './ended.ts'
import { instanceFile, instanceText, readInstance } from './files.ts'
import { toursIn } from './instances/solutions.ts'
import { TECHNICIANS } from './instances/tiny.ts'
import { leastCost, legsOf } from './optimum.ts'

const SOLVE = join(ROOT, 'bench/solve.ts')

const Answer = z.strictObject({
  instance: z.string(),
  engine: z.literal('native'),
  seconds: z.number().positive(),
  threads: z.int(),
  cost: z.number(),
  feasible: z.boolean(),
  iterations: z.int(),
  /** A 0 is the depot on the way. */
  routes: z.array(z.array(z.int().nonnegative()).min(1)),
})

const benchSolve = (...args: string[]) => ended(process.execPath, [SOLVE, ...args])

/** What it printed, once it is sure that it was exactly one line. */
function answerOf({ code, stdout, stderr }: Ended): z.infer<typeof Answer> {
  expect(code, stderr).toBe(0)
  expect(stdout).toMatch(/^[^\n]+\n$/)
  return Answer.parse(JSON.parse(stdout))
}

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bench-solve-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe('bench:solve', () => {
  test.each([
    ['ten-doors.txt', 10],
    ['one-way-streets.vrp', 1],
  ])('solves %s to the optimum that trying everything finds', async (file, unitsPerCost) => {
    const answer = answerOf(await benchSolve(instanceFile(file), '--seconds', '3'))
    const instance = await readInstance(instanceFile(file))
    expect(answer).toMatchObject({ instance: instance.name, engine: 'native', threads: 2, feasible: true })
    expect(checkRoutes(instance, answer.routes)).toEqual({ cost: answer.cost, faults: [] })
    expect(answer.cost).toBe(leastCost(instance, legsOf(instance)) / unitsPerCost)
  })

  test('serves all of C101 not far from the best known 827.3, packed and through npm as well', async () => {
    const packed = join(folder, 'C101.txt.gz')
    await writeFile(packed, gzipSync(await instanceText('C101.txt')))
    const [npm, ...script] = ['npm', 'run', '-s', 'bench:solve', '--']
    const options = ['--set', 'solomon', '--seconds', '3', '--seed', '7', '--sol', join(folder, 'C101.sol')]
    const answer = answerOf(await ended(npm ?? '', [...script, packed, ...options]))
    const instance = await readInstance(instanceFile('C101.txt'))
    expect(answer).toMatchObject({ instance: 'C101', feasible: true })
    expect(checkRoutes(instance, answer.routes)).toEqual({ cost: answer.cost, faults: [] })
    expect(answer.cost).toBeGreaterThanOrEqual(827.3)
    expect(answer.cost).toBeLessThan(827.3 * 1.25)

    const sol = await readFile(join(folder, 'C101.sol'), 'utf8')
    const routes = answer.routes.map((route, index) => `Route #${index + 1}: ${route.join(' ')}`)
    expect(sol).toBe([...routes, `Cost ${answer.cost}`, ''].join('\n'))
  })

  test.each([['--set', 'trsp'], []])(
    'solves another kind of problem and writes it in its own words: %s',
    async (...set) => {
      const [file, sol] = [join(folder, 'technicians.txt'), join(folder, 'technicians.sol')]
      await writeFile(file, TECHNICIANS.text)
      const answer = answerOf(await benchSolve(file, ...set, '--seconds', '1', '--sol', sol))
      expect(answer).toMatchObject({ instance: 'technicians', feasible: true })
      expect(answer.cost).toBeLessThanOrEqual(TECHNICIANS.cost)
      const solution = await readFile(sol, 'utf8')
      expect(solution).toMatch(new RegExp(`^Technician [\\s\\S]*\nCost ${answer.cost}\n$`))
      expect(toursIn('trsp', TECHNICIANS.text, solution).map(({ stops }) => stops)).toEqual(answer.routes)
    },
  )

  test('ends as soon as its plan is as cheap as it has to be', async () => {
    const options = ['--seconds', '3600', '--threads', '2', '--target']
    const answer = answerOf(await benchSolve(instanceFile('C101.txt'), ...options, '850'))
    expect(answer.cost).toBeLessThanOrEqual(850)
    expect(answer.feasible).toBe(true)
  })

  test('with one thread, a seed and iterations gives the same routes again', async () => {
    const same = ['--threads', '1', '--seed', '3', '--iterations', '200', '--seconds', '60']
    const runs = [instanceFile('C101.txt'), instanceFile('C101.txt')].map((file) => benchSolve(file, ...same))
    const [first, second] = (await Promise.all(runs)).map(answerOf)
    expect(first?.routes).toEqual(second?.routes)
    expect(first?.iterations).toBe(second?.iterations)
  })

  test('says so when not everybody can be served', async () => {
    const crowded = join(folder, 'crowded.txt')
    await writeFile(crowded, (await instanceText('ten-doors.txt')).replace('  4          30', '  1          30'))
    const answer = answerOf(await benchSolve(crowded, '--seconds', '0.5'))
    expect(answer.feasible).toBe(false)
    expect(answer.routes.length).toBeLessThanOrEqual(1)
  })

  test('given bad arguments says so in one line and ends with 2', async () => {
    const { code, stdout, stderr } = await benchSolve('a.txt', '--set', 'moon')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toBe(`bench:solve: --set moon is not known; known: ${SETS.join(', ')}\n`)
  })

  test.each([
    ['missing', undefined, 'cannot be read: ENOENT'],
    ['garbage', 'a\0b\nc', 'the content is neither Solomon nor VRPLIB text'],
    ['truncated', 'DIMENSION: 3\nCAPACITY: 4\n', 'header EDGE_WEIGHT_TYPE is missing'],
  ])('given a %s file names it and its fault in one line and ends with 1', async (name, content, fault) => {
    const file = join(folder, name)
    if (content !== undefined) await writeFile(file, content)
    const { code, stdout, stderr } = await benchSolve(file)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^bench:solve: [^\n]+\n$/)
    expect(stderr).toContain(`${file}: ${fault}`)
  })
})

describe('the arguments', () => {
  test('have defaults', () => {
    expect(readSolveArguments(['a.txt'])).toEqual({
      instance: 'a.txt',
      engine: 'native',
      seconds: 10,
      threads: 2,
      seed: 1,
      iterations: undefined,
      sol: undefined,
    })
  })

  test.each([
    ['no instance', [], 'one INSTANCE expected, not 0'],
    ['two instances', ['a.txt', 'b.txt'], 'one INSTANCE expected, not 2'],
    ['an unknown option', ['a.txt', '--fast'], "Unknown option '--fast'"],
    ['an option without its value', ['a.txt', '--seed'], "Option '--seed <value>' argument missing"],
    ['seconds below nothing', ['a.txt', '--seconds', '-5'], "Option '--seconds' argument is ambiguous"],
    ['seconds that are no number', ['a.txt', '--seconds', 'ten'], '--seconds ten is not a number between 0 and 86400'],
    ['empty seconds', ['a.txt', '--seconds', ''], '--seconds  is not a number between 0 and 86400'],
    ['no threads', ['a.txt', '--threads', '0'], '--threads 0 is not a whole number between 1 and 64'],
    ['half a thread', ['a.txt', '--threads', '1.5'], '--threads 1.5 is not a whole number between 1 and 64'],
    ['a seed beyond 32 bits', ['a.txt', '--seed', '4294967296'], '--seed 4294967296 is not a whole number'],
    ['a target below nothing', ['a.txt', '--target', 'best'], '--target best is not a number between 0 and'],
    ['an unknown engine', ['a.txt', '--engine', 'abacus'], '--engine abacus is not known; known: native'],
    [
      'an unknown set',
      ['a.txt', '--set', 'moon'],
      '--set moon is not known; known: solomon, gehring-homberger, ortec, md',
    ],
  ])('with %s are refused in one line', (_, args, message) => {
    expect(() => readSolveArguments(args)).toThrow(BadArgumentsError)
    expect(() => readSolveArguments(args)).toThrow(message)
    expect(() => readSolveArguments(args)).not.toThrow('\n')
  })
})
