import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { RULES } from '../../../solver/check/rules.ts'
import { COST_LINES } from '../../../solver/model.ts'

const CHECK = new URL('../../../solver/check/', import.meta.url)
const filesUnder = (folder: URL) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
const read = (file: string, folder = CHECK) => readFileSync(new URL(file, folder), 'utf8')

test('every line of the bill is written by one rule', () => {
  const written = RULES.flatMap(({ lines = {} }) => Object.keys(lines))
  expect(written.toSorted()).toEqual(COST_LINES.toSorted())
})

test('every rule is a file, and every file a rule that is listed', () => {
  expect(new Set(RULES.map(({ name }) => name)).size).toBe(RULES.length)
  expect(RULES.length).toBe(filesUnder(new URL('rules/', CHECK)).length)
})

test('everything that the judge may find wrong is found by some example', () => {
  const codes = [...read('violation.ts').matchAll(/'([A-Z_]+)'/g)].map(([, code]) => code ?? '')
  const tests = new URL('../', import.meta.url)
  const examples = filesUnder(tests)
    .filter((file) => file.startsWith('judge') && file.endsWith('.test.ts'))
    .map((file) => read(file, tests))
    .join()
  expect(codes.length).toBeGreaterThan(50)
  expect(codes.filter((code) => !examples.includes(`'${code}'`))).toEqual([])
})

test('the judge shares no code with what it judges', () => {
  const imports = filesUnder(CHECK).flatMap((file) =>
    [...read(file).matchAll(/from '([^']+)'/g)].map(([, path]) => new URL(path ?? '', new URL(file, CHECK)).href),
  )
  const model = new URL('../model.ts', CHECK).href
  expect(imports.length).toBeGreaterThan(50)
  expect(imports.filter((path) => path !== model && !path.startsWith(CHECK.href))).toEqual([])
})
