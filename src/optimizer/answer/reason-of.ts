// One reason in the form of the contract: its kind and amount from its params, its sentence from the numbers, in the language
// of whoever asked.
import type { Language, Reason, ReasonCode } from '../../contracts/reason.ts'
import type { ReasonParams } from './reason-params.ts'
import { textOf } from './texts.ts'

export type ReasonOf = <Code extends ReasonCode>(code: Code, params: ReasonParams[Code], setting?: string) => Reason

export function reasonsIn(language: Language): ReasonOf {
  return (code, params, setting) => {
    const kind = kindOf(code, params)
    const text = textOf(language, code, params)
    // Written out, field by field: hundreds of them are made for one answer.
    if ('cents' in params) {
      const amount = params.cents
      return setting === undefined
        ? { code, kind, params: { ...params }, text, amount }
        : { code, kind, params: { ...params }, text, amount, setting }
    }
    return setting === undefined
      ? { code, kind, params: { ...params }, text }
      : { code, kind, params: { ...params }, text, setting }
  }
}

/** What has a price is weighed; what is said of technicians keeps them away, save that they are too dear. */
function kindOf(code: ReasonCode, params: ReasonParams[ReasonCode]): Reason['kind'] {
  if (code.startsWith('UNLOCK_')) return 'counterfactual'
  if ('cents' in params) return 'trade-off'
  return 'techIds' in params && code !== 'OUTRANKED_AT_LEAST' ? 'blocker' : 'fact'
}
