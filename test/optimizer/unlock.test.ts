// A counterfactual is told as what would have to change, alone or together, and each kind of change has its reason.
import { describe, expect, test } from 'vitest'
import { Change } from '../../src/contracts/explanation.ts'
import { LANGUAGES, REASON_CODES } from '../../src/contracts/reason.ts'
import { reasonsIn } from '../../src/optimizer/answer/reason-of.ts'
import { unlockReason } from '../../src/optimizer/answer/unlock.ts'

const CHANGES: readonly (readonly [Change, object])[] = [
  [{ kind: 'WINDOW_LATER', by: 'PT12M' }, { minutes: 12 }],
  [{ kind: 'WINDOW_EARLIER', by: 'PT1H' }, { minutes: 60 }],
  [{ kind: 'SHIFT_END', by: 'PT11M1S' }, { minutes: 12 }],
  [{ kind: 'SHIFT_START', by: 'PT12M' }, { minutes: 12 }],
  [{ kind: 'DURATION', by: 'PT12M' }, { minutes: 12 }],
  [{ kind: 'OVERTIME', by: 'PT12M' }, { minutes: 12 }],
  [
    { kind: 'SKILL', skill: 'GLASS', level: 2 },
    { skill: 'GLASS', level: 2 },
  ],
  [{ kind: 'MOVE', ticketId: 'T-7' }, { ticketId: 'T-7' }],
  [{ kind: 'OTHER_DAY', day: '2026-03-04' }, { day: '2026-03-04' }],
  [{ kind: 'AREA', area: 'north' }, { area: 'north' }],
  [
    { kind: 'LOAD', unit: 'kg', amount: 5 },
    { unit: 'kg', amount: 5 },
  ],
  [{ kind: 'MAX_VISITS', count: 6 }, { count: 6 }],
]
const english = reasonsIn('en')
const alone = CHANGES.map(([change]) => change)

test.each(CHANGES)('%o', (change, params) =>
  expect(unlockReason([Change.parse(change)], english)).toMatchObject({
    ...{ code: `UNLOCK_${change.kind}`, kind: 'counterfactual', params },
  }),
)

test('every code that unlocks has its change', () => {
  const codes = Object.keys(REASON_CODES).filter((code) => code.startsWith('UNLOCK_') && code !== 'UNLOCK_TOGETHER')
  expect(alone.map(({ kind }) => `UNLOCK_${kind}`).sort()).toEqual(codes.sort())
})

describe('several changes', () => {
  test.each(LANGUAGES)('are one sentence with the clause of each, in %s', (language) => {
    const reasonOf = reasonsIn(language)
    const clause = (change: Change) => unlockReason([change], reasonOf).text.replace(/^.*? (?:if|si) |\.$/g, '')
    for (const one of alone)
      for (const other of alone) {
        if (one.kind === other.kind) continue
        const { code, kind, text } = unlockReason([one, other], reasonOf)
        expect({ code, kind }).toEqual({ code: 'UNLOCK_TOGETHER', kind: 'counterfactual' })
        expect(text).toContain(clause(one))
        expect(text).toContain(clause(other))
        // Whichever was found first.
        expect(unlockReason([other, one], reasonOf).text).toBe(text)
      }
  })

  test('of one kind are told with all that they name', () => {
    const { params, text } = unlockReason(
      [
        { kind: 'SKILL', skill: 'GLASS', level: 1 },
        { kind: 'SKILL', skill: 'LOCKS', level: 3 },
        { kind: 'LOAD', unit: 'kg', amount: 5 },
        { kind: 'LOAD', unit: 'panes', amount: 1 },
      ],
      english,
    )
    expect(params).toEqual({
      ...{ skills: ['GLASS', 'LOCKS'], levels: ['1', '3'], units: ['kg', 'panes'], amounts: ['5', '1'] },
    })
    expect(text).toBe(
      'Possible if the technician held GLASS, LOCKS (level 3) and the van had room for 5 kg more and the van had room for 1 panes more.',
    )
  })

  test('are at least one', () => expect(() => unlockReason([], english)).toThrow(RangeError))
})
