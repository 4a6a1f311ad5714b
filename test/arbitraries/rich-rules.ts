// Every rule of a field-service day that generated days know. A new rule is one entry in one of these tables.
import type { RichRule } from './rich-change.ts'
import { CLOCK_RULES } from './rich-clock-rules.ts'
import { FIT_RULES } from './rich-fit-rules.ts'
import { SHIFT_RULES } from './rich-shift-rules.ts'
import { TIE_RULES } from './rich-tie-rules.ts'

const ALL = { ...FIT_RULES, ...CLOCK_RULES, ...SHIFT_RULES, ...TIE_RULES }

export type RuleName = keyof typeof ALL
export const RICH_RULES: Readonly<Record<RuleName, RichRule>> = ALL
export const RULE_NAMES = Object.keys(ALL) as RuleName[]
