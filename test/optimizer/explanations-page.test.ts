// The worked explanations of the documents are what the program says.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { explanationsPage } from '../../scripts/explanations.ts'

test('docs/explanations.md is what `npm run docs:explanations` writes', async () => {
  const page = readFileSync(new URL('../../docs/explanations.md', import.meta.url), 'utf8')
  expect(page).toBe(await explanationsPage())
}, 60_000)
