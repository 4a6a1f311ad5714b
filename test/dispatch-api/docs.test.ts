// docs/dispatch-api.md says what the tables say.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { dispatchApiPage } from '../../scripts/dispatch-api-docs.ts'
import { ALL_TOOLS } from '../../src/contracts/toolsets.ts'

test('the page is what npm run docs:dispatch-api writes, and names every tool', () => {
  const page = readFileSync(new URL('../../docs/dispatch-api.md', import.meta.url), 'utf8')
  expect(page).toBe(dispatchApiPage())
  for (const tool of ALL_TOOLS) expect(page).toContain(`\`${tool}\``)
})
