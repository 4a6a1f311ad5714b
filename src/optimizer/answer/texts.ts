// The sentences of all languages, found by language and code.
import type { Language, ReasonCode } from '../../contracts/reason.ts'
import { ENGLISH } from './texts-en.ts'
import { SPANISH } from './texts-es.ts'
import type { Wording } from './wording.ts'

export const WORDINGS: Readonly<Record<Language, Wording>> = { en: ENGLISH, es: SPANISH }

/**
 * Also of a reason that a newer program wrote and this one only shows: a code without a template here is told by its bare
 * numbers. Params of a code that is known are its own.
 */
export function textOf(language: Language, code: string, params: Readonly<Record<string, unknown>>): string {
  const { reasons, unknown } = WORDINGS[language]
  if (!Object.hasOwn(reasons, code)) return unknown(code, params)
  const template = reasons[code as ReasonCode] as (params: never) => string
  return template(params as never)
}
