// `npm run -s solve` as a person or a script meets it: a process with arguments, two streams and an exit code.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { OptimizationOutput } from '../../src/contracts/optimization.ts'
import { smallRequest } from './inputs.ts'

const CLI = new URL('../../src/optimizer/cli.ts', import.meta.url).pathname

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'solve-'))
  await writeFile(join(folder, 'day.json'), JSON.stringify(smallRequest()))
  await writeFile(join(folder, 'day.json.gz'), gzipSync(JSON.stringify(smallRequest())))
  await writeFile(join(folder, 'cut.json'), '{"tickets": [')
  await writeFile(join(folder, 'bad.json'), JSON.stringify({ ...smallRequest(), horizon: {}, color: 'red' }))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function solve(args: string[], stdin = '') {
  const child = spawn(process.execPath, [CLI, ...args], { cwd: folder })
  child.stdin.end(stdin)
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { stdout, stderr: stderr.trimEnd().split('\n'), code }
}

test('the answer stands alone on standard output, in the form of the contract', async () => {
  const { stdout, stderr, code } = await solve(['day.json'])
  expect(code).toBe(0)
  expect(OptimizationOutput.parse(JSON.parse(stdout)).kpis.assigned).toBe(2)
  for (const line of stderr) expect(line).toMatch(/^$|^\d+\.\d of 30 s, cost /)
})

test('a gzipped file and standard input are read like a plain file', async () => {
  const plan = ({ stdout }: { stdout: string }) => OptimizationOutput.parse(JSON.parse(stdout)).routes
  const plain = plan(await solve(['day.json']))
  expect(plan(await solve(['day.json.gz']))).toEqual(plain)
  expect(plan(await solve(['-'], JSON.stringify(smallRequest())))).toEqual(plain)
})

test('what the arguments say comes before what the input says', async () => {
  const { stdout } = await solve(['day.json', '--seed', '7', '--threads', '1', '--iterations', '5', '--seconds', '9.5'])
  expect(JSON.parse(stdout).meta).toMatchObject({ seed: 7, threads: 1, iterations: 5 })
})

test('--out writes a file and leaves standard output to --json', async () => {
  expect(await solve(['day.json', '--out', 'plan.json'])).toMatchObject({ code: 0, stdout: '' })
  const { stdout } = await solve(['day.json', '--out', 'plan.json', '--json'])
  expect(await readFile(join(folder, 'plan.json'), 'utf8')).toBe(stdout)
  OptimizationOutput.parse(JSON.parse(stdout))
})

test.each([
  ['no input', []],
  ['two inputs', ['day.json', 'day.json']],
  ['an unknown option', ['day.json', '--sparks']],
  ['a number that is none', ['day.json', '--seconds', 'ten']],
  ['an empty number', ['day.json', '--seconds', '']],
  ['a number out of range', ['day.json', '--threads', '0']],
  ['an engine that is not there', ['day.json', '--engine', 'magic']],
  ['a file that is not there', ['night.json']],
  ['a folder that is not there', ['day.json', '--out', 'nowhere/plan.json']],
])('%s is one line on standard error and exit code 2', async (_, args) => {
  const { stdout, stderr, code } = await solve(args)
  expect({ stdout, code }).toEqual({ stdout: '', code: 2 })
  expect(stderr).toHaveLength(1)
  expect(stderr[0]).toMatch(/\S/)
})

test('every fault of an input has a line on standard error, and the exit code is 1', async () => {
  const { stdout, stderr, code } = await solve(['bad.json'])
  expect({ stdout, code }).toEqual({ stdout: '', code: 1 })
  expect(stderr.map((line) => line.split('  ').slice(0, 2))).toEqual([
    ['/horizon/start', 'WRONG_TYPE'],
    ['/horizon/end', 'WRONG_TYPE'],
    ['/color', 'UNKNOWN_FIELD'],
  ])
  expect(await solve(['cut.json'])).toMatchObject({
    stdout: '',
    code: 1,
    stderr: [expect.stringContaining('not JSON')],
  })
})

test('interrupted, it answers with the best so far', async () => {
  const child = spawn(process.execPath, [CLI, '-', '--seconds', '600'], { cwd: folder })
  const { iterations: _, ...options } = smallRequest().options!
  child.stdin.end(JSON.stringify({ ...smallRequest(), options }))
  // The first line of progress: the search is under way.
  const told = once(child.stderr, 'data')
  child.stderr.once('data', () => child.kill('SIGINT'))
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  expect(OptimizationOutput.parse(JSON.parse(await text(child.stdout))).kpis.assigned).toBe(2)
  expect(await ended).toBe(0)
  expect(String(await told)).toMatch(
    /^\d+\.\d of 600 s, cost \d+\.\d\d by [a-z-]+, left out 0, \d+ iterations, \d+\/s\n/,
  )
})

test('--help says how', async () => {
  const { stdout, code } = await solve(['--help'])
  expect(code).toBe(0)
  expect(stdout).toContain('--seconds')
})
