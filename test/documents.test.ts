// The documents stay true: settings, commands and links that they name exist.
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { SETTINGS } from '../src/platform/config.ts'

const root = join(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const documents = globSync('**/*.md', { cwd: root, exclude: (name) => name === 'node_modules' || name === 'data' })
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }

test('the README lists every setting, as the program reads it', () => {
  const rows = SETTINGS.map(
    ({ name, default: value, description }) => `| \`${name}\` | ${value && `\`${value}\``} | ${description} |`,
  )
  expect(read('README.md')).toContain(['| variable | default | |', '|---|---|---|', ...rows].join('\n'))
})

test('every npm script that a document names exists', () => {
  const named = documents.flatMap((path) =>
    [...read(path).matchAll(/npm (?:run (?:-s )?)([a-z][\w:-]*)/g)].map(([, name]) => name),
  )
  expect(named).not.toHaveLength(0)
  expect(named.filter((name) => !(name! in scripts))).toEqual([])
})

describe.each(documents)('%s', (path) => {
  test('links to files that exist', () => {
    const links = [...read(path).matchAll(/\]\((?!https?:)([^)#\s]+)/g)].map(([, target]) => target!)
    expect(links.filter((target) => !existsSync(join(root, dirname(path), target)))).toEqual([])
  })
  test('names no path of one machine', () => {
    expect(read(path)).not.toMatch(/\/(root|home|work|tmp)\//)
  })
})
