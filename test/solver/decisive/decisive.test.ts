import { describe, expect, test } from 'vitest'
import { judge } from '../../../solver/check/judge.ts'
import { RICH_RULES, RULE_NAMES } from '../../arbitraries/rich-rules.ts'
import { cheapestDay } from '../enumerate.ts'
import { totalOf } from '../enumerate-bounds.ts'
import { CLOCK_DAYS } from './clock.ts'
import { FIT_DAYS } from './fit.ts'
import { SHIFT_DAYS } from './shift.ts'
import { TIE_DAYS } from './tie.ts'

const DAYS = [...FIT_DAYS, ...CLOCK_DAYS, ...SHIFT_DAYS, ...TIE_DAYS]

describe('a rule that decides', () => {
  test.each(DAYS)('$rule: $story', ({ rule, model }) => {
    const best = cheapestDay(model)
    const unaware = cheapestDay(RICH_RULES[rule].off(model)).day
    expect(unaware).not.toEqual(best.day)
    // Who does not know the rule breaks it, or pays more than it would have taken to follow it.
    const { violations, cost } = judge(model, unaware)
    expect(violations.length > 0 || totalOf(cost) > best.cost).toBe(true)
  })

  test('is every rule there is', () => {
    expect(new Set(DAYS.map(({ rule }) => rule))).toEqual(new Set(RULE_NAMES))
  })
})
