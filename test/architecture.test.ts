// Holds the arrows of import that the layout draws: contracts ← everything; solver ← workers ← optimizer ← http.
// Reads imports as text, type-only ones and literal import()s too, because a type leaks knowledge just as a value does.
import { readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { posix } from 'node:path'
import { describe, expect, test } from 'vitest'

interface Arrow {
  readonly from: string
  /** A path of the repository, or a package. */
  readonly to: string
}
interface Rule {
  readonly folder: string
  /** A room inside with a rule of its own. */
  readonly except?: string
  readonly mayImport: (to: string) => boolean
}

const ROOT = new URL('../', import.meta.url)
const FOLDERS = ['solver', 'workers', 'src', 'fixtures', 'bench']
const NOT_READABLE = 'a module whose name is not written out'

const isIn = (...folders: string[]) => {
  return (to: string) => folders.some((folder) => to === folder || to.startsWith(`${folder}/`))
}
const isOurs = isIn(...readdirSync(ROOT), NOT_READABLE)
const isPackage = (to: string) => !isOurs(to)
const isJudge = isIn('solver/check')

const RULES: readonly Rule[] = [
  // The judge is worth something only while the search cannot lean on it.
  { folder: 'solver', except: 'solver/check', mayImport: (to) => isIn('solver')(to) && !isJudge(to) },
  { folder: 'solver/check', mayImport: (to) => isJudge(to) || to === 'solver/model.ts' },
  { folder: 'workers', mayImport: (to) => isIn('workers', 'solver', 'piscina')(to) || to.startsWith('node:') },
  {
    folder: 'src',
    mayImport: (to) => isIn('src', 'fixtures', 'package.json')(to) || to === 'workers/client.ts' || isPackage(to),
  },
  { folder: 'src/contracts', mayImport: isIn('src/contracts', 'zod') },
  { folder: 'src/platform', mayImport: (to) => isIn('src/platform', 'src/contracts')(to) || isPackage(to) },
  {
    folder: 'src/dispatch-api',
    mayImport: (to) => isIn('src/dispatch-api', 'src/platform', 'src/contracts')(to) || isPackage(to),
  },
  {
    folder: 'src/dispatch-command',
    mayImport: (to) => isIn('src/dispatch-command', 'src/platform', 'src/contracts')(to) || isPackage(to),
  },
  {
    folder: 'src/autonomy',
    mayImport: (to) =>
      isIn('src/autonomy', 'src/dispatch-command', 'src/platform', 'src/contracts')(to) || isPackage(to),
  },
  { folder: 'src/optimizer', mayImport: (to) => !isIn('src/dispatch-api')(to) },
  { folder: 'bench', mayImport: (to) => !isJudge(to) },
  ...FOLDERS.map((folder) => ({ folder, mayImport: (to: string) => to !== 'src/main.ts' && to !== NOT_READABLE })),
]

/** Strings are matched only so that what looks like a comment inside them stays. */
const COMMENT_OR_STRING = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g
const withoutComments = (text: string) => text.replace(COMMENT_OR_STRING, (part) => (part.startsWith('/') ? ' ' : part))

const IMPORTS = [
  /\b(?:import|export)\b[^'"`;=]*?\bfrom\s*(['"])(.+?)\1/g,
  /\bimport\s*(['"])(.+?)\1/g,
  /\bimport\s*\(\s*(['"])(.+?)\1/g,
  /\bnew URL\(\s*(['"])(\.{1,2}\/.*?)\1\s*,\s*import\.meta\.url/g,
]
const UNREADABLE_IMPORT = /\bimport\s*\(\s*[^'"\s]|\brequire\s*\(|\bcreateRequire\s*\([^)]*\)\s*\(/

function arrowsOf(from: string, text: string): Arrow[] {
  const code = withoutComments(text)
  const names = IMPORTS.flatMap((pattern) => [...code.matchAll(pattern)].map((match) => match[2] ?? ''))
  const targets = names.map((name) => (name.startsWith('.') ? posix.join(posix.dirname(from), name) : name))
  return [...targets, ...(UNREADABLE_IMPORT.test(code) ? [NOT_READABLE] : [])].map((to) => ({ from, to }))
}

const forbidden = (arrows: readonly Arrow[]): Arrow[] =>
  arrows.filter(({ from, to }) =>
    RULES.some(({ folder, except, mayImport }) => {
      const holds = isIn(folder)(from) && !(except && isIn(except)(from))
      return holds && !mayImport(to)
    }),
  )

/** Each ring of files that import each other, found once. */
function ringsOf(arrows: readonly Arrow[]): string[][] {
  const rings: string[][] = []
  const done = new Set<string>()
  const visit = (file: string, path: readonly string[]) => {
    if (path.includes(file)) rings.push([...path.slice(path.indexOf(file)), file])
    if (path.includes(file) || done.has(file)) return
    for (const { to } of arrows.filter(({ from }) => from === file)) visit(to, [...path, file])
    done.add(file)
  }
  for (const { from } of arrows) visit(from, [])
  return rings
}

const IMPURE = /\bMath\.random\b|\bDate\b|\bperformance\b|\bprocess\.|\bset(?:Timeout|Interval|Immediate)\b|\bconsole\./
const isImpure = (text: string) => IMPURE.test(withoutComments(text))

const packageOf = (name: string) => name.split('/', name.startsWith('@') ? 2 : 1).join('/')

const files = FOLDERS.flatMap((folder) =>
  readdirSync(new URL(folder, ROOT), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => posix.join(folder, file.replaceAll('\\', '/'))),
).map((path) => ({ path, text: readFileSync(new URL(path, ROOT), 'utf8') }))
const arrows = files.flatMap(({ path, text }) => arrowsOf(path, text))

describe('the code', () => {
  test('imports along the arrows of the layout', () => {
    expect(arrows.length).toBeGreaterThan(files.length)
    expect(forbidden(arrows)).toEqual([])
  })

  test('imports only files that are there', () => {
    const known = new Set(files.map(({ path }) => path))
    expect(arrows.filter(({ to }) => isIn(...FOLDERS)(to) && to.endsWith('.ts') && !known.has(to))).toEqual([])
  })

  test('has no files that import each other in a ring', () => {
    expect(ringsOf(arrows)).toEqual([])
  })

  test('of the solver reads no clock and no chance but its own', () => {
    expect(files.filter(({ path, text }) => isIn('solver')(path) && isImpure(text)).map(({ path }) => path)).toEqual([])
  })

  test('that runs in production stands on installed dependencies alone', () => {
    const { dependencies } = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8')) as {
      dependencies: Record<string, string>
    }
    const inProduction = arrows.filter(
      ({ from, to }) => isIn('src', 'workers')(from) && isPackage(to) && !isBuiltin(to),
    )
    expect(inProduction.filter(({ to }) => !Object.hasOwn(dependencies, packageOf(to)))).toEqual([])
  })
})

describe('the reader of imports', () => {
  test.each([
    ['a plain import', "import { a } from './a.ts'"],
    ['an import over several lines', "import {\n  a,\n  type B,\n} from './a.ts'"],
    ['a type-only import', "import type { A } from './a.ts'"],
    ['a re-export', "export { a } from './a.ts'"],
    ['a re-export of everything', "export * from './a.ts'"],
    ['an import for its effect', "import './a.ts'"],
    ['a dynamic import', "const a = await import('./a.ts')"],
    ['a type written as an import', "type A = import('./a.ts').A"],
    ['the address of a thread', "new URL('./a.ts', import.meta.url)"],
    ['an import behind an address in a string', "const home = 'http://a'; import './a.ts'"],
  ])('sees %s', (_, text) => {
    expect(arrowsOf('solver/search.ts', text)).toEqual([{ from: 'solver/search.ts', to: 'solver/a.ts' }])
  })

  test.each([
    ['a comment', "// import { a } from './a.ts'\n/* import './a.ts' */"],
    ['an exported value', "export const from = './a.ts'"],
    ['the address of something elsewhere', "new URL('https://example.org/a.ts')"],
  ])('is not fooled by %s', (_, text) => {
    expect(arrowsOf('solver/search.ts', text)).toEqual([])
  })

  test.each([
    ['solver/search.ts', "import { Pool } from 'piscina'"],
    ['solver/search.ts', "import { readFileSync } from 'node:fs'"],
    ['solver/search.ts', "import { judge } from './check/judge.ts'"],
    ['solver/check/judge.ts', "import type { Plan } from '../plan.ts'"],
    ['workers/solve-day.ts', "import type { Ticket } from '../src/contracts/ticket.ts'"],
    ['src/contracts/ticket.ts', "import type { Model } from '../../workers/client.ts'"],
    ['src/contracts/ticket.ts', "import { v5 } from 'uuid'"],
    ['src/optimizer/model.ts', "import type { Model } from '../../solver/model.ts'"],
    ['src/optimizer/model.ts', "new URL('../../workers/solve-day.ts', import.meta.url)"],
    ['src/optimizer/apply.ts', "const tickets = await import('../dispatch-api/tickets.ts')"],
    ['src/dispatch-api/tools.ts', "import type { Outbox } from '../dispatch-command/outbox.ts'"],
    ['src/dispatch-command/outbox.ts', "import { optimize } from '../optimizer/optimize.ts'"],
    ['src/autonomy/decide.ts', "import type { Runs } from '../optimizer/runs/runs.ts'"],
    ['src/platform/http.ts', "import { Ticket } from '../travel/matrix.ts'"],
    ['src/travel/matrix.ts', "import '../main.ts'"],
    ['src/travel/matrix.ts', "import { day } from '../../test/arbitraries/day.ts'"],
    ['bench/solve.ts', "import { judge } from '../solver/check/judge.ts'"],
    ['src/engines/load.ts', 'await import(name)'],
    ['src/engines/load.ts', "createRequire(import.meta.url)('zod')"],
  ])('refuses what %s must not say: %s', (file, text) => {
    expect(forbidden(arrowsOf(file, text))).not.toEqual([])
  })

  test.each([
    ['workers/solve-day.ts', "import { search } from '../solver/search.ts'"],
    ['src/optimizer/optimize.ts', "import type { Model } from '../../workers/client.ts'"],
    ['src/optimizer/apply.ts', "import { send } from '../dispatch-command/send.ts'"],
    ['src/contracts/ticket.ts', "import { z } from 'zod'"],
  ])('lets %s say: %s', (file, text) => {
    expect(forbidden(arrowsOf(file, text))).toEqual([])
  })

  test('finds a ring, through types too', () => {
    const ring = [
      ...arrowsOf('solver/a.ts', "import { b } from './b.ts'"),
      ...arrowsOf('solver/b.ts', "import type { C } from './c.ts'"),
      ...arrowsOf('solver/c.ts', "import { a } from './a.ts'"),
    ]
    expect(ringsOf(ring)).toEqual([['solver/a.ts', 'solver/b.ts', 'solver/c.ts', 'solver/a.ts']])
  })

  test.each(['Math.random()', 'Date.now()', 'new Date()', 'performance.now()', 'process.hrtime()'])(
    'finds %s',
    (call) => {
      expect(isImpure(`const now = ${call}`)).toBe(true)
      expect(isImpure(`// ${call} would not be the same twice`)).toBe(false)
    },
  )
})
