// The language that is asked for reaches every reason of an answer, and changes nothing but its sentences.
import { describe, expect, test } from 'vitest'
import type { OptimizationOutput } from '../../src/contracts/optimization.ts'
import { LANGUAGES, type Language } from '../../src/contracts/reason.ts'
import { textOf } from '../../src/optimizer/answer/texts.ts'
import type { UnservedVisit } from '../../workers/client.ts'
import { COST_LINES } from '../../workers/client.ts'
import { everyRule } from './every-rule.ts'
import { lines, option, planned, told } from './told.ts'

type Blockers = UnservedVisit['blockers'][number]['blockers']

const BLOCKERS: Blockers = [
  { code: 'SKILL_LEVEL_LOW', skill: 'GLASS', needed: 3, held: 1 },
  { code: 'TOOL_MISSING', tool: 'lift' },
  { code: 'TIE_UNMET', link: 0 },
  { code: 'PART_ARRIVES_LATER', release: 7200 },
  { code: 'OVERTIME_CAP', period: 'week', overBySeconds: 61 },
  { code: 'NO_GAP' },
]

/** Every line of the cost is owed, every other ticket is left out, for many reasons or with nobody to ask. */
async function answerIn(language: Language | undefined): Promise<OptimizationOutput> {
  const { options, ...request } = everyRule()
  const { language: _, ...others } = options ?? {}
  const cost = lines(Object.fromEntries(COST_LINES.filter((line) => line !== 'UNSERVED').map((line) => [line, 77])))
  const stop = { visit: 0, arrival: 20_000, start: 20_000, end: 24_000 }
  return told({ ...request, options: { ...others, ...(language && { language }) } }, (model) =>
    planned(model, [{ route: 0, departure: 18_000, visits: [stop], back: 26_400 }], {
      options: model.visits.map((_, visit) => (visit === 0 ? [option({ ...stop, cost })] : [])),
      unserved: model.visits
        .keys()
        .drop(1)
        .map((visit) => ({ visit, blockers: visit % 2 === 0 ? [] : [{ tech: 1, blockers: BLOCKERS }] }))
        .toArray(),
    }),
  )
}

const reasonsOf = ({ proposals, unassigned }: OptimizationOutput) =>
  [...proposals, ...unassigned].flatMap(({ reasons }) => reasons)

describe.each(LANGUAGES)('an answer in %s', (language) => {
  test('has every sentence in that language', async () => {
    const reasons = reasonsOf(await answerIn(language))
    expect(new Set(reasons.map(({ code }) => code)).size).toBeGreaterThan(30)
    for (const { code, params, text } of reasons) expect(text).toBe(textOf(language, code, params))
  })
})

test('without a language the answer is in English', async () => {
  const reasons = reasonsOf(await answerIn(undefined))
  for (const { code, params, text } of reasons) expect(text).toBe(textOf('en', code, params))
})

test('whichever the language, everything but the sentences is the same', async () => {
  const [english, spanish] = await Promise.all([answerIn('en'), answerIn('es')])
  const wordless = (output: OptimizationOutput) =>
    JSON.parse(JSON.stringify({ ...output, meta: undefined }, (name, value) => (name === 'text' ? undefined : value)))
  expect(wordless(spanish)).toEqual(wordless(english))
  const [told, dicho] = [reasonsOf(english), reasonsOf(spanish)]
  for (const [index, { text }] of told.entries()) expect(dicho[index]!.text).not.toBe(text)
})
